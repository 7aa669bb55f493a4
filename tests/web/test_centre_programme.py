"""Halls and the year's roadshows at the centre's desk."""

import re
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.halls.hours import Open
from roadshow.halls.queries import find_hall, get_hall, list_halls
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow, list_roadshows
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults, whys
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
NEW = "/centre/seasons/2026/roadshows/new"


def stored(app: Flask, **facts: object) -> int:
    """A roadshow's id; on ``make.DAY`` unless it is said."""
    with app.app_context():
        return make.roadshow(**({"on": make.DAY} | facts)).id  # type: ignore[arg-type]  # the test says them right


def hall_id(app: Flask, **facts: object) -> int:
    with app.app_context():
        return make.hall(**facts).id  # type: ignore[arg-type]  # as above


def typed(hall: int, **said: str) -> dict[str, str]:
    """A form as the organiser fills it."""
    return {
        "title": "新材料专场",
        "sector": "materials",
        "summary": "十个项目",
        "on": "2026-06-16",
        "starts": "13:30",
        "ends": "17:00",
        "hall": str(hall),
        "places": "8",
        **said,
    }


def test_an_empty_start_says_what_to_do_first(organiser: FlaskClient) -> None:
    for path, words in (
        ("seasons", "还没有年度计划"),
        ("halls", "还没有场地"),
        ("roadshows", "还没有路演"),
    ):
        assert words_of(organiser.get(f"/centre/{path}").text, "div.empty h2") == [words]


def test_a_hall_is_made_and_changed(app: Flask, organiser: FlaskClient) -> None:
    said = {
        "name": " 一号路演厅 ",
        "address": "示例路60号",
        "capacity": "１２０",
        "setup_minutes": "120",
        "teardown_minutes": "0",
    }
    assert organiser.post("/centre/halls/new", data=said).location == "/centre/halls"
    with app.app_context():
        hall = find_hall("一号路演厅")
        assert hall is not None
        assert (hall.capacity, hall.setup_minutes, hall.teardown_minutes) == (120, 120, 0)
        path = f"/centre/halls/{hall.id}/change"
    organiser.post(path, data=said | {"capacity": "80", "closed": "y"})
    with app.app_context():
        assert [(hall.capacity, hall.closed) for hall in list_halls()] == [(80, True)]


def test_an_odd_hall_is_refused_and_all_that_was_typed_is_kept(app: Flask, organiser: FlaskClient) -> None:
    hall_id(app, name="一号路演厅")
    said = {
        "name": "一号路演厅",
        "address": "示例路60号",
        "capacity": "0",
        "setup_minutes": "1441",
        "teardown_minutes": "30",
    }
    page = organiser.post("/centre/halls/new", data=said).text
    assert whys(page) == [
        "容纳人数“0”须是1至100,000的整数",
        "布场时间“1441”须是0至1,440的整数",
    ]
    assert all(f'value="{words}"' in page for words in said.values())
    page = organiser.post("/centre/halls/new", data=said | {"capacity": "9", "setup_minutes": "9"}).text
    assert whys(page) == ["已有同名场地"]


HALL = {
    "name": "一号路演厅",
    "address": "示例路60号",
    "capacity": "120",
    "setup_minutes": "0",
    "teardown_minutes": "0",
}


