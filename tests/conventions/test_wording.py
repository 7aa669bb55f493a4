"""No text uses a word that the glossary gave up for another one."""

import re

import pytest
from babel.messages.pofile import read_po

from roadshow.config import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"
ENGLISH = ROOT / "roadshow" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
ROW = re.compile(r"^\| `(.+)` \| .+ \|$", re.MULTILINE)


def given_up(language: str) -> list[re.Pattern[str]]:
    """Patterns of the glossary's table, in which a bar is escaped."""
    section = GLOSSARY.read_text("utf-8").partition(f"\n### {language}\n")[2].partition("\n#")[0]
    return [re.compile(pattern.replace("\\|", "|"), re.IGNORECASE) for pattern in ROW.findall(section)]


def texts(language: str) -> list[str]:
    with ENGLISH.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    both = [message.id if language == "Chinese" else message.string for message in messages]
    return [text for told in both for text in ([told] if isinstance(told, str) else told)]


@pytest.mark.parametrize("language", ["Chinese", "English"])
def test_no_text_uses_a_word_that_was_given_up(language: str):
    patterns = given_up(language)
    bare = {text: PLACE.sub("", text) for text in texts(language)}
    found = [(word.pattern, text) for word in patterns for text, words in bare.items() if word.search(words)]
    assert found == []


@pytest.mark.parametrize(
    ("language", "text", "hits"),
    [
        ("Chinese", "放弃", True),
        ("Chinese", "放弃文件", False),
        ("Chinese", "这一笔", True),
        ("English", "Discard", True),
        ("English", "Discard file", False),
        ("English", "A letter is on its way", True),
        ("English", "10 letters and digits", False),
        ("English", "All times are Beijing time", True),
        ("English", "Take interest back", True),
    ],
)
def test_the_glossary_names_the_words_that_were_given_up(language: str, text: str, hits: bool):
    assert any(word.search(text) for word in given_up(language)) == hits
