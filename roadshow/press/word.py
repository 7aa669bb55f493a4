"""A Word file of an office's own making, with places in double braces, filled in with words.

Whoever made it may have meant harm. So of the template language only what names a place, repeats a list or leaves
something out is understood, only with the names that we hand over; nothing in it is called, reckoned or set.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from docx.opc.oxml import parse_xml, serialize_part_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .setting import HERE

MOST_BRACES = 500  # of either kind, in one part; what reads them looks far for their other half
_TAG = re.compile(r"<[^>]*>")
# a word put where a run, a paragraph, a row or a cell stood; Word calls such a file damaged
_BARE = re.compile(r"\{\{(?:r|p|tr|tc)\s[^{}]{0,60}(?:\}\}|$)")
_PLACE = re.compile(r"\{[{%#].{0,60}?(?:[}%#]\}|$)")
_RUNS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|MACROBUTTON|IMPORT)\b")
_UNREAD = ("raw_begin", "comment_begin")  # parts of a template that its language passes over
_SIMPLE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr"


@dataclass(frozen=True)
class Listing:
    """What is repeated; ``parts`` is what each has, known also of an empty one."""

    parts: Sequence[str]
    items: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Words:
    """What there is to be filled in, by name."""

    texts: Mapping[str, str]
    lists: Mapping[str, Listing]


class Wrong(StrEnum):
    """What can be wrong with a place."""

    UNKNOWN = "unknown"  # no words of ours have this name
    UNFINISHED = "unfinished"  # braces without their other half, a list that does not end
    FORBIDDEN = "forbidden"  # more than naming, repeating and leaving out
    TOO_MANY = "too_many"
    RUNS = "runs"  # a field of Word's own that fetches or starts something
    BROKEN = "broken"  # nothing that can be filled in


class Unfit(Exception):  # noqa: N818  what it is, as Refused and Missing are
    """The template cannot be filled in; ``place`` is what stands there."""

    def __init__(self, wrong: Wrong, place: str = "") -> None:
        super().__init__(wrong.value, place)
        self.wrong = wrong
        self.place = place


class Places(ImmutableSandboxedEnvironment):
    """Reads nothing but places of these names."""

    def __init__(self, words: Words) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        for known in (self.globals, self.filters, self.tests):
            known.clear()
        self._words = words

    def compile(self, source: Any, *given: Any, **named: Any) -> Any:
        """Raises: Unfit."""
        try:
            unread = next((line for line, kind, _words in self.lex(source) if kind in _UNREAD), None)
            tree = self.parse(source)
        except TemplateSyntaxError as wrong:
            raise Unfit(Wrong.UNFINISHED, _line(source, wrong.lineno)) from None
        if unread is not None:
            raise Unfit(Wrong.FORBIDDEN, _line(source, unread))
        self._check_all(tree.body, source, {})
        return super().compile(source, *given, **named)

    def _check_all(self, parts: Iterable[nodes.Node], source: str, within: Mapping[str, Listing]) -> None:
        """``within``: what stands for one of a list → the list."""
        for part in parts:
            match part:
                case nodes.Output():
                    for words in part.nodes:
                        self._check_words(words, source, within)
                case nodes.If():
                    self._check_asked(part.test, source, within)
                    self._check_all((*part.body, *part.elif_, *part.else_), source, within)
                case nodes.For(
                    target=nodes.Name(name=one), iter=nodes.Name(name=many), test=None, recursive=False
                ) if not within:  # a list in a list: its words could be without end
                    if many not in self._words.lists:
                        raise Unfit(Wrong.UNKNOWN, many)
                    self._check_all((*part.body, *part.else_), source, {one: self._words.lists[many]})
                case _:
                    raise Unfit(Wrong.FORBIDDEN, _line(source, part.lineno))

    def _check_words(self, node: nodes.Node, source: str, within: Mapping[str, Listing]) -> None:
        match node:
            case nodes.TemplateData():
                pass
            case nodes.Name(name=name):
                if name not in self._words.texts:
                    raise Unfit(Wrong.UNKNOWN, name)
            case nodes.Getattr(node=nodes.Name(name=one), attr=part):
                if one not in within or part not in within[one].parts:
                    raise Unfit(Wrong.UNKNOWN, f"{one}.{part}")
            case _:
                raise Unfit(Wrong.FORBIDDEN, _line(source, node.lineno))

    def _check_asked(self, node: nodes.Node, source: str, within: Mapping[str, Listing]) -> None:
        """Whether there is anything of it."""
        match node:
            case nodes.Not(node=asked):
                self._check_asked(asked, source, within)
            case nodes.Name(name=name) if name in self._words.lists:
                pass
            case _:
                self._check_words(node, source, within)


def fill(template: bytes, words: Words) -> bytes:
    """The same file with its places filled in. Raises: Unfit."""
    lists = {name: listing.items for name, listing in words.lists.items()}
    try:
        document = DocxTemplate(io.BytesIO(template))
        for part in document.get_docx().part.package.iter_parts():
            if str(part.partname).endswith(".xml"):
                _check_part(part.blob)
        document.render({**words.texts, **lists}, Places(words))
        made = io.BytesIO()
        document.save(made)
    except Unfit:
        raise
    except Exception:  # whatever the file led the library into: it cannot be filled in
        raise Unfit(Wrong.BROKEN) from None
    return made.getvalue()


def _check_part(content: bytes) -> None:
    """Of what Word does by itself, too: it would fetch or start something for whoever opens the file."""
    tree = parse_xml(content)  # type: ignore[arg-type]  # the library takes bytes, and calls them a str
    whole = serialize_part_xml(tree)
    if max(whole.count(b"{"), whole.count(b"}")) > MOST_BRACES:
        raise Unfit(Wrong.TOO_MANY)
    text = whole.decode(errors="replace")
    if found := _BARE.search(_TAG.sub("", text)) or _BARE.search(text):
        raise Unfit(Wrong.FORBIDDEN, found[0])
    fields = ""
    for element in tree.iter():
        match str(element.tag).rpartition("}")[2]:
            case "instrText":
                fields += element.text or ""
            case "fldChar" | "fldSimple":
                fields += f" {element.get(_SIMPLE, '')} "
    if found := _RUNS.search(fields.upper()):
        raise Unfit(Wrong.RUNS, found[0])


def _line(source: str, number: int) -> str:
    """The place on this line of the template, as its maker typed it."""
    lines = source.splitlines()
    line = _TAG.sub("", lines[number - 1]) if number <= len(lines) else ""
    found = _PLACE.search(line)
    return found[0] if found else line[:60]


@cache
def built_in(language: str) -> bytes:
    """The form that comes with the product: an ordinary Word file, to be changed in Word."""
    return (HERE / f"bulletin.{language}.docx").read_bytes()