def test_an_online_room_with_its_equipment_and_hours_is_shown_and_changed(
    app: Flask, organiser: FlaskClient
) -> None:
    said = HALL | {"online": "yes", "link": "https://meet.example/1", "opens_0": "09:00", "closes_0": "18:00"}
    organiser.post("/centre/halls/new", data=said | {"equipment": ["led", "streaming"]})
    with app.app_context():
        (hall,) = list_halls()
        assert (hall.online, hall.address, hall.link) == (True, "", "https://meet.example/1")
        assert (hall.equipment, hall.hours) == (["led", "streaming"], {0: Open(time(9), time(18))})
        path = f"/centre/halls/{hall.id}"
    page = organiser.get(path).text
    assert words_of(page, "dl.facts-list dd")[:3] == [
        "https://meet.example/1",
        "周一 09:00–18:00",
        "LED大屏、直播推流",
    ]
    form = organiser.get(f"{path}/change").text
    assert [value in form for value in ('value="09:00"', 'checked id="equipment-0"', "meet.example/1")] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"opens_0": "18:00", "closes_0": "08:00"}, "周一的关闭时间须晚于开放时间"),
        ({"opens_0": "08:00", "closes_0": "24:00"}, "周一关闭“24:00”不是有效的时间，请像13:30这样写"),
        ({"opens_0": "08:00"}, "开放和关闭时间须同时填写，或者都不填"),
        ({"closes_6": "08:00"}, "开放和关闭时间须同时填写，或者都不填"),
        ({"address": ""}, "请填写地址"),
        ({"address": "长" * 201}, "地址最多200个字，现在是201个字"),
        ({"online": "yes"}, "请填写线上会议室的入会链接"),
        ({"online": "yes", "link": "meet.example"}, "入会链接须以https://开头"),
        (
            {"point": "平湖市"},
            "地图坐标“平湖市”须是纬度和经度两个数，例如30.69481, 121.02133",
        ),
        ({"point": "30.69481"}, "地图坐标“30.69481”须是纬度和经度两个数，例如30.69481, 121.02133"),
        ({"point": "121.02133, 30.69481"}, "地图坐标的纬度须在-90至90之间，请先写纬度，再写经度"),
        ({"point": "30.69481, 181"}, "地图坐标的经度须在-180至180之间"),
        ({"equipment": "piano"}, "请从列表中选择一项"),
        ({"name": "长" * 101}, "场地名称最多100个字，现在是101个字"),
        ({"capacity": "-1"}, "容纳人数“-1”须是1至100,000的整数"),
        ({"capacity": "0"}, "容纳人数“0”须是1至100,000的整数"),
        ({"capacity": "9" * 30}, "容纳人数“99999999999999999999…”须是1至100,000的整数"),
        ({"setup_minutes": "-30"}, "布场时间“-30”须是0至1,440的整数"),
        ({"setup_minutes": "999999999"}, "布场时间“999999999”须是0至1,440的整数"),
        ({"teardown_minutes": "1441"}, "撤场时间“1441”须是0至1,440的整数"),
        ({"teardown_minutes": "9" * 30}, "撤场时间“99999999999999999999…”须是0至1,440的整数"),
    ],
)
def test_odd_facts_of_a_hall_are_told_at_their_field(
    app: Flask, organiser: FlaskClient, said: dict[str, str], words: str
) -> None:
    page = organiser.post("/centre/halls/new", data=HALL | said).text
    with app.app_context():
        assert (whys(page), list_halls()) == ([words], [])


@pytest.mark.parametrize("typed", ["121.02133, 30.69481", "平湖市"])
def test_a_place_on_the_map_that_is_refused_is_kept_as_it_was_typed(
    organiser: FlaskClient, typed: str
) -> None:
    page = organiser.post("/centre/halls/new", data=HALL | {"point": typed}).text
    assert f'value="{typed}"' in page


def test_a_halls_place_on_the_map_is_shown_changed_and_taken_away(app: Flask, organiser: FlaskClient) -> None:
    organiser.post("/centre/halls/new", data=HALL | {"point": "30.694812，121.02133"})
    with app.app_context():
        (hall,) = list_halls()
        path = f"/centre/halls/{hall.id}"
    assert words_of(organiser.get(path).text, "dl.facts-list dd")[0] == "30.69481, 121.02133"
    assert 'value="30.69481, 121.02133"' in organiser.get(f"{path}/change").text
    organiser.post(f"{path}/change", data=HALL | {"point": ""})
    with app.app_context():
        assert [hall.point for hall in list_halls()] == [None]


