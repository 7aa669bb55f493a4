"""Whoever has no mouse comes everywhere, and sees where they are."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.everyone import KEY_PAGES, tab
from tests.sights import Demo

# Every control that can be seen; of a group of radio buttons the one that Tab comes to.
NUMBER_CONTROLS = """
() => {
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(node => node.checkVisibility({visibilityProperty: true}) && node.type !== "hidden" && !node.disabled)
    .filter(node => !node.closest("details:not([open])") || node.tagName === "SUMMARY");
  const radios = new Set();
  const reached = controls.filter(node => {
    if (node.type !== "radio") return true;
    const group = [...document.getElementsByName(node.name)];
    const one = group.find(other => other.checked) ?? node;
    return one === node && !radios.has(node.name) && radios.add(node.name);
  });
  reached.forEach((node, number) => { node.dataset.number = number; });
  return reached.length;
}
"""
PARTS_OF_A_TIME = 4  # hour, minute, half of the day, the picker
FOCUSED = """
() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const hit = node.querySelector(":scope > .hit, :scope > g > .hit"), drawn = hit && getComputedStyle(hit);
  const ring = drawn ? drawn.stroke !== "none" && parseFloat(drawn.strokeWidth) >= 2
    : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const what = `${node.type} ${node.outerHTML.slice(0, 120)}`;
  return [node.dataset.number ?? null, ring && inside && node.matches(":focus-visible"), what];
}
"""


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize(("person", "path"), KEY_PAGES)
def test_tab_comes_to_every_control_in_order_and_each_shows_it(
    browser: Browser, demo: Demo, person: str, path: str, width: int
) -> None:
    with tab(browser, demo, person) as shown:
        shown.widen(width)
        shown.page.goto(path)
        count = shown.page.evaluate(NUMBER_CONTROLS)
        reached = _stops(shown.page, count)
    assert [number for number, _seen, _what in reached] == [str(number) for number in range(count)]
    assert [what for _number, seen, what in reached if not seen] == []


@pytest.mark.parametrize(("person", "path"), KEY_PAGES)
def test_the_first_tab_leads_past_the_menu(browser: Browser, demo: Demo, person: str, path: str) -> None:
    with tab(browser, demo, person) as shown:
        shown.page.goto(path)
        _press_tab(shown.page)
        shown.page.keyboard.press("Enter")
        shown.page.keyboard.press("Tab")
        assert shown.page.evaluate("document.activeElement.closest('main, footer') !== null")


def _stops(page: Page, count: int) -> list[tuple[str | None, bool, str]]:
    """Where Tab comes to, one after another; a time is one stop, though Tab goes through its hour and minute."""
    stops: list[tuple[str | None, bool, str]] = []
    for _ in range(count * PARTS_OF_A_TIME):
        stop = _press_tab(page)
        if not stops or stops[-1][0] != stop[0] or not stop[2].startswith(("date ", "time ")):
            stops.append(stop)
        if len(stops) == count:
            break
    return stops


def _press_tab(page: Page) -> tuple[str | None, bool, str]:
    page.keyboard.press("Tab")
    number, seen, what = page.evaluate(FOCUSED)
    return number, seen, what
