"""A tab as each person of the demo has it, who may have any language and wants nothing to move."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.browser.chromium import listen
from tests.sights import PEOPLE, VISITOR, Demo, Sight

CHINESE, ENGLISH = "zh-CN", "en-GB"
LANGUAGES = (CHINESE, ENGLISH)
EVERYONE = (VISITOR, *PEOPLE)
KEY_PAGES = (
    (VISITOR, "/"),
    (VISITOR, "/roadshows"),
    (VISITOR, "/sign-in"),
    ("organiser", "/centre/"),
    ("organiser", "/centre/halls/new"),
    ("recorder", "/centre/outcomes"),
    ("recorder", "/centre/outcomes/waiting"),
    ("startup", "/startup/companies/new"),
)
WHOLE = "EVERYONE_WHOLE"  # set in the environment by: script/prove everyone
FIRST_WIDTH = {CHINESE: 375, ENGLISH: 1440}  # while it loads, so that nothing may shift on either


@dataclass
class Tab:
    page: Page
    language: str
    complaints: list[str]

    def widen(self, width: int = 0) -> None:
        """To this width, or to that at which pages are opened."""
        self.page.set_viewport_size({"width": width or FIRST_WIDTH[self.language], "height": 900})

    def complained(self) -> list[str]:
        """Since it was last asked."""
        said = self.complaints[:]
        self.complaints.clear()
        return said


def is_whole() -> bool:
    return WHOLE in os.environ


def share(sights: Iterable[Sight], language: str, part: int = 0, parts: int = 1) -> list[Sight]:
    """One of so many parts of every other one: each is opened in one language, or in both where the whole is proven."""
    every = list(sights)
    in_language = every if is_whole() else every[LANGUAGES.index(language) :: len(LANGUAGES)]
    return in_language[part::parts]


@contextmanager
def tab(browser: Browser, demo: Demo, person: str, language: str = CHINESE) -> Iterator[Tab]:
    context = browser.new_context(
        base_url=demo.served.url, locale=language, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    cookies = demo.visitor(person).cookies.items()
    context.add_cookies([{"name": name, "value": value, "url": demo.served.url} for name, value in cookies])
    shown = Tab(context.new_page(), language, [])
    listen(shown.page, shown.complaints, demo.served.url)
    yield shown
    context.close()
