"""What stands on a page, for tests that compare it whole."""

import re
from html import unescape


def texts(page: str, tag: str, cls: str = "") -> list[str]:
    """The words of every such element, in order; for elements that hold none of their own kind."""
    attributes = rf'\s[^>]*\bclass="{cls}"[^>]*' if cls else r"(?:\s[^>]*)?"
    found = re.findall(rf"<{tag}{attributes}>(.*?)</{tag}>", page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", inner)).split()) for inner in found]


def links(page: str) -> list[str]:
    """Where the page's links lead, in order."""
    return [unescape(url) for url in re.findall(r'<a\s[^>]*href="([^"]*)"', page)]


def buttons(page: str, cls: str) -> list[tuple[str, str]]:
    """(words, where to) of the links that look like such a button."""
    found = re.findall(rf'<a class="{cls}" href="([^"]*)">(.*?)</a>', page, re.DOTALL)
    return [(re.sub(r"<[^>]+>", "", words).strip(), unescape(url)) for url, words in found]


def badges(page: str) -> list[str]:
    """The words of every badge, in order."""
    return re.findall(r'<span class="badge[^"]*">([^<]*)</span>', page)


def missing(page: str, *words: str) -> list[str]:
    """Those of the words that the page does not say; what keeps words on one line is left out of account."""
    text = " ".join(unescape(re.sub(r'<span class="keep">([^<]*)</span>', r"\1", page)).split())
    return [each for each in words if each not in text]