def test_a_roadshow_is_planned_in_its_hall(app: Flask, organiser: FlaskClient) -> None:
    hall = hall_id(app)
    with app.app_context():
        make.season(2026)
    answer = organiser.post(NEW, data=typed(hall))
    with app.app_context():
        (row,) = list_roadshows(2026)
        assert answer.location == f"/centre/roadshows/{row.id}"
        assert (row.title, row.sector, row.on, row.hall_id, row.places, row.state) == (
            "新材料专场",
            "materials",
            date(2026, 6, 16),
            hall,
            8,
            S.PLANNED,
        )


def test_one_that_overlaps_is_refused_at_the_hall_with_the_other_named_and_keeps_what_was_typed(
    app: Flask, organiser: FlaskClient
) -> None:
    hall = hall_id(app, name="一号路演厅")
    with app.app_context():
        where = find_hall("一号路演厅")
        make.roadshow(where=where, on=make.DAY, title="电子信息专场", starts=time(9), ends=time(12))
    said = typed(hall, starts="12:45")
    page = organiser.post(NEW, data=said)
    told = "一号路演厅在6月16日 周二 08:00–12:30已被“电子信息专场”占用（含布场与撤场），请换时间或场地"
    assert (page.status_code, whys(page.text)) == (200, [told])
    assert words_of(page.text, "section.errors li a") == [told]
    assert 'href="#hall"' in page.text
    kept = ["title", "on", "starts", "ends", "places"]
    assert [name for name in kept if f'value="{said[name]}"' not in page.text] == []
    assert words_of(page.text, "textarea#summary") == ["十个项目"]
    assert f'<option selected value="{hall}">' in page.text
    assert organiser.post(NEW, data=typed(hall, starts="13:30")).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "请填写场次名称"),
        ("title", "长" * 201, "场次名称最多200个字，现在是201个字"),
        ("starts", "", "定了日期，就要填写开始和结束时间"),
        ("ends", "", "定了日期，就要填写开始和结束时间"),
        ("on", "2026-02-30", "日期“2026-02-30”不是有效的日期，请写年-月-日，例如2026-03-02"),
        ("on", "0001-01-01", "日期“0001-01-01”超出范围，年份须在1900至2199之间"),
        ("on", "9999-12-31", "日期“9999-12-31”超出范围，年份须在1900至2199之间"),
        ("on", "1991-09-15", "日期须在2026年内"),
        ("on", "2031-06-16", "日期须在2026年内"),
        ("on", "2026-03-01", "开始时间已经过去，请选今后的日期"),
        ("starts", "24:00", "开始时间“24:00”不是有效的时间，请像13:30这样写"),
        ("ends", "13:30", "结束时间须晚于开始时间"),
        ("ends", "下午五点", "结束时间“下午五点”不是有效的时间，请像13:30这样写"),
        ("starts", "02:59", None),
        ("hall", "", "请选择场地"),
        ("hall", "999", "请从列表中选择一项"),
        ("places", "0", "上台项目数“0”须是1至100的整数"),
        ("places", "-1", "上台项目数“-1”须是1至100的整数"),
        ("places", "99999999999999999999", "上台项目数“99999999999999999999”须是1至100的整数"),
        ("sector", "alchemy", "请从列表中选择一项"),
    ],
)
def test_odd_input_is_refused_in_words_at_its_field(
    app: Flask, organiser: FlaskClient, field: str, value: str, words: str | None
) -> None:
    hall = hall_id(app)
    with app.app_context():
        make.season(2026)
    page = organiser.post(NEW, data=typed(hall) | {field: value})
    assert (page.status_code, whys(page.text)) == (200, [words or "一场路演最长14小时"])


def test_a_hall_just_closed_is_refused_in_words(app: Flask, organiser: FlaskClient) -> None:
    hall = hall_id(app, name="二号路演厅", closed=True)
    with app.app_context():
        make.season(2026)
    page = organiser.post(NEW, data=typed(hall))
    assert whys(page.text) == ["二号路演厅已停用，请换一个场地"]


