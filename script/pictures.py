"""script/screenshots: every page that the demo's people can open, one picture for each width, language and scheme."""

import argparse
import html
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.routing import Rule

from roadshow import create_app
from roadshow.accounts.permissions import Role, permissions_of
from roadshow.config import ROOT, Settings
from roadshow.web.guards import DOOR, OPEN, permission_of
from script.proofs.rules.made_up import invite
from script.proofs.visitor import Visitor
from tests.ledgers.sheets import INVESTMENT, LANDING, investment, landing, workbook
from tests.servers import Served, serving

WIDTHS, LANGUAGES, SCHEMES = (375, 768, 1440), ("zh-CN", "en-GB"), ("light", "dark")
QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars".split()
VISITOR = "visitor"
PEOPLE = {
    "organiser": Role.ORGANISER,
    "recorder": Role.RECORDER,
    "admin": Role.ADMIN,
    "leader": Role.LEADER,
    "startup": Role.STARTUP,
    "investor": Role.INVESTOR,
    "newcomer": Role.INVESTOR,
    "judge": Role.JUDGE,
}
# what an address names → the things of the demo that it may name, each with its sort, the best to look at first
THINGS = {
    "roadshow_id": "SELECT state, id FROM programme_roadshow ORDER BY id DESC",
    "uid": "SELECT state, uid FROM programme_roadshow ORDER BY state <> 'calling', id DESC",
    "year": "SELECT target IS NULL, year FROM programme_season ORDER BY year DESC",
    "hall_id": "SELECT closed, id FROM programme_hall",
    "pitch_id": "SELECT state, id FROM pitches_pitch ORDER BY id DESC",
    "company_id": "SELECT '', id FROM projects_company ORDER BY id",
    "project_id": "SELECT stub, id FROM projects_project ORDER BY id",
    "institution_id": "SELECT state, id FROM investors_institution ORDER BY id DESC",
    "row_id": "SELECT coalesce(step, kind) || '-' || state, id FROM outcomes_row ORDER BY id DESC",
    "deal_id": "SELECT '', id FROM outcomes_deal WHERE kind = 'investment' ORDER BY id DESC",
    "upload_id": "SELECT '', id FROM ledgers_upload",
    "person_id": "SELECT active, id FROM accounts_person",
}
# the pictures of README.md and docs/guide.md: Chinese, light, one screen high
DOCS = {
    "home": "public.home",
    "desk": "centre.today-organiser",
    "year": "centre.show_year-1",
    "roadshow": "public.show_roadshow-published",
    "ledger-preview": "centre.show_upload",
    "bulletin": "centre.show_bulletin-1",
}
ON_THE_PHONE = "public.home"
TRIES = 8  # of one sort, until a person may see one
SHEET_CSS = """
body { font: 12px sans-serif; margin: 16px; background: #888; display: flex; flex-wrap: wrap; gap: 16px }
figure { margin: 0; width: 280px } img { width: 280px; max-height: 420px; object-fit: cover; object-position: top }
"""


@dataclass(frozen=True)
class Sight:
    """A page as this person sees it."""

    name: str
    path: str
    person: str


@dataclass
class Demo:
    """The service with its demo, and who has signed in."""

    served: Served
    known: dict[str, Visitor] = field(default_factory=dict)

    def visitor(self, person: str) -> Visitor:
        if person not in self.known:
            self.known[person] = Visitor(self.served.url)
            if person != VISITOR:
                self.known[person].sign_in(f"{person}@demo.example", self.served.password)
        return self.known[person]

    def things(self, argument: str) -> dict[str, list[Any]]:
        """Sort → things."""
        found: dict[str, list[Any]] = {}
        with sqlite3.connect(self.served.data / "roadshow.db") as database:
            for sort, thing in database.execute(THINGS[argument]):
                found.setdefault(str(sort), []).append(thing)
        return found


