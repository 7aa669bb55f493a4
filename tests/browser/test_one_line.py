"""What belongs together stands on one line."""

from collections.abc import Callable

from playwright.sync_api import Browser, FloatRect, Locator, Page

from tests.browser.everyone import tab
from tests.sights import Demo

SignIn = Callable[[str], Page]


def place(part: Locator) -> FloatRect:
    found = part.first.bounding_box()
    assert found is not None
    return found


def test_a_score_is_typed_beside_its_criterion(browser: Browser, demo: Demo) -> None:
    with tab(browser, demo, "judge") as shown:
        shown.widen(1440)
        shown.page.goto("/judge/reviews")
        shown.page.locator("a[href*='/judge/reviews/']").first.click()
        named, box = (place(shown.page.locator(f".marks .field {part}")) for part in ("label", "input"))
    assert box["x"] >= named["x"] + named["width"]


def test_what_a_roadshow_needs_next_has_its_button_beside_it(sign_in: SignIn) -> None:
    page = sign_in("organiser")
    page.goto("/centre/roadshows/22")
    day, button = (place(page.locator(f"ol.todo > li {part}")) for part in (".by", ".btn"))
    assert button["y"] < day["y"] + day["height"]
