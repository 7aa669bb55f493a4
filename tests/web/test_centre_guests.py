"""The centre's guests: found, counted, invited from a list that is answered line by line, and dealt with at once."""

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from roadshow.attendance import queries, seating
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.web.owned import faults, typed
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
LINE_NUMBER = r'data-name="行"><div>([0-9]+)<'


@pytest.fixture
def roadshow(app: Flask) -> int:
    with app.app_context():
        row = make.roadshow(S.PUBLISHED, branches=[make.room()])
        seating.set_seating(row, SeatingFacts(3, 1), actor=make.SOMEONE)
        return row.id


def guests(app: Flask, roadshow_id: int, *states: A, **facts: object) -> list[int]:
    with app.app_context():
        return [make.attendance(get_roadshow(roadshow_id), state, **facts).id for state in states]


def states(app: Flask) -> list[A]:
    with app.app_context():
        return [guest.state for guest in db.session.query(Attendance).order_by(Attendance.id)]


def test_the_list_is_found_by_words_state_and_mode(app: Flask, organiser: FlaskClient, roadshow: int):
    guests(app, roadshow, A.INVITED, A.DECLINED, A.ACCEPTED)
    guests(app, roadshow, A.INVITED, mode=Mode.ONLINE, organisation="示例创投", name="示例别人")
    counts = {
        query: organiser.get(f"/centre/roadshows/{roadshow}/guests?{query}").text.count('scope="row"')
        for query in (
            "",
            "state=declined",
            "mode=online",
            "q=示例创投",
            "q=GUEST",
            "via=walk_in",
            "state=nonsense",
        )
    }
    assert counts == {
        "": 4,
        "state=declined": 1,
        "mode=online": 1,
        "q=示例创投": 1,
        "q=GUEST": 4,
        "via=walk_in": 0,
        "state=nonsense": 4,
    }


def test_the_workbook_has_the_same_rows(app: Flask, organiser: FlaskClient, roadshow: int):
    guests(app, roadshow, A.INVITED, A.DECLINED, name="=示例()")
    data = organiser.get(f"/centre/roadshows/{roadshow}/guests.xlsx?state=declined").data
    rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert [row[:3] for row in rows] == [("姓名", "状态", "现场或线上"), ("=示例()", "不参加", "现场")]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    app: Flask, organiser: FlaskClient, roadshow: int, counted: Counted, many: int
):
    guests(app, roadshow, *[A.INVITED] * many)
    with counted() as statements:
        organiser.get(f"/centre/roadshows/{roadshow}/guests")
    assert len(statements) == 14


def test_a_list_is_answered_line_by_line_and_then_what_is_good_is_invited(
    app: Flask, organiser: FlaskClient, roadshow: int
):
    to = f"/centre/roadshows/{roadshow}/guests/invite"
    text = "示例一\ta@test.example\n示例二，A@test.example\n示例三"
    preview = organiser.post(to, data={"text": text}).text
    assert missing(preview, "重复：和第1行邮箱相同", "有误：没有邮箱", "邀请这1位") == []
    assert states(app) == []
    told = organiser.post(to, data={"text": text, "do": "invite"}, follow_redirects=True).text
    assert "已邀请1位来宾。本系统尚未接通邮件，邀请信没有寄出" in told
    assert states(app) == [A.INVITED]


def test_a_sheet_is_read_like_a_list(organiser: FlaskClient, roadshow: int):
    book, file = Workbook(), io.BytesIO()
    book.active.append(["示例一", "a@test.example", "示例创投"])
    book.active.append(["b@test.example", None, "示例二"])
    book.save(file)
    file.seek(0)
    to = f"/centre/roadshows/{roadshow}/guests/invite"
    preview = organiser.post(to, data={"file": (file, "名单.xlsx")}, content_type="multipart/form-data").text
    assert ["邀请这2位" in preview, "示例一，a@test.example，示例创投" in preview] == [True, True]
    broken = organiser.post(
        to, data={"file": (io.BytesIO(b"no sheet"), "名单.xlsx")}, content_type="multipart/form-data"
    ).text
    assert len(faults(broken)) == 1


def test_of_a_long_list_every_line_is_answered_on_one_of_its_pages(
    app: Flask, organiser: FlaskClient, roadshow: int
):
    to = f"/centre/roadshows/{roadshow}/guests/invite"
    lines = [f"来宾{number}，g{number}@test.example" for number in range(1, 401)]
    lines[398:] = ["没有邮箱的人", "重复，g1@test.example"]
    pages = [organiser.post(f"{to}?page={page}", data={"text": "\n".join(lines)}).text for page in (1, 2, 3)]
    answered = [[int(number) for number in re.findall(LINE_NUMBER, page)] for page in pages]
    assert (answered[0][:3], sorted(answered[0] + answered[1])) == ([399, 400, 1], list(range(1, 401)))
    assert answered[2] == answered[1]
    assert re.findall('(有误|重复|已在名单里|可以邀请)<span class="keep">([0-9]+)行', pages[1]) == [
        ("有误", "1"),
        ("重复", "1"),
        ("可以邀请", "398"),
    ]
    organiser.post(f"{to}?page=2", data={"text": "\n".join(lines), "do": "invite"})
    assert states(app) == [A.INVITED] * 398


def test_one_line_more_than_ten_thousand_is_refused(organiser: FlaskClient, roadshow: int):
    to = f"/centre/roadshows/{roadshow}/guests/invite"
    text = "\n".join(f"g{number}@t.example" for number in range(10_001))
    many = {"text": text, "do": "look"}
    refused = organiser.post(to, data=many, content_type="multipart/form-data").text
    assert faults(refused) == ["名单最多10,000行，现在是10,001行"]


