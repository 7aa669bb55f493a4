"""Where a sheet's table begins, what kind it is and which of its columns is which field."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from roadshow.foundation import money

from . import cells
from .columns import KINDS, NOTE
from .kinds import Column, Kind, Reads, header_key
from .matching import SAID_OF_KIND, Match, Said, is_other, match_kind
from .units import area_unit, money_unit
from .workbook import NumberedRow, Sheet

DEEPEST_HEADER = 30  # rows with something in them above which a header is looked for
FEWEST_NAMES = 2  # texts in a row that is a header
NEARLY = 6  # weight of headers that all but name a kind
SAMPLE = 60  # rows by which a column is known by its content

_UNIT = re.compile(r"单位\s*:\s*([^;,，；]*)|^(?:.*单位\s*)?\(?((?:人民币)?[亿千百万]*元)\)?$")

_GROUP = re.compile(r"(基本)?(情况|信息|部分|环节|阶段)$")
_UNIT_ALONE = re.compile(r"\(?(金额|计量|货币|面积)?单位\s*:")


@dataclass(frozen=True)
class Header:
    """One or two rows that name the columns; ``names`` gives for each column what it may be called, surest first."""

    row: int
    last: int
    names: Mapping[int, tuple[str, ...]]

    @cached_property
    def callings(self) -> dict[int, tuple[str, ...]]:
        """All that a column may be called, by a synonym or by the person."""
        return {index: (*names, self.words[index]) for index, names in self.names.items()}

    @cached_property
    def words(self) -> dict[int, str]:
        """Each column's name in the file, told apart with #1, #2 where two are called the same."""
        last = {index: names[-1] for index, names in self.names.items()}
        short = Counter(last.values())
        names = {
            index: last[index] if short[last[index]] == 1 else names[0] for index, names in self.names.items()
        }
        often, met = Counter(names.values()), Counter[str]()
        for index in sorted(names):
            if often[name := names[index]] > 1:
                met[name] += 1
                names[index] = f"{name}#{met[name]}"
        return names


@dataclass(frozen=True)
class Doubt:
    """What only a person can settle: several headers for one field, one for several, or several kinds for the sheet.

    ``lacking`` one of its columns, the sheet is all but of that kind; any of the candidates may be it.
    """

    kinds: tuple[Kind, ...]
    columns: tuple[Column, ...] = ()
    candidates: tuple[str, ...] = ()
    lacking: bool = False


@dataclass(frozen=True)
class Layout:
    """What a sheet is. With ``doubts`` no row of it may be taken in until a person settles them."""

    kind: Kind
    header: Header
    columns: Mapping[str, int] = field(default_factory=dict)  # field → column, from 0
    units: Mapping[str, int] = field(
        default_factory=dict
    )  # field → fen or m² that one of its bare figures stands for
    by_content: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()

    @property
    def extras(self) -> tuple[str, ...]:
        """Columns that are none of the kind's fields."""
        taken = set(self.columns.values())
        return tuple(word for index, word in self.header.words.items() if index not in taken)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Of the extras those that nobody knows, as 序号 is known: a person may say what they are."""
        others = {
            self.header.words[index] for index, names in self.header.callings.items() if is_other(names)
        }
        return tuple(word for word in self.extras if word not in others)


def find_layout(sheet: Sheet, said: Said) -> Layout | None:
    """None when the sheet is none of the kinds."""
    keyed = {header_key(header): name for header, name in said.items()}
    promises = [(_promise(header, keyed), header.row == header.last, header) for header in headers_of(sheet)]
    promise, _alone, header = max(promises, key=lambda promise: promise[:2], default=(0, True, None))
    if header is None or not promise:
        return None
    sample = [row for number, row in sheet.rows if number > header.last][:SAMPLE]
    matches = [match_kind(kind, header.callings, keyed, sample) for kind in KINDS]
    best = max((match.weight for match in matches if match.fits), default=0)
    equal = [match for match in matches if match.fits and match.weight == best]
    if best < SAID_OF_KIND and (nearest := _nearest(matches)):
        doubts = tuple(_lacking(match, header) for match in nearest)
        return Layout(nearest[0].kind, header, _columns(nearest[0]), doubts=doubts)
    if len(equal) > 1:
        return Layout(equal[0].kind, header, doubts=(Doubt(tuple(match.kind for match in equal)),))
    return _settle(equal[0], header, _sheet_units(sheet, header)) if equal else None


def _promise(header: Header, said: Said) -> int:
    """How much of some kind these rows name; the kinds' needs do not matter yet."""
    return max(match_kind(kind, header.callings, said, []).weight for kind in KINDS)


def _nearest(matches: list[Match]) -> list[Match]:
    """Kinds that the headers speak for more than for any that fits, and that lack one column only."""
    enough = max([NEARLY, *(match.by_headers + 1 for match in matches if match.fits)])
    near = [match for match in matches if match.by_headers >= enough and match.free and match.missing]
    most = max((match.by_headers for match in near), default=0)
    return [match for match in near if match.by_headers == most]


