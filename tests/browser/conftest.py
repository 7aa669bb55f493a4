"""A real Chromium on the real service with its demo. A test fails on whatever the page itself complains about."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)

from tests import postgres
from tests.servers import Served, serving

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def live_server(
    postgres_server: str | None, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The service as script/server starts it, with the demo, on the database of this run."""
    url = postgres_server and postgres.make_database(postgres_server, f"live_{worker_id}")
    with serving(tmp_path_factory.mktemp("live"), url) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
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
    listen(page, complaints)
    yield page
    context.close()
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    """Note what goes wrong on this page: words on the console (a refused style or script among them), errors of
    scripts, parts that do not load. The page itself may refuse (4xx): that is for the test to judge."""

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            complaints.append(f"console: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= (500 if response.request.resource_type == "document" else 400):
            complaints.append(f"{response.status}: {response.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a page left while it loads
            complaints.append(f"{request.failure}: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("response", answered)
    page.on("requestfailed", failed)


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