def main() -> int:
    said = _arguments()
    with tempfile.TemporaryDirectory(prefix="rs-pictures-") as folder, serving(Path(folder)) as served:
        demo = Demo(served)
        THINGS["token"] = f"SELECT '', '{_prepare(demo)}'"
        sights = [sight for sight in _sights(demo, said.person) if said.only in sight.name]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
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


def _prepare(demo: Demo) -> str:
    """A ledger that waits for its confirmation, somebody who has just come, and an invitation, whose token is told."""
    old = next(iter(demo.things("project_id")["0"]))
    wrong = landing(3, 统一社会信用代码="91330482MA0000000X", 引进日期="2021-02-30")
    rows = [LANDING, landing(1), landing(2), landing(2), wrong]
    deals = [
        INVESTMENT,
        investment("示例项目1"),
        investment("示例项目2", 投资金额="三百多万"),
        investment(f"{old}"),
    ]
    content = workbook(
        {"附表一": rows, "附表二": deals, "会议纪要": [["议题", "发言人"], ["一", "二"]]}
    ).getvalue()
    recorder = demo.visitor("recorder")
    recorder.hand_in("/centre/ledgers/new", recorder.token() | {"year": "2021"}, "2021年台账.xlsx", content)
    link, email = invite(demo.visitor("admin"), "investor")
    newcomer = demo.known["newcomer"] = Visitor(demo.served.url)
    chosen = {"email": email, "name": "示例新人", "password": demo.served.password}
    newcomer.post(link, newcomer.form(link, "") | chosen)
    link, _email = invite(demo.visitor("admin"), "recorder")
    return link.rpartition("/")[2]


def _sights(demo: Demo, person: str | None) -> Iterator[Sight]:
    """Each page once, as the first who may open it; of a page that shows or lists one for each sort of thing."""
    settings = Settings(demo.served.data, "sqlite://", demo.served.url, "-")
    app = create_app(settings)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        permission = permission_of(app.view_functions[rule.endpoint])
        if permission is None or "GET" not in (rule.methods or ()):
            continue
        for name in _people(permission, person):
            found = list(_of_rule(demo, rule, name))
            yield from found
            if found and rule.endpoint != "centre.today":
                break


def _people(permission: str, person: str | None) -> list[str]:
    if permission in (OPEN, DOOR):
        return [] if person else [VISITOR]
    able = [name for name, role in PEOPLE.items() if permission in permissions_of([role])]
    return able if person is None else [name for name in able if name == person]


def _of_rule(demo: Demo, rule: Rule, person: str) -> Iterator[Sight]:
    name = rule.endpoint if rule.endpoint != "centre.today" else f"{rule.endpoint}-{person}"
    if "<" not in rule.rule:
        if _is_page(demo, person, rule.rule):
            yield Sight(name, rule.rule, person)
        return
    (argument,) = rule.arguments
    before, after = rule.rule.split("<")[0], rule.rule.split(">")[1]
    for sort, things in demo.things(argument).items():
        paths = [f"{before}{thing}{after}" for thing in things[:TRIES]]
        path = next((path for path in paths if _is_page(demo, person, path)), None)
        if path is not None:
            yield Sight(f"{name}-{sort}".rstrip("-"), path, person)
            if ".show_" not in rule.endpoint and ".list_" not in rule.endpoint:
                return


def _is_page(demo: Demo, person: str, path: str) -> bool:
    """Whether it answers itself, in HTML."""
    if path.endswith((".ics", ".xlsx")):
        return False
    answer = demo.visitor(person).get(path)
    return answer.status == 200 and "<html" in answer.text  # noqa: PLR2004  OK


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
    wanted = {name: (sights[sight], 1280, 800) for name, sight in DOCS.items()}
    wanted["phone"] = (sights[ON_THE_PHONE], 375, 812)
    for name, (sight, width, height) in wanted.items():
        context = browser.new_context(base_url=demo.served.url, locale="zh-CN", color_scheme="light")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        _open(page, demo, sight)
        page.screenshot(path=ROOT / f"docs/pictures/{name}.png", animations="disabled")
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
