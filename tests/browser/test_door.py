"""The door on the day in a real Chromium: by camera and by hand scanner, and on while its network is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from roadshow import create_app
from roadshow.attendance import devices, scans
from roadshow.attendance.models import Scan, Verdict, Way
from roadshow.attendance.states import AttendanceState as A
from roadshow.attendance.tickets import Ticket, code_of
from roadshow.config import Settings, kept_secret
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.browser.chromium import launch, listen
from tests.servers import serving

WIDE, HIGH = 640, 480  # of the picture that the camera sees
READY = "html[data-ready]"
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


@pytest.fixture
def day(tmp_path: Path, playwright: Playwright) -> Iterator[Day]:
    data = tmp_path / "data"
    data.mkdir()
    with serving(data, DEMO="0") as served:
        secret = kept_secret(data / "secret-key")
        app = create_app(Settings(data, f"sqlite:///{data / 'roadshow.db'}", served.url, secret))
        with app.app_context():
            roadshow = make.roadshow(S.LIVE, on=clock.today())
            make.seats(roadshow, 2)
            guests = [make.attendance(roadshow, A.ACCEPTED, name=name) for name in GUESTS]
            codes = {guest.name: code_of(secret, Ticket(guest.id, 0, roadshow.id)) for guest in guests}
            pairing = devices.add_device(roadshow, "东门", actor=make.SOMEONE)
            roadshow_id = roadshow.id
            db.session.remove()
        film = tmp_path / "camera.y4m"
        filmed(codes["曾某"], film)
        camera = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
        chromium = launch(playwright, *camera, f"--use-file-for-fake-video-capture={film}")
        context = chromium.new_context(base_url=served.url, locale="zh-CN", timezone_id="Asia/Shanghai")
        context.set_default_timeout(15_000)
        found = Day(context.new_page(), app, roadshow_id, pairing, codes)
        listen(found.page, found.complaints, served.url)
        yield found
        chromium.close()
        with app.app_context():
            db.engine.dispose()


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


def test_nothing_is_lost_at_the_door_while_its_network_is_gone(day: Day) -> None:
    page = day.page
    page.goto(f"/door/pair/{day.pairing}")
    page.get_by_role("button", name="配对这台设备").click()
    page.wait_for_selector(READY)
    page.get_by_role("button", name="打开相机扫码").click()
    says(page, "good", "曾某")
    page.reload()  # puts the camera away
    page.wait_for_selector(READY)
    scan(page, day.codes["刘某"])
    says(page, "good", "刘某")
    page.wait_for_function("caches.match('/door/').then((kept) => Boolean(kept))")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    assert day.complaints == []
    _go_on_without_a_network(day)
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator("[data-count-of=came]")).to_have_text("5")
    kept = [scan for scan in _noted(day) if scan.received_at - scan.at > timedelta(seconds=1)]
    assert [(scan.way, scan.verdict) for scan in kept] == [
        (Way.TICKET, Verdict.ADMITTED),
        (Way.TICKET, Verdict.AGAIN),
        (Way.TICKET, Verdict.AGAIN),
        (Way.TICKET, Verdict.ELSEWHERE),
        (Way.NAME, Verdict.ADMITTED),
        (Way.WALK_IN, Verdict.ADMITTED),
    ]


def _go_on_without_a_network(day: Day) -> None:
    page = day.page
    page.context.set_offline(True)
    page.reload()  # as who opens the installed page without a network
    page.wait_for_selector(READY)
    scan(page, day.codes["王某"])
    says(page, "good", "王某")
    scan(page, day.codes["王某"])
    says(page, "now", "已在东门签到")
    scan(page, day.codes["刘某"])
    says(page, "now", "已在")
    scan(page, "A" * 32)
    says(page, "bad", "其他场次")
    page.locator("#q").fill("sm")
    page.locator("#found button").click()
    says(page, "good", "孙某")
    page.locator("#walk-in [name=name]").fill("周某")
    page.get_by_role("button", name="登记并入场").click()
    says(page, "good", "周某")
    expect(page.locator("#line")).to_have_text("离线")
    expect(page.locator("#kept")).to_have_text("6条等待发送")
    page.wait_for_timeout(1100)  # so that it shows that their own times came with them


def _noted(day: Day) -> list[Scan]:
    """In the order in which they were made."""
    with day.app.app_context():
        found = list(scans.list_scans(day.roadshow_id))
        db.session.expunge_all()
    return found[::-1]
