"""What no page may have in a browser, whoever reads it and on whatever screen."""

from collections.abc import Collection
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page, Response

from tests.browser.weighing import shifted
from tests.pages import faults_of

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
WIDTHS = (375, 1440)
NARROWEST, AT_TWICE = 320, 720  # a page of 1440 px at twice its size has 720 px of its own
LANG = {"zh-CN": "zh-CN", "en-GB": "en"}
# The schemes differ in colours alone (tokens.css), so in the dark only the rules about colours are asked again.
PAPER = 643  # CSS pixels of A4 between its margins
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RUN_AXE = """
options => axe.run({resultTypes: ["violations"], ...options}).then(found => found.violations.flatMap(
  broken => broken.nodes.map(node => `${broken.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))
"""
TOO_WIDE = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter(
    node => node.getBoundingClientRect().right > room + 0.5 && getComputedStyle(node).position !== "fixed");
  return [`${document.documentElement.scrollWidth} px on ${room}: ` + out.slice(0, 4).map(
    node => `${node.outerHTML.slice(0, 60)}…`).join(", ")];
}
"""
ON_PAPER = """
() => [...document.querySelectorAll("nav, button, .btn, .skip, .masthead, .foot, .side, .bar, .filters")]
  .filter(node => node.checkVisibility()).map(node => `stands there: ${node.outerHTML.slice(0, 100)}`)
  .concat([...document.querySelectorAll("main *")]
    .filter(node => [...node.childNodes].some(part => part.nodeType === 3 && part.data.trim()))
    .filter(node => node.checkVisibility())
    .filter(node => Math.min(...getComputedStyle(node).color.match(/[\\d.]+/g).slice(0, 3).map(Number)) > 128)
    .map(node => `is pale: ${node.outerHTML.slice(0, 100)}`))
"""
MOVES = """
() => [...document.querySelectorAll("*")].filter(node => ["", "::before", "::after"].some(part => {
  const style = getComputedStyle(node, part || null);
  return style.animationName !== "none" || style.transitionDuration.split(", ").some(time => time !== "0s");
})).map(node => `moves: ${node.tagName}.${node.className}`)
"""


def shown_faults(page: Page, answer: Response, language: str, *, whole: bool) -> list[str]:
    """Of a page that has just been opened: its HTML, its language, its stillness, its width, and what axe finds.

    Axe takes by far the longest: unless the ``whole`` is asked for, it looks at one width in the light and at the other
    in the dark, which is which by the language.
    """
    written = faults_of(answer.text())
    lang = page.locator("html").get_attribute("lang")
    found = [] if lang == LANG[language] else [f"lang is {lang}"]
    moved = shifted(page)
    lit, dark = WIDTHS if language == "zh-CN" else WIDTHS[::-1]
    seen = screen_faults(page) if whole else screen_faults(page, light={lit}, dark={dark})
    return written + found + ([f"shifts by {moved}"] if moved else []) + seen


def screen_faults(page: Page, light: Collection[int] = WIDTHS, dark: Collection[int] = WIDTHS) -> list[str]:
    """On every screen, by axe at these widths; the page is left as it was but for its width."""
    page.evaluate(AXE)
    found: list[str] = []
    for width in WIDTHS:
        _widen(page, width)
        found += _said(page, f"{width} px", TOO_WIDE)
        if width in light:
            found += _said(page, f"{width} px, light", RUN_AXE, {})
        if width in dark:
            page.emulate_media(color_scheme="dark")
            found += _said(page, f"{width} px, dark", RUN_AXE, OF_COLOURS)
            page.emulate_media(color_scheme="light")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found += _said(page, f"{width} px, text at 200%", TOO_WIDE)
        page.evaluate("document.documentElement.style.fontSize = ''")
    for width in (NARROWEST, AT_TWICE):
        _widen(page, width)
        found += _said(page, f"{width} px", TOO_WIDE)
    return found + _on_paper(page) + list(page.evaluate(MOVES))


def _on_paper(page: Page) -> list[str]:
    """Of a reader who has it dark on the screen."""
    _widen(page, PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    found = _said(page, "on paper", ON_PAPER) + _said(page, "on paper", TOO_WIDE)
    page.emulate_media(media="screen", color_scheme="light")
    return found


def _widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def _said(page: Page, where: str, script: str, given: Any = None) -> list[str]:
    return [f"{where}: {words}" for words in page.evaluate(script, given)]
