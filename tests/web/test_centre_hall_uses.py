"""Other uses of a hall and days when it is out of use, at the hall's page."""

import re
from datetime import time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.halls.queries import get_hall, list_uses
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import whys
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
USE = {"what": "示例商会年会", "on": "2026-06-16", "starts": "09:00", "ends": "12:00", "until": ""}
BLACKOUT = {"what": "空调检修", "first": "2026-06-20", "last": "2026-06-21"}


@pytest.fixture
def hall(app: Flask) -> int:
    with app.app_context():
        return make.hall(name="一号路演厅").id


def test_a_use_and_days_out_of_use_are_entered_listed_and_removed(
    app: Flask, organiser: FlaskClient, hall: int
) -> None:
    path = f"/centre/halls/{hall}"
    answers = [
        organiser.post(f"{path}/uses/new", data=USE).location,
        organiser.post(f"{path}/blackouts/new", data=BLACKOUT).location,
    ]
    page = organiser.get(path).text
    rows = [re.sub(r"\s+", " ", row).strip() for row in words_of(page, "section#uses tbody tr")]
    assert answers == [path, path]
    assert [row.partition(" 删去")[0] for row in rows] == [
        "示例商会年会 其他占用 2026年6月16日 周二09:00–12:00",
        "空调检修 暂停使用 2026年6月20日至21日全天",
    ]
    with app.app_context():
        ids = [use.id for use in list_uses(hall, clock.now())]
    for use_id in ids:
        organiser.post(f"{path}/uses/{use_id}/remove")
    assert words_of(organiser.get(path).text, "section#uses h2") == [
        "其他占用和暂停使用",
        "没有其他占用或暂停使用",
    ]


def test_a_weekly_use_is_removed_from_one_week_on(app: Flask, organiser: FlaskClient, hall: int) -> None:
    path = f"/centre/halls/{hall}"
    organiser.post(f"{path}/uses/new", data=USE | {"until": "2026-07-07"})
    with app.app_context():
        second = list_uses(hall, clock.now())[1].id
    organiser.post(f"{path}/uses/{second}/remove", data={"later": "y"})
    with app.app_context():
        assert [use.days[0] for use in list_uses(hall, clock.now())] == [make.DAY]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ends": "08:00"}, "结束时间须晚于开始时间"),
        ({"ends": "24:00"}, "结束时间“24:00”不是有效的时间，请像13:30这样写"),
        ({"on": "1991-09-15", "starts": "01:30", "ends": "02:30"}, "日期须在2026至2027年内"),
        ({"on": "2026-02-01"}, "这段时间已经过去，请选今后的日期"),
        ({"on": "2028-01-01"}, "日期须在2026至2027年内"),
        ({"on": "2026-02-30"}, "日期“2026-02-30”不是有效的日期，请写年-月-日，例如2026-03-02"),
        ({"until": "2026-06-15"}, "每周重复的最后一天不能早于第一天"),
        ({"until": "2031-06-15"}, "日期须在2026至2027年内"),
        ({"what": ""}, "请填写谁用、做什么"),
        ({"what": "长" * 201}, "谁用、做什么最多200个字，现在是201个字"),
        ({"starts": ""}, "请填写开始时间"),
    ],
)
def test_an_odd_use_is_refused_at_its_field_and_what_was_typed_is_kept(
    app: Flask, organiser: FlaskClient, hall: int, said: dict[str, str], words: str
) -> None:
    page = organiser.post(f"/centre/halls/{hall}/uses/new", data=USE | said).text
    kept = all(f'value="{typed}"' in page for typed in (USE | said).values() if typed)
    with app.app_context():
        assert (whys(page), kept, list_uses(hall, clock.now())) == ([words], True, [])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"last": "2026-06-19"}, "最后一天不能早于第一天"),
        ({"first": "2026-02-01", "last": "2026-02-02"}, "这些日子已经过去，请选今后的日期"),
        ({"last": "2028-06-21"}, "日期须在2026至2027年内"),
        ({"first": "1991-09-15"}, "日期须在2026至2027年内"),
        ({"what": " "}, "请填写暂停使用的原因"),
    ],
)
def test_odd_days_out_of_use_are_refused_at_their_field(
    app: Flask, organiser: FlaskClient, hall: int, said: dict[str, str], words: str
) -> None:
    page = organiser.post(f"/centre/halls/{hall}/blackouts/new", data=BLACKOUT | said).text
    with app.app_context():
        assert (whys(page), list_uses(hall, clock.now())) == ([words], [])


