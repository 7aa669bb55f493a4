"""What a season is asked for its days: which are free, and why the others are not."""

import json
from datetime import date, time, timedelta

import pytest
from flask import Flask

from roadshow.foundation import clock
from roadshow.halls.hours import Open
from roadshow.programme.planning import plan_season
from roadshow.programme.wanted import Wanted, wanted_faults
from roadshow.rest_days import operations as rest_days
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def year_2026(inside: Flask) -> None:
    make.season(2026)
    rest_days.seed(2026, actor=make.SOMEONE)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 3, 7), "休息日（周末）"),
        (date(2026, 10, 1), "休息日（国庆节）"),
        (date(2026, 3, 10), "来不及征集，须提前6周"),
        (date(2026, 8, 12), "这个月不安排"),
        (date(2026, 5, 12), "这一周已有1场"),  # the week of the dated one
        (date(2026, 6, 16), "场地都已占用或不开放"),
    ],
)
@pytest.mark.usefixtures("year_2026")
def test_a_day_left_out_says_why_not(on: date, why: str) -> None:
    hall = make.hall()
    make.roadshow(where=hall, on=date(2026, 5, 14))
    make.blackout(hall, date(2026, 6, 16))
    plan = plan_season(2026, Wanted(3, avoid=[8]))
    assert str(plan.left_out[on]) == why


@pytest.mark.usefixtures("year_2026")
def test_a_hall_is_offered_only_while_it_is_open() -> None:
    always = make.hall()
    mornings, tuesdays = Open(time(8), time(12)), Open(time(8), time(18))
    make.hall(hours=dict.fromkeys(range(7), mornings) | {1: tuesdays})
    plan = plan_season(2026, Wanted(6, most_a_week=5))
    alone = [each.on for each in plan.suggestions if each.halls == [always]]
    assert alone == [each.on for each in plan.suggestions if each.on.weekday() != 1]


@pytest.mark.usefixtures("year_2026")
def test_every_day_left_of_the_year_is_proposed_or_says_why_not() -> None:
    make.hall()
    plan = plan_season(2026, Wanted(3, ["energy", "energy"]))
    days = [each.on for each in plan.suggestions]
    assert len(days) + len(plan.left_out) == (date(2026, 12, 31) - clock.today()).days
    assert (sorted(days), plan.gap) == (days, 0)


@pytest.mark.usefixtures("year_2026")
def test_a_worked_weekend_is_a_day_like_any_other() -> None:
    make.hall()
    plan = plan_season(2026, Wanted(1))
    assert str(plan.left_out[date(2026, 10, 10)]) == "这天可以，但其他日子更合适"


@pytest.mark.usefixtures("year_2026")
def test_days_near_outside_events_are_kept_away_from() -> None:
    make.hall()
    first = plan_season(2026, Wanted(1)).suggestions[0].on
    second = plan_season(2026, Wanted(1, events=[first])).suggestions[0].on
    assert (first, second) == (date(2026, 8, 20), date(2026, 8, 25))


@pytest.mark.usefixtures("year_2026")
def test_without_a_hall_the_plan_is_short_of_all() -> None:
    plan = plan_season(2026, Wanted(2))
    assert (plan.suggestions, plan.short, str(plan.left_out[date(2026, 6, 16)])) == (
        [],
        2,
        "还没有可用的场地",
    )


@pytest.mark.usefixtures("year_2026")
def test_when_nothing_can_be_proposed_each_day_still_says_why() -> None:
    make.hall()
    left_out = plan_season(2026, Wanted(100)).left_out
    tomorrow = date(2026, 3, 3)
    rest = [tomorrow + timedelta(days=number) for number in range((date(2027, 1, 1) - tomorrow).days)]
    assert [on for on in rest if on not in left_out] == []
    assert str(left_out[date(2026, 12, 30)]) == "这天可以，但日子不够排下全部场次"