def _lacking(match: Match, header: Header) -> Doubt:
    candidates = tuple(header.words[index] for index in match.free)
    return Doubt((match.kind,), match.missing, candidates, lacking=True)


def _settle(match: Match, header: Header, units: Mapping[Reads, int]) -> Layout:
    doubts = [
        Doubt((match.kind,), (column,), tuple(header.words[index] for index in found))
        for column in match.kind.columns
        if column.name != NOTE.name and len(found := match.found.get(column.name, [])) > 1
    ]
    doubts += [
        Doubt((match.kind,), claims, (header.words[index],)) for index, claims in match.contested.items()
    ]
    columns = _columns(match)
    named = {name: _unit(match.kind, name, header, index, units) for name, index in columns.items()}
    return Layout(match.kind, header, columns, named, frozenset(match.by_content), tuple(doubts))


def _columns(match: Match) -> dict[str, int]:
    """Those that are certain; several notes are one note's candidates and the first is taken."""
    return {name: found[0] for name, found in match.found.items() if len(found) == 1 or name == NOTE.name}


def headers_of(sheet: Sheet) -> Iterator[Header]:
    """Each row that may be a header."""
    merged = spread(sheet)
    for place in range(min(DEEPEST_HEADER, len(sheet.rows))):
        yield from headers_at(sheet, place, merged)


def headers_at(sheet: Sheet, place: int, merged: Mapping[tuple[int, int], str]) -> Iterator[Header]:
    """The row at this place as a header, alone and with the row below it."""
    number, row = sheet.rows[place]
    texts = {index: text for index, value in enumerate(row) if (text := _text(value))}
    if len(texts) < FEWEST_NAMES:
        return
    yield Header(number, number, {index: (text,) for index, text in texts.items()})
    if place + 1 < len(sheet.rows) and sheet.rows[place + 1][0] == number + 1:
        yield _double(texts, merged, sheet.rows[place + 1])


def _double(upper: dict[int, str], merged: Mapping[tuple[int, int], str], below: NumberedRow) -> Header:
    number, row = below
    lower = {index: text for index, value in enumerate(row) if (text := _text(value))}
    names: dict[int, tuple[str, ...]] = {}
    for index in sorted(upper.keys() | lower.keys()):
        over, under = upper.get(index) or merged.get((number - 1, index), ""), lower.get(index, "")
        names[index] = _under(over, under) if over and under and over != under else (over or under,)
    return Header(number - 1, number, names)


def _under(group: str, name: str) -> tuple[str, ...]:
    """签约情况 over 金额 is 签约金额, or 金额 where nothing else is called so."""
    return tuple(dict.fromkeys((f"{group}{name}", f"{_GROUP.sub('', group)}{name}", name)))


def spread(sheet: Sheet) -> dict[tuple[int, int], str]:
    """What a header cell merged over several columns says in each of them."""
    wide = [block for block in sheet.merges if block.right > block.left]
    rows = dict(sheet.rows) if wide else {}
    return {
        (block.top, index): text
        for block in wide
        if block.top in rows and (text := _text(_at(rows[block.top], block.left)))
        for index in range(block.left, min(block.right, block.left + 60) + 1)
    }


def _at(row: tuple[object, ...], index: int) -> object:
    return row[index] if index < len(row) else None


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _sheet_units(sheet: Sheet, header: Header) -> dict[Reads, int]:
    """Units that a line such as 单位：万元 over the table or in its header gives to the whole sheet."""
    units = {}
    for number, row in sheet.rows:
        if number > header.last:
            break
        for value in row:
            for said in _units_in(value, of_table=number < header.row):
                if (unit := money_unit(said)) is not None:
                    units[Reads.AMOUNT] = unit
                if (area := area_unit(said)) is not None:
                    units[Reads.AREA] = area
    return units


def _units_in(value: object, *, of_table: bool) -> list[str]:
    """All that a cell such as 金额单位：元；面积单位：平方米 names; 填报单位：甲局 is among them and no unit."""
    text = cells.plain(value) if isinstance(value, str) else ""
    if not of_table and not _UNIT_ALONE.match(text):
        return []  # 到账金额（单位：元） is the unit of that column
    return [said or alone for said, alone in _UNIT.findall(text)]


def _unit(kind: Kind, name: str, header: Header, index: int, units: Mapping[Reads, int]) -> int:
    column = kind.column(name)
    words = "".join(cells.plain(word) for word in header.names[index][:1])
    if column is not None and column.reads is Reads.AMOUNT:
        own = money_unit(words)
        return own if own is not None else units.get(Reads.AMOUNT, money.WAN)
    if column is not None and column.reads is Reads.AREA:
        own = area_unit(words)
        return own if own is not None else units.get(Reads.AREA, 1)
    return 1
