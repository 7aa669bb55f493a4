"""What a kind of sheet is, what its columns may be called, and when two headers are the same."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

DAYS = ("日期", "时间", "日")
SUMS = ("金额", "额", "资金", "数额", "总额", "额度")

_MARKS = re.compile(r"[\s*＊:、，,;_\-/·.。\"'“”]")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_UNIT_AT_END = re.compile(r"(?<=.)(人民币)?(亿元|千万元|百万元|万元|千元|元|万平方米|平方米|m2)$")
_FILLER = re.compile(r"是否|名称|全称|所")


class Reads(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    AMOUNT = "amount"
    DATE = "date"
    YES = "yes"
    AREA = "area"
    COUNT = "count"
    USCC = "uscc"
    SECTOR = "sector"
    STAGE = "stage"
    ROUND = "round"
    GRADE = "grade"
    MODE = "mode"
    YEAR = "year"
    CURRENCY = "currency"
    NUMBER = "number"


class Must(StrEnum):
    """Whether a row may leave the cell empty."""

    ALWAYS = "always"
    WHERE_ASKED = "where asked"  # if the sheet has such a column at all
    NO = "no"


@dataclass(frozen=True)
class Column:
    """A field of a kind of sheet; ``name`` is what --map says."""

    name: str
    words: object
    reads: Reads
    must: Must = Must.NO
    fills_down: bool = False  # a block merged over several rows means each of them
    by_content: bool = True  # may be known by its cells alone
    longest: int = 200  # signs of a text


@dataclass(frozen=True)
class Kind:
    """A kind of sheet. It fits where each group of ``needs`` has at least one of its columns.

    One with ! counts only by a sure name: a list of anything may have 名称, 日期 and 金额.
    """

    name: str
    words: object
    columns: tuple[Column, ...]
    needs: tuple[frozenset[str], ...]
    by_key: Mapping[str, tuple[Column, bool]] = field(init=False, repr=False, compare=False)
    """Key of a header → the column it means, and whether it is sure of that."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", dict(self._keys()))

    def column(self, name: str) -> Column | None:
        """By its name in --map."""
        return next((column for column in self.columns if column.name == name), None)

    def known(self, header: str) -> tuple[Column, bool] | None:
        """The column that a header means, and whether it is sure of that; 是否高企 asks something and names no 高企."""
        if found := self.by_key.get(header_key(header)):
            return found
        found = None if header_key(header) in OTHER_KEYS else self.by_key.get(bare_key(header))
        asks = "是否" in header_key(header)
        return (
            found if found and (not asks or found[0].reads is Reads.YES or found[0].name == "plan") else None
        )

    def _keys(self) -> Iterator[tuple[str, tuple[Column, bool]]]:
        for sure in (False, True):  # the sure ones last: they win
            for key in (bare_key, header_key):
                for column in self.columns:
                    names = (
                        sure_names(self.name, column.name) if sure else broad_names(self.name, column.name)
                    )
                    yield from ((key(name), (column, sure)) for name in names)


_NAMES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
)


def sure_names(kind: str, column: str) -> tuple[str, ...]:
    """What the column is called where nothing else can be meant."""
    entry = _NAMES[kind][column]
    own = _split(entry, "names") + _each(entry, "days", DAYS) + _each(entry, "sums", SUMS)
    return own + (_split(_NAMES["shared"], entry["also"]) if "also" in entry else ())


def broad_names(kind: str, column: str) -> tuple[str, ...]:
    """What means the column only while no sure name stands in the sheet."""
    entry = _NAMES[kind][column]
    return _split(entry, "broad") + _each(entry, "broad_days", DAYS)


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """A header without spaces, marks, width and case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=4096)
def bare_key(text: str) -> str:
    """Also without 所, 是否, 名称, 全称, brackets and units, 时间 being 日期; the plain key if nothing remains."""
    key = header_key(text)
    bare = _UNIT_AT_END.sub("", _IN_BRACKETS.sub("", key)).replace("时间", "日期")
    return _FILLER.sub("", bare) or bare or key


def _split(entry: Mapping[str, str], part: str) -> tuple[str, ...]:
    return tuple(entry.get(part, "").split())


def _each(entry: Mapping[str, str], part: str, tails: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}{tail}" for name in _split(entry, part) for tail in tails)


OTHER_KEYS = frozenset(header_key(name) for name in _split(_NAMES["other"], "names"))
"""Headers of what is none of our fields."""
