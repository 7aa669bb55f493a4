"""Through the front door with a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

SIGNED_IN_AT = {
    "organiser": "/centre/",
    "recorder": "/centre/",
    "recorder2": "/centre/",
    "leader": "/centre/",
    "admin": "/centre/",
    "startup": "/startup/",
    "startup2": "/startup/",
    "investor": "/investor/",
    "investor2": "/investor/",
    "judge": "/judge/",
}


@pytest.mark.parametrize("name", SIGNED_IN_AT)
def test_everyone_of_the_demo_comes_to_their_own_desk(sign_in: Callable[[str], Page], name: str) -> None:
    page = sign_in(name)
    assert page.url.removeprefix(page.evaluate("location.origin")) == SIGNED_IN_AT[name]


def test_the_front_page_is_chinese_to_a_chinese_browser_and_has_an_english_twin(page: Page) -> None:
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.locator("a[hreflang=en]").first.click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_menu_closes_by_escape_and_when_the_focus_leaves_it(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?lang=zh")
    menu = page.locator("details.menu")
    button = menu.locator("summary")
    button.click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(button).to_be_focused()
    button.click()
    menu.locator("a").last.focus()
    page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")


def test_a_roadshows_page_leads_an_invited_investor_to_the_invitation(
    sign_in: Callable[[str], Page], browser: Browser
) -> None:
    page = sign_in("investor")
    page.goto("/investor/invitations")
    page.locator("tbody a").first.click()
    invitation = page.url.removeprefix(page.evaluate("location.origin"))
    page.locator("main a[href^='/roadshows/']").first.click()
    ways = page.locator("a[data-own=way]")
    expect(ways.first).to_have_attribute("href", re.compile(f"^({invitation}|/come/.*/ticket)$"))
    assert len(set(ways.evaluate_all("links => links.map((link) => link.getAttribute('href'))"))) == 1
    words = page.locator("[data-own=words]")
    assert len(set(words.all_inner_texts())) == 1
    expect(words.first).to_be_visible()
    context = browser.new_context()
    stranger = context.new_page()
    stranger.goto(page.url)
    expect(stranger.locator("a[data-own=way]").first).to_have_attribute(
        "href", re.compile("^/(coming/to|investor/coming)/")
    )
    context.close()


def test_a_public_page_leads_whoever_is_signed_in_to_their_desk(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("investor")
    page.goto("/?lang=zh")
    way = page.locator("a.btn[data-reader]")
    expect(way).to_have_text(re.compile("^我的 · "))
    way.click()
    assert page.url.endswith("/investor/")
    with page.expect_navigation():
        page.locator("form[action='/sign-out']").first.evaluate("form => form.requestSubmit()")
    page.goto("/?lang=zh")
    expect(way).to_have_text("登录 / 我的")
