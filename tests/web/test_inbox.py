"""What everybody who signs in reads: letters to them, and which of them come by mail."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from roadshow.foundation.db import db
from roadshow.notices.kinds import KINDS, Kind, Night
from roadshow.notices.models import Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.queries import list_unwanted
from roadshow.notices.unsubscribing import token_of
from tests.conftest import AsRole, Counted
from tests.web.reading import texts

ME = "startup1@test.example"
SAID = {"title": "新材料专场", "roadshow": "“新材料专场”", "reason": "场馆检修", "event": "", "link": ""}


@pytest.fixture
def me(as_role: AsRole) -> FlaskClient:
    return as_role(Role.STARTUP)


def written(app: Flask, email: str = ME, kind: str = "roadshow.cancelled", many: int = 1) -> list[int]:
    with app.app_context():
        person = find_person(email)
        to_id = person.id if person else 999
        for _number in range(many):
            said = SAID if kind == "roadshow.cancelled" else {}
            queue(kind, {Reader(to_id, "测试", email, "zh"): said})
        db.session.rollback()
        return [letter.id for letter in db.session.query(Letter).order_by(Letter.id)]


def test_a_letter_is_unread_until_its_reader_has_opened_it(app: Flask, me: FlaskClient) -> None:
    (letter_id,) = written(app)
    assert "1封未读" in me.get("/account/inbox").text
    assert set(texts(me.get("/startup/").text, "span", "n")) == {"1封未读"}
    page = me.get(f"/account/inbox/{letter_id}").text
    assert (texts(page, "h1"), "“新材料专场”已取消。原因：场馆检修" in page) == (["取消：新材料专场"], True)
    assert "没有未读的通知" in me.get("/account/inbox").text
    assert texts(me.get("/startup/").text, "span", "n") == []


def test_all_are_marked_as_read_at_a_press(app: Flask, me: FlaskClient) -> None:
    written(app, many=3)
    assert me.post("/account/inbox/read").location == "/account/inbox"
    assert "没有未读的通知" in me.get("/account/inbox").text


def test_anothers_letter_and_a_secret_one_are_not_found(
    app: Flask, me: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        KINDS, "test.secret", Kind("密", "一次性链接", "http://x", secret=True, night=Night.BY_HAND)
    )
    ids = [*written(app, "another@test.example"), *written(app, kind="test.secret")[1:]]
    assert [me.get(f"/account/inbox/{letter_id}").status_code for letter_id in ids] == [404, 404]
    assert "还没有通知" in me.get("/account/inbox").text


@pytest.mark.parametrize("many", [1, 3])
def test_the_inbox_costs_the_same_however_long(
    app: Flask, me: FlaskClient, counted: Counted, many: int
) -> None:
    written(app, many=many)
    with counted() as statements:
        page = me.get("/account/inbox").text
    assert (len(statements), page.count('scope="row"')) == (4, many)


def free(*topics: str) -> set[str]:
    """Kinds of these topics that one can do without."""
    return {name for name, kind in KINDS.items() if not kind.needed and name.partition(".")[0] in topics}


STARTUPS = ("pitch", "roadshow", "agenda", "interest", "talk", "company")


@pytest.mark.parametrize(
    ("role", "topics"),
    [
        (Role.STARTUP, STARTUPS),
        (Role.INVESTOR, ("roadshow", "agenda", "attendance", "calendar", "interest", "talk", "institution")),
        (Role.JUDGE, ("screening",)),
        (Role.RECORDER, ("ledger", "pursuit")),
    ],
)
def test_settings_offer_only_what_can_reach_their_reader(
    as_role: AsRole, role: Role, topics: tuple[str, ...]
) -> None:
    page = as_role(role).get("/account/letters").text
    assert set(re.findall(r'name="kinds"[^>]*value="([^"]+)"', page)) == free(*topics)


def test_a_kind_that_somebody_was_written_is_theirs_to_turn_off(app: Flask, as_role: AsRole) -> None:
    client = as_role(Role.JUDGE)
    with app.app_context():
        email = db.session.query(Person).one().email
    written(app, email)
    page = client.get("/account/letters").text
    assert set(re.findall(r'name="kinds"[^>]*value="([^"]+)"', page)) == {
        *free("screening"),
        "roadshow.cancelled",
    }


def test_each_kind_that_one_can_do_without_is_on_or_off(app: Flask, me: FlaskClient) -> None:
    page = me.get("/account/letters").text
    assert page.count("checked") == len(free(*STARTUPS))
    me.post("/account/letters", data={"kinds": ["roadshow.cancelled"], "language": ""})
    with app.app_context():
        assert list_unwanted(ME) == free(*STARTUPS) - {"roadshow.cancelled"}
    assert me.post("/account/letters", data={"kinds": ["nonsense"]}).status_code == 200


def test_a_group_is_turned_off_and_on_as_a_whole(app: Flask, me: FlaskClient) -> None:
    every = sorted(free(*STARTUPS))
    me.post("/account/letters", data={"kinds": every, "language": "", "none": "1"})
    with app.app_context():
        assert list_unwanted(ME) == free("roadshow", "agenda")
    me.post("/account/letters", data={"kinds": sorted(free("pitch")), "language": "", "all": "1"})
    with app.app_context():
        assert list_unwanted(ME) == free("interest", "talk", "company")


def test_the_chosen_language_of_letters_outlasts_a_switch_of_the_pages(app: Flask, me: FlaskClient) -> None:
    me.post("/account/letters", data={"language": "en"})
    me.get("/account/inbox?lang=zh")
    with app.app_context():
        person = find_person(ME)
        assert person is not None
        assert (person.language, reader_of(person).language) == ("zh", "en")
    me.post("/account/letters", data={"language": ""})
    with app.app_context():
        person = find_person(ME)
        assert person is not None
        assert reader_of(person).language == "zh"


def signed(app: Flask, kind: str = "roadshow.cancelled") -> str:
    return f"/letters/unsubscribe/{token_of(app.config['SECRET_KEY'], ME, kind)}"


def test_the_link_in_a_letter_asks_once_and_a_mail_program_needs_no_session_and_no_token(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    url = signed(app)
    assert client.get(url).status_code == 200
    with app.app_context():
        assert list_unwanted(ME) == set()
    assert client.post(url, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with app.app_context():
        assert list_unwanted(ME) == {"roadshow.cancelled"}
    client.post(url, data={"wanted": "1"})
    with app.app_context():
        assert list_unwanted(ME) == set()


def test_a_forged_link_is_not_found_and_changes_nothing(app: Flask, client: FlaskClient) -> None:
    url = signed(app)
    forged = [
        f"{url}x",
        url.replace("/unsubscribe/", "/unsubscribe/x"),
        "/letters/unsubscribe/...",
        signed(app, "x.y"),
    ]
    answers = [(client.get(one).status_code, client.post(one).status_code) for one in forged]
    assert answers == [(404, 404)] * len(forged)
    with app.app_context():
        assert list_unwanted(ME) == set()
