"""How well the headers of a sheet fit one kind, and which column may be which of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .contents import holds_counts, looks_like
from .kinds import OTHER_KEYS, Column, Kind, Must, Reads, bare_key, header_key

ONLY_SURE = "!"  # after a field in a kind's needs
ASKED_FOR = 2  # fields at most that a person is offered for one column
LEAVE = "-"  # what --map says to leave a column out
LEFT = "不导入"  # begins the header of a column that is left out
BROAD, SURE, SAID, SAID_OF_KIND = 1, 2, 3, 100  # weights of what speaks for a column

Said = Mapping[str, str]
"""What the person says: header → field, ``kind.field`` which also says what the sheet is, or ``-`` to leave it. What is
remembered counts for one kind of sheet alone, ``kind/field``; several of them are parted by spaces."""

Callings = Mapping[int, tuple[str, ...]]
"""Column → what it may be called, the most telling first."""

_PARTNERS = {"lent_on": "lent", "credit_on": "credit", "paid_on": "paid"}  # a sum needs its day


@dataclass
class Match:
    """The columns of a sheet read as those of one kind: field → its candidates."""

    kind: Kind
    found: dict[str, list[int]]
    weight: int
    by_headers: int  # weight, where a kind that the person says counts no more than a field
    sure: frozenset[str] = frozenset()  # fields that a header names beyond doubt
    by_content: set[str] = field(default_factory=set)
    contested: dict[int, tuple[Column, ...]] = field(
        default_factory=dict
    )  # column → the fields it may be by content
    free: list[int] = field(default_factory=list)  # columns that may still be anything

    @property
    def fits(self) -> bool:
        return not any(self.lacks)

    @property
    def lacks(self) -> list[frozenset[str]]:
        """The groups of the kind's needs that no column meets."""
        return [group for group in self.kind.needs if not any(self._counts(name, group) for name in group)]

    @property
    def missing(self) -> tuple[Column, ...]:
        """The columns of which one would make it fit; empty where it fits already or lacks more than that."""
        lacks = self.lacks
        if len(lacks) != 1 or len(lacks[0]) > ASKED_FOR or any(map(_is_only_sure, lacks[0])):
            return ()
        return tuple(column for column in self.kind.columns if column.name in lacks[0])

    def _counts(self, name: str, group: frozenset[str]) -> bool:
        """A day known by content alone is no sign of a kind: any table has days. Where only days will do, it is."""
        if _is_only_sure(name):
            return name.removesuffix(ONLY_SURE) in self.sure
        if name in self.by_content and _reads(self.kind, name) is Reads.DATE:
            return all(_reads(self.kind, other) is Reads.DATE for other in group)
        return bool(self.found.get(name))


def _is_only_sure(name: str) -> bool:
    return name.endswith(ONLY_SURE)


def match_kind(kind: Kind, callings: Callings, said: Said, sample: list[tuple[object, ...]]) -> Match:
    """``said`` is keyed by header_key; without a ``sample`` of rows only the headers speak."""
    candidates: dict[str, dict[int, list[int]]] = {}
    left: set[int] = set()
    for index, names in callings.items():
        name, weight = _told(kind, names, said) or _known(kind, names)
        if name == LEAVE:
            left.add(index)
        elif name:
            candidates.setdefault(name, {}).setdefault(weight, []).append(index)
    best = {name: max(by_weight) for name, by_weight in candidates.items()}
    found = {name: by_weight[best[name]] for name, by_weight in candidates.items()}
    sure = frozenset(name for name, weight in best.items() if weight > BROAD)
    by_headers = sum(min(weight, SAID) for weight in best.values())
    match = Match(kind, found, sum(best.values()), by_headers, sure)
    taken = left | {index for indexes in found.values() for index in indexes}
    match.free = [index for index in callings if index not in taken and not is_other(callings[index])]
    if sample:
        _leave_names(match, sample)
        _leave_sectors(match, sample)
        _match_by_content(match, sample)
    return match


def _leave_names(match: Match, sample: list[tuple[object, ...]]) -> None:
    """A column that counts by its header and holds no number is none of ours."""
    for column in match.kind.columns:
        if column.reads is Reads.COUNT and column.name in match.found:
            found = [index for index in match.found[column.name] if holds_counts(_cells(sample, index))]
            match.found[column.name] = found


def _leave_sectors(match: Match, sample: list[tuple[object, ...]]) -> None:
    """Of several columns that may be a title, 专场主题 with nothing but sectors in it is none."""
    titles = match.found.get("title", [])
    others = [index for index in titles if not looks_like(Reads.SECTOR, _cells(sample, index))]
    if len(titles) > len(others) > 0:
        match.found["title"] = others
        match.free += [index for index in titles if index not in others]


def _cells(sample: list[tuple[object, ...]], index: int) -> list[object]:
    return [row[index] for row in sample if index < len(row)]


def _told(kind: Kind, names: tuple[str, ...], said: Said) -> tuple[str, int] | None:
    """What the person says of this column, if anything is said that this kind has."""
    for name in names:
        for told in said.get(header_key(name), "").split():
            if found := _answer(kind, told):
                return found
    return None


def _answer(kind: Kind, told: str) -> tuple[str, int] | None:
    alone, _stroke, told = told.rpartition("/")
    if alone not in ("", kind.name):
        return None
    if told == LEAVE:
        return LEAVE, SAID
    of_kind, _dot, column = told.rpartition(".")
    if of_kind not in ("", kind.name) or not kind.column(column):
        return None
    return column, SAID_OF_KIND if of_kind else SAID


def of_kind_alone(kind: str, told: str) -> str:
    """An answer that counts for no other kind of sheet."""
    return told if "." in told else f"{kind}/{told}"


def _known(kind: Kind, names: tuple[str, ...]) -> tuple[str, int]:
    for name in names:
        if known := kind.known(name):
            return known[0].name, SURE if known[1] else BROAD
    return "", 0


def is_sure(kind: Kind, names: tuple[str, ...], field_name: str) -> bool:
    """Whether a column so called is this field, whatever stands beside it and under it."""
    return _known(kind, names) == (field_name, SURE)


def is_other(names: tuple[str, ...]) -> bool:
    """Whether it is known as something that no field of ours is, or is said to be left out."""
    left = any(name.startswith(LEFT) for name in names)
    return left or any(key(name) in OTHER_KEYS for name in names for key in (header_key, bare_key))


def _match_by_content(match: Match, sample: list[tuple[object, ...]]) -> None:
    """Fields that no header names get the columns that hold such; several for one field all stay candidates."""
    claims: dict[int, list[Column]] = {}
    for column in match.kind.columns:
        if _is_sought(column, match):
            for index in match.free:
                if looks_like(column.reads, _cells(sample, index)):
                    claims.setdefault(index, []).append(column)
    for index, columns in claims.items():
        if len(columns) > 1:
            match.contested[index] = tuple(columns)
        else:
            match.found.setdefault(columns[0].name, []).append(index)
            match.by_content.add(columns[0].name)
    match.free = [index for index in match.free if index not in claims]


def _is_sought(column: Column, match: Match) -> bool:
    """A day only where the sheet cannot do without: any table has days that are none of ours."""
    if match.found.get(column.name) or not column.by_content:
        return False
    if column.reads is not Reads.DATE or column.must is not Must.NO:
        return True
    if column.name in _PARTNERS:
        return bool(match.found.get(_PARTNERS[column.name]))
    return any(column.name in group and not any(map(match.found.get, group)) for group in match.kind.needs)


def _reads(kind: Kind, name: str) -> Reads | None:
    column = kind.column(name)
    return column.reads if column else None
