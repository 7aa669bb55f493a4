"""A real Chromium on the real service with its demo. A test fails on whatever the page itself complains about."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from tests import postgres
from tests.browser.chromium import launch, listen
from tests.servers import Served, serving
from tests.sights import Demo, prepared

# What is only looked at looks the same whichever database is behind it, and a script goes on offline the same: once.
ONCE = [
    "test_at_a_persons_pace.py",
    "test_by_keyboard.py",
    "test_door.py",
    "test_english_names.py",
    "test_for_everyone.py",
    "test_forced_colours.py",
    "test_in_one_piece.py",
    "test_on_a_phone.py",
    "test_one_line.py",
    "test_partner.py",
    "test_weight.py",
]
collect_ignore = ONCE if os.environ.get(postgres.VARIABLE) else []
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def live_server(
    postgres_server: str | None, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The service as script/server starts it, with the demo, on the database of this run."""
    url = postgres_server and postgres.make_database(postgres_server, f"live_{worker_id}")
    with serving(tmp_path_factory.mktemp("live"), url, DESIGN="1") as served:
        yield served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """To be looked at; on SQLite, whatever the others run on: a page looks the same."""
    with serving(tmp_path_factory.mktemp("shown"), DESIGN="1") as served:
        yield prepared(served)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one of this process, which can have no other."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = launch(playwright)
    yield chromium
    chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test complained about; a test that provokes one takes it out."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: Served, complaints: list[str]) -> Iterator[Page]:
    """A visitor's tab with nothing remembered; addresses may be written as paths."""
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(10_000)
    page = context.new_page()
    listen(page, complaints, live_server.url)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def phone(page: Page) -> Page:
    """The same tab on a phone."""
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def sign_in(page: Page, live_server: Served) -> Callable[[str], Page]:
    """``sign_in("organiser")`` gives the tab to the demo's person of that name."""

    def as_person(name: str) -> Page:
        page.context.clear_cookies()
        page.goto("/sign-in")
        page.locator("[name=email]").fill(f"{name}@demo.example")
        page.locator("[name=password]").fill(live_server.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        return page

    return as_person
