"""The planner's page: what is asked, what is proposed and why, what is left out and why not."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.programme import drafting, queries
from roadshow.web.centre.planner import by_month, day_numbers
from tests import make
from tests.conftest import Counted
from tests.web.owned import whys
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
PATH = "/centre/seasons/2026/planner"
ASKED = {"starts": "13:30", "ends": "17:00", "notice_weeks": "6", "most_a_week": "1", "disliked": ["0", "4"]}
EVENT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260820\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def several(app: Flask, many: int) -> None:
    with app.app_context():
        if not queries.list_undated(2026):
            make.hall(name="一号路演厅")
        lines = [drafting.Line(f"第{number}场") for number in range(many)]
        drafting.plan_several(make.season(2026), lines, 8, actor=make.SOMEONE)


def undated(app: Flask) -> int:
    with app.app_context():
        return len(queries.list_undated(2026))


def test_days_are_proposed_and_accepted_one_by_one_or_all(app: Flask, organiser: FlaskClient) -> None:
    several(app, 3)
    assert words_of(organiser.get(PATH).text, "form.panel button") == ["提出日期"]
    assert organiser.post(PATH, data=ASKED).location == f"{PATH}#proposed"
    page = organiser.get(PATH).text
    assert words_of(page, "section.panel h2") == ["建议了3场的日期"]
    assert words_of(page, "section.panel button") == [
        "全部采纳",
        *(f"采纳：第{number}场" for number in range(3)),
    ]
    assert words_of(page, "details.panel details summary")[0] == "3月"
    with app.app_context():
        first, *others = [row.id for row in queries.list_proposed(make.season(2026))]
    assert organiser.post(f"{PATH}/accept", data={"picked": first}).location == PATH
    assert organiser.post(f"{PATH}/accept", data={"picked": others}).location == "/centre/seasons/2026"
    assert words_of(organiser.get(PATH).text, "div.empty h2") == ["没有待定日期的路演"]


def test_each_day_says_why_its_hall_was_chosen(app: Flask, organiser: FlaskClient) -> None:
    several(app, 1)
    with app.app_context():
        large = make.hall(name="大报告厅", capacity=900).id
    organiser.post(PATH, data=ASKED)
    small = words_of(organiser.get(PATH).text, "section#proposed td small")[1]
    assert small == "当天空着的场地里最小的，可容纳120人"
    organiser.post(PATH, data=ASKED | {"halls": [large]})
    assert words_of(organiser.get(PATH).text, "section#proposed td small")[1] == "只勾选了这个场地"


def test_the_seasons_trail_says_that_days_were_accepted(app: Flask, organiser: FlaskClient) -> None:
    several(app, 2)
    organiser.post(PATH, data=ASKED)
    with app.app_context():
        picked = [row.id for row in queries.list_proposed(make.season(2026))]
    organiser.post(f"{PATH}/accept", data={"picked": picked})
    with app.app_context():
        last = list_entries_of("season", make.season(2026).id)[0]
        assert (last.what, last.changes) == ("season.dated", {"dated": 2})


def test_whoever_comes_second_is_told(app: Flask, organiser: FlaskClient) -> None:
    several(app, 2)
    organiser.post(PATH, data=ASKED)
    with app.app_context():
        picked = {"picked": next(row.id for row in queries.list_proposed(make.season(2026)))}
    organiser.post(f"{PATH}/accept", data=picked)
    page = organiser.post(f"{PATH}/accept", data=picked, follow_redirects=True).text
    assert "有的建议刚刚变了，或者这场已经定了日期。请看过现在的建议再采纳。" in page


def test_what_can_no_longer_be_had_says_so_and_the_others_are_accepted_without_it(
    app: Flask, organiser: FlaskClient
) -> None:
    several(app, 3)
    organiser.post(PATH, data=ASKED)
    with app.app_context():
        first = queries.list_proposed(make.season(2026))[0]
        make.blackout(first.hall, clock.local(first.starts_at).date())
    page = organiser.get(PATH).text
    assert words_of(page, "section.panel button") == ["采纳其余2场", "采纳：第1场", "采纳：第2场"]
    assert words_of(page, "section#proposed td small")[2:3] == ["现在不能采纳：场地都已占用或不开放"]
    still = re.findall(r'name="picked" value="(\d+)"', page.split("采纳其余2场")[0])
    organiser.post(f"{PATH}/accept", data={"picked": still})
    assert undated(app) == 1


def test_without_a_hall_the_page_says_what_comes_first(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.undated(2026)
    assert words_of(organiser.get(PATH).text, "p.note") == ["还没有可用的场地，排不出日期。 先登记场地"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"starts": "24:00"}, "开始时间“24:00”不是有效的时间，请像13:30这样写"),
        ({"ends": "13:30"}, "结束时间须晚于开始时间"),
        ({"starts": "01:00"}, "一场路演最长14小时"),
        ({"notice_weeks": "-1"}, "至少提前“-1”须是0至52的整数"),
        ({"notice_weeks": "53"}, "至少提前“53”须是0至52的整数"),
        ({"notice_weeks": "9" * 30}, "至少提前“99999999999999999999…”须是0至52的整数"),
        ({"most_a_week": "0"}, "每周最多“0”须是1至5的整数"),
        ({"most_a_week": ""}, "请填写每周最多几场"),
        ({"disliked": ["7"]}, "请从列表中选择一项"),
        ({"halls": ["999"]}, "请从列表中选择一项"),
    ],
)
def test_odd_wishes_are_refused_at_their_field(
    app: Flask, organiser: FlaskClient, asked: dict[str, object], words: str
) -> None:
    several(app, 1)
    page = organiser.post(PATH, data=ASKED | asked)
    assert (page.status_code, whys(page.text)) == (200, [words])


def test_a_hall_closed_between_form_and_asking_is_refused_by_its_name(
    app: Flask, organiser: FlaskClient
) -> None:
    several(app, 1)
    with app.app_context():
        hall = make.hall(name="二号路演厅", closed=True).id
    page = organiser.post(PATH, data=ASKED | {"halls": [str(hall)]})
    assert (page.status_code, whys(page.text)) == (200, ["二号路演厅已停用，请换一个场地"])


@pytest.mark.parametrize("content", [b"", b"PK", b"BEGIN:VCALENDAR", b"\xff" * 100])
def test_a_broken_calendar_is_refused_at_its_field(
    app: Flask, organiser: FlaskClient, content: bytes
) -> None:
    several(app, 1)
    page = organiser.post(PATH, data=ASKED | {"events": (io.BytesIO(content), "展会.ics")})
    assert whys(page.text) == ["这不是日历文件，请导出为 .ics 再试"]


def test_outside_events_are_kept_until_they_are_dropped(app: Flask, organiser: FlaskClient) -> None:
    several(app, 1)
    kept = []
    for more in ({"events": (io.BytesIO(EVENT.encode()), "展会.ics")}, {}, {"drop_events": "y"}):
        organiser.post(PATH, data=ASKED | more)
        with app.app_context():
            planned = queries.find_planned(make.season(2026))
            kept.append(planned.asked["events"] if planned else None)
    assert kept == [["2026-08-20"], ["2026-08-20"], []]


def test_what_was_asked_last_stands_in_the_form(app: Flask, organiser: FlaskClient) -> None:
    several(app, 1)
    organiser.post(PATH, data=ASKED | {"notice_weeks": "9", "disliked": ["2"]})
    form = organiser.get(PATH).text
    assert ('value="9"' in form, form.count("checked")) == (True, 1)


def test_people_are_asked_for_once_something_is_known_of_their_days(
    app: Flask, organiser: FlaskClient
) -> None:
    several(app, 1)
    assert 'name="people"' not in organiser.get(PATH).text
    with app.app_context():
        judge = make.person(name="示例评委").id
        begins, ends = make.moment(date(2026, 8, 20), 9), make.moment(date(2026, 8, 20), 18)
        row = Occupancy(what="person", what_id=judge, by="meeting", by_id=1, starts_at=begins, ends_at=ends)
        occupancy.take(row)
    assert 'name="people"' in organiser.get(PATH).text
    organiser.post(PATH, data=ASKED | {"people": [judge]})
    assert "示例评委这天已有安排" in words_of(organiser.get(PATH).text, "details.panel dt")


def test_too_few_days_are_said_with_what_to_do(app: Flask, organiser: FlaskClient) -> None:
    several(app, 50)
    organiser.post(PATH, data=ASKED)
    [note] = words_of(organiser.get(PATH).text, "p.note")
    assert note.startswith("上次提出时50场待定，日子不够，还差")


def test_the_page_costs_the_same_however_many_want_a_day(
    app: Flask, organiser: FlaskClient, counted: Counted
) -> None:
    costs: list[int] = []
    for many in (1, 29):
        several(app, many)
        organiser.post(PATH, data=ASKED)
        with counted() as statements:
            organiser.get(PATH)
        costs.append(len(statements))
    assert (undated(app), costs[0]) == (30, costs[1])


@pytest.mark.usefixtures("inside")
def test_days_left_out_are_told_by_month_and_reason() -> None:
    first, second = "休息日", "来不及"
    left_out = {date(2026, 3, day): first if day in (1, 7, 8) else second for day in range(1, 10)}
    found = by_month(left_out | {date(2026, 4, 4): first})
    assert [reasons for _month, reasons in found] == [
        [(first, "1、7–8"), (second, "2–6、9")],
        [(first, "4")],
    ]


@pytest.mark.usefixtures("inside")
def test_one_day_is_no_run() -> None:
    assert day_numbers([date(2026, 3, 2)]) == "2"
