"""A roadshow whose date is pending: no page, paper or feed shows its old day, hours or hall as if they held."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.agenda import operations as agenda
from roadshow.attendance.links import link_of
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches.states import PitchState
from roadshow.programme.putting_off import put_off
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import PASSWORD, AsRole
from tests.web.reading import missing, texts

pytestmark = pytest.mark.usefixtures("in_spring")
TITLE, HALL = "延期专场", "旧日子厅"
OLD = re.compile(rf"6月16日|6\.16|16 Jun|2026-06-16|13:30|14:00|{HALL}")
MARKED = re.compile(
    r"(原定|Originally|was set for|was to be on)(<>|\s)*[^<]*"
)  # says itself that it no longer counts
TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class PutOff:
    """``later``: a moment after the old day."""

    id: int
    uid: str
    pitch_id: int
    guest: str
    guest_id: int
    later: Callable[[], AbstractContextManager[object]]


@pytest.fixture
def startup(as_role: AsRole) -> FlaskClient:
    return as_role(Role.STARTUP)


@pytest.fixture
def investor(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


@pytest.fixture
def put_off_one(app: Flask, organiser: FlaskClient, startup: FlaskClient, investor: FlaskClient) -> PutOff:
    """With a project on stage, an order that is public, a guest who has a seat and one who is an investor."""
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, make.hall(name=HALL), title=TITLE, on=make.DAY)
        roadshow.call_closes_at = make.closes(roadshow) - timedelta(hours=4)
        pitch = make.pitch(roadshow, PitchState.ACCEPTED, of=make.project(make.company(the(Role.STARTUP))))
        agenda.publish_agenda(roadshow, actor=make.actor())
        guest = make.attendance(roadshow, AttendanceState.ACCEPTED)
        person = the(Role.INVESTOR)
        invited = make.attendance(roadshow, person_id=person.id, email=person.email)
        later = make.begins(roadshow) + timedelta(days=9)
        put_off(roadshow, "场馆检修", actor=make.actor())
        link = link_of(guest.id, guest.serial).removeprefix("http://localhost")
        return PutOff(roadshow.id, roadshow.uid, pitch.id, link, invited.id, lambda: clock.at(later))


def as_if_valid(page: str) -> list[str]:
    """What of the old day, hours and hall a page shows without saying that they were put off."""
    body = page.partition("<h2>最近留痕</h2>")[0].partition("<h2>Recent")[0]
    body = re.sub(
        r"<(script|style|datalist)\b.*?</\1>|<details.*?</details>|<option.*?</option>",
        "",
        body,
        flags=re.DOTALL,
    )
    body = TAGS.sub(lambda tag: "" if re.match(r"</?(span|b|small)\b", tag[0]) else tag[0], body)
    body = re.sub(r"<time[^>]*>", "<time>", body)
    return OLD.findall(MARKED.sub("", unescape(TAGS.sub("<>", body))))


def the(role: Role) -> Person:
    """Who is signed in with this role."""
    return db.session.query(Person).filter(Person.email.startswith(role)).one()


def sign_in(app: Flask, reader: FlaskClient, role: Role) -> None:
    """Again: a session does not last until the old day is past."""
    with app.app_context():
        email = the(role).email
    reader.post("/sign-in", data={"email": email, "password": PASSWORD})


def pages_of(one: PutOff) -> Iterator[tuple[str, str]]:
    """(who, address) of every page that shows it."""
    desk = f"/centre/roadshows/{one.id}"
    yield from (("visitor", path) for path in ("/", "/roadshows", f"/roadshows/{one.uid}", "/calendar/embed"))
    yield from (("visitor", path) for path in ("/calendar", one.guest, f"{one.guest}/ticket"))
    yield from (("organiser", f"{desk}{tab}") for tab in ("", "/pitches", "/guests", "/door", "/new-date"))
    yield from (("organiser", path) for path in ("/centre/", "/centre/roadshows", "/centre/seasons/2026"))
    yield "organiser", f"/centre/pitches/{one.pitch_id}"
    yield from (("startup", path) for path in ("/startup/", "/startup/pitches"))
    yield "startup", f"/startup/pitches/{one.pitch_id}"
    yield from (("investor", path) for path in ("/investor/", "/investor/invitations", "/investor/roadshows"))
    yield "investor", f"/investor/invitations/{one.guest_id}"


@pytest.fixture
def readers(
    client: FlaskClient, organiser: FlaskClient, startup: FlaskClient, investor: FlaskClient
) -> dict[str, FlaskClient]:
    return {"visitor": client, "organiser": organiser, "startup": startup, "investor": investor}


@pytest.mark.parametrize("after", [False, True], ids=["before its old day", "after it"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_shows_the_old_day_as_if_it_held(
    app: Flask, readers: dict[str, FlaskClient], put_off_one: PutOff, after: bool, language: str
) -> None:
    shown = {}
    with put_off_one.later() if after else nullcontext():
        for role in (Role.ORGANISER, Role.STARTUP, Role.INVESTOR):
            sign_in(app, readers[role], role)
        for who, path in pages_of(put_off_one):
            shown[who, path] = as_if_valid(readers[who].get(f"{path}?lang={language}").text)
    assert {where: found for where, found in shown.items() if found} == {}


def test_the_month_crosses_it_out_on_its_old_day(client: FlaskClient, put_off_one: PutOff) -> None:
    page = client.get("/roadshows/month?month=2026-06").text
    entry = page.partition('<a class="entry off"')[2].partition("</a>")[0]
    assert (texts(f"<a{entry}</a>", "span"), texts(entry, "b")) == (["延期，日期待定"], [TITLE])


@pytest.mark.parametrize("after", [False, True], ids=["before its old day", "after it"])
def test_its_overview_says_what_comes_next(
    app: Flask, organiser: FlaskClient, put_off_one: PutOff, after: bool
) -> None:
    with put_off_one.later() if after else nullcontext():
        sign_in(app, organiser, Role.ORGANISER)
        page = organiser.get(f"/centre/roadshows/{put_off_one.id}").text
    assert missing(page, "接下来", "定下新日期", "日期待定", "原定", "时间线") == []
    assert "已经结束" not in texts(page, "h2")
    open_steps = page.partition('<ol class="todo">')[2].partition("</ol>")[0]
    assert texts(open_steps, "b")[0] == "定下新日期"
    assert re.findall(r'class="btn" href="([^"]*)"', open_steps) == [
        f"/centre/roadshows/{put_off_one.id}/new-date"
    ]


def test_its_order_stays_on_the_desk_without_hours(organiser: FlaskClient, put_off_one: PutOff) -> None:
    page = organiser.get(f"/centre/roadshows/{put_off_one.id}").text
    assert missing(page, "没有议程") == ["没有议程"]
    page = organiser.get(f"/centre/roadshows/{put_off_one.id}/agenda").text
    assert missing(page, "下面的时间从开场算起", "日期待定", "原定", '<time class="at">0:00') == []
    assert re.findall(r'<time class="at">1[0-9]:', page) == []


def test_calendars_say_that_their_day_no_longer_counts(client: FlaskClient, put_off_one: PutOff) -> None:
    feed = client.get("/calendar/all.ics").text.replace("\r\n ", "")
    assert missing(feed, "【延期待定】", "日历里的时间是原定时间，不再有效", "STATUS:CANCELLED") == []
    assert (HALL in feed, HALL in client.get("/calendar/all.atom").text) == (False, False)
    assert as_if_valid(client.get("/calendar/all.atom").text) == []


def test_an_applicant_hears_that_the_application_is_kept(startup: FlaskClient, put_off_one: PutOff) -> None:
    page = startup.get(f"/startup/pitches/{put_off_one.pitch_id}").text
    assert missing(page, "您的申请保留，定下日期后会通知您", "日期待定") == []
    assert missing(page, "场次已取消", "登台时间：") == ["场次已取消", "登台时间："]


def test_it_still_counts_for_its_season(app: Flask, organiser: FlaskClient, put_off_one: PutOff) -> None:
    page = organiser.get("/centre/seasons/2026").text
    assert missing(page, "待定日期 1", "延期，日期待定") == []
    with app.app_context():
        assert not get_roadshow(put_off_one.id).is_off


def test_an_english_list_keeps_what_was_apart_from_its_day(client: FlaskClient, put_off_one: PutOff) -> None:
    page = client.get("/roadshows?lang=en").text
    assert texts(page, "p", "day") == ["TBAOriginally 16 Jun"]
