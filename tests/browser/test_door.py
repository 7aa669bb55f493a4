"""The door on the day in a real Chromium: by camera and by hand scanner, and on while its network is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import segno
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, Playwright, Route, expect

from roadshow import create_app
from roadshow.attendance import devices, scans
from roadshow.attendance.models import Scan, Verdict, Way
from roadshow.attendance.states import AttendanceState as A
from roadshow.attendance.tickets import short_of, spaced
from roadshow.config import ROOT, Settings, kept_secret
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.attendance.coming import code_shown_by
from tests.browser.chromium import launch, listen
from tests.servers import serving

WIDE, HIGH = 640, 480  # of the picture that the camera sees
READY, SCANS = "html[data-ready]", "**/scans.json"
ROADSHOWS = 9  # one for each test, and one more for the device that is paired anew
GUESTS = ("刘某", "王某", "孙某", "曾某")


@dataclass
class Day:
    """A roadshow today, with two free seats; code of each guest by name, and the one that pairs a device."""

    page: Page
    app: Flask
    roadshow_id: int
    pairing: str
    codes: dict[str, str]
    complaints: list[str] = field(default_factory=list)


def filmed(words: str, path: Path) -> None:
    """A camera that looks at this code: one frame of YUV4MPEG, again and again."""
    still = path.with_suffix(".png")
    segno.make_qr(words).save(still, scale=8, border=4)
    picture = Image.new("L", (WIDE, HIGH), 255)
    code = Image.open(still).convert("L")
    picture.paste(code, ((WIDE - code.width) // 2, (HIGH - code.height) // 2))
    grey = bytes([128]) * (WIDE * HIGH // 2)
    head = f"YUV4MPEG2 W{WIDE} H{HIGH} F5:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + picture.tobytes() + grey) * 5)


@dataclass
class House:
    """An app beside the service, on its database, and roadshows that no test has used yet."""

    app: Flask
    url: str
    unused: list[tuple[int, dict[str, str]]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All is built before the service writes too: builders read before they write, and so wait for nobody on SQLite."""
    data = tmp_path_factory.mktemp("door")
    secret = kept_secret(data / "secret-key")
    app = create_app(Settings(data, f"sqlite:///{data / 'roadshow.db'}", "http://localhost", secret))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        unused = [event(secret) for _each in range(ROADSHOWS)]
        db.session.remove()
    with serving(data, DEMO="0") as served:
        yield House(app, served.url, unused)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def day(house: House, tmp_path: Path, playwright: Playwright) -> Iterator[Day]:
    film = tmp_path / "camera.y4m"
    filmed(house.unused[-1][1]["曾某"], film)
    camera = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    chromium = launch(playwright, *camera, f"--use-file-for-fake-video-capture={film}")
    context = chromium.new_context(base_url=house.url, locale="zh-CN", timezone_id="America/New_York")
    context.set_default_timeout(15_000)
    found = one_of(house, context.new_page())
    listen(found.page, found.complaints, house.url)
    yield found
    chromium.close()


def event(secret: str) -> tuple[int, dict[str, str]]:
    """Its number, and the codes of its guests."""
    roadshow = make.roadshow(S.LIVE, on=clock.today())
    make.seats(roadshow, 2)
    guests = [make.attendance(roadshow, A.ACCEPTED, name=name) for name in GUESTS]
    return roadshow.id, {guest.name: code_shown_by(guest, secret) for guest in guests}


def one_of(house: House, page: Page) -> Day:
    """The next roadshow, for this browser."""
    roadshow_id, codes = house.unused.pop()
    found = Day(page, house.app, roadshow_id, "", codes)
    found.pairing = new_code(found, "东门")
    return found


def new_code(day: Day, door: str) -> str:
    with day.app.app_context():
        return devices.add_device(get_roadshow(day.roadshow_id), door, actor=make.SOMEONE)


def pair(day: Day) -> None:
    day.page.goto(f"/door/pair/{day.pairing}")
    day.page.get_by_role("button", name="配对这台设备").click()
    day.page.wait_for_selector(READY)


def pair_anew(day: Day) -> None:
    day.pairing = new_code(day, "西门")
    pair(day)


@contextmanager
def without_answers(page: Page) -> Iterator[None]:
    """What any tab sends of scans goes nowhere; the rest of the network is as it was."""
    page.context.route(SCANS, lambda route: route.abort())
    yield
    page.context.unroute(SCANS)


def kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("keeping.kept()")
    return found


def all_sent(page: Page) -> None:
    expect(page.locator("#kept")).to_be_hidden(timeout=15_000)  # it tries again every five seconds


def counts(page: Page) -> list[str]:
    return page.locator("[data-count-of]").all_inner_texts()


