"""On English pages roadshows and halls have their English names; but where both languages are shown."""

import re
import sqlite3
from contextlib import closing
from html import unescape

import pytest

from script.proofs.visitor import SIGNED_IN
from tests import sights
from tests.browser.everyone import EVERYONE
from tests.sights import VISITOR, Demo

BOTH = (  # letters as they were written, and what has both languages side by side
    ".list_letters",
    ".show_letter",
    ".list_inbox",
    ".show_inbox_letter",
    ".list_wordings",
    ".change_wording",
    ".show_data",
    "design.",
)
AS_STORED = re.compile(r"<(textarea|script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)  # also what forms hold
NAMES = """
SELECT title, title_en FROM programme_roadshow UNION SELECT name, name_en FROM halls_hall
"""


def names(demo: Demo) -> tuple[list[str], list[str]]:
    """Chinese names with an English one, and those without, the longest first."""
    with closing(sqlite3.connect(demo.served.data / "roadshow.db")) as database:
        known = sorted(database.execute(NAMES), key=lambda pair: -len(pair[0]))
    return [name for name, english in known if english], [name for name, english in known if not english]


@pytest.mark.parametrize("person", EVERYONE)
def test_an_english_page_has_no_chinese_name_of_what_has_an_english_one(demo: Demo, person: str) -> None:
    english, chinese = names(demo)
    visitor, found = demo.visitor(person).in_another_tab(), {}
    for sight in sights.of(demo, person):
        if any(page in sight.name for page in BOTH):
            continue
        path = f"{sight.path}{'&' if '?' in sight.path else '?'}lang=en"
        words = unescape(AS_STORED.sub("", visitor.get(path).text))
        for name in chinese:
            words = words.replace(name, "")
        if standing := [name for name in english if name in words]:
            found[path] = standing
    if person != VISITOR:
        visitor.get(f"{SIGNED_IN}?lang=zh")  # the account keeps what a desk's address named last
    assert found == {}
