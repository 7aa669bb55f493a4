"""What the site says of itself, to people and to search engines."""

import json
import re
from datetime import date
from html import unescape

import pytest
from defusedxml.ElementTree import fromstring
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.halls.points import Point
from roadshow.programme import operations
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.web.guards import OPEN, permission_of
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.reading import links, missing, texts

pytestmark = pytest.mark.usefixtures("in_spring")
BASE = "https://roadshow.example.cn"
PAGES = [
    "/",
    "/roadshows",
    "/roadshows/month",
    "/calendar",
    "/results",
    "/open",
    "/help",
    "/about",
    "/privacy",
    "/accessibility",
]
NAMES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def our_address(app: Flask) -> None:
    app.config["BASE_URL"] = BASE


def stored(app: Flask, state: S = S.PUBLISHED, **facts: object) -> str:
    with app.app_context():
        return make.roadshow(state, **facts).uid


def head(page: str) -> dict[str, str]:
    """Name or property → content of the page's meta marks, and its canonical address."""
    found = re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', page)
    canonical = re.findall(r'<link rel="(canonical)" href="([^"]*)">', page)
    return {name: unescape(value) for name, value in found + canonical}


def event(client: FlaskClient, uid: str) -> dict[str, object]:
    page = client.get(f"/roadshows/{uid}").text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return dict(json.loads(data))


@pytest.mark.parametrize("page", ["/about", "/privacy", "/accessibility"])
def test_every_public_page_leads_to_what_the_site_says_of_itself(client: FlaskClient, page: str):
    assert [path for path in PAGES if page not in links(client.get(path).text)] == []


@pytest.mark.parametrize("page", ["/about", "/privacy", "/accessibility"])
def test_how_to_reach_the_centre_is_told_only_where_its_settings_say_it(
    app: Flask, client: FlaskClient, page: str
):
    words = [client.get(page).text]
    app.config["CONTACT"] = "示例电话"
    words.append(client.get(page).text)
    assert ["示例电话" in seen for seen in words] == [False, True]


def test_on_paper_a_page_names_the_centre_and_its_address_and_a_roadshow_has_its_code(
    app: Flask, client: FlaskClient
):
    uid = stored(app)
    heads = [
        client.get(path).text.partition('<div class="wrap on-paper">')[2].partition("<main")[0]
        for path in ("/about", f"/roadshows/{uid}", "/sign-in")
    ]
    assert [texts(found, "p") for found in heads] == [
        [f"长三角G60全球科创路演中心{BASE}/about?lang=zh"],
        [f"长三角G60全球科创路演中心{BASE}/roadshows/{uid}?lang=zh"],
        [],
    ]
    assert ["<svg" in found for found in heads] == [False, True, False]


def test_the_public_is_told_how_to_register_and_where(app: Flask, client: FlaskClient):
    page = client.get("/about").text
    (told,) = [words for words in texts(page, "dd") if words.startswith("场次、场地和议程全部公开。")]
    assert missing(told, "在它的页面报名参会，不必注册账号", "路演场次", "订阅日历") == []


def test_the_centre_is_held_in_its_open_halls(app: Flask, client: FlaskClient):
    with app.app_context():
        make.saved(
            make.Hall(name="一号厅", address="示例路1号", capacity=80, setup_minutes=0, teardown_minutes=0)
        )
        closed = make.Hall(name="旧厅", address="示例路9号", capacity=8, setup_minutes=0, teardown_minutes=0)
        closed.closed = True
        make.saved(closed)
    assert texts(client.get("/about").text, "dd")[-1] == "一号厅 示例路1号 可容纳80人"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_names_itself_in_both_languages(client: FlaskClient, path: str, language: str):
    page = client.get(path, headers={"Accept-Language": language}).text
    alternates = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', page)
    assert head(page)["canonical"] == head(page)["og:url"] == f"{BASE}{path}?lang={language}"
    assert alternates == [
        ("zh-CN", f"{BASE}{path}?lang=zh"),
        ("en", f"{BASE}{path}?lang=en"),
        ("x-default", f"{BASE}{path}"),
    ]


