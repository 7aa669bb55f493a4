"""What a first look at a page costs: all that it needs, from an empty cache, and whether it stands still."""

import re

import pytest
from playwright.sync_api import Browser, Response, TimeoutError

from tests.browser.everyone import KEY_PAGES, LANGUAGES, tab
from tests.browser.weighing import shifted, slow, weighed
from tests.sights import VISITOR, Demo, of

AT_MOST = 150 * 1024
HASHED = re.compile(r"/static/.+\.[0-9a-f]{12}\.\w+$")
A_YEAR = "max-age=31536000"
WRITTEN = {"stylesheet", "script"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_public_page_weighs_little_with_everything(browser: Browser, demo: Demo, language: str) -> None:
    weights = {}
    for sight in of(demo, VISITOR):
        with tab(browser, demo, VISITOR, language) as shown:
            weights[sight.path] = weighed(shown.page, sight.path)
    assert {path: weight for path, weight in weights.items() if weight > AT_MOST} == {}


def test_what_a_page_needs_is_kept_for_a_year_under_a_name_with_its_hash(
    browser: Browser, demo: Demo
) -> None:
    with tab(browser, demo, VISITOR) as shown:
        parts: list[Response] = []

        def note(part: Response) -> None:
            parts.append(part)

        shown.page.on("response", note)
        for path in ("/", "/roadshows", "/results"):
            shown.page.goto(path)
        assert [part.url for part in parts if part.request.resource_type == "font"] == []
        drawn = re.compile(r"/calendar/\w+\.svg$")  # the code of an address that the settings name
        ours = [part for part in parts if part.request.resource_type != "document"]
        ours = [part for part in ours if not drawn.search(part.url)]
        assert [part.url for part in ours if not HASHED.search(part.url)] == []
        assert [part.url for part in ours if A_YEAR not in part.headers["cache-control"]] == []
        written = [part for part in parts if part.request.resource_type in {*WRITTEN, "document"}]
        assert [part.url for part in written if part.headers.get("content-encoding") != "gzip"] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("person", "path"), KEY_PAGES)
def test_nothing_moves_though_the_page_comes_piece_by_piece(
    browser: Browser, demo: Demo, person: str, path: str, language: str
) -> None:
    assert _shifts_when_slow(browser, demo, person, path, language) == 0


def _shifts_when_slow(
    browser: Browser, demo: Demo, person: str, path: str, language: str, tries: int = 2
) -> float:
    """Chromium now and then loses a part of what it slows down and waits for ever: then, where the service answers at
    once, in another tab."""
    with tab(browser, demo, person, language) as shown:
        shown.widen()
        slow(shown.page)
        try:
            shown.page.goto(path, timeout=20_000)
            return shifted(shown.page)
        except TimeoutError:
            if tries == 1 or not shown.page.context.request.get(path, timeout=2_000).ok:
                raise
    return _shifts_when_slow(browser, demo, person, path, language, tries - 1)