def scan(page: Page, code: str) -> None:
    """As a hand scanner types it."""
    page.locator("#code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def says(page: Page, kind: str, words: str) -> None:
    result = page.locator(f".result.{kind}")
    expect(result).to_be_visible()
    expect(result).to_contain_text(words)
    expect(page.locator(".result:visible")).to_have_count(1)


def lets_in(page: Page, day: Day, *names: str) -> None:
    for name in names:
        scan(page, day.codes[name])
        says(page, "good", name)


def walks_in(page: Page, name: str) -> None:
    page.locator("#walk-in [name=name]").fill(name)
    page.get_by_role("button", name="登记并入场").click()


def test_nothing_is_lost_at_the_door_while_its_network_is_gone(day: Day) -> None:
    page = day.page
    pair(day)
    page.get_by_role("button", name="打开相机扫码").click()
    says(page, "good", "曾某")
    page.wait_for_timeout(4_000)  # a ticket that stays in front of the camera is one scan
    says(page, "good", "曾某")
    page.reload()  # puts the camera away
    page.wait_for_selector(READY)
    lets_in(page, day, "刘某")
    page.wait_for_function("caches.match('/door/').then((kept) => Boolean(kept))")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    assert day.complaints == []
    kept = _go_on_without_a_network(day)
    page.context.set_offline(False)
    all_sent(page)
    expect(page.locator("[data-count-of=came]")).to_have_text("5")
    noted = [scan for scan in _noted(day) if scan.uid in kept]
    assert [(scan.way, scan.verdict, scan.at) for scan in noted] == [
        (way, verdict, datetime.fromtimestamp(at / 1000, UTC))
        for (way, verdict), at in zip(
            [
                (Way.TICKET, Verdict.ADMITTED),
                (Way.TICKET, Verdict.AGAIN),
                (Way.TICKET, Verdict.AGAIN),
                (Way.TICKET, Verdict.ELSEWHERE),
                (Way.NAME, Verdict.ADMITTED),
                (Way.WALK_IN, Verdict.ADMITTED),
            ],
            kept.values(),
            strict=True,
        )
    ]


def _go_on_without_a_network(day: Day) -> dict[str, int]:
    """What was kept, each with its time."""
    page = day.page
    page.context.set_offline(True)
    page.reload()  # as who opens the installed page without a network
    page.wait_for_selector(READY)
    assert counts(page) == ["2", "2", "0"]
    scan(page, spaced(short_of(day.codes["王某"])).lower())  # as it is read out
    says(page, "good", "王某")
    scan(page, day.codes["王某"])
    says(page, "now", "已在东门签到")
    scan(page, day.codes["曾某"])
    says(page, "now", "已在东门签到")
    scan(page, "A" * 32)
    says(page, "bad", "其他场次")
    page.locator("#q").fill("sm")
    page.locator("#found button").click()
    says(page, "good", "孙某")
    walks_in(page, "周某")
    says(page, "good", "周某")
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("#line")).to_have_text("离线")
    expect(page.locator("#kept")).to_have_text("6条等待发送")
    assert counts(page) == ["5", "0", "1"]
    return {scan["uid"]: scan["at"] for scan in kept(page)}


def test_without_a_list_nothing_is_said_of_a_ticket_and_the_server_decides_later(day: Day) -> None:
    page = day.page
    page.route("**/guests.json", lambda route: route.abort())
    pair(day)
    page.context.set_offline(True)
    for code in ("A" * 32, day.codes["刘某"]):
        scan(page, code)
        says(page, "now", "现在查不到")
    walks_in(page, "周某")
    says(page, "now", "现在查不到")
    page.context.set_offline(False)
    all_sent(page)
    expect(page.locator("#recent li").filter(has_text="请入场")).to_have_count(2)
    assert [scan.verdict for scan in _noted(day)] == [Verdict.UNKNOWN, Verdict.ADMITTED, Verdict.ADMITTED]


STRANGE = [
    (200, "text/html", "<p>请先登录无线网络</p>"),
    (200, "application/json", '{"answers": []}'),
    (200, "application/json", "null"),
    (401, "text/html", "<p>Proxy</p>"),
    (401, "application/json", "{}"),
    (404, "text/html", "<p>Not found</p>"),
    (409, "application/json", '{"error": "conflict"}'),
    (413, "text/html", "<p>Too large</p>"),
    (502, "text/html", "<p>Bad gateway</p>"),
]