@pytest.mark.usefixtures("year_2026")
def test_more_roadshows_than_weeks_are_short_by_those_left_over() -> None:
    make.hall()
    left_weeks = plan_season(2026, Wanted(100)).short
    assert plan_season(2026, Wanted(100 - left_weeks)).short == 0
    assert plan_season(2026, Wanted(101 - left_weeks)).short == 1


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(0), "roadshows"),
        (Wanted(10**9), "roadshows"),
        (Wanted(1, starts=time(17), ends=time(13)), "ends"),
        (Wanted(1, ["energy", "energy"]), "sectors"),
        (Wanted(1, notice_weeks=-1), "notice_weeks"),
        (Wanted(1, most_a_week=0), "most_a_week"),
        (Wanted(1, starts=time(0), ends=time(23)), "ends"),
        (Wanted(1, avoid=[13]), "avoid"),
        (Wanted(sectors=["energy"]), "sectors"),
    ],
)
def test_an_odd_wish_is_refused_at_its_field(wanted: Wanted, field: str) -> None:
    assert [fault.field for fault in wanted_faults(wanted)] == [field]


def test_the_command_answers_with_one_json_object(app: Flask) -> None:
    with app.app_context():
        make.season(2026)
        make.hall()
    result = app.test_cli_runner().invoke(args=["season", "plan", "2026", "--roadshows", "2", "--json"])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["proven"], len(told["days"])) == (0, True, 2)


def test_the_command_heeds_halls_and_weekdays(app: Flask) -> None:
    with app.app_context():
        make.season(2026)
        make.hall(name="一号路演厅")
        make.hall(name="二号路演厅")
    said = ["--hall", "二号路演厅", *(word for day in "1234" for word in ("--disliked", day))]
    result = app.test_cli_runner().invoke(
        args=["season", "plan", "2026", "--roadshows", "1", *said, "--json"]
    )
    [day] = json.loads(result.stdout)["days"]
    assert (day["halls"], date.fromisoformat(day["on"]).weekday()) == (["二号路演厅"], 4)


def test_the_command_plans_those_without_a_day(app: Flask) -> None:
    with app.app_context():
        make.hall()
        make.undated(2026, title="光电子专场", sector="electronics")
    result = app.test_cli_runner().invoke(args=["season", "plan", "2026", "--json"])
    told = json.loads(result.stdout)
    assert [(day["title"], day["sector"]) for day in told["days"]] == [("光电子专场", "electronics")]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["2026", "--roadshows", "1", "--avoid", "13"], "没有13月，月份是1至12"),
        (["2026", "--roadshows", "1", "--avoid", "-1"], "没有-1月，月份是1至12"),
        (["2026", "--roadshows", "1", "--starts", "17:00", "--ends", "13:30"], "结束时间须晚于开始时间"),
        (["2026"], "没有待定日期的路演，先添加几场"),
        (["2026", "--sector", "energy"], "没有说要排几场时，按待定日期的各场自己的领域，不用另说领域"),
        (["99999999999999999999", "--roadshows", "1"], "年份“99999999999999999999”须是2000至2100的整数"),
        (["2026", "--roadshows", "0"], "待排场次“0”须是1至100的整数"),
        (["2026", "--roadshows", "1", "--sector", "energy", "--sector", "energy"], "领域比待排场次还多"),
        (["2027", "--roadshows", "1"], "2027年还没有年度计划，先开启它，再安排路演。"),
        (["2025", "--roadshows", "1"], "2025年已经过去，不能再排日期"),
        (["2026", "--roadshows", "1", "--events", "/nowhere.ics"], "打不开文件 /nowhere.ics"),
        (["2026", "--roadshows", "1", "--events", __file__], "这不是日历文件，请导出为 .ics 再试"),
        (["2026", "--roadshows", "1", "--hall", "没有的厅"], "没有叫“没有的厅”的场地"),
        (["2026", "--roadshows", "1", "--hall", "停用的厅"], "停用的厅已停用，请换一个场地"),
        (["2026", "--roadshows", "1", "--starts", "24:00"], "'24:00'"),
        (["2026", "--roadshows", "1", "--starts", "00:30"], "一场路演最长14小时"),
        (["2026", "--roadshows", "1", "--notice", "-1"], "至少提前“-1”须是0至52的整数"),
        (
            ["2026", "--roadshows", "1", "--notice", "9" * 30],
            "至少提前“99999999999999999999…”须是0至52的整数",
        ),
        (["1991", "--roadshows", "1"], "年份“1991”须是2000至2100的整数"),
    ],
)
def test_the_command_says_what_is_wrong_in_one_line(app: Flask, args: list[str], words: str) -> None:
    with app.app_context():
        make.season(2025)
        make.season(2026)
        make.hall(name="停用的厅", closed=True)
    result = app.test_cli_runner().invoke(args=["season", "plan", *args])
    assert (result.exit_code, result.stdout, words in result.stderr) == (2, "", True)
