"""A bad day or hour is refused in the same words at every door of a roadshow, at its field, and nothing is changed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.audit.models import Entry
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.occupancy.models import Occupancy
from roadshow.programme import proposing, queries
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.wanted import Wanted
from tests import make
from tests.web.owned import whys
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
PLAN, CHANGE, POSTPONE = "plan", "change", "postpone"
FAR = "“%s”超出范围，年份须在1900至2199之间"
NO_DAY, NO_HOUR = "“%s”不是有效的日期，请写年-月-日，例如2026-03-02", "“%s”不是有效的时间，请像13:30这样写"
PAST, OF_TWO = "开始时间已经过去，请选今后的日期", "日期须在2026至2027年内"
EARLIER, TOO_LONG = "结束时间须晚于开始时间", "一场路演最长14小时"
NAMES = {"on": "日期", "starts": "开始时间", "ends": "结束时间"}
NAMES_OF_NEW = {"on": "新日期", "starts": "新的开始时间"}
BAD = [
    ({"on": "2026-03-01"}, PAST),
    ({"on": "2026-03-02", "starts": "09:00"}, PAST),  # this very minute
    ({"on": "2025-12-31"}, OF_TWO),
    ({"on": "2028-01-01"}, OF_TWO),  # beyond the next season
    ({"on": "1991-09-15", "starts": "00:30"}, OF_TWO),  # clocks went back that night
    ({"on": "1991-04-14", "starts": "02:30"}, OF_TWO),  # an hour that there was not
    ({"on": "0001-01-01"}, FAR % "0001-01-01"),
    ({"on": "9999-12-31"}, FAR % "9999-12-31"),
    ({"on": "2026-02-30"}, NO_DAY % "2026-02-30"),
    ({"on": "下周二"}, NO_DAY % "下周二"),
    ({"starts": "24:00"}, NO_HOUR % "24:00"),
    ({"starts": "-01:00"}, NO_HOUR % "-01:00"),
    ({"starts": "13:60"}, NO_HOUR % "13:60"),
    ({"starts": "13:-30"}, NO_HOUR % "13:-30"),
    ({"starts": f"13:{'9' * 30}"}, NO_HOUR % f"13:{'9' * 17}…"),
    ({"ends": "13:30"}, EARLIER),
    ({"ends": "00:00"}, EARLIER),
    ({"starts": "00:00", "ends": "23:59"}, TOO_LONG),
    ({"ends": "24:00"}, NO_HOUR % "24:00"),
]


@pytest.mark.parametrize("door", [PLAN, CHANGE, POSTPONE])
@pytest.mark.parametrize(("bad", "words"), BAD)
def test_a_bad_day_or_hour_is_refused_and_changes_nothing(
    app: Flask, organiser: FlaskClient, door: str, bad: dict[str, str], words: str
) -> None:
    with app.app_context():
        make.season(2027)
        roadshow = make.roadshow(S.SELECTING, on=make.DAY)
        make.pitch(roadshow, of=make.project(make.company(make.person())))
        roadshow_id, hall_id = roadshow.id, roadshow.hall_id
    if door == POSTPONE and "ends" in bad:
        bad, words = {"on": "2026-06-16"}, "新时间与原时间相同"  # the length is kept
    if words.startswith("“"):
        words = (NAMES_OF_NEW if door == POSTPONE else NAMES)[next(reversed(bad))] + words
    if door == PLAN and words == OF_TWO:
        words = "日期须在2026年内"
    typed = {"title": "新材料专场", "on": "2026-06-17", "starts": "13:30", "ends": "17:00"}
    if door == POSTPONE:
        typed |= {"on": "2026-06-16"}
    typed |= {"hall": str(hall_id), "places": "8", "sector": "", "summary": "", **bad}
    path = "/centre/seasons/2026/roadshows/new" if door == PLAN else f"/centre/roadshows/{roadshow_id}/{door}"
    was = everything(app)
    page = organiser.post(path, data=typed)
    assert (page.status_code, whys(page.text), everything(app)) == (200, [words], was)


def test_a_roadshow_is_not_put_off_until_so_late_that_it_ends_on_another_day(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        roadshow_id = make.roadshow(on=make.DAY).id  # 3½ hours
    was = everything(app)
    typed = {"on": "2026-06-17", "starts": "20:30"}
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/postpone", data=typed)
    words = "要到第二天00:00才结束，一场路演须在当天结束，请早一点开始"
    assert (words in page.text, everything(app)) == (True, was)


def everything(app: Flask) -> list[object]:
    """What a day could have changed: roadshows and their hours, what is taken, who is told, what is in the trail."""
    with app.app_context():
        rows = [
            (row.id, row.on, row.starts_at, row.ends_at, row.sequence) for row in db.session.query(Roadshow)
        ]
        taken = [(row.starts_at, row.ends_at) for row in db.session.query(Occupancy)]
        return [
            sorted(rows, key=str),
            taken,
            db.session.query(Letter).count(),
            db.session.query(Entry).count(),
        ]


@pytest.mark.parametrize("door", [PLAN, CHANGE, POSTPONE])
def test_a_hall_just_closed_takes_nothing_new(app: Flask, organiser: FlaskClient, door: str) -> None:
    with app.app_context():
        roadshow = make.roadshow(S.CALLING, make.hall(name="二号路演厅"), on=make.DAY)
        hall, roadshow_id = roadshow.hall, roadshow.id
        assert hall is not None
        hall.closed = True
        hall_id = make.saved(hall).id
    typed = {"title": "新材料专场", "on": "2026-06-17", "starts": "13:30", "ends": "17:00", "sector": ""}
    typed |= {"hall": str(hall_id), "places": "8", "summary": ""}
    path = "/centre/seasons/2026/roadshows/new" if door == PLAN else f"/centre/roadshows/{roadshow_id}/{door}"
    was = everything(app)
    page = organiser.post(path, data=typed)
    assert (whys(page.text), everything(app)) == (["二号路演厅已停用，请换一个场地"], was)


@pytest.mark.parametrize("picked", [[], ["-1"], ["x"], ["9" * 30], ["2147483647"], ["1; DROP TABLE"]])
def test_proposals_that_are_none_are_refused_in_words(
    app: Flask, organiser: FlaskClient, picked: list[str]
) -> None:
    with app.app_context():
        make.hall()
        make.undated(2026)
        proposing.propose(make.season(2026), Wanted(), actor=make.SOMEONE)
    was = everything(app)
    answer = organiser.post(
        "/centre/seasons/2026/planner/accept", data={"picked": picked}, follow_redirects=True
    )
    assert words_of(answer.text, "p.note") == [
        "有的建议刚刚变了，或者这场已经定了日期。请看过现在的建议再采纳。"
    ]
    assert everything(app) == was


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (("2026-06-17", "00:00"), "征集截止须在现在之后、路演开始之前"),
        (("2026-03-01", "23:59"), "征集截止须在现在之后、路演开始之前"),
        (("1991-09-15", "00:30"), "征集截止须在现在之后、路演开始之前"),
        (("9999-12-31", "23:59"), "截止日期" + FAR % "9999-12-31"),
        (("2026-06-01", "24:00"), "截止时间" + NO_HOUR % "24:00"),
    ],
)
def test_a_call_closes_between_now_and_the_roadshow(
    app: Flask, organiser: FlaskClient, closes: tuple[str, str], words: str
) -> None:
    with app.app_context():
        roadshow_id = make.roadshow(on=make.DAY).id
    was = everything(app)
    typed = {"closes_on": closes[0], "closes_time": closes[1]}
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/call", data=typed)
    assert (whys(page.text), everything(app)) == ([words], was)


@pytest.mark.parametrize("weeks", ["-1", "53", "9" * 30, "两", "", "1.5"])
def test_several_calls_are_not_opened_for_odd_weeks(app: Flask, organiser: FlaskClient, weeks: str) -> None:
    with app.app_context():
        roadshow_id = make.roadshow(on=make.DAY).id
    was = everything(app)
    said = {"picked": roadshow_id, "weeks": weeks}
    answer = organiser.post("/centre/seasons/2026/calls", data=said, follow_redirects=True)
    typed = weeks if len(weeks) < len("9" * 30) else "9" * 20 + "…"
    said = f"路演前几周截止“{typed}”须是0至52的整数" if weeks else "请填写征集在路演前几周截止"
    assert words_of(answer.text, "p.note") == [said]
    assert everything(app) == was


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"lines": ""}, "请填写场次名称，一行一场"),
        ({"lines": "长" * 201}, "第1行的名称须在1至200个字之间"),
        ({"lines": "甲\n" * 101}, "一次可以添加1至100场，现在是101行"),
        ({"places": "0"}, "上台项目数“0”须是1至100的整数"),
        ({"places": "-8"}, "上台项目数“-8”须是1至100的整数"),
        ({"places": "9" * 30}, "上台项目数“99999999999999999999…”须是1至100的整数"),
    ],
)
def test_odd_lines_are_refused_and_none_is_added(
    app: Flask, organiser: FlaskClient, typed: dict[str, str], words: str
) -> None:
    with app.app_context():
        make.season(2026)
    page = organiser.post(
        "/centre/seasons/2026/roadshows/several", data={"lines": "甲\n乙", "places": "8"} | typed
    )
    with app.app_context():
        assert (page.status_code, whys(page.text), queries.list_undated(2026)) == (200, [words], [])
