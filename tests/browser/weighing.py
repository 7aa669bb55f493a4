"""What Chromium says of a page's load."""

from playwright.sync_api import Page

FIRST_PAINT = """
() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({type: "paint", buffered: true}))
"""
SHIFTS = """
() => new Promise(done => {
  let shifted = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => shifted += entry.value))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(shifted)));
})
"""


def weighed(page: Page, path: str) -> int:
    """Bytes over the wire for this page and all that it asks for; the page's cache is as it is."""
    loaded: list[float] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda part: loaded.append(part["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    return round(sum(loaded))


def slow(page: Page) -> None:
    """As through a poor connection, on which a page comes piece by piece."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    poor = {"offline": False, "latency": 20, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
    network.send("Network.emulateNetworkConditions", poor)


def first_paint(page: Page) -> float:
    """Milliseconds until something could be read."""
    return float(page.evaluate(FIRST_PAINT))


def shifted(page: Page) -> float:
    """How far what was to be read has moved since the page began to load."""
    return float(page.evaluate(SHIFTS))
