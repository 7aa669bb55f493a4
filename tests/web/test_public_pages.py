"""A public page is the same for every visitor but for the language: kept by caches, asked for again, never personal."""

import gzip
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole
from tests.web.reading import links

pytestmark = pytest.mark.usefixtures("in_spring")
PAGES = [
    "/",
    "/roadshows",
    "/roadshows?year=2026&sector=energy",
    "/roadshows/month",
    "/calendar",
    "/results",
    "ONE",
]
PAGES += ["/about", "/privacy", "/accessibility"]
HEADERS = ("Cache-Control", "Vary", "Set-Cookie")


@pytest.fixture
def one(app: Flask) -> str:
    """The address of a published roadshow."""
    with app.app_context():
        make.held(date(2025, 6, 1))
        return f"/roadshows/{make.roadshow(RoadshowState.PUBLISHED).uid}"


@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_may_be_kept_by_anyone_and_sets_no_cookie(client: FlaskClient, one: str, page: str):
    answer = client.get(page.replace("ONE", one))
    assert {name: answer.headers.get(name) for name in HEADERS} == {
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        "Set-Cookie": None,
    }


@pytest.mark.parametrize("page", PAGES)
def test_whoever_has_a_public_page_is_told_so(client: FlaskClient, one: str, page: str):
    path = page.replace("ONE", one)
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert {name: again.headers.get(name) for name in HEADERS} == {
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        "Set-Cookie": None,
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_does_not_know_who_reads_it(client: FlaskClient, as_role: AsRole, one: str, page: str):
    path = page.replace("ONE", one)
    seen = [reader.get(path) for reader in (client, as_role(Role.ORGANISER))]
    assert seen[0].data == seen[1].data
    assert {name: seen[1].headers.get(name) for name in HEADERS} == {
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Language, Accept-Encoding",
        "Set-Cookie": None,
    }


def test_a_new_roadshow_is_never_answered_with_304(app: Flask, client: FlaskClient):
    tag = client.get("/").headers["ETag"]
    with app.app_context():
        make.roadshow(RoadshowState.PUBLISHED)
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_that_is_not_there_is_kept_by_nobody(client: FlaskClient):
    for path in ("/roadshows/00000000-0000-4000-8000-000000000000", "/roadshows/1", "/nowhere"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
        assert answer.headers.get("Set-Cookie") is None


@pytest.mark.parametrize(
    ("wants", "spoken"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("en;q=0.5,zh;q=0.9", "zh-CN"),
        ("fr,de;q=0.9", "zh-CN"),
        ("fr,en;q=0.1", "en"),
        ("", "zh-CN"),
        ("*", "zh-CN"),
        ("zh-TW", "zh-CN"),
    ],
)
def test_who_has_chosen_nothing_reads_what_the_browser_prefers(client: FlaskClient, wants: str, spoken: str):
    assert language_of(client.get("/", headers={"Accept-Language": wants}).text) == spoken


@pytest.mark.parametrize(("named", "spoken"), [("en", "en"), ("zh", "zh-CN")])
def test_the_address_outweighs_the_browser_and_then_nothing_varies(
    client: FlaskClient, named: str, spoken: str
):
    answer = client.get(f"/?lang={named}", headers={"Accept-Language": "en" if named == "zh" else "zh"})
    assert (language_of(answer.text), answer.headers.get("Vary")) == (spoken, "Accept-Encoding")


def test_a_language_that_we_do_not_speak_is_none(client: FlaskClient):
    answer = client.get("/?lang=tlh", headers={"Accept-Language": "en"})
    assert (language_of(answer.text), answer.headers["Vary"]) == ("en", "Accept-Language, Accept-Encoding")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_carries_the_language_that_its_address_names(
    client: FlaskClient, one: str, page: str
):
    path = page.replace("ONE", one)
    found = client.get(path + ("&" if "?" in path else "?") + "lang=en").text
    ours = [link for link in links(found) if not link.startswith(("#", "https:"))]
    assert [link for link in ours if not re.search(r"[?&]lang=(en|zh)\b", link)] == []
    assert {link for link in ours if "lang=zh" in link} == {path + ("&" if "?" in path else "?") + "lang=zh"}


def test_a_filter_keeps_the_language(client: FlaskClient):
    page = client.get("/roadshows?lang=en").text
    assert '<input type="hidden" name="lang" value="en">' in page


def test_an_english_page_offers_the_english_calendar_whoever_said_so(client: FlaskClient):
    for page in (client.get("/calendar?lang=en"), client.get("/calendar", headers={"Accept-Language": "en"})):
        assert {link for link in links(page.text) if ".ics" in link} == {
            "webcal://localhost/calendar/all.ics?lang=en",
            "/calendar/all.ics?once=1&lang=en",
        }


@pytest.mark.parametrize(
    "query",
    [
        "_scheme=javascript",
        "_external=1",
        "_anchor=x",
        "_method=PUT",
        "endpoint=public.subscribe",
        "uid=1",
        "x=%ed%a0%80%ff",
        "x=%22%3E%3Cscript%3E",
    ],
)
def test_no_query_can_bend_the_link_to_the_other_language(client: FlaskClient, one: str, query: str):
    for path in ("/", one):
        answer = client.get(f"{path}?{query}")
        other = [link for link in links(answer.text) if "lang=en" in link]
        assert answer.status_code == 200
        assert {re.sub(r"\?.*", "", link) for link in other} == {path}


def test_a_language_chosen_at_the_door_goes_along_to_the_public_pages(client: FlaskClient):
    client.get("/sign-in?lang=en")
    page = client.get("/sign-in").text
    assert language_of(page) == "en"
    assert {link for link in links(page) if link.startswith("/roadshows")} == {"/roadshows?lang=en"}


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([^"]*)"', page)
    assert found
    return found[1]


def test_a_public_page_comes_gzipped_under_a_tag_of_its_own(client):
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


def test_a_private_page_is_not_gzipped_since_its_length_would_tell_its_token(as_role):
    page = as_role(Role.ORGANISER).get("/centre/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.headers
