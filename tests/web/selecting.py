"""The words of the elements that a short path names: ``ul.todo b``, ``code#link``; several paths with commas."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
STEP = re.compile(r"(?P<tag>\w+)(?:\.(?P<cls>[\w-]+))?(?:#(?P<id>[\w-]+))?")


def words_of(page: str, paths: str) -> list[str]:
    """In the order of the page, each with its white space folded; of what the page does not hide at first."""
    reader = _Reader([_steps(path) for path in paths.split(",")])
    reader.feed(page)
    return [" ".join("".join(words).split()) for words in reader.found]


def _steps(path: str) -> list[re.Match[str]]:
    found = [STEP.fullmatch(step) for step in path.split()]
    assert None not in found, f"a step of {path!r} is not understood"
    return [step for step in found if step]


def _is(element: tuple[str, dict[str, str]], step: re.Match[str]) -> bool:
    tag, has = element
    return (
        tag == step["tag"]
        and (not step["cls"] or step["cls"] in has.get("class", "").split())
        and (not step["id"] or step["id"] == has.get("id"))
    )


class _Reader(HTMLParser):
    def __init__(self, paths: list[list[re.Match[str]]]) -> None:
        super().__init__()
        self.paths = paths
        self.open: list[tuple[str, dict[str, str]]] = []
        self.saying: list[tuple[int, list[str]]] = []  # depth of an element that is asked for, its words
        self.found: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append((tag, {name: value or "" for name, value in attrs}))
        if any(self._ends(path) for path in self.paths):
            self.found.append([])
            self.saying.append((len(self.open), self.found[-1]))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1][0] != tag:  # <p> and <li> may be left open
            self.open.pop()
        if self.open:
            self.open.pop()
        self.saying = [(depth, words) for depth, words in self.saying if depth <= len(self.open)]

    def handle_data(self, data: str) -> None:
        for _depth, words in self.saying:
            words.append(data)

    def _ends(self, path: list[re.Match[str]]) -> bool:
        """Whether the innermost open element is the path's last step, within the earlier ones in order, and shown."""
        *outer, last = path
        if not _is(self.open[-1], last) or any("hidden" in has for _tag, has in self.open):
            return False
        around = iter(self.open[:-1])
        return all(any(_is(element, step) for element in around) for step in outer)
