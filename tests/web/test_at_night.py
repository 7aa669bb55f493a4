"""At 22:35 the letters that a click causes leave at once, or the page says that they go at seven in the morning."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance import seating
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors.models import Contact
from roadshow.notices.kinds import KINDS, Night
from roadshow.notices.mail import open_mail
from roadshow.notices.models import MAIL, Letter, Unwanted
from roadshow.notices.operations import queue
from roadshow.notices.post import Post
from roadshow.notices.quiet import FEW, next_morning
from roadshow.notices.readers import Reader
from roadshow.notices.states import LetterState
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole
from tests.notices.mail_server import Mailbox, receiving
from tests.web.owned import me
from tests.web.selecting import words_of

NIGHT = clock.moment(date(2026, 3, 2), time(22, 35))
AT_ANY_HOUR = {
    *("account.sign_up", "account.known", "account.reset", "account.password_changed", "account.invited"),
    *("attendance.accepted", "attendance.offered", "attendance.colleague", "attendance.register"),
    *("account.guessed", "company.invited", "institution.invited", "calendar.file"),
    *("roadshow.cancelled", "roadshow.put_off", "roadshow.restored"),
    *("talk.agreed", "talk.cancelled", "talk.declined", "talk.proposed"),
}
IN_THE_MORNING = {
    *("attendance.lapsed", "attendance.thanked", "pitch.lapsed", "pitch.reminded", "pursuit.due"),
}
WAITS = "夜里（22:00–7:00）不打扰收信人，%d封信明早7:00发出。"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """What a real mail server gets of this app's letters; it is half past ten at night and later."""
    box = Mailbox()
    with receiving(box) as smtp, clock.at(NIGHT):
        settings = replace(app.config["SETTINGS"], smtp=smtp, mail_from="centre@test.example")
        app.config["SETTINGS"] = settings
        yield box


def send(app: Flask) -> None:
    with app.app_context():
        post = Post(MAIL, open_mail(app.config["SETTINGS"]), lambda _person_id: False)
        while post.send_once():
            pass


def guests_of(app: Flask) -> int:
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.PUBLISHED)
        seating.set_seating(roadshow, SeatingFacts(5, 0, None, 24, open_to_public=True), actor=make.SOMEONE)
        return roadshow.id


def test_every_kind_of_letter_says_what_becomes_of_it_at_night():
    by_night = {night: {name for name, kind in KINDS.items() if kind.night is night} for night in Night}
    assert (by_night[Night.SEND], by_night[Night.WAIT]) == (AT_ANY_HOUR, IN_THE_MORNING)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_waits_for_the_morning_unless_a_click_caused_it(app: Flask, mailbox: Mailbox, kind: str):
    """Of each kind one letter that a click wrote, and one that the clock did."""
    values = dict.fromkeys(KINDS[kind].places, "…")
    with app.test_request_context():
        queue(kind, {Reader(None, "点击", "click@test.example", "zh"): values})
    with app.app_context():
        queue(kind, {Reader(None, "时钟", "clock@test.example", "zh"): values})
    send(app)
    by_click = [] if KINDS[kind].night is Night.WAIT else ["click@test.example"]
    by_clock = ["clock@test.example"] if KINDS[kind].night is Night.SEND else []
    assert mailbox.addresses == by_click + by_clock
    with clock.at(next_morning(NIGHT)):
        send(app)
    assert sorted(mailbox.addresses) == ["click@test.example", "clock@test.example"]


def test_staff_invite_a_few_guests_at_night_and_the_letters_go_at_once(
    app: Flask, mailbox: Mailbox, as_role: AsRole
):
    to = f"/centre/roadshows/{guests_of(app)}/guests/new"
    guest = {"name": "示例来宾", "email": "guest@test.example"}
    page = as_role(Role.ORGANISER).post(to, data=guest, follow_redirects=True).text
    send(app)
    assert (words_of(page, "p.note"), mailbox.addresses) == (
        ["已邀请示例来宾。信马上寄出。"],
        ["guest@test.example"],
    )


def test_the_page_promises_no_letter_to_who_unsubscribed(app: Flask, mailbox: Mailbox, as_role: AsRole):
    to = f"/centre/roadshows/{guests_of(app)}/guests/new"
    with app.app_context():
        make.saved(Unwanted(address="guest@test.example", kind="attendance.invited", since=clock.now()))
    guest = {"name": "示例来宾", "email": "guest@test.example"}
    page = as_role(Role.ORGANISER).post(to, data=guest, follow_redirects=True).text
    assert words_of(page, "p.note") == ["已邀请示例来宾。1位收信人退订了这类邮件，不会收到信。"]


