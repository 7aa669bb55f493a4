"""What a first look at a page costs its reader, in Chromium with nothing kept from before."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from roadshow.demo.papers import RECEIPT
from script.proofs.figures import Figure, seconds
from tests.browser.chromium import launch
from tests.browser.everyone import tab
from tests.browser.hand import ALIVE, Hand, log_investment
from tests.browser.weighing import first_paint, shifted, weighed
from tests.servers import serving
from tests.sights import VISITOR, Demo, prepared

LIGHT, PAINTED = 150, 1.0  # KB, seconds
LOOKS, DESK, A_MINUTE = 5, 1440, 60.0
KEY_PAGES = (
    (VISITOR, "/"),
    (VISITOR, "/roadshows"),
    (VISITOR, "/results"),
    ("organiser", "/centre/"),
    ("recorder", "/centre/outcomes"),
    ("startup", "/startup/"),
)


def all_figures(data: Path) -> Iterator[Figure]:
    """On SQLite; on a phone's screen, where things shift first."""
    with serving(data) as served, sync_playwright() as playwright:
        demo, browser = prepared(served), launch(playwright)
        for person, path in KEY_PAGES:
            yield from _of_page(browser, demo, person, path)
        yield _logged(browser, demo)
        browser.close()


def _of_page(browser: Browser, demo: Demo, person: str, path: str) -> Iterator[Figure]:
    looks = [_look(browser, demo, person, path) for _ in range(LOOKS)]
    painted, moved, weight = (statistics.median(figures) for figures in zip(*looks, strict=True))
    name = f"{path} as {person}"
    yield seconds(f"{name}: first contentful paint (median of {LOOKS})", painted / 1000, PAINTED)
    yield Figure(f"{name}: layout shift", f"{moved:g}", "0", moved == 0)
    size = weight / 1024
    yield Figure(f"{name}: over the wire, with everything", f"{size:.1f} KB", f"{LIGHT} KB", size <= LIGHT)


def _logged(browser: Browser, demo: Demo) -> Figure:
    """From the project's page to the logged row, at the pace of who thinks, aims, types and looks for a file."""
    with tab(browser, demo, "recorder") as shown:
        shown.widen(DESK)
        hand, began = Hand(shown.page, ALIVE), time.perf_counter()
        log_investment(hand, "/centre/projects/1", "示例手快资本", RECEIPT)
        took = time.perf_counter() - began
    touched = f"{len(hand.pages)} pages, {len(hand.fields)} fields"
    return seconds(f"an investment logged with its evidence at a person's pace ({touched})", took, A_MINUTE)


def _look(browser: Browser, demo: Demo, person: str, path: str) -> tuple[float, float, float]:
    """Milliseconds, shift and bytes."""
    with tab(browser, demo, person) as shown:
        shown.widen()
        weight = weighed(shown.page, path)
        return first_paint(shown.page), shifted(shown.page), float(weight)
