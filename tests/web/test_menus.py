"""The menus of the desks: few entries, each page under one of them, every list two presses away."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import MAY, STAFF, Role
from roadshow.web.guards import permission_of
from roadshow.web.menus import DESK_NAMES, HOMES, MENUS, Entry, entries_of
from tests.conftest import AsRole
from tests.web.selecting import words_of

MOST = 7
LISTS = re.compile(r"\.(list_\w+|show_board|show_year|explore_years|check_outcomes)$")
BENEATH = {
    "/centre/figures/definitions",
    "/centre/ledgers/remembered",
}  # notes to one tab, linked from its head
OF = {Role.STARTUP: "startup", Role.INVESTOR: "investor", Role.JUDGE: "judge"}


def desk_of(role: Role) -> str:
    return OF.get(role, "centre")


def menu(client: FlaskClient, path: str) -> list[str]:
    return words_of(client.get(path).text, "header.side nav.ways a span")


def links(client: FlaskClient, path: str) -> set[str]:
    """The addresses of our own pages that this page leads to."""
    answer = client.get(path, follow_redirects=True)
    found = re.findall(r'<a [^>]*?href="(/[^"#]*)', answer.text) if answer.mimetype == "text/html" else []
    return {address.replace("&amp;", "&") for address in found}


@pytest.mark.parametrize("role", Role)
def test_a_menu_has_at_most_seven_entries(app: Flask, as_role: AsRole, role: Role) -> None:
    with app.test_request_context():
        home = app.url_for(HOMES[desk_of(role)])
    assert 0 < len(menu(as_role(role), home)) <= MOST


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        (Role.ORGANISER, "今天 路演 项目与机构 成果 数字 管理"),
        (Role.RECORDER, "今天 路演 项目与机构 成果 数字"),
        (Role.LEADER, "今天 数字 路演 成果"),
        (Role.ADMIN, "今天 路演 项目与机构 成果 数字 管理"),
    ],
)
def test_a_role_of_the_centre_has_its_own_menu(as_role: AsRole, role: Role, entries: str) -> None:
    assert menu(as_role(role), "/centre/") == entries.split()


@pytest.mark.parametrize(
    ("role", "path", "tabs"),
    [
        (Role.ORGANISER, "/centre/roadshows", "计划 场次 场地 节假日"),
        (Role.ORGANISER, "/centre/interests", "项目 企业 机构 意向"),
        (Role.ORGANISER, "/centre/outcomes", "登记 对接"),
        (Role.RECORDER, "/centre/outcomes", "登记 核对 对接 导入"),
        (Role.RECORDER, "/centre/figures", "年度 指标 探索"),
        (Role.LEADER, "/centre/outcomes", "登记 对接 项目 企业 机构 意向"),
        (Role.ORGANISER, "/centre/letters", "通知 通知模板"),
        (Role.ADMIN, "/centre/trail", "人员 通知 通知模板 留痕"),
        (Role.ADMIN, "/centre/projects", "项目 企业 机构"),
    ],
)
def test_tabs_show_only_what_their_reader_may_open(as_role: AsRole, role: Role, path: str, tabs: str) -> None:
    page = as_role(role).get(path).text
    assert words_of(page, "nav.sections a span") == tabs.split()
    (row,) = re.findall(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    assert re.findall(r'href="([^"]*)" aria-current="page"', row) == [path]


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_list_of_the_desk_is_two_presses_from_its_front_page(
    app: Flask, as_role: AsRole, role: Role
) -> None:
    client, may = as_role(role), MAY[role]
    lists = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("centre.")
        and LISTS.search(rule.endpoint)
        and not rule.arguments
        and permission_of(app.view_functions[rule.endpoint]) in may
    }
    first = links(client, "/centre/")
    reached = first.union(*(links(client, path) for path in first if path.startswith("/centre")))
    assert lists - {path.partition("?")[0] for path in reached} <= BENEATH


def places(app: Flask, entries: tuple[Entry, ...], endpoint: str) -> list[str]:
    with app.app_context():
        return [tab.endpoint for entry in entries for tab in entry.tabs if tab.holds(endpoint)]


@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_desk_belongs_under_one_entry_and_one_tab(app: Flask, role: Role) -> None:
    desk = desk_of(role)
    entries = entries_of(desk, [role])
    pages = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint.startswith(f"{desk}.") and permission_of(view) in MAY[role]
    ]
    assert {page: len(places(app, entries, page)) for page in pages} == dict.fromkeys(pages, 1)


def test_no_two_entries_of_a_menu_have_the_same_drawing() -> None:
    drawn = {desk: [entry.drawing for entry in entries] for desk, entries in MENUS.items()}
    assert {desk: len(set(names)) for desk, names in drawn.items()} == {
        desk: len(names) for desk, names in drawn.items()
    }


def test_the_page_beneath_a_tab_marks_its_entry_and_shows_no_tabs(as_role: AsRole) -> None:
    page = as_role(Role.ORGANISER).get("/centre/halls/new").text
    marked = re.findall(r'<a href="[^"]*" aria-current="(\w+)">.*?<span>(.*?)</span>', page, re.DOTALL)
    assert marked == [("true", "路演")] * 2  # once on a wide screen, once in the menu of a phone
    assert words_of(page, "nav.sections a") == []


def test_who_leads_and_keeps_accounts_has_the_whole_menu() -> None:
    assert entries_of("centre", [Role.LEADER, Role.ADMIN]) == MENUS["centre"]


@pytest.mark.parametrize("role", Role)
def test_the_corner_holds_what_is_the_readers_own(app: Flask, as_role: AsRole, role: Role) -> None:
    with app.test_request_context():
        home = app.url_for(HOMES[desk_of(role)])
    own = words_of(as_role(role).get(home).text, "header.side nav.own a span")
    usual = ["收件箱", "修改密码"] if role is Role.JUDGE else ["收件箱", "日历订阅", "修改密码"]
    more = ["添加角色"] if role in (Role.STARTUP, Role.INVESTOR) else []
    assert own == [*usual, *more, "使用说明", "English"]


def test_every_desk_has_its_name() -> None:
    assert set(MENUS) <= set(DESK_NAMES)