def test_many_invitations_wait_and_staff_send_them_now(app: Flask, mailbox: Mailbox, as_role: AsRole):
    organiser, count = as_role(Role.ORGANISER), FEW + 1
    to = f"/centre/roadshows/{guests_of(app)}/guests/invite"
    lines = "\n".join(f"来宾{number}，g{number}@test.example" for number in range(count))
    page = organiser.post(to, data={"text": lines, "do": "invite"}, follow_redirects=True).text
    send(app)
    told = [f"已邀请{count}位来宾。", WAITS % count + "要马上发出，请在“通知”里选“现在发送”。"]
    assert (words_of(page, "p.note"), mailbox.addresses) == (told, [])
    with app.app_context():
        ids = [letter.id for letter in db.session.query(Letter).filter_by(state=LetterState.QUEUED)]
    pages = [organiser.get(url).text for url in ("/centre/letters", f"/centre/letters/{ids[0]}")]
    assert [["明早7:00发出" in page, "现在发送" in page] for page in pages] == [[True, True]] * 2
    organiser.post("/centre/letters/settle", data={"picked": ids, "do": "now"})
    send(app)
    assert len(mailbox.addresses) == count


def test_who_asks_for_a_calendar_file_at_night_gets_it(app: Flask, mailbox: Mailbox, client: FlaskClient):
    with app.app_context():
        uid = make.roadshow(RoadshowState.PUBLISHED).uid
    page = client.post(f"/letters/calendar/{uid}", data={"email": "reader@test.example"}).text
    send(app)
    assert ("信马上寄到reader@test.example" in page, mailbox.addresses) == (True, ["reader@test.example"])


def test_a_guest_who_answers_at_night_has_the_ticket_at_once(
    app: Flask, mailbox: Mailbox, client: FlaskClient
):
    roadshow_id = guests_of(app)
    with app.app_context():
        uid = get_roadshow(roadshow_id).uid
    comer = {"name": "示例来客", "email": "comer@test.example", "mode": Mode.ONSITE.value, "agreed": "y"}
    client.post(f"/coming/to/{uid}", data=comer)
    with app.app_context():
        body = db.session.query(Letter).one().body
    send(app)
    link = next(part for part in body.split() if "/coming/" in part)
    page = client.post(link.removeprefix("http://localhost"), follow_redirects=True).text
    send(app)
    assert "链接也马上寄到您的邮箱" in page
    assert mailbox.addresses == ["comer@test.example"] * 2


@pytest.mark.parametrize(
    ("role", "url"),
    [(Role.STARTUP, "/startup/companies/1/invite"), (Role.INVESTOR, "/investor/institution/contacts/invite")],
)
@pytest.mark.parametrize("mailed", [True, False])
def test_a_colleague_is_invited_at_once_or_by_the_link_on_the_page(
    app: Flask, mailbox: Mailbox, as_role: AsRole, role: Role, url: str, mailed: bool
):
    if not mailed:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="")
    colleague, owner = {"email": "li@test.example", "right": "viewer"}, as_role(role)
    with app.app_context():
        if role is Role.STARTUP:
            make.company(me())
        else:
            make.institution(contacts=[Contact(person_id=me(role).id)])
    page = owner.post(url, data=colleague, follow_redirects=True).text
    send(app)
    assert ["信马上寄出。" in page, "http://localhost/join" in page] == [mailed, not mailed]
    assert mailbox.addresses == (["li@test.example"] if mailed else [])


def test_an_admin_invites_at_night_and_the_page_has_the_link(app: Flask, mailbox: Mailbox, as_role: AsRole):
    person = {"people": "示例同事，li@test.example", "roles": ["organiser"]}
    page = as_role(Role.ADMIN).post("/centre/people/invite", data=person).text
    send(app)
    assert ["邀请信马上寄到li@test.example" in page, "http://localhost/invitations/" in page] == [True, True]
    assert mailbox.addresses == ["li@test.example"]


def test_the_links_of_several_say_that_they_were_sent_too(app: Flask, mailbox: Mailbox, as_role: AsRole):
    people = "示例同事，li@test.example\n示例同事二，wu@test.example"
    data = {"people": people, "roles": ["organiser"]}
    page = as_role(Role.ADMIN).post("/centre/people/invite", data=data).text
    send(app)
    assert ["邀请信马上寄给他们" in page, page.count("http://localhost/invitations/")] == [True, 2]
    assert mailbox.addresses == ["li@test.example", "wu@test.example"]


def test_without_mail_no_letter_asks_staff_for_anything(app: Flask, as_role: AsRole):
    organiser = as_role(Role.ORGANISER)
    as_role(Role.ADMIN).post(
        "/centre/people/invite",
        data={"people": "示例同事，li@test.example", "roles": ["organiser"]},
    )
    send(app)
    assert "没有送达的通知" not in organiser.get("/centre/").text
    page = organiser.get("/centre/letters").text
    assert ["重新发送" in page, "ROADSHOW_SMTP" in page] == [False, False]
    assert "ROADSHOW_SMTP" in as_role(Role.ADMIN).get("/centre/letters").text


def test_after_midnight_the_morning_is_today(app: Flask, mailbox: Mailbox, as_role: AsRole):
    with clock.at(NIGHT + timedelta(hours=3)):
        to = f"/centre/roadshows/{guests_of(app)}/guests/invite"
        lines = "\n".join(f"来宾{number}，g{number}@test.example" for number in range(FEW + 1))
        page = as_role(Role.ORGANISER).post(to, data={"text": lines, "do": "invite"}, follow_redirects=True)
    assert "封信今早7:00发出" in page.text