def test_a_closed_hall_is_not_offered(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.season(2026)
    hall_id(app, name="一号路演厅", capacity=120)
    hall_id(app, name="二号路演厅", closed=True)
    page = organiser.get(NEW).text
    assert words_of(page, "select#hall option") == ["请选择", "一号路演厅（120人）"]


def test_a_roadshow_is_changed_and_its_form_knows_it(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, title="旧题目")
    with app.app_context():
        hall = get_roadshow(roadshow_id).hall_id
    path = f"/centre/roadshows/{roadshow_id}/change"
    form = organiser.get(path).text
    assert [value for value in ("旧题目", "2026-06-16", "13:30", "17:00") if f'value="{value}"' in form] == [
        "旧题目",
        "2026-06-16",
        "13:30",
        "17:00",
    ]
    answer = organiser.post(path, data=typed(hall or 0, title="新题目"))
    assert answer.location == f"/centre/roadshows/{roadshow_id}"
    with app.app_context():
        assert get_roadshow(roadshow_id).title == "新题目"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("on", "1991-09-15", "日期须在2026至2027年内"),
        ("on", "2028-01-01", "日期须在2026至2027年内"),
        ("on", "2026-03-01", "开始时间已经过去，请选今后的日期"),
        ("starts", "24:00", "开始时间“24:00”不是有效的时间，请像13:30这样写"),
        ("ends", "13:29", "结束时间须晚于开始时间"),
        ("ends", "", "定了日期，就要填写开始和结束时间"),
        ("places", "-1", "上台项目数“-1”须是1至100的整数"),
        ("branches", "999", "请从列表中选择一项"),
    ],
)
def test_what_is_odd_when_planned_is_odd_when_changed_and_changes_nothing(
    app: Flask, organiser: FlaskClient, field: str, value: str, words: str
) -> None:
    hall, _other = hall_id(app), hall_id(app)
    with app.app_context():
        roadshow_id = make.roadshow(where=get_hall(hall), on=make.DAY, title="新材料专场").id
    path = f"/centre/roadshows/{roadshow_id}/change"
    page = organiser.post(path, data=typed(hall, title="另一个名称") | {field: value}).text
    with app.app_context():
        assert (whys(page), get_roadshow(roadshow_id).title) == ([words], "新材料专场")


def test_halls_closed_between_form_and_save_are_refused_at_their_fields(
    app: Flask, organiser: FlaskClient
) -> None:
    main, branch = hall_id(app, name="一号路演厅"), hall_id(app, name="二号路演厅")
    roadshow_id = stored(app)
    for closing in (main, branch):
        with app.app_context():
            get_hall(closing).closed = True
            db.session.commit()
    page = organiser.post(
        f"/centre/roadshows/{roadshow_id}/change", data=typed(main) | {"branches": str(branch)}
    ).text
    assert whys(page) == ["一号路演厅已停用，请换一个场地", "二号路演厅已停用，请换一个场地"]


def test_branch_halls_are_picked_kept_and_let_go_in_the_form(app: Flask, organiser: FlaskClient) -> None:
    main, branch = hall_id(app, name="一号路演厅"), hall_id(app, name="上海分会场", capacity=80)
    with app.app_context():
        make.season(2026)
    path = organiser.post(NEW, data=typed(main) | {"branches": str(branch)}).location
    shown = words_of(organiser.get(path).text, "dl.facts-list dd")
    form = organiser.get(f"{path}/change").text
    assert ["上海分会场 示例路60号" in shown, "200人" in shown] == [True, True]
    assert re.findall(r'<input checked id="branches-\d" name="branches"[^>]*value="(\d+)"', form) == [
        str(branch)
    ]
    organiser.post(f"{path}/change", data=typed(main))
    with app.app_context():
        assert get_roadshow(int(path.rpartition("/")[2])).branches == []