def test_the_roadshow_that_a_use_would_meet_is_named_at_the_day(
    app: Flask, organiser: FlaskClient, hall: int
) -> None:
    with app.app_context():
        make.roadshow(on=make.DAY, title="新材料专场", where=get_hall(hall))
    page = organiser.post(f"/centre/halls/{hall}/uses/new", data=USE | {"ends": "13:00"}).text
    assert whys(page) == [
        "一号路演厅在6月16日 周二 12:30–17:30已被“新材料专场”占用（含布场与撤场），请换时间或场地"
    ]


def test_what_is_over_cannot_be_removed_and_says_so(app: Flask, organiser: FlaskClient, hall: int) -> None:
    with app.app_context():
        with clock.at(clock.now() - timedelta(days=3)):
            use = make.use(get_hall(hall), clock.today() + timedelta(days=1))
        use_id = use.id
    path = f"/centre/halls/{hall}/uses/{use_id}/remove"
    page = organiser.post(path, follow_redirects=True).text
    assert words_of(page, "p.bad") == ["已经结束的占用和暂停使用留作记录，不能删去"]


def test_who_only_reads_sees_the_uses_and_no_button(app: Flask, as_role: AsRole, hall: int) -> None:
    with app.app_context():
        make.use(get_hall(hall), make.DAY)
    page = as_role(Role.LEADER).get(f"/centre/halls/{hall}").text
    assert (
        words_of(page, "section#uses tbody th"),
        words_of(page, "section#uses button,section#uses a"),
    ) == (
        ["示例商会年会"],
        [],
    )


@pytest.mark.parametrize("many", [1, 3])
def test_a_halls_page_costs_the_same_however_much_is_on(
    app: Flask, organiser: FlaskClient, counted: Counted, hall: int, many: int
) -> None:
    with app.app_context():
        for number in range(many):
            make.use(get_hall(hall), make.DAY + timedelta(days=number), until=make.DAY + timedelta(days=60))
            make.roadshow(where=get_hall(hall), on=make.DAY + timedelta(days=number), starts=time(14))
    with counted() as statements:
        organiser.get(f"/centre/halls/{hall}")
    assert len(statements) == 8


def test_who_saves_a_hall_that_somebody_changed_meanwhile_is_told_and_nothing_is_undone(
    app: Flask, organiser: FlaskClient, as_role: AsRole, hall: int
) -> None:
    said = {"name": "一号路演厅", "address": "示例路60号", "capacity": "120", "setup_minutes": "0"}
    said |= {"teardown_minutes": "0", "seen": "0"}
    path = f"/centre/halls/{hall}/change"
    assert 'name="seen" type="hidden" value="0"' in organiser.get(path).text
    first = organiser.post(path, data=said | {"capacity": "90"})
    page = organiser.post(path, data=said | {"capacity": "70"}).text
    with app.app_context():
        assert (first.status_code, get_hall(hall).capacity) == (302, 90)
    assert words_of(page, "section.errors li") == [
        "测试organiser刚刚修改了场地。您的改动没有保存，请看过现在的再改。"
    ]
    assert 'name="seen" type="hidden" value="1"' in page
    again = organiser.post(path, data=said | {"capacity": "70", "seen": "1"})
    with app.app_context():
        assert (again.status_code, get_hall(hall).capacity) == (302, 70)
