"""The link into an online room: shown to those who may come, to nobody else and nowhere else."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from roadshow.accounts.permissions import Role
from roadshow.agenda import operations as agenda
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.attendance.models import Mode
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation.db import db
from roadshow.investors.models import Contact
from roadshow.investors.states import InstitutionState as N
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import me, own_project

pytestmark = pytest.mark.usefixtures("in_spring")
LINK = "https://meet.example/secret-room"
OTHER = "https://meet.example/other-room"
STAFF = (Role.ORGANISER, Role.RECORDER, Role.LEADER, Role.ADMIN)


def online(state: S = S.PUBLISHED, link: str = LINK) -> Roadshow:
    """In a hall, and in an online room as its branch."""
    room = make.hall(name="线上路演室", online=True, address="", link=link)
    return make.roadshow(state, branches=[room], on=make.DAY)


@pytest.fixture
def roadshow(app: Flask) -> int:
    with app.app_context():
        return online().id


def shown(client: FlaskClient, *paths: str) -> list[bool]:
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return [LINK in answer.text for answer in answers]


@pytest.mark.parametrize("role", STAFF)
def test_staff_find_it_at_the_roadshow_and_at_the_hall(
    app: Flask, as_role: AsRole, roadshow: int, role: Role
):
    with app.app_context():
        [room] = get_roadshow(roadshow).branches
        at_the_hall = f"/centre/halls/{room.id}"
    assert shown(as_role(role), f"/centre/roadshows/{roadshow}", at_the_hall) == [True, True]


@pytest.mark.parametrize("role", STAFF)
def test_no_workbook_carries_it(as_role: AsRole, roadshow: int, role: Role):
    client, cells = as_role(role), []
    for name in ("halls", "roadshows"):
        sheets = load_workbook(io.BytesIO(client.get(f"/centre/{name}.xlsx").data)).worksheets
        cells += [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if "meet.example" in cell] == []


@pytest.mark.parametrize(
    ("standing", "seat", "sees"),
    [
        (N.VERIFIED, (A.ACCEPTED, Mode.ONLINE), True),
        (N.REGISTERED, (A.ACCEPTED, Mode.ONLINE), True),
        (None, (A.ACCEPTED, Mode.ONLINE), True),
        (N.VERIFIED, (A.ACCEPTED, Mode.ONSITE), False),
        (N.VERIFIED, (A.OFFERED, Mode.ONLINE), False),
        (N.VERIFIED, (A.WAITLISTED, Mode.ONLINE), False),
        (N.VERIFIED, (A.INVITED, Mode.ONLINE), False),
        (N.VERIFIED, (None, Mode.ONLINE), False),
        (N.REFUSED, (None, Mode.ONLINE), False),
        (None, (None, Mode.ONLINE), False),
    ],
)
def test_an_investor_with_a_seat_online_sees_it_no_other_verified_or_not(
    app: Flask, as_role: AsRole, roadshow: int, standing: N | None, seat: tuple[A | None, Mode], sees: bool
):
    client, (state, mode) = as_role(Role.INVESTOR), seat
    with app.app_context():
        if standing is not None:
            make.institution(state=standing, contacts=[Contact(person_id=me(Role.INVESTOR).id)])
        if state is not None:
            make.attendance(get_roadshow(roadshow), state, email=me(Role.INVESTOR).email, mode=mode)
    assert shown(client, "/investor/") == [sees]


SEES = {P.ACCEPTED, P.SCHEDULED, P.PRESENTED, P.ABSENT}


@pytest.mark.parametrize("state", P)
def test_a_startup_sees_it_once_its_project_has_a_place_on_stage(
    app: Flask, as_role: AsRole, roadshow: int, state: P
):
    client = as_role(Role.STARTUP)
    with app.app_context():
        pitch = make.pitch(get_roadshow(roadshow), state, own_project()).id
    assert shown(client, f"/startup/pitches/{pitch}") == [state in SEES]


def test_a_place_on_one_stage_opens_no_other_room(app: Flask, as_role: AsRole, roadshow: int):
    client = as_role(Role.STARTUP)
    with app.app_context():
        project = own_project()
        make.pitch(online_elsewhere(), P.ACCEPTED, project)
        pitch = make.pitch(get_roadshow(roadshow), P.SCREENED, project).id
    assert shown(client, f"/startup/pitches/{pitch}") == [False]


def online_elsewhere() -> Roadshow:
    room = make.hall(name="另一间", online=True, address="", link=OTHER)
    return make.roadshow(S.PUBLISHED, where=room)


def test_whoever_has_a_turn_in_it_sees_it_another_judge_does_not(app: Flask, as_role: AsRole, roadshow: int):
    speaks, listens = as_role(Role.JUDGE), as_role(Role.JUDGE)
    with app.app_context():
        part = Part(SlotKind.SPEECH, minutes=10, title="致辞", speaker_id=me(Role.JUDGE).id)
        agenda.add_part(get_roadshow(roadshow), part, seen=0, actor=make.SOMEONE)
    assert [shown(client, "/judge/") for client in (speaks, listens)] == [[True], [False]]


@pytest.mark.parametrize("state", [S.HELD, S.CLOSED, S.CANCELLED])
def test_once_it_is_over_or_cancelled_nobody_is_sent_there(app: Flask, as_role: AsRole, state: S):
    staff, investor, startup = as_role(Role.LEADER), as_role(Role.INVESTOR), as_role(Role.STARTUP)
    with app.app_context():
        row = online(state)
        make.institution(state=N.VERIFIED, contacts=[Contact(person_id=me(Role.INVESTOR, 2).id)])
        pitch = make.pitch(row, P.ACCEPTED, make.project(make.company(me(Role.STARTUP, 3)))).id
        path = f"/centre/roadshows/{row.id}"
    seen = shown(staff, path) + shown(investor, "/investor/") + shown(startup, f"/startup/pitches/{pitch}")
    assert seen == [False] * 3


def test_what_is_not_public_yet_opens_to_staff_alone(app: Flask, as_role: AsRole):
    staff, investor = as_role(Role.LEADER), as_role(Role.INVESTOR)
    with app.app_context():
        path = f"/centre/roadshows/{online(S.PLANNED).id}"
        make.institution(state=N.VERIFIED, contacts=[Contact(person_id=me(Role.INVESTOR, 2).id)])
    assert shown(staff, path) + shown(investor, "/investor/") == [True, False]


PUBLIC = (
    "/",
    "/roadshows",
    "/roadshows/month?month=2026-06",
    "/roadshows/{uid}",
    "/roadshows/{uid}?lang=en",
    "/calendar",
    "/calendar/all.ics",
    "/calendar/all.ics?lang=en",
    "/calendar/roadshow/{uid}.ics",
    "/about",
    "/sitemap.xml",
)


@pytest.mark.parametrize("who", ["visitor", Role.INVESTOR, Role.STARTUP, Role.JUDGE, Role.ORGANISER])
def test_it_is_on_no_public_page_and_in_no_feed_whoever_reads(
    app: Flask, client: FlaskClient, as_role: AsRole, roadshow: int, who: str
):
    reader = client if who == "visitor" else as_role(Role(who))
    with app.app_context():
        uid = get_roadshow(roadshow).uid
        if who == Role.INVESTOR:
            make.institution(state=N.VERIFIED, contacts=[Contact(person_id=me(Role.INVESTOR).id)])
    answers = [reader.get(path.format(uid=uid)) for path in PUBLIC]
    assert [answer.status_code for answer in answers] == [200] * len(PUBLIC)
    assert [
        path for path, answer in zip(PUBLIC, answers, strict=True) if b"meet.example" in answer.data
    ] == []


def test_a_roadshow_in_an_online_room_alone_says_how_to_get_in_without_the_link(
    app: Flask, client: FlaskClient
):
    with app.app_context():
        room = make.hall(name="线上路演室", online=True, address="", link=LINK)
        uid = make.roadshow(S.PUBLISHED, where=room, on=make.DAY).uid
    page = client.get(f"/roadshows/{uid}").text
    said = [
        "入会链接在入选项目的工作台里，和有线上席位的来宾的专用页面上" in page,
        '"VirtualLocation"' in page,
    ]
    assert (said, "meet.example" in page) == ([True, True], False)


@pytest.mark.parametrize("many", [1, 3])
def test_an_investors_desk_costs_the_same_however_many_rooms(
    app: Flask, as_role: AsRole, counted: Counted, many: int
):
    client = as_role(Role.INVESTOR)
    with app.app_context():
        make.institution(state=N.VERIFIED, contacts=[Contact(person_id=me(Role.INVESTOR).id)])
        for number in range(many):
            room = make.hall(online=True, address="", link=f"{LINK}/{number}")
            event = make.roadshow(S.PUBLISHED, branches=[room])
            make.attendance(event, A.ACCEPTED, email=me(Role.INVESTOR).email, mode=Mode.ONLINE)
        db.session.commit()
    with counted() as statements:
        page = client.get("/investor/").text
    assert (page.count(LINK), len(statements)) == (many, 21)