def test_no_two_pages_describe_themselves_alike(app: Flask, client: FlaskClient):
    uids = [
        stored(app, title=title, on=on) for title, on in (("甲", date(2026, 5, 6)), ("乙", date(2026, 5, 7)))
    ]
    heads = [head(client.get(path).text) for path in [*PAGES, *(f"/roadshows/{uid}" for uid in uids)]]
    assert len({seen["description"] for seen in heads}) == len(heads)
    assert [seen for seen in heads if seen["description"] != seen["og:description"]] == []


def test_a_filter_or_a_foreign_host_changes_nothing_of_what_a_page_is_called(client: FlaskClient):
    page = client.get("/roadshows?sector=energy&page=2&x=%22%3E", headers={"Host": "evil.example"}).text
    assert head(page)["canonical"] == f"{BASE}/roadshows?lang=zh"


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/roadshows/00000000-0000-4000-8000-000000000000"])
def test_a_door_or_a_refusal_is_nothing_to_be_found(client: FlaskClient, path: str):
    seen = head(client.get(path).text)
    assert (seen["robots"], "canonical" in seen, "og:url" in seen) == ("noindex", False, False)


def test_a_roadshow_tells_machines_when_and_where(app: Flask, client: FlaskClient):
    with app.app_context():
        hall = make.hall()
        place = {"@type": "Place", "name": hall.name, "address": hall.address}
        uid = make.roadshow(S.PUBLISHED, hall, on=date(2026, 4, 11), title="新材料专场", summary="一\n二").uid
    assert event(client, uid) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "新材料专场",
        "description": "一\n二",
        "url": f"{BASE}/roadshows/{uid}",
        "inLanguage": "zh-CN",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "startDate": "2026-04-11T13:30:00+08:00",
        "endDate": "2026-04-11T17:00:00+08:00",
        "location": place,
        "isAccessibleForFree": True,
        "organizer": {"@type": "Organization", "name": "长三角G60全球科创路演中心", "url": f"{BASE}/"},
    }