def test_several_are_reminded_and_withdrawn_at_once(app: Flask, organiser: FlaskClient, roadshow: int):
    ids = guests(app, roadshow, A.INVITED, A.ACCEPTED)
    act = f"/centre/roadshows/{roadshow}/guests/act"
    told = organiser.post(act, data={"picked": ids, "do": "remind", "sure": "1"}, follow_redirects=True).text
    assert ["已提醒1位来宾。" in told, "已经答复，不用提醒" in told] == [True, True]
    organiser.post(act, data={"picked": ids, "do": "withdraw", "sure": "1"})
    assert states(app) == [A.WITHDRAWN, A.WITHDRAWN]
    assert organiser.post(act, data={"picked": ids, "do": "nonsense"}).status_code == 400


@pytest.mark.parametrize(
    ("do", "says"),
    [
        ("remind", ["甲", "1位来宾马上收到提醒的信。"]),
        (
            "withdraw",
            ["甲、乙", "2位来宾马上收到邀请已取消的信。他们的专用链接失效，空出的席位转给候补的人。"],
        ),
    ],
)
def test_reminding_and_withdrawing_ask_first_and_say_who_gets_a_letter(
    app: Flask, organiser: FlaskClient, roadshow: int, do: str, says: list[str]
):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:9")
    with app.app_context():
        found = get_roadshow(roadshow)
        ids = [
            make.attendance(found, state, name=name).id
            for state, name in ((A.INVITED, "甲"), (A.ACCEPTED, "乙"))
        ]
    asked = organiser.post(f"/centre/roadshows/{roadshow}/guests/act", data={"picked": ids, "do": do})
    assert words_of(asked.text, "form.form p") == says
    assert states(app) == [A.INVITED, A.ACCEPTED]


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (A.INVITED, ["remind", "onsite", "online", "tentative", "decline", "withdraw"]),
        (A.TENTATIVE, ["onsite", "online", "decline", "withdraw"]),
        (A.WAITLISTED, ["online", "tentative", "decline", "withdraw"]),
        (A.DECLINED, ["onsite", "online", "tentative", "withdraw"]),
        (A.CHECKED_IN, []),
        (A.WITHDRAWN, []),
    ],
)
def test_of_a_guest_only_what_would_be_done_is_offered(
    app: Flask, organiser: FlaskClient, roadshow: int, state: A, acts: list[str]
):
    (guest_id,) = guests(app, roadshow, state)
    page = organiser.get(f"/centre/roadshows/{roadshow}/guests/{guest_id}").text
    assert re.findall(r'name="do" value="([a-z]+)"', page) == acts


def test_who_was_reminded_today_is_not_offered_another_reminder(
    app: Flask, organiser: FlaskClient, roadshow: int
):
    (guest_id,) = guests(app, roadshow, A.INVITED, reminded_at=clock.now())
    page = organiser.get(f"/centre/roadshows/{roadshow}/guests/{guest_id}").text
    assert re.findall(r'name="do" value="remind"', page) == []


def test_a_guest_of_another_roadshow_is_missing(app: Flask, organiser: FlaskClient, roadshow: int):
    with app.app_context():
        other = make.attendance().id
    assert organiser.get(f"/centre/roadshows/{roadshow}/guests/{other}").status_code == 404


def test_the_centre_answers_for_a_guest_and_puts_a_colleague_in_their_place(
    app: Flask, organiser: FlaskClient, roadshow: int
):
    (guest_id,) = guests(app, roadshow, A.INVITED)
    page = f"/centre/roadshows/{roadshow}/guests/{guest_id}"
    told = organiser.post(f"{page}/answer", data={"do": "online"}, follow_redirects=True).text
    assert "已答复：参加。" in told
    colleague = {"name": "示例同事", "email": "colleague@test.example"}
    told = organiser.post(f"{page}/colleague", data=colleague, follow_redirects=True).text
    assert "改由示例同事参加" in told
    assert states(app) == [A.REPLACED, A.ACCEPTED]


def test_seats_are_set_and_none_is_taken_from_under_anybody(
    app: Flask, organiser: FlaskClient, roadshow: int
):
    guests(app, roadshow, A.ACCEPTED, A.ACCEPTED)
    to = f"/centre/roadshows/{roadshow}/seating"
    said = {"onsite": "1", "online": "x", "offer_hours": "0", "answer_by_on": ""}
    page = organiser.post(to, data=said).text
    assert (len(faults(page)), typed(page, "onsite")) == (2, "1")
    page = organiser.post(to, data=said | {"online": "0", "offer_hours": "24"}).text
    assert faults(page) == ["现场席位已有2个有人，不能少于这个数"]
    by = {"answer_by_on": str(clock.today()), "onsite": "2", "online": "5", "offer_hours": "24"}
    assert organiser.post(to, data=by).status_code == 302
    with app.app_context():
        facts = seating.seating_of(get_roadshow(roadshow))
        assert (facts.onsite, facts.online, facts.answer_by_at) == (2, 5, make.moment(clock.today(), 23, 59))


def test_who_came_before_is_invited_again(app: Flask, organiser: FlaskClient, roadshow: int):
    with app.app_context():
        came = make.attendance(make.held(clock.today()), A.CHECKED_IN).id
    page = f"/centre/roadshows/{roadshow}/guests/before"
    assert f'value="{came}"' in organiser.get(page).text
    organiser.post(page, data={"picked": [came]})
    with app.app_context():
        assert [guest.reasons for guest in queries.list_guests(roadshow)] == [["came:1"]]
        assert [letter.kind for letter in db.session.query(Letter)] == ["attendance.invited"]
