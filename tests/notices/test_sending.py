"""What becomes of a letter on its way out: over a real mail server, which takes it, refuses it or goes away."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from html import unescape

import pytest
from flask import Flask

from roadshow.config import checked_smtp
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.notices import mail, sending
from roadshow.notices.blocks import blocks_of
from roadshow.notices.channels import Dispatch
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.mail import open_mail
from roadshow.notices.models import MAIL, Letter, Unwanted
from roadshow.notices.operations import Reader, queue
from roadshow.notices.outlook import Outlook, list_written, outlook_of
from roadshow.notices.post import Post
from roadshow.notices.states import LetterState as S
from roadshow.notices.topics import topic_of
from roadshow.notices.unsubscribing import token_of
from tests.make import saved
from tests.notices.mail_server import Mailbox, receiving, silent
from tests.races.at_once import WON, at_once
from tests.servers import free_port

NOON = clock.moment(date(2026, 3, 2), time(12))
NIGHT = clock.moment(date(2026, 3, 2), time(23))
ANNA = "anna@test.example"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        KINDS, "test.plain", Kind("示例", "您好", "第一行\n.第二行\n\n完", night=Night.BY_HAND)
    )
    monkeypatch.setitem(KINDS, "test.urgent", Kind("示例", "急", "急", night=Night.SEND))
    monkeypatch.setitem(KINDS, "test.needed", Kind("示例", "要", "要", needed=True, night=Night.BY_HAND))
    monkeypatch.setitem(
        KINDS,
        "test.secret",
        Kind("示例", "密", "http://localhost/one-time", secret=True, night=Night.BY_HAND),
    )


def written(address: str = ANNA, kind: str = "test.plain", name: str = "安娜", to_id: int | None = 7) -> int:
    queue(kind, {Reader(to_id, name, address, "zh"): {}})
    db.session.rollback()
    return db.session.query(Letter).order_by(Letter.id.desc()).first().id  # type: ignore[union-attr]  # just written


def letter(letter_id: int) -> Letter:
    db.session.rollback()
    row = db.session.get(Letter, letter_id)
    assert row is not None
    return row


def state(letter_id: int) -> tuple[S, str]:
    row = letter(letter_id)
    return row.state, (row.why or {}).get("zh", "")


def post(app: Flask, smtp: str, gone: int | None = None) -> Post:
    settings = replace(app.config["SETTINGS"], smtp=smtp, mail_from="路演中心 <centre@test.example>")
    return Post(MAIL, open_mail(settings), lambda person_id: person_id == gone)


def send_all(app: Flask, smtp: str, gone: int | None = None) -> None:
    office = post(app, smtp, gone)
    while office.send_once():
        pass


def parts(arrived: EmailMessage) -> list[str]:
    """Text and HTML."""
    return [part.get_content().replace("\r\n", "\n") for part in arrived.iter_parts()]


def words_in(html: str) -> list[str]:
    """What a reader of the HTML part sees, piece by piece."""
    body = re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)
    return [unescape(piece).strip() for piece in re.split(r"<[^>]+>", body) if piece.strip()]


def claimed() -> Dispatch:
    dispatch = sending.claim(MAIL, "test.example")
    assert dispatch is not None
    return dispatch


def test_a_letter_arrives_once_as_text_and_html_with_the_headers_that_it_needs(inside: Flask) -> None:
    mailbox, letter_id = Mailbox(), written()
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
        send_all(inside, smtp)
    (mail_,) = mailbox.letters
    row = letter(letter_id)
    assert (row.state, row.sent_at, row.body) == (S.SENT, NOON, "第一行\n.第二行\n\n完")
    assert {name: str(mail_[name]) for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted")} == {
        "From": "路演中心 <centre@test.example>",
        "To": "安娜 <anna@test.example>",
        "Subject": "您好",
        "Message-ID": row.message_id,
        "Auto-Submitted": "auto-generated",
    }
    assert mail_["Date"].datetime == NOON
    url = f"http://localhost/letters/unsubscribe/{token_of(inside.config['SECRET_KEY'], ANNA, 'test.plain')}"
    header = f"List-Unsubscribe: <{url}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode()
    assert mailbox.contents[0].count(header) == 1  # in one line, however long: programs read it as it stands
    text, html = parts(mail_)
    assert text.startswith(
        "安娜，您好：\n\n第一行\n.第二行\n\n完\n\n-- \n长三角G60全球科创路演中心\n这封信由路演中心自动发出"
    )
    assert words_in(html)[:5] == ["长三角G60全球科创路演中心", "您好", "安娜，您好：", "第一行", ".第二行"]
    assert '<html lang="zh-CN">' in html


def test_several_go_over_one_connection_and_a_refused_one_stops_nobody(inside: Flask) -> None:
    mailbox = Mailbox()
    ids = [written(f"{name}@test.example") for name in ("a", "b", "c", "d")]
    mailbox.answers = {"b@test.example": "550 5.1.1 no such user", "c@test.example": "450 4.2.1 busy"}
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    assert (mailbox.addresses, mailbox.connections) == (["a@test.example", "d@test.example"], 1)
    assert [state(letter_id) for letter_id in ids] == [
        (S.SENT, ""),
        (S.FAILED, "550 5.1.1 no such user"),
        (S.QUEUED, "450 4.2.1 busy"),
        (S.SENT, ""),
    ]


def test_what_is_refused_for_now_is_tried_each_time_later_up_to_a_bound(inside: Flask) -> None:
    mailbox, letter_id, waits = Mailbox(), written(), list[timedelta]()
    mailbox.answers = {ANNA: "450 4.2.1 busy"}
    with receiving(mailbox) as smtp:
        moment: datetime | None = clock.moment(date(2026, 3, 2), time(7))
        row = letter(letter_id)
        row.at_once, row.due_at = True, moment
        db.session.commit()
        while moment is not None:
            with clock.at(moment):
                send_all(inside, smtp)
            due = letter(letter_id).due_at
            waits += [due - moment] if due else []
            moment = due
    assert waits == sending.LATER
    assert state(letter_id) == (S.FAILED, "试了8次：450 4.2.1 busy")


def test_a_server_that_is_away_leaves_the_letter_waiting_and_it_arrives_once_it_is_back(
    inside: Flask,
) -> None:
    mailbox, letter_id, port = Mailbox(), written(), free_port()
    send_all(inside, f"smtp://127.0.0.1:{port}")
    row = letter(letter_id)
    assert (row.state, row.tries, row.due_at) == (S.QUEUED, 0, NOON)
    with receiving(mailbox, port) as smtp:
        send_all(inside, smtp)
    assert (mailbox.addresses, letter(letter_id).state) == ([ANNA], S.SENT)


def test_a_server_that_never_says_a_word_is_one_that_is_away(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    letter_id = written()
    with silent() as smtp:
        send_all(inside, smtp)
    assert state(letter_id) == (S.QUEUED, "Connection unexpectedly closed: timed out")


def test_one_that_hangs_up_after_the_letter_leaves_it_uncertain_and_it_is_not_sent_again(
    inside: Flask,
) -> None:
    mailbox, letter_id, other = Mailbox(), written(), written("b@test.example")
    mailbox.drops = {ANNA}
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
        send_all(inside, smtp)
    assert mailbox.addresses == [ANNA, "b@test.example"]
    assert (letter(letter_id).state, letter(other).state) == (S.UNCERTAIN, S.SENT)


def test_whoever_dies_while_sending_leaves_a_letter_that_is_uncertain_once_the_lease_is_over(
    inside: Flask,
) -> None:
    letter_id = written()
    dispatch = claimed()
    mailbox = Mailbox()
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
        assert letter(letter_id).state == S.SENDING
        with clock.at(NOON + sending.LEASE + timedelta(seconds=1)):
            send_all(inside, smtp)
    assert (mailbox.letters, state(letter_id)) == ([], (S.UNCERTAIN, "发送时中断，不知道对方是否收到"))
    sending.note_sent(dispatch)  # it was slow, not dead
    assert letter(letter_id).state == S.SENT


def test_whoever_lost_the_claim_says_nothing_any_more(inside: Flask) -> None:
    letter_id = written()
    dispatch = claimed()
    letter(letter_id).claim = "another's"
    db.session.commit()
    with pytest.raises(Missing):
        sending.note_sent(dispatch)
    assert letter(letter_id).state == S.SENDING


def test_of_sixteen_who_claim_at_once_one_gets_the_letter(app: Flask) -> None:
    with app.app_context():
        written()
    got: list[Dispatch | None] = []

    def claim() -> object:
        return lambda: got.append(sending.claim(MAIL, "test.example"))

    assert at_once(app, [claim] * 16) == [WON] * 16
    assert len([dispatch for dispatch in got if dispatch]) == 1


def test_at_night_only_what_goes_at_once_is_sent(inside: Flask) -> None:
    mailbox, plain, urgent = Mailbox(), written(), written("b@test.example", "test.urgent")
    with receiving(mailbox) as smtp:
        with clock.at(NIGHT):
            send_all(inside, smtp)
            assert outlook_of(letter(plain)) is Outlook.NO_MAIL  # the app itself has no server in this test
        assert (letter(plain).state, letter(urgent).state) == (S.QUEUED, S.SENT)
        with clock.at(NIGHT + timedelta(hours=8)):
            send_all(inside, smtp)
    assert mailbox.addresses == ["b@test.example", ANNA]


def test_whose_account_was_closed_meanwhile_gets_none(inside: Flask) -> None:
    mailbox, letter_id = Mailbox(), written(to_id=7)
    with receiving(mailbox) as smtp:
        send_all(inside, smtp, gone=7)
    assert (mailbox.letters, state(letter_id)) == ([], (S.KEPT, "账号已停用"))


def test_who_does_without_a_kind_gets_none_of_it_but_what_is_needed(inside: Flask) -> None:
    mailbox = Mailbox()
    ids = [written(), written(kind="test.needed")]
    for kind in ("test.plain", "test.needed"):
        saved(Unwanted(address=ANNA, kind=kind, since=NOON))
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    assert [state(letter_id) for letter_id in ids] == [(S.KEPT, "收信人不要此类邮件"), (S.SENT, "")]
    assert mailbox.letters[0]["List-Unsubscribe"] is None


def test_without_a_server_letters_stay_in_the_inbox_and_ask_nobody(inside: Flask) -> None:
    ids = [written(), written(kind="test.secret")]
    send_all(inside, "")
    assert [state(letter_id) for letter_id in ids] == [
        (S.KEPT, "本系统尚未接通邮件"),
        (S.KEPT, "本系统尚未接通邮件"),
    ]


def test_a_secret_letter_is_forgotten_once_it_is_sent(inside: Flask) -> None:
    mailbox, letter_id = Mailbox(), written(kind="test.secret")
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    row = letter(letter_id)
    assert (row.body, row.values) == ("", None)
    text, _html = parts(mailbox.letters[0])
    assert text.startswith("安娜，您好：\n\nhttp://localhost/one-time\n")


def test_one_that_was_never_sent_is_forgotten_when_its_link_has_lapsed(inside: Flask) -> None:
    letter_id = written(kind="test.secret")
    send_all(inside, "")
    sending.forget_secrets()
    assert letter(letter_id).body == "http://localhost/one-time"
    with clock.at(NOON + sending.SECRETS_KEPT + timedelta(seconds=1)):
        sending.forget_secrets()
    assert letter(letter_id).body == ""


@pytest.mark.parametrize(
    "address", ["a@test.example\nRCPT TO:<b@test.example>", "a@test.example\r\n.\r\n", "nobody", "a@b@c", ""]
)
def test_an_address_that_no_header_can_carry_fails_and_stops_nobody(inside: Flask, address: str) -> None:
    mailbox, odd, other = Mailbox(), written(address), written("b@test.example")
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    assert (mailbox.addresses, letter(odd).state, letter(other).state) == (
        ["b@test.example"],
        S.FAILED,
        S.SENT,
    )


@pytest.mark.parametrize(
    "name", ["{{7*7}}", "=cmd|' /C calc'!A0", "甲\r\nBcc: b@test.example", '"<b@test.example>']
)
def test_a_name_stays_a_name(inside: Flask, name: str) -> None:
    mailbox = Mailbox()
    written(name=name)
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    (arrived,) = mailbox.letters
    (to,) = arrived["To"].addresses
    assert (to.display_name, to.addr_spec, arrived["Bcc"]) == (" ".join(name.split()), ANNA, None)


LED = Kind(
    "示例",
    "请看：{title}",
    "您好：请来“{title}”。\n时间：{when}（北京时间）\n地点：{where}\n请答复：{link}\n谢谢。",
    {name: Place(name, "") for name in ("title", "when", "where", "link")},
    night=Night.SEND,
    button="去答复",
)
SAID = {
    "title": "<i>新材料</i>",
    "when": "2026年4月11日 周六 13:30–17:00",
    "where": "一号厅",
    "link": "http://localhost/come/abc",
}


def test_both_parts_say_the_same_with_a_table_of_when_and_where_and_one_button(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "attendance.test", LED)
    mailbox = Mailbox()
    queue("attendance.test", {Reader(7, "安娜", ANNA, "zh"): SAID})
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    (arrived,) = mailbox.letters
    text, html = parts(arrived)
    said = words_in(html)
    assert said[: said.index("这封信由路演中心自动发出，请不要直接回复。")] == [
        "长三角G60全球科创路演中心",
        "请看：<i>新材料</i>",
        "时间：",
        "2026年4月11日 周六",
        "13:30–17:00",
        "（北京时间）",
        "地点：",
        "一号厅",
        "安娜，您好：",
        "您好：请来“<i>新材料</i>”。",
        "请答复：",
        "去答复",
        "http://localhost/come/abc",
        "谢谢。",
        "您收到这封信，是因为您受邀、报名或申请参加这场路演。",
    ]
    plain = "".join(text.split())
    assert [words for words in said if "".join(words.split()) not in plain] == [
        "请看：<i>新材料</i>",
        "去答复",
    ]
    assert (html.count('href="http://localhost/come/abc"'), "<i>" in html, arrived["Content-Language"]) == (
        2,
        False,
        "zh-CN",
    )
    assert len(mailbox.contents[0]) < 20_000


def test_a_chinese_domain_is_written_to_by_the_name_that_mail_servers_know(inside: Flask) -> None:
    mailbox = Mailbox()
    letter_id = written("li@例子.中国")
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    assert (state(letter_id)[0], mailbox.addresses) == (S.SENT, ["li@xn--fsqu00a.xn--fiqs8s"])


def test_the_button_leads_to_the_kinds_own_link_whatever_was_typed_before_it(inside: Flask) -> None:
    body = "请看 http://localhost/sign-out\n{link}"
    values = {"link": "http://localhost/come/abc"}
    blocks = blocks_of(body.format(**values), values, "http://localhost")
    assert [(block.shape, block.url) for block in blocks] == [
        ("text", ""),
        ("button", "http://localhost/come/abc"),
    ]


@pytest.mark.parametrize(
    ("name", "language"), [("安娜", "zh"), ("Anna Example", "en"), ("Anna 示例", "zh"), (ANNA, "zh")]
)
def test_who_never_chose_a_language_is_written_to_in_that_of_their_name(
    inside: Flask, name: str, language: str
) -> None:
    queue("test.plain", {Reader(None, name, ANNA): {}})
    assert db.session.query(Letter).one().language == language


def test_who_was_written_to_in_one_language_stays_in_it(inside: Flask) -> None:
    queue("test.plain", {Reader(None, ANNA, ANNA, "en"): {}})
    queue("test.plain", {Reader(None, "安娜", ANNA): {}, Reader(None, "示例", "b@test.example"): {}})
    rows = db.session.query(Letter).order_by(Letter.id)
    assert [row.language for row in rows] == ["en", "en", "zh"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_why_it_came(kind: str) -> None:
    assert topic_of(kind) is not None


def test_what_is_typed_is_no_markup_and_only_links_of_ours_are_links(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "<b>甲</b> http://evil.example/x http://localhost/roadshows/1?a=1&b=2。"
    monkeypatch.setitem(
        KINDS, "test.plain", Kind("示例", "<i>题</i>", body, needed=True, night=Night.BY_HAND)
    )
    mailbox = Mailbox()
    written(to_id=None)
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    _text, html = parts(mailbox.letters[0])
    assert (
        words_in(html).count("<b>甲</b> http://evil.example/x"),
        re.findall('href="([^"]+)"', html),
    ) == (
        1,
        ["http://localhost/", *["http://localhost/roadshows/1?a=1&amp;b=2"] * 2],
    )  # the button, and its address
    assert tuple(tag for tag in ("<b>", "<i>") if tag not in html) == ("<b>", "<i>")
    assert words_in(html)[1] == "<i>题</i>"


@pytest.mark.parametrize(
    "address", ["mail.test.example", "http://mail.test.example", "smtp://", "smtp://a:x", "smtp://a:0"]
)
def test_a_mail_server_that_is_none_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(ValueError, match=r"ROADSHOW_SMTP|Port"):
        checked_smtp(address)


def test_a_letter_has_the_centres_name_and_contact_and_never_an_address_for_a_name(
    inside: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    greets = Kind("示例", "题", "{name}，您好", needed=True, night=Night.SEND)
    monkeypatch.setitem(KINDS, "test.greets", greets)
    mailbox = Mailbox()
    queue("test.greets", {Reader(None, ANNA, ANNA, "zh"): {}})
    with receiving(mailbox) as smtp:
        settings = inside.config["SETTINGS"]
        bare = replace(settings, smtp=smtp, mail_from="no-reply@test.example", contact="0573-0000 0000")
        office = Post(MAIL, open_mail(bare), lambda _person_id: False)
        while office.send_once():
            pass
    (arrived,) = mailbox.letters
    assert (str(arrived["From"]), str(arrived["To"])) == (
        "长三角G60全球科创路演中心 <no-reply@test.example>",
        ANNA,
    )
    text, html = parts(arrived)
    assert text.startswith("来宾，您好\n\n-- \n")
    assert ["联系路演中心：0573-0000 0000。" in part for part in (text, html)] == [True, True]


@pytest.mark.parametrize(("language", "first"), [("zh", "'PingFang SC'"), ("en", "'Segoe UI'")])
def test_quotes_of_an_english_letter_are_narrow(inside: Flask, language: str, first: str) -> None:
    mailbox = Mailbox()
    queue("test.plain", {Reader(None, "Anna", ANNA, language): {}})
    with receiving(mailbox) as smtp:
        send_all(inside, smtp)
    assert f"font-family:-apple-system,{first}," in parts(mailbox.letters[0])[1]


def test_only_readers_who_want_them_are_counted(inside: Flask) -> None:
    readers = [Reader(None, name, f"{name}@test.example", "zh") for name in ("a", "b", "c")]
    saved(Unwanted(address="b@test.example", kind="test.plain", since=NOON))
    queue("test.plain", {reader: {} for reader in readers})
    queue("test.needed", {reader: {} for reader in readers})
    assert [(each.count, each.unwanted) for each in list_written()[-2:]] == [(2, 1), (3, 0)]
