"""A visitor's client that reads every page it is given and fails on what no page of this house may have."""

import gzip
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Attributes = dict[str, str]
LABELLED = {"input", "select", "textarea"}
UNLABELLED_INPUTS = {"hidden", "submit", "button"}
LANGUAGES = {"zh-CN", "en"}
FRAGMENT = "X-Fragment"  # an answer to a script, with no page around it


class PageClient(FlaskClient):
    """The test client of this house."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.data and not answer.location:
            body = gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data
            check = fragment_faults if FRAGMENT in answer.headers else faults_of
            assert check(body.decode()) == [], answer.request.path
        return answer


def faults_of(page: str) -> list[str]:
    """What is wrong with a page's HTML, in words; nothing when all is well."""
    seen = _Reader()
    seen.feed(page)
    of_parts = [*_heading_faults(seen), *_reference_faults(seen), *_form_faults(seen), *_inline_faults(seen)]
    return of_parts + _order_faults(page)


def fragment_faults(part: str) -> list[str]:
    """What is wrong with the parts of a page that a script asked for; ids may be named that only the page has."""
    seen = _Reader()
    seen.feed(part)
    twice = [f"id {name} {count} times" for name, count in seen.ids.items() if count > 1]
    return [*twice, *_form_faults(seen), *_inline_faults(seen)]


def _heading_faults(seen: "_Reader") -> list[str]:
    headings, title = seen.texts("h1"), "".join(seen.texts("title"))
    faults = [] if seen.languages <= LANGUAGES and seen.languages else ["html has no lang of ours"]
    if len(headings) != 1:
        return [*faults, f"{len(headings)} h1 on one page"]
    return (
        faults
        if headings[0] and headings[0] in title
        else [*faults, f"title {title!r} without h1 {headings[0]!r}"]
    )


def _reference_faults(seen: "_Reader") -> list[str]:
    twice = [f"id {name} {count} times" for name, count in seen.ids.items() if count > 1]
    lost = [f"{where} names no id: {name}" for where, name in seen.named if name not in seen.ids]
    return twice + lost


def _form_faults(seen: "_Reader") -> list[str]:
    names = [
        f"{tag} {has.get('name', '')} has no label"
        for tag, has, wrapped in seen.controls
        if not wrapped
        and has.get("id") not in seen.labelled
        and not {"aria-label", "aria-labelledby"} & set(has)
    ]
    return names + [f"{tag} without words" for tag, words in seen.pressed if not words]


def _order_faults(page: str) -> list[str]:
    """What is refused is told at the top in the order in which its fields stand below."""
    told = re.search(r'<section class="errors".*?</section>', page, re.DOTALL)
    fields = re.findall(r'href="#([^"]+)"', told[0]) if told else []
    below = sorted(fields, key=lambda field: page.find(f'id="{field}"'))
    return [] if fields == below else [f"faults told as {fields}, standing as {below}"]


def _inline_faults(seen: "_Reader") -> list[str]:
    return [f"{tag} carries {name}" for tag, name in seen.inline]


class _Reader(HTMLParser):
    """Notes what the checks ask for, in one pass."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: set[str] = set()
        self.ids: Counter[str] = Counter()
        self.named: list[tuple[str, str]] = []  # who names an id, and which
        self.labelled: set[str] = set()
        self.controls: list[tuple[str, Attributes, bool]] = []
        self.inline: list[tuple[str, str]] = []
        self.pressed: list[tuple[str, str]] = []  # links and buttons with their words
        self._open: list[tuple[str, Attributes, list[str]]] = []
        self._texts: list[tuple[str, str]] = []

    def texts(self, tag: str) -> list[str]:
        return [words for kind, words in self._texts if kind == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self._note_ids(tag, has)
        self._note_inline(tag, has)
        if tag == "html":
            self.languages.add(has.get("lang", ""))
        if tag in LABELLED and has.get("type") not in UNLABELLED_INPUTS:
            self.controls.append((tag, has, any(kind == "label" for kind, *_rest in self._open)))
        if tag == "img":
            self._say(has.get("alt", ""))
        if tag in ("a", "button", "h1", "label", "title"):
            self._open.append((tag, has, [has.get("aria-label", "")]))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            kind, _has, words = self._open.pop()
            text = re.sub(r"\s+", " ", "".join(words)).strip()
            self._texts.append((kind, text))
            if kind in ("a", "button"):
                self.pressed.append((kind, text))

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, words: str) -> None:
        for _tag, _has, said in self._open:
            said.append(words)

    def _note_ids(self, tag: str, has: Attributes) -> None:
        if "id" in has:
            self.ids[has["id"]] += 1
        if tag == "label" and has.get("for"):
            self.labelled.add(has["for"])
            self.named.append(("label", has["for"]))
        if has.get("href", "").startswith("#") and len(has["href"]) > 1:
            self.named.append((tag, has["href"][1:]))
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.named += [(f"{tag} {name}", word) for word in has.get(name, "").split()]

    def _note_inline(self, tag: str, has: Attributes) -> None:
        """The policy would refuse these in a browser."""
        self.inline += [(tag, name) for name in has if name == "style" or name.startswith("on")]
        data = has.get("type") == "application/ld+json"  # read by search engines, run by nobody
        if tag == "style" or (tag == "script" and "src" not in has and not data):
            self.inline.append((tag, "inline text"))
