"""script/screenshots: every page that the demo's people can open, one picture for each width, language and scheme."""

import argparse
import html
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from roadshow.config import ROOT
from tests.browser.chromium import launch
from tests.servers import serving
from tests.sights import PEOPLE, Demo, Sight, once, prepared

WIDTHS, LANGUAGES, SCHEMES = (375, 768, 1440), ("zh-CN", "en-GB"), ("light", "dark")
WIDE, PHONE, CHINESE, ENGLISH = (1280, 800), (375, 812), "zh-CN", "en-GB"
# the pictures of README.md, one screen high: sight, size, language, scheme
DOCS: dict[str, tuple[str, tuple[int, int], str, Any]] = {
    "home": ("public.home", WIDE, CHINESE, "light"),
    "planner": ("centre.show_planner-0", WIDE, CHINESE, "light"),
    "roadshow": ("public.show_roadshow-published", WIDE, CHINESE, "light"),
    "subscribe": ("public.subscribe", WIDE, CHINESE, "light"),
    "desk": ("centre.today-organiser", WIDE, CHINESE, "light"),
    "season": ("centre.show_season-0", WIDE, CHINESE, "light"),
    "agenda": ("centre.show_agenda-published", WIDE, CHINESE, "light"),
    "timeline": ("centre.show_roadshow-selecting", WIDE, CHINESE, "light"),
    "ranking": ("centre.list_ranking-selecting", WIDE, CHINESE, "light"),
    "review": ("judge.review_pitch-open", WIDE, CHINESE, "light"),
    "deck": ("startup.show_document-deck", WIDE, CHINESE, "light"),
    "ledger-preview": ("centre.show_upload", WIDE, CHINESE, "light"),
    "board": ("centre.show_board", WIDE, CHINESE, "light"),
    "checking": ("centre.check_outcomes", WIDE, CHINESE, "light"),
    "figure": ("centre.show_figure-paid_fen", WIDE, CHINESE, "light"),
    "outcomes": ("centre.list_outcomes", WIDE, CHINESE, "light"),
    "year": ("centre.show_year-1", WIDE, CHINESE, "light"),
    "bulletin": ("centre.show_bulletin-1", WIDE, CHINESE, "light"),
    "dark": ("centre.today-leader", WIDE, ENGLISH, "dark"),
    "phone": ("public.home", PHONE, CHINESE, "light"),
    "phone-desk": ("startup.today", PHONE, CHINESE, "light"),
    "phone-dossier": ("startup.show_step-0-financing", PHONE, CHINESE, "light"),
    "phone-help": ("public.show_help-guest", PHONE, CHINESE, "light"),
    "phone-dark": ("public.show_roadshow-published", PHONE, ENGLISH, "dark"),
}
SHEET_CSS = """
body { font: 12px sans-serif; margin: 16px; background: #888; display: flex; flex-wrap: wrap; gap: 16px }
figure { margin: 0; width: 280px } img { width: 280px; max-height: 420px; object-fit: cover; object-position: top }
"""


def main() -> int:
    said = _arguments()
    with (
        tempfile.TemporaryDirectory(prefix="rs-pictures-") as folder,
        serving(Path(folder), DESIGN="1") as served,
    ):
        demo = prepared(served)
        sights = [sight for sight in once(demo, said.person) if said.only in sight.name]
        with sync_playwright() as playwright:
            browser = launch(playwright)
            if said.docs:
                _take_for_docs(browser, demo, {sight.name: sight for sight in sights})
            else:
                for language, scheme in product(LANGUAGES, SCHEMES):
                    _take(browser, demo, sights, (language, scheme), said.into)
                sys.stdout.write(f"{len(sights)} pages: {said.into}\n")
            browser.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/screenshots", description="Every page of the demo.")
    parser.add_argument("--only", default="", metavar="WORDS", help="pages whose name contains them")
    parser.add_argument("--as", dest="person", choices=PEOPLE, help="all that this person may open")
    parser.add_argument("--into", type=Path, default=ROOT / "var/screenshots", metavar="FOLDER")
    parser.add_argument("--docs", action="store_true", help="only those of docs/pictures, anew")
    return parser.parse_args()


def _take(browser: Browser, demo: Demo, sights: list[Sight], how: tuple[str, Any], into: Path) -> None:
    """All pages in one language and scheme, and a contact sheet for each width."""
    language, scheme = how
    kinds = {width: f"{width}-{language[:2]}-{scheme}" for width in WIDTHS}
    for kind in kinds.values():
        (into / kind).mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=demo.served.url, locale=language, color_scheme=scheme)
    page = context.new_page()
    for sight in sights:
        _open(page, demo, sight)
        for width, kind in kinds.items():
            _shoot(page, width, into / kind / f"{sight.name}.png")
    for kind in kinds.values():
        _make_sheet(page, into, kind, sights)
    context.close()


def _take_for_docs(browser: Browser, demo: Demo, sights: dict[str, Sight]) -> None:
    for name, (sight, (width, height), language, scheme) in DOCS.items():
        context = browser.new_context(base_url=demo.served.url, locale=language, color_scheme=scheme)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        _open(page, demo, sights[sight])
        page.wait_for_load_state("networkidle")  # a deck's pages come as they are looked at
        file = ROOT / f"docs/pictures/{name}.png"
        page.screenshot(path=file, animations="disabled")
        with Image.open(
            file
        ) as drawn:  # a palette halves the file, and flat colours lose nothing that is seen
            drawn.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
        context.close()


def _open(page: Page, demo: Demo, sight: Sight) -> None:
    """As the person whose page it is."""
    page.context.clear_cookies()
    cookies = demo.visitor(sight.person).cookies.items()
    page.context.add_cookies([{"name": n, "value": v, "url": demo.served.url} for n, v in cookies])
    page.goto(sight.path)


def _shoot(page: Page, width: int, file: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.screenshot(path=file, full_page=True, animations="disabled")
    wide = page.evaluate("document.documentElement.scrollWidth")
    sys.stderr.write(f"{file}{f': {wide} wide' if wide > width else ''}\n")


def _make_sheet(page: Page, into: Path, kind: str, sights: list[Sight]) -> None:
    """All small on one page, which is kept, and as a picture beside it."""
    figures = (
        f'<figure><a href="{kind}/{name}.png"><img src="{kind}/{name}.png"></a><figcaption>{name}</figcaption></figure>'
        for name in (html.escape(sight.name) for sight in sights)
    )
    sheet = into / f"{kind}.html"
    sheet.write_text(f'<meta charset="utf-8"><style>{SHEET_CSS}</style>{"".join(figures)}')
    page.set_viewport_size({"width": 2120, "height": 900})
    page.goto(sheet.as_uri())
    page.screenshot(path=sheet.with_suffix(".png"), full_page=True)


if __name__ == "__main__":
    sys.exit(main())
