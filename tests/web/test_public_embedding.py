"""The list for other sites' pages: any site may show it, it knows nobody, and is of the selection in its address."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.web.reading import links, texts

pytestmark = pytest.mark.usefixtures("in_spring")
LIST, SCRIPT = "/calendar/embed", "/calendar/widget.js"


def publish(app: Flask, *titles: str, **facts: object) -> None:
    with app.app_context():
        for number, title in enumerate(titles):
            make.roadshow(S.PUBLISHED, on=date(2026, 4, 11 + number), title=title, **facts)


def ancestors(client: FlaskClient, path: str) -> str:
    policy = client.get(path).headers["Content-Security-Policy"]
    return re.findall(r"frame-ancestors ([^;]*)", policy)[0]


def test_any_site_may_show_this_page_and_no_other(client: FlaskClient):
    others = ["/", "/calendar", "/roadshows", "/sign-in", "/calendar/nowhere", f"{LIST}?hall=99", SCRIPT]
    assert [ancestors(client, path) for path in [LIST, *others]] == ["*", *["'none'"] * len(others)]


def test_its_policy_else_is_that_of_every_page(client: FlaskClient):
    framed, usual = (client.get(path).headers["Content-Security-Policy"] for path in (LIST, "/calendar"))
    assert framed.replace("frame-ancestors *", "frame-ancestors 'none'") == usual


@pytest.mark.parametrize("path", [LIST, SCRIPT])
def test_neither_sets_a_cookie_and_both_are_the_same_for_everybody(client: FlaskClient, path: str):
    client.set_cookie("session", "of-somebody")
    theirs = client.get(path, headers={"Accept-Language": "en"})
    client.delete_cookie("session")
    ours = client.get(path)
    assert (theirs.status_code, theirs.data) == (200, ours.data)
    assert ("Set-Cookie" in theirs.headers, theirs.headers["Cache-Control"]) == (False, "public, no-cache")


def test_it_lists_the_next_six_of_its_selection(app: Flask, client: FlaskClient):
    publish(app, *"一二三四五六七", sector="energy")
    publish(app, "别的", sector="materials")
    page = client.get(f"{LIST}?sector=energy").text
    assert texts(page, "h3") == list("一二三四五六")
    assert texts(page, "h2") == ["新能源与节能"]


def test_every_link_opens_beside_the_page_that_shows_it_and_keeps_the_selection(
    app: Flask, client: FlaskClient
):
    publish(app, "一场", sector="energy")
    page = client.get(f"{LIST}?sector=energy&lang=en").text
    assert links(page)[-2:] == ["/roadshows?sector=energy&lang=en", "/calendar?sector=energy&lang=en"]
    assert page.count('target="_blank" rel="noopener"') == len(links(page)) == 3


def test_without_anything_ahead_it_says_so(client: FlaskClient):
    assert texts(client.get(LIST).text, "p", "note") == [
        "现在没有即将举办的场次。订阅日历，公布时就会出现在您自己的日历里。"
    ]


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("", "light"),
        ("?theme=light", "light"),
        ("?theme=dark", "dark"),
        ("?theme=system", None),
        ('?theme="><b', "light"),
    ],
)
def test_its_colours_are_those_that_the_other_site_asks_for(
    client: FlaskClient, query: str, theme: str | None
):
    found = re.search(r'<html lang="zh-CN"(?: data-theme="(\w+)")?>', client.get(LIST + query).text)
    assert found
    assert found[1] == theme


@pytest.mark.parametrize("query", ["sector=alchemy", "hall=99", "hall=x", "year=soon"])
def test_there_is_no_list_of_what_there_is_not(client: FlaskClient, query: str):
    assert client.get(f"{LIST}?{query}").status_code == 404


def test_search_engines_are_told_to_leave_it(client: FlaskClient):
    assert '<meta name="robots" content="noindex">' in client.get(LIST).text


def test_it_costs_the_same_however_many_are_on(app: Flask, client: FlaskClient, counted: Counted):
    costs = []
    for number in range(2):
        publish(app, *(f"{number}{place}" for place in range(1 + 4 * number)))
        with counted() as statements:
            client.get(LIST)
        costs.append(len(statements))
    assert costs == [2, 2]  # the roadshows, and the seats that are left


def test_the_script_is_the_same_whatever_it_is_asked_and_asked_for_again(client: FlaskClient):
    plain, asked = client.get(SCRIPT), client.get(f"{SCRIPT}?sector=energy&lang=en&theme=dark")
    assert (plain.mimetype, plain.data) == ("text/javascript", asked.data)
    again = client.get(SCRIPT, headers={"If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 304
