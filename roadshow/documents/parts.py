"""One XML part of an Office file, read element by element: what in it would load or start something.

Names come as expat gives them with namespaces: the namespace, a blank and the name.
"""

import re
from typing import Protocol

from .flaws import Flaw, Flawed

FETCHES = frozenset(
    "DDE DDEAUTO INCLUDE INCLUDETEXT INCLUDEPICTURE LINK IMPORT DATABASE RD EMBED MACROBUTTON".split()
)
_FIELD = re.compile(r"[\s\"\\]*(\w*)")
_SPELLED = re.compile(
    r"\s*QUOTE\s+(0x)?\d+\s", re.IGNORECASE
)  # letters by their numbers, to hide a field's name
_PRESSED = frozenset({"hyperlink", "hlinkClick"})
_STARTS = ("ppaction://program", "ppaction://macro", "ppaction://ole")
_FETCHING = frozenset({"ddeLink", "oleLink", "webPr", "dbPr", "altChunk"})
_TO_READ = re.compile(r"(https?://|mailto:|tel:|#|file:///(?!/)|[^\\/:][^:]*$|$)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(https?:|ftp:|file:|\\\\|//)", re.IGNORECASE)
_RELATIONS = "/relationships"


class Part(Protocol):
    """What is told of each element."""

    def start(self, name: str, said: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class Relations:
    """Where a part leads to. ``outside``: the ids of links to elsewhere."""

    def __init__(self) -> None:
        self.outside: set[str] = set()

    def start(self, _name: str, said: dict[str, str]) -> None:
        if said.get("TargetMode", "").lower() == "external":
            self.outside.add(said.get("Id", ""))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class Content:
    """Raises Flawed at what is found. ``named``: it is the list of content types; ``pressed_only``: the ids of links
    that nothing but a hyperlink may use."""

    def __init__(self, *, named: bool = False, pressed_only: frozenset[str] = frozenset()) -> None:
        self._named, self._pressed_only = named, pressed_only
        self._fields: list[str] = [
            ""
        ]  # the instructions of the fields that are open, and what stands in none
        self._reading = False

    def start(self, name: str, said: dict[str, str]) -> None:
        local = _local(name)
        here = {_local(key): value for key, value in said.items()}
        self._check_element(local, here)
        self._check_links(local, said)
        match local:
            case "fldSimple":
                _check_field(here.get("instr", ""))
            case "fldChar":
                self._mark(here.get("fldCharType", ""))
            case "instrText" | "delInstrText":
                self._reading = True

    def end(self, name: str) -> None:
        if _local(name) in ("instrText", "delInstrText"):
            self._reading = False
            if len(self._fields) == 1:  # outside any field: as if each were one
                _check_field(self._fields[0])

    def text(self, text: str) -> None:
        if self._reading:
            self._fields[-1] += text

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            if len(self._fields) > 1 and not self._fields[-1].strip():
                raise Flawed(Flaw.OUTSIDE)  # its name would be another field's result
            self._fields.append("")
            return
        _check_field(self._fields[-1])
        if kind == "separate":
            self._fields[-1] += " "
        elif len(self._fields) > 1:
            self._fields.pop()

    def _check_element(self, local: str, here: dict[str, str]) -> None:
        if local in _FETCHING:
            raise Flawed(Flaw.OUTSIDE)
        if self._named and "macroenabled" in here.get("ContentType", "").lower():
            raise Flawed(Flaw.MACROS)
        if here.get("action", "").lower().startswith(_STARTS):
            raise Flawed(Flaw.OBJECTS)
        if local == "imagedata" and any(_ELSEWHERE.match(here.get(key, "")) for key in ("src", "href")):
            raise Flawed(Flaw.OUTSIDE)
        if local == "Relationship":
            _check_relation(here)

    def _check_links(self, local: str, said: dict[str, str]) -> None:
        if not self._pressed_only or local in _PRESSED:
            return
        for key, value in said.items():
            if value in self._pressed_only and key.rpartition(" ")[0].endswith(_RELATIONS):
                raise Flawed(Flaw.OUTSIDE)


def _check_relation(here: dict[str, str]) -> None:
    kind, target = here.get("Type", ""), here.get("Target", "")
    if here.get("TargetMode", "").lower() == "external":
        if not kind.endswith("/hyperlink") or not _TO_READ.match(target):
            raise Flawed(Flaw.OUTSIDE)
    elif kind.endswith("/oleObject") or (kind.endswith("/package") and "embeddings/" not in target):
        raise Flawed(Flaw.OBJECTS)
    elif kind.endswith("/aFChunk"):
        raise Flawed(Flaw.OUTSIDE)


def _check_field(instruction: str) -> None:
    name = _FIELD.match(instruction)
    if (name and name[1].upper() in FETCHES) or _SPELLED.match(instruction):
        raise Flawed(Flaw.OUTSIDE)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