def test_a_single_hall_offers_no_branch(app: Flask, organiser: FlaskClient) -> None:
    hall_id(app)
    with app.app_context():
        make.season(2026)
    assert 'name="branches"' not in organiser.get(NEW).text


def test_places_below_those_given_are_refused_in_the_form(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        row = make.roadshow(S.SELECTING, on=make.DAY)
        for _number in range(2):
            make.pitch(row, P.ACCEPTED)
        path, hall = f"/centre/roadshows/{row.id}/change", row.hall_id
    page = organiser.post(path, data=typed(hall or 0, places="1"))
    assert whys(page.text) == ["已经选入2个项目，名额不能更少"]


def test_the_tabs_count_by_state_and_what_is_archived_was_held(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make.held(date(2025, 5, 5), "甲")
        make.held(date(2026, 1, 5), "乙", S.CLOSED)
        make.held(date(2026, 2, 5), "丙")
    stored(app, title="丁")
    page = organiser.get("/centre/roadshows?year=2026&state=held").text
    assert words_of(page, "nav.tabs a") == ["全部3", "已列入计划1", "已举办2"]
    assert words_of(page, "tbody th a") == ["丙", "乙"]
    assert words_of(organiser.get("/centre/roadshows").text, "tbody th a") == ["丁", "丙", "乙", "甲"]


@pytest.mark.parametrize("asked", ["year=0", "year=99999", "year=x", "state=nonsense", "page=-1", "page=0"])
def test_nonsense_in_the_address_filters_nothing(app: Flask, organiser: FlaskClient, asked: str) -> None:
    stored(app, title="丁")
    assert words_of(organiser.get(f"/centre/roadshows?{asked}").text, "tbody th a") == ["丁"]


@pytest.mark.parametrize("path", ["seasons", "seasons/2026", "halls", "roadshows"])
def test_a_list_costs_the_same_however_long(
    app: Flask, organiser: FlaskClient, counted: Counted, path: str
) -> None:
    costs: list[int] = []
    for many in (1, 2):
        for _number in range(many):
            number = len(costs) * 10 + _number
            roadshow_id = stored(app, on=date(2026, 4, 10 + number))
            with app.app_context():
                make.pitch(get_roadshow(roadshow_id))
                make.season(2010 + number)
        with counted() as statements:
            organiser.get(f"/centre/{path}")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_what_another_has_changed_meanwhile_is_not_undone_and_is_told(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        row = make.roadshow(S.PUBLISHED, on=make.DAY)
        path, hall = f"/centre/roadshows/{row.id}", row.hall_id or 0
    seen = seen_in(organiser.get(f"{path}/change").text)
    organiser.post(f"{path}/change", data=typed(hall, on="2026-06-16", places="12", seen=seen))
    organiser.post(f"{path}/postpone", data={"on": "2026-07-01", "starts": "09:00"})
    page = organiser.post(f"{path}/change", data=typed(hall, title="改了名", seen=seen)).text
    [told] = faults(page)
    assert told.endswith("刚刚修改了路演；改期了路演。您的改动没有保存，请看过现在的再改。")
    again = typed(hall, title="改了名", on="2026-07-01", starts="09:00", ends="12:30", seen=seen_in(page))
    assert organiser.post(f"{path}/change", data=again).location == path


def seen_in(page: str) -> str:
    (seen,) = re.findall(r'name="seen"[^>]* value="(\d+)"', page)
    return seen


def test_who_only_reads_is_offered_no_change(app: Flask, as_role: AsRole) -> None:
    roadshow_id = stored(app)
    leader = as_role(Role.LEADER)
    paths = ("seasons", "seasons/2026", "halls", "roadshows", f"roadshows/{roadshow_id}")
    pages = [leader.get(f"/centre/{path}").text for path in paths]
    assert [words_of(page, "div.head div.row a, div.head div.row button") for page in pages] == [[]] * 5
