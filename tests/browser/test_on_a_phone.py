"""What a thumb must hit and what must not break on a screen 375 px wide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

SignIn = Callable[[str], Page]
WIDTH, HEIGHT = 375, 667
FINGER = 44  # px
LINES = (
    "part => { const all = new Range(); all.selectNodeContents(part); return all.getClientRects().length; }"
)


@pytest.fixture
def founder(sign_in: SignIn) -> Page:
    page = sign_in("startup")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return page


def height(part: Locator) -> float:
    found = part.bounding_box()
    assert found is not None
    return found["height"]


def test_links_to_maps_are_large_enough_for_a_finger(founder: Page) -> None:
    founder.goto("/roadshows")
    founder.locator("main a[href*='/roadshows/']").filter(has_text="新能源").first.click()
    links = founder.locator(".maps a")
    assert links.count() == 4
    assert [each for each in links.all() if height(each) < FINGER] == []


def test_the_name_of_a_fact_is_not_broken_within_a_word(founder: Page) -> None:
    founder.goto("/startup/projects")
    founder.locator("main a[href*='/startup/projects/']").first.click()
    names = founder.locator(".facts-list dt")
    assert "统一社会信用代码" in names.all_text_contents()
    assert [each.text_content() for each in names.all() if each.evaluate(LINES) > 1] == []


def test_a_notice_at_sign_in_does_not_touch_the_form(founder: Page) -> None:
    founder.goto("/startup/companies/new")
    founder.locator("[name=name]").fill("示例十公司")
    founder.context.clear_cookies()
    founder.locator("form.form .actions button[type=submit]").first.click()
    founder.wait_for_url("**/sign-in?next=**")
    notice, form = (founder.locator(f".alone > {part}").bounding_box() for part in ("[data-kept]", ".panel"))
    assert notice is not None
    assert form is not None
    assert form["y"] - notice["y"] - notice["height"] >= 16
