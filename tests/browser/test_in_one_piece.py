"""A date, an hour and an amount stand on one line, in lists, in both languages and on every screen."""

import pytest
from playwright.sync_api import Browser

from tests.browser.everyone import LANGUAGES, tab
from tests.sights import Demo

WIDTHS = (1440, 1024, 375)
LISTS = {
    "organiser": (
        "/centre/roadshows",
        "/centre/roadshows/22/pitches",
        "/centre/pitches/48",
        "/centre/seasons/2027",
        "/centre/halls/1",
        "/centre/claims/1",
    ),
    "recorder": ("/centre/deals/261/steps/new", "/centre/ledgers/1"),
    "investor": ("/investor/interests", "/investor/institution"),
    "startup": ("/startup/projects/1",),
    "visitor": ("/roadshows",),
}
TORN = r"""
() => {
  const months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
  const pieces = new RegExp(
    `(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日|\\d{1,2} (?:${months})\\b(?: \\d{4})?|\\d\\d:\\d\\d–\\d\\d:\\d\\d`
      + "|[\\d,.]+(?:万|亿)?元|RMB\\s[\\d,.]+(?:\\smillion)?",
    "g"
  );
  const torn = new Set();
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    if (text.parentElement.closest(".unseen, option, textarea")) continue;
    for (const found of text.data.matchAll(pieces)) {
      const piece = document.createRange();
      piece.setStart(text, found.index);
      piece.setEnd(text, found.index + found[0].length);
      const tops = [...piece.getClientRects()].filter((one) => one.width).map((one) => one.top);
      if (Math.max(...tops) - Math.min(...tops) > 6) torn.add(found[0]);
    }
  }
  return [...torn];
}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_hours_and_amounts_stand_on_one_line(browser: Browser, demo: Demo, language: str) -> None:
    torn: dict[str, list[str]] = {}
    for person, paths in LISTS.items():
        with tab(browser, demo, person, language) as shown:
            for path in paths:
                answer = shown.page.goto(path)
                assert answer, path
                assert answer.ok, path
                for width in WIDTHS:
                    shown.widen(width)
                    torn[f"{path} {width}"] = shown.page.evaluate(TORN)
    assert {path: pieces for path, pieces in torn.items() if pieces} == {}
