"""The user guide uses the words of the pages."""

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po

from roadshow.config import ROOT
from roadshow.foundation.languages import LANGUAGES
from roadshow.web.guide import FILES

ENGLISH = ROOT / "roadshow" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


@cache
def words_of_pages(language: str) -> frozenset[str]:
    with ENGLISH.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    told = [message.id if language == "zh" else message.string for message in messages]
    return frozenset(text for each in told for text in ([each] if isinstance(each, str) else each))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_buttons_and_menus_as_pages_do(language: str):
    bold = {
        word
        for named in re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs" / FILES[language]).read_text("utf-8"))
        for word in named.split(" → ")
    }
    assert sorted(bold - words_of_pages(language)) == []