def test_only_an_answer_of_this_service_takes_away_what_was_kept(day: Day) -> None:
    page = day.page
    pair(day)
    with without_answers(page):
        lets_in(page, day, "刘某", "王某")
    for status, kind, body in STRANGE:
        page.route(SCANS, partial(_answer, status=status, content_type=kind, body=body))
        page.evaluate("send()")
        page.unroute(SCANS)
        assert len(kept(page)) == 2, (status, body)
    page.route(
        SCANS,
        partial(_answer, status=409, content_type="application/json", body='{"refused": "到当天才能签到"}'),
    )
    page.evaluate("send()")
    expect(page.locator("#recent li").filter(has_text="到当天才能签到")).to_have_count(2)
    assert (kept(page), _noted(day)) == ([], [])


def test_what_was_kept_waits_until_the_device_is_paired_for_its_roadshow_again(
    day: Day, house: House
) -> None:
    page = day.page
    pair(day)
    with without_answers(page):
        lets_in(page, day, "刘某")
        other = one_of(house, page)
        pair(other)
    expect(page.locator("#kept")).to_have_text("另有1条是其他场次的，配对到那一场后再发送")
    page.evaluate("send()")
    assert (_noted(day), _noted(other)) == ([], [])
    pair_anew(day)
    all_sent(page)
    assert [scan.verdict for scan in _noted(day)] == [Verdict.ADMITTED]


# what the browser deletes last, when all else is gone already
FAIL_ONCE = """() => {
  const { delete: usual } = CacheStorage.prototype;
  CacheStorage.prototype.delete = () => {
    CacheStorage.prototype.delete = usual;
    return Promise.reject(new Error("not now"));
  };
}"""


def test_a_device_that_is_known_no_more_keeps_bare_codes_and_nobody(day: Day) -> None:
    page = day.page
    pair(day)
    with without_answers(page):
        lets_in(page, day, "刘某")
        walks_in(page, "周某")
        says(page, "good", "周某")
        page.evaluate(FAIL_ONCE)
        with day.app.app_context():
            devices.revoke(devices.list_devices(day.roadshow_id)[0], actor=make.SOMEONE)
    page.wait_for_url("**/door/pair")
    page.route(SCANS, lambda route: route.abort())
    pair_anew(day)
    assert [each.get("code", each.get("walk_in")) for each in kept(page)] == [day.codes["刘某"]]
    page.unroute(SCANS)
    page.evaluate("send()")
    all_sent(page)
    assert [scan.verdict for scan in _noted(day)] == [Verdict.ADMITTED]


def test_of_two_tabs_at_the_door_the_newer_is_the_door_and_nothing_is_lost_or_doubled(day: Day) -> None:
    older = day.page
    pair(day)
    with without_answers(older):
        lets_in(older, day, "刘某")
        newer = older.context.new_page()
        newer.goto("/door/")
        newer.wait_for_selector(READY)
        expect(older.locator("#main")).to_contain_text("签到已转到这台设备的另一个页面")
    lets_in(newer, day, "王某")
    all_sent(newer)
    assert [scan.verdict for scan in _noted(day)] == [Verdict.ADMITTED] * 2
    older.get_by_role("link", name="在这里继续").click()
    older.wait_for_selector(READY)
    expect(newer.locator("#main")).to_contain_text("签到已转到这台设备的另一个页面")


def test_on_a_phone_each_verdict_is_in_view_and_who_is_turned_away_need_not_be_typed_again(day: Day) -> None:
    page = day.page
    page.set_viewport_size({"width": 360, "height": 560})
    pair(day)
    page.get_by_role("button", name="登记并入场").click()
    expect(page.locator("#walk-in .why")).to_have_text("请填写姓名")
    page.wait_for_selector(READY)
    for number in range(6):  # two seats are free, and four are given once it has begun
        walks_in(page, f"周某{number}")
        expect(page.locator("#recent li b").first).to_have_text(f"周某{number}")
    expect(page.locator(".errors, .wrong, [aria-invalid]")).to_have_count(0)
    walks_in(page, "末某")
    says(page, "now", "没有空位")
    expect(page.locator(".result:visible")).to_be_in_viewport()
    expect(page.locator("#walk-in [name=name]")).to_have_value("末某")
    expect(page.locator("#recent li").first).to_contain_text("末某")


def test_a_device_whose_clock_is_hours_behind_notes_when_it_really_was(day: Day) -> None:
    before = clock.now()
    day.page.clock.install(time=before - timedelta(hours=9))
    pair(day)
    lets_in(day.page, day, "刘某")
    all_sent(day.page)
    (scan,) = _noted(day)
    assert (scan.verdict, before <= scan.at <= clock.now()) == (Verdict.ADMITTED, True)


def _answer(route: Route, **what: Any) -> None:
    route.fulfill(**what)


def _noted(day: Day) -> list[Scan]:
    """In the order in which they were made."""
    with day.app.app_context():
        found = list(scans.list_scans(day.roadshow_id))
        db.session.expunge_all()
    return found[::-1]
