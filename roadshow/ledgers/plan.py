"""What an import would do: for each sheet row whether it adds something, is there already or stays out, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.programme.rules import HeldFacts

from .doubts import Question
from .reading import LedgerRow, Reason

ROADSHOW = "roadshow"  # among the kinds of rows


# what a row is about
_NAMING = ("title", "project", "name", "firm", "category", "code", "fund", "bank", "batch", "uscc")


def says(row: LedgerRow) -> str:
    """What a sheet row is about, in short."""
    return " ".join(str(row.values[name]) for name in _NAMING if name in row.values)[:200]


def unlisted_of(rows: Iterable[LedgerRow]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Header → its words that are in no catalogue, each once, in the order of the sheet."""
    found = dict.fromkeys(said for row in rows for said in row.unlisted)
    headers = dict.fromkeys(header for header, _word in found)
    return tuple((header, tuple(word for of, word in found if of == header)) for header in headers)


def source_of(sheet: str, line: int) -> str:
    """How a row of the ledger names the line of the file that it came from."""
    return f"{sheet} 第{line}行"[-120:]


class LineEntry(NamedTuple):
    """What a sheet row says of one entry: its step, where it is one, its day and its money."""

    step: ThreadStep | None
    on: date | None
    amount_fen: int | None


@dataclass(frozen=True)
class Line:
    """A sheet row in the preview; ``says`` names what it is about, ``entries`` what it would become,
    ``misnamed`` why it may be another firm's than its code says."""

    number: int
    says: str
    added: bool = False
    reasons: tuple[Reason, ...] = ()
    entries: tuple[LineEntry, ...] = ()
    misnamed: object | None = None

    @property
    def refused(self) -> bool:
        return bool(self.reasons)

    @property
    def there(self) -> bool:
        """Nothing new in it."""
        return not self.added and not self.reasons


@dataclass(frozen=True)
class SheetPlan:
    """A sheet in the preview; ``kind`` is None for one that is left. Counts are of sheet rows."""

    sheet: str
    kind: object | None = None
    lines: tuple[Line, ...] = ()
    about_all: tuple[Reason, ...] = ()  # why the sheet as a whole stays out
    extras: tuple[str, ...] = ()  # columns that are left
    by_content: tuple[str, ...] = ()  # columns known by their cells alone
    questions: tuple[Question, ...] = ()
    unread: tuple[Question, ...] = ()  # of extras that nobody knows: what each may be
    unlisted: tuple[tuple[str, tuple[str, ...]], ...] = ()  # header → its words that are in no catalogue

    @property
    def imported(self) -> int:
        return sum(line.added for line in self.lines)

    @property
    def duplicates(self) -> int:
        return 0 if self.about_all else sum(line.there for line in self.lines)

    @property
    def rejected(self) -> int:
        return len(self.lines) if self.about_all else sum(line.refused for line in self.lines)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.about_all or tuple(reason for line in self.lines for reason in line.reasons)


@dataclass(frozen=True)
class Doubtful:
    """A line that may be wrong and comes in all the same: of which sheet, and why."""

    sheet: str
    line: Line
    words: object


@dataclass(frozen=True)
class Recurring:
    """A sheet whose rows without a date are mostly there already in another year."""

    sheet: str
    rows: int
    there: int
    year: int


@dataclass(frozen=True)
class Plan:
    """Everything to be written, in the order of the stairs; an id below zero, -n, is of the n-th new thing here."""

    sheets: tuple[SheetPlan, ...]
    companies: list[dict[str, Any]] = field(default_factory=list)
    company_codes: dict[int, str] = field(default_factory=dict)  # firm of ours → the code that it lacked
    projects: list[dict[str, Any]] = field(default_factory=list)
    completed_projects: dict[int, dict[str, Any]] = field(default_factory=dict)  # stub of ours → what it is
    roadshows: list[HeldFacts] = field(default_factory=list)
    threads: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    file_year: int | None = None  # that the file states
    year_doubts: tuple[object, ...] = ()  # why the file does not seem to be of this year
    recurring: tuple[Recurring, ...] = ()
    other_years: tuple[int, ...] = ()  # that the file states beside the one it is taken to be of
    doubtful: tuple[Doubtful, ...] = ()

    @property
    def imported(self) -> int:
        return sum(sheet.imported for sheet in self.sheets)

    @property
    def duplicates(self) -> int:
        return sum(sheet.duplicates for sheet in self.sheets)

    @property
    def rejected(self) -> int:
        return sum(sheet.rejected for sheet in self.sheets)

    @property
    def entries(self) -> dict[str, int]:
        """How many entries the new rows become, by kind of row; roadshows last."""
        counts = Counter(row["kind"] for row in self.rows) | Counter({ROADSHOW: len(self.roadshows)})
        return {kind: counts[kind] for kind in (*map(str, Kind), ROADSHOW) if counts[kind]}

    @property
    def is_taken(self) -> bool:
        """Whether the file has anything that comes in or is in already."""
        return bool(self.imported or self.duplicates)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for sheet in self.sheets for question in sheet.questions)
