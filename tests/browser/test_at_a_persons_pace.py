"""How long first steps take a person who has read nothing: a year from an empty centre, a seat on a phone."""

import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from script.proofs.visitor import Visitor
from tests.browser.hand import ALIVE, Hand
from tests.notices.mail_server import Mailbox, receiving
from tests.servers import Served, serving

SMALL = ViewportSize(width=375, height=667)
LINK = re.compile(r"http\S+?/(?:invitations|come|coming)/[\w.-]+")
PASSWORD = "a long way to Pinghu"  # noqa: S105  of accounts that end with their test


@contextmanager
def within(seconds: int, what: str, *hands: Hand) -> Iterator[None]:
    """What the hands do, at a person's pace and with the waiting for pages, takes no longer than this."""
    began = time.perf_counter()
    yield
    took = sum(hand.seconds(ALIVE) for hand in hands) + time.perf_counter() - began
    sys.stdout.write(f"{what}: {took:.0f} s\n")
    assert took <= seconds, f"{what}: {took:.0f} s"


def set_up_account(hand: Hand, link: str, *, email: str = "") -> None:
    """By an invitation, which knows address and name unless it is that of the first admin."""
    hand.begin(link)
    if email:
        hand.come_to("email")
        hand.write("email", email)
        hand.write("name", "示例林")
    else:
        hand.come_to("password")
    hand.write("password", PASSWORD)
    hand.tick("agreed")
    hand.send()


def add_hall(hand: Hand) -> None:
    hand.follow(re.compile("^去登记"))
    hand.come_to("name")
    hand.write("name", "一号路演厅")
    hand.come_to("address")
    hand.write("address", "示例路60号")
    hand.come_to("capacity")
    hand.write("capacity", "80")
    hand.send()


def publish_a_year(hand: Hand) -> None:
    hand.menu("今天")
    hand.follow(re.compile("^去计划"))
    hand.rewrite("year", str(datetime.now(UTC).year + 1))
    hand.send()
    hand.follow("一次添加多场")
    hand.send()
    hand.send()
    hand.press("全部采纳")
    hand.mark("全选本页")
    hand.press("不征集，直接发布")


def links_on(page: Page) -> list[str]:
    return list(dict.fromkeys(LINK.findall(page.locator("main").inner_text())))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """The service before anybody came."""
    with serving(tmp_path, DEMO="0") as served:
        yield served


def test_a_first_admin_comes_to_a_published_year_in_ten_minutes(browser: Browser, empty: Served) -> None:
    context = browser.new_context(base_url=empty.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    hand = Hand(context.new_page())
    page = hand.page
    (link,) = LINK.findall("\n".join(empty.said))
    with within(600, "from the first link to 15 published roadshows", hand):
        set_up_account(hand, link, email="admin@centre.example")
        hand.follow(re.compile("^去邀请"))
        hand.come_to("people")
        hand.write("people", "示例陈 chen@centre.example 组织者\n示例周 zhou@centre.example 成果登记员\n")
        hand.write("people", "示例王 wang@centre.example 成果登记员")
        hand.send()
        invited = links_on(page)
        assert len(invited) == 3
        context.clear_cookies()  # the organiser, at another computer
        set_up_account(hand, invited[0])
        add_hall(hand)
        publish_a_year(hand)
    expect(page.locator("main")).to_contain_text("已发布15场。")
    context.close()


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Mailbox]]:
    """The demo with a mail server. Its roadshow 22 lets anybody come, and 示例来客 is invited there."""
    mailbox = Mailbox()
    with (
        receiving(mailbox) as server,
        serving(tmp_path_factory.mktemp("mailed"), SMTP=server, MAIL_FROM="a@centre.example") as served,
    ):
        organiser = Visitor(served.url)
        organiser.sign_in("organiser@demo.example", served.password)
        seats, guest = "/centre/roadshows/22/seating", "/centre/roadshows/22/guests/new"
        organiser.post(seats, organiser.form(seats) | {"onsite": "40", "open_to_public": "y"})
        who = {"name": "示例来客", "email": "guest@visitor.example", "organisation": "示例来客创投"}
        organiser.post(guest, organiser.form(guest) | who)
        yield served, mailbox


@pytest.fixture
def phone(browser: Browser, mailed: tuple[Served, Mailbox]) -> Iterator[Hand]:
    context = browser.new_context(base_url=mailed[0].url, locale="zh-CN", viewport=SMALL)
    yield Hand(context.new_page())
    context.close()


def link_for(mailbox: Mailbox, address: str) -> str:
    """The link in the newest letter to this address, once it has come."""
    for _try in range(100):
        letters = [letter for letter in mailbox.letters if address in str(letter["To"])]
        if letters and (plain := letters[-1].get_body(("plain",))):
            return LINK.findall(plain.get_content())[0]
        time.sleep(0.1)
    raise AssertionError(f"no letter to {address}")


def test_an_invited_investor_has_a_seat_by_the_link_on_a_phone(
    phone: Hand, mailed: tuple[Served, Mailbox]
) -> None:
    link = link_for(mailed[1], "guest@visitor.example")
    with within(120, "from an invitation's link to a seat", phone):
        phone.begin(link)
        phone.press(re.compile("^现场参加"))
        phone.follow("打开入场码")
    expect(phone.page.locator("main")).to_contain_text("示例来客")


def test_a_member_of_the_public_has_a_seat_in_two_minutes_on_a_phone(
    phone: Hand, mailed: tuple[Served, Mailbox]
) -> None:
    with within(120, "from a roadshow's page to a seat by an email", phone):
        phone.begin(page_of_roadshow(mailed[0]))
        phone.follow("报名参会")
        for name, words in [("name", "示例新客"), ("email", "new@visitor.example")]:
            phone.come_to(name)
            phone.write(name, words)
        phone.come_to("agreed")
        phone.send()
        phone.begin(link_for(mailed[1], "new@visitor.example"))
        phone.press(re.compile("^确认报名"))
    expect(phone.page.locator("main")).to_contain_text("席位已留好")


def test_a_verified_investor_who_is_signed_in_has_a_seat_by_one_press(
    phone: Hand, mailed: tuple[Served, Mailbox]
) -> None:
    served, page = mailed[0], phone.page
    page.goto("/sign-in")
    page.locator("[name=email]").fill("investor@demo.example")
    page.locator("[name=password]").fill(served.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/investor/")
    with within(120, "from a roadshow's page to a seat, signed in", phone):
        phone.begin(page_of_roadshow(served))
        phone.follow("一键报名")
        phone.press(re.compile("^报名现场参加"))
    expect(page.locator("main")).to_contain_text("席位已留好")


def page_of_roadshow(served: Served) -> str:
    with closing(sqlite3.connect(served.data / "roadshow.db")) as database:
        (uid,) = database.execute("SELECT uid FROM programme_roadshow WHERE id = 22").fetchone()
    return f"/roadshows/{uid}?lang=zh"
