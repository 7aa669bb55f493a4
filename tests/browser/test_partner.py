"""A partner's page on another host, under a strict policy of its own, shows the list that the subscribe page offers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from tests.browser.chromium import listen
from tests.browser.everyone import tab
from tests.browser.looking import AXE, RUN_AXE
from tests.sights import VISITOR, Demo

STRICT = "default-src 'none'; "
GLOBALS = "() => Object.keys(window).sort()"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.60"


@contextmanager
def partner(snippet: str, policy: str) -> Iterator[str]:
    """The address of a page on another host that holds what its owner copied, under this policy."""
    body = f"<!doctype html><html lang=zh-CN><title>合作单位</title><h1>合作单位</h1>{snippet}".encode()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body if self.path == "/" else b"")

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def abroad(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 320, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def copied(browser: Browser, demo: Demo) -> dict[str, str]:
    """What stands on the subscribe page of this year's roadshows: script, frame and policy."""
    with tab(browser, demo, VISITOR) as shown:
        shown.page.goto("/calendar")
        return {
            name: shown.page.locator(f"#{name}").text_content() or ""
            for name in ("script", "frame", "policy")
        }


def list_in(page: Page) -> Frame:
    page.locator("iframe").scroll_into_view_if_needed()
    page.frame_locator("iframe").locator(".days").wait_for()
    (frame,) = [frame for frame in page.frames if frame.parent_frame]
    return frame


def fitted(page: Page, was: str) -> int:
    """How high the frame is once it is no more as it was."""
    page.locator(f"iframe:not([height='{was}'])").wait_for()
    return int(page.locator("iframe").get_attribute("height") or 0)


def test_one_line_of_script_shows_the_list_as_high_as_it_is(
    abroad: BrowserContext, demo: Demo, copied: dict[str, str]
) -> None:
    complaints: list[str] = []
    with partner(copied["script"], STRICT + copied["policy"]) as address:
        page = abroad.new_page()
        listen(page, complaints, demo.served.url)
        page.goto(address)
        frame = list_in(page)
        high = fitted(page, "560")
        assert frame.evaluate("document.documentElement.scrollHeight") == high
        assert frame.evaluate("document.documentElement.scrollWidth") <= 320
        frame.evaluate("document.querySelector('.days').remove()")
        assert 100 < fitted(page, str(high)) < 300
    assert [words for words in complaints if not words.startswith(f"elsewhere: {address}")] == []
    assert abroad.cookies() == []


def test_the_script_leaves_no_name_behind(abroad: BrowserContext, copied: dict[str, str]) -> None:
    names = []
    for snippet in (copied["script"], copied["frame"]):
        with partner(snippet, STRICT + copied["policy"]) as address:
            page = abroad.new_page()
            page.goto(address)
            list_in(page)
            names.append(page.evaluate(GLOBALS))
    assert names[0] == names[1]


def test_only_the_list_itself_sets_its_height(abroad: BrowserContext, copied: dict[str, str]) -> None:
    with partner(copied["script"], STRICT + copied["policy"]) as address:
        page = abroad.new_page()
        page.goto(address)
        list_in(page)
        before = fitted(page, "560")
        page.evaluate("() => { postMessage({ roadshows: 77 }, '*'); postMessage(null, '*'); }")
        page.evaluate("() => new Promise(done => setTimeout(done, 100))")  # both were heard by then
        assert page.locator("iframe").get_attribute("height") == str(before)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_frame_alone_needs_no_script_and_is_for_everyone(
    abroad: BrowserContext, copied: dict[str, str], theme: str
) -> None:
    snippet = copied["frame"].replace("/calendar/embed", f"/calendar/embed?theme={theme}")
    policy = next(part for part in copied["policy"].split("; ") if part.startswith("frame-src"))
    with partner(snippet, STRICT + policy) as address:
        page = abroad.new_page()
        page.goto(address)
        frame = list_in(page)
        frame.evaluate(AXE)
        assert frame.evaluate(RUN_AXE, {}) == []
        assert frame.evaluate("document.documentElement.scrollWidth") <= 320
        assert frame.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme
    assert abroad.cookies() == []


def test_a_roadshow_opens_beside_the_partners_page(
    abroad: BrowserContext, demo: Demo, copied: dict[str, str]
) -> None:
    with partner(copied["script"], STRICT + copied["policy"]) as address:
        page = abroad.new_page()
        page.goto(address)
        frame = list_in(page)
        with abroad.expect_page() as opened:
            frame.locator(".days a").first.click()
        opened.value.wait_for_load_state()
        assert opened.value.url.startswith(f"{demo.served.url}/roadshows/")
        assert (page.url, opened.value.evaluate("opener")) == (address, None)


def test_an_address_is_copied_with_one_press(browser: Browser, demo: Demo) -> None:
    with tab(browser, demo, VISITOR) as shown:
        shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        shown.page.goto("/calendar?sector=energy")
        shown.page.locator("[data-copy='#https']").click()
        shown.page.get_by_role("button", name="已复制").wait_for()
        copied = shown.page.evaluate("navigator.clipboard.readText()")
        assert (urlsplit(copied).path, urlsplit(copied).query) == ("/calendar/all.ics", "sector=energy")
        assert shown.complained() == []


@pytest.mark.parametrize(("agent", "first"), [(None, False), (WECHAT, True)])
def test_inside_a_chat_program_it_first_says_how_to_leave_it(
    browser: Browser, demo: Demo, agent: str | None, first: bool
) -> None:
    context = browser.new_context(base_url=demo.served.url, locale="zh-CN", user_agent=agent)
    page = context.new_page()
    page.goto("/calendar")
    assert page.locator(".in-chat").is_visible() == first
    context.close()


@pytest.mark.parametrize(
    ("agent", "first"),
    [
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) Chrome/114.0 Mobile",
            "华为、小米和其他安卓手机",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile", "苹果：iPhone和iPad"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0", "Outlook"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", "苹果：Mac"),
    ],
)
def test_the_steps_for_the_device_at_hand_stand_first_and_open(
    browser: Browser, demo: Demo, agent: str, first: str
) -> None:
    context = browser.new_context(base_url=demo.served.url, locale="zh-CN", user_agent=agent)
    page = context.new_page()
    page.goto("/calendar")
    programs = page.locator("details[name=program]")
    assert programs.locator("summary").first.inner_text() == first
    assert programs.evaluate_all("all => all.map(each => each.open)") == [True] + [False] * 6
    context.close()


def test_a_phone_is_offered_no_code_to_scan_with_itself(browser: Browser, demo: Demo) -> None:
    with tab(browser, demo, VISITOR) as shown:
        shown.page.set_viewport_size({"width": 375, "height": 667})
        shown.page.goto("/calendar")
        shown.page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert [code.is_visible() for code in shown.page.locator(".qr").all()] == [False, False]
        shown.page.reload()
        assert shown.page.evaluate("document.documentElement.scrollHeight") < 2_200
