"""A roadshow's calendar file by mail: the same words for any address, few in half an hour, gone in a month."""

from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import operations as accounts
from roadshow.accounts.coming_in import LETTERS_FROM_NETWORK, LETTERS_OF_PAIR
from roadshow.accounts.permissions import Role
from roadshow.config import checked_smtp
from roadshow.feeds import by_mail
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.mail import open_mail
from roadshow.notices.models import Letter, Unwanted
from roadshow.notices.post import Post
from roadshow.notices.states import LetterState
from roadshow.programme import operations
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import PASSWORD, AnotherApp
from tests.notices.mail_server import Mailbox, receiving
from tests.web.owned import faults
from tests.web.reading import links

pytestmark = pytest.mark.usefixtures("in_spring")
ANNA, KNOWN = "anna@test.example", "wang@test.example"


@pytest.fixture
def uid(app: Flask) -> str:
    with app.app_context():
        return make.roadshow(S.PUBLISHED, on=date(2026, 4, 11), title="光芯片专场").uid


def ask(client: FlaskClient, uid: str, email: str, query: str = "") -> str:
    return client.post(f"/letters/calendar/{uid}{query}", data={"email": email}).text


def letters(app: Flask) -> list[Letter]:
    with app.app_context():
        return db.session.query(Letter).order_by(Letter.id).all()


def arrived(app: Flask) -> Mailbox:
    """What a real mail server took."""
    mailbox = Mailbox()
    with receiving(mailbox) as smtp, app.app_context():
        settings = replace(app.config["SETTINGS"], smtp=checked_smtp(smtp), mail_from="centre@test.example")
        post = Post("mail", open_mail(settings), lambda _id: False)
        while post.send_once():
            pass
    return mailbox


def test_the_letter_brings_the_file_that_the_page_offers(app: Flask, client: FlaskClient, uid: str):
    ask(client, uid, f" {ANNA.upper()} ")
    mailbox = arrived(app)
    (mail,) = mailbox.letters
    (file,) = mail.iter_attachments()
    assert (mailbox.addresses, str(mail["Subject"])) == ([ANNA], "光芯片专场：日历文件")
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "roadshow.ics")
    assert file.get_payload(decode=True) == client.get(f"/calendar/roadshow/{uid}.ics?once=1").data


def test_it_asks_for_no_answer(app: Flask, client: FlaskClient, uid: str):
    ask(client, uid, ANNA)
    (mail,) = arrived(app).letters
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    (file,) = mail.iter_attachments()
    calendar = icalendar.Calendar.from_ical(file.get_payload(decode=True))
    assert ("METHOD" in calendar, "ATTENDEE" in calendar.events[0]) == (False, False)


def test_it_comes_in_the_language_of_the_page(app: Flask, client: FlaskClient, uid: str):
    ask(client, uid, ANNA, "?lang=en")
    (letter,) = letters(app)
    assert (letter.language, letter.subject) == ("en", "光芯片专场: calendar file")


def test_whoever_reads_the_address_the_page_says_the_same(app: Flask, client: FlaskClient, uid: str):
    with app.app_context():
        accounts.make_person(KNOWN, "示例王", PASSWORD, [Role.INVESTOR])
    pages = {ask(client, uid, email).replace(email, ANNA) for email in (ANNA, KNOWN)}
    assert (len(pages), arrived(app).addresses) == (1, [ANNA, KNOWN])


def test_whoever_unsubscribed_from_such_letters_and_asks_again_gets_the_file(
    app: Flask, client: FlaskClient, uid: str
):
    """Addresses that unsubscribed while the letter still had a link for it are on record."""
    with app.app_context():
        db.session.add(Unwanted(address=ANNA, kind="calendar.file", since=clock.now()))
        db.session.commit()
    ask(client, uid, ANNA)
    (letter,) = arrived(app).letters
    assert (letter["To"].addresses[0].addr_spec, letter["List-Unsubscribe"]) == (ANNA, None)


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("", "请填写邮箱"),
        ("nobody", "邮箱“nobody”的写法不对，应像 name@example.cn"),
        ("a@b@c", "邮箱“a@b@c”的写法不对，应像 name@example.cn"),
        ("a\r\nBcc: b@c.example", "邮箱“a bcc: b@c.example”的写法不对，应像 name@example.cn"),
    ],
)
def test_what_is_no_address_is_named_and_nothing_is_sent(
    app: Flask, client: FlaskClient, uid: str, email: str, fault: str
):
    assert (faults(ask(client, uid, email)), letters(app)) == ([fault], [])


def test_one_address_gets_few_and_one_sender_asks_for_few(app: Flask, client: FlaskClient, uid: str):
    answers = [
        client.post(f"/letters/calendar/{uid}", data={"email": ANNA}) for _time in range(LETTERS_OF_PAIR + 1)
    ]
    assert [answer.status_code for answer in answers] == [*[200] * LETTERS_OF_PAIR, 429]
    more = [
        client.post(f"/letters/calendar/{uid}", data={"email": f"a{number}@test.example"}).status_code
        for number in range(LETTERS_FROM_NETWORK - LETTERS_OF_PAIR + 1)
    ]
    assert more == [*[200] * (LETTERS_FROM_NETWORK - LETTERS_OF_PAIR), 429]
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert client.post(f"/letters/calendar/{uid}", data={"email": ANNA}).status_code == 200


def test_letter_and_address_are_gone_a_month_later_and_no_other_is(app: Flask, client: FlaskClient, uid: str):
    ask(client, uid, ANNA)
    client.post("/sign-up", data={"email": ANNA})
    arrived(app)
    left = []
    for days in (29, 31):
        with clock.at(clock.now() + timedelta(days=days)), app.app_context():
            by_mail.clear()
        left.append([letter.kind for letter in letters(app)])
    assert left == [["calendar.file", "account.sign_up"], ["account.sign_up"]]


def test_one_that_still_waits_is_not_thrown_away(app: Flask, client: FlaskClient, uid: str):
    ask(client, uid, ANNA)
    with clock.at(clock.now() + timedelta(days=31)), app.app_context():
        by_mail.clear()
    assert [letter.state for letter in letters(app)] == [LetterState.QUEUED]


def test_there_is_no_file_of_what_is_over_cancelled_or_not_public(app: Flask, client: FlaskClient):
    with app.app_context():
        cancelled = make.roadshow(S.PUBLISHED)
        operations.cancel(cancelled, "另有安排", actor=make.SOMEONE)
        uids = [cancelled.uid, make.held(date(2025, 6, 1)).uid, make.roadshow(S.PLANNED).uid]
    answers = [
        (client.get(path).status_code, client.post(path, data={"email": ANNA}).status_code)
        for path in (f"/letters/calendar/{one}" for one in uids)
    ]
    assert (answers, letters(app)) == ([(404, 404)] * 3, [])


def test_the_roadshow_leads_there_once_letters_leave_the_house(
    app: Flask, client: FlaskClient, uid: str, another_app: AnotherApp
):
    path = f"/letters/calendar/{uid}"
    mailing = another_app(replace(app.config["SETTINGS"], smtp=checked_smtp("smtp://127.0.0.1:1")))
    pages = [one.get(f"/roadshows/{uid}").text for one in (client, mailing.test_client())]
    assert [path in links(page) for page in pages] == [False, True]
    assert "本站还没有接通邮件" in client.get(path).text