def test_a_moved_roadshow_tells_machines_where_it_stood(app: Flask, client: FlaskClient):
    uid = stored(app, on=date(2026, 4, 11))
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=uid).one()
        operations.postpone(row, make.moment(date(2026, 4, 16), 14), actor=make.SOMEONE)
    seen = event(client, uid)
    assert (seen["eventStatus"], seen["startDate"], seen["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2026-04-16T14:00:00+08:00",
        "2026-04-11T13:30:00+08:00",
    )


def test_a_cancelled_roadshow_tells_machines_so(app: Flask, client: FlaskClient):
    with app.app_context():
        row = make.roadshow(S.PUBLISHED)
        operations.cancel(row, "另有安排", actor=make.SOMEONE)
        uid = row.uid
    assert event(client, uid)["eventStatus"] == "https://schema.org/EventCancelled"


def test_machines_are_told_where_a_hall_is_on_the_map(app: Flask, client: FlaskClient):
    with app.app_context():
        uid = make.roadshow(S.PUBLISHED, make.hall(name="一号路演厅", point=Point(30.69481, 121.02133))).uid
    assert event(client, uid)["location"] == {
        "@type": "Place",
        "name": "一号路演厅",
        "address": "示例路60号",
        "geo": {"@type": "GeoCoordinates", "latitude": 30.69481, "longitude": 121.02133},
    }


def test_machines_are_told_of_every_hall_and_of_an_online_room_without_its_link(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        main, branch = make.hall(name="一号路演厅"), make.hall(name="上海分会场", address="示例路8号")
        room = make.hall(name="线上路演室", online=True, address="", link="https://meet.example/1")
        uid = make.roadshow(S.PUBLISHED, main, branches=[branch, room]).uid
    seen = event(client, uid)
    assert (seen["eventAttendanceMode"], seen["location"]) == (
        "https://schema.org/MixedEventAttendanceMode",
        [
            {"@type": "Place", "name": "一号路演厅", "address": "示例路60号"},
            {"@type": "Place", "name": "上海分会场", "address": "示例路8号"},
            {"@type": "VirtualLocation", "name": "线上路演室", "url": f"{BASE}/roadshows/{uid}"},
        ],
    )


def test_a_past_roadshow_tells_machines_its_day_and_nothing_that_nobody_knows(
    app: Flask, client: FlaskClient
):
    with app.app_context():
        uid = make.held(date(2021, 3, 4)).uid
    seen = event(client, uid)
    assert (seen["startDate"], {"endDate", "location", "description"} & set(seen)) == ("2021-03-04", set())


def test_no_title_breaks_out_of_the_data(app: Flask, client: FlaskClient):
    title = '</script><script>alert(1)</script>"<!--'
    uid = stored(app, title=title)
    assert event(client, uid)["name"] == title
    assert "<script>alert" not in client.get(f"/roadshows/{uid}").text


def test_the_map_lists_every_page_in_both_languages(app: Flask, client: FlaskClient):
    uid = stored(app)
    hidden = stored(app, S.PLANNED)
    found = fromstring(client.get("/sitemap.xml").data).findall("url", NAMES)
    addresses = [url.findtext("loc", "", NAMES) for url in found]
    paths = [*PAGES, f"/roadshows/{uid}"]
    assert addresses == [f"{BASE}{path}?lang={language}" for path in paths for language in ("zh", "en")]
    assert [address for address in addresses if hidden in address] == []
    assert [found[-1].findtext("lastmod", "", NAMES)] == ["2026-03-02T09:00:00+08:00"]
    assert [
        (other.get("hreflang"), other.get("href")) for other in found[-1].findall("xhtml:link", NAMES)
    ] == [
        ("x-default", f"{BASE}/roadshows/{uid}"),
        ("zh-CN", f"{BASE}/roadshows/{uid}?lang=zh"),
        ("en", f"{BASE}/roadshows/{uid}?lang=en"),
    ]


def test_the_map_is_the_same_in_whatever_language_it_is_asked_for(client: FlaskClient):
    assert client.get("/sitemap.xml?lang=en").data == client.get("/sitemap.xml").data


def test_every_page_on_the_map_is_there(app: Flask, client: FlaskClient):
    stored(app)
    found = fromstring(client.get("/sitemap.xml").data).findall("url/loc", NAMES)
    answers = {client.get(str(loc.text).removeprefix(BASE)).status_code for loc in found}
    assert answers == {200}


def test_the_map_costs_the_same_however_much_is_on(app: Flask, client: FlaskClient, counted: Counted):
    costs = []
    for many in (1, 20):
        for number in range(many):
            stored(app, on=date(2026, 5, 1 + number))
        with counted() as statements:
            client.get("/sitemap.xml")
        costs.append(len(statements))
    assert costs == [2, 2]


def test_crawlers_keep_to_the_public_site(app: Flask, client: FlaskClient, as_role: AsRole):
    lines = client.get("/robots.txt").text.splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert lines[-1] == f"Sitemap: {BASE}/sitemap.xml"
    private = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and is_private(app, rule.endpoint)
    }
    assert [rule for rule in private if not rule.startswith(tuple(closed))] == []
    assert [path for path in [*PAGES, "/calendar/all.ics"] if path.startswith(tuple(closed))] == []
    assert as_role(Role.ORGANISER).get("/robots.txt").text.splitlines() == lines


def is_private(app: Flask, endpoint: str) -> bool:
    """Whether it is a desk's page or a door."""
    return permission_of(app.view_functions[endpoint]) != OPEN
