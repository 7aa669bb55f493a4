"""The browser of this machine, and what it says of a page."""

import shutil

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()


def launch(playwright: Playwright, *more: str) -> Browser:
    """``more``: further switches of this browser."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*QUIET, *more])


def listen(page: Page, complaints: list[str], home: str) -> None:
    """Note what goes wrong on this page: words on the console (a refused style or script among them), errors of
    scripts, parts that do not load or are asked of another host than ``home``. The page itself may refuse (4xx): that
    is for the test to judge."""

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
    page.on("request", lambda request: complaints.extend(_elsewhere(request.url, home)))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("response", answered)
    page.on("requestfailed", failed)


def _elsewhere(url: str, home: str) -> list[str]:
    return [] if url.startswith(f"{home}/") else [f"elsewhere: {url}"]
