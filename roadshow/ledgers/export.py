"""A year's ledger in the bureau's layout, which our own import reads back to the same figures."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from roadshow.foundation.errors import Refused
from roadshow.foundation.workbooks import written_by_rows
from roadshow.outcomes.states import Kind, ThreadStep

from .carried import Carried
from .columns import KINDS
from .kinds import Kind as SheetKind
from .kinds import Must, Reads
from .lines import Line, in_wan
from .standard import NUMBER, OTHERS, STANDARDS, YEAR, Columns, Standard
from .written import row_of

WIDE, NARROW = 24, 14  # characters
LONG = (Reads.TEXT, Reads.USCC)
T = ThreadStep
_INVESTMENT = {T.SIGNED: ("signed", "signed_on"), T.PAID: ("paid", "paid_on")}
_INTENT = {T.INTENT: ("intent", "intent_on"), T.DROPPED: (None, "dropped_on")}
_LOAN = {T.POOLED: (None, "pooled_on"), T.CREDITED: ("credit", "credit_on"), T.LENT: ("lent", "lent_on")}
_REPAYMENT = {T.REPAID: ("repaid", "repaid_on"), T.DROPPED: (None, "dropped_on")}


def export_year(year: int) -> tuple[IO[bytes], int]:
    """The workbook, written sheet by sheet into a file without a name, and how many lines it has.

    Raises: Refused when the year has none.
    """
    count = 0
    with written_by_rows() as book:
        with force_locale("zh"):
            for standard, other, lines in _sheets(Carried(year)):
                count += _write(book, standard, lines, year, other=other)
        file = tempfile.TemporaryFile()  # noqa: SIM115  whoever reads it closes it
        book.save(file)
    if not count:
        file.close()
        raise Refused(_("%(year)d年的台账里还没有内容", year=year))
    file.seek(0)
    return file, count


def _sheets(carried: Carried) -> Iterator[tuple[Standard, bool, Iterable[Line]]]:
    """In the bureau's order, then those of other years, of which the lines before tell which are needed."""
    kinds = {standard.kind: standard for standard in STANDARDS}
    others = carried.other_landings()  # the projects that they describe need no describing elsewhere
    lines: dict[str, Iterable[Line]] = {
        "roadshow": carried.roadshows(),
        "landing": carried.landings(),
        "investment": carried.steps(Kind.INVESTMENT, _INVESTMENT),
        "loan": carried.steps(Kind.LOAN, _LOAN),
        "hire": carried.hires(),
        "incubator": carried.alone(Kind.INCUBATOR, _incubator),
        "rating": carried.alone(Kind.RATING, lambda row: {"grade": row.category}),
        "policy_payment": carried.alone(Kind.POLICY_PAYMENT, _payment),
        "intent": carried.steps(Kind.INVESTMENT, _INTENT),
        "repayment": carried.steps(Kind.LOAN, _REPAYMENT),
        "hire_step": carried.hire_steps(),
        "evaluation": carried.alone(Kind.EVALUATION, _evaluation),
        "residency": carried.residencies(),
        "recognition": carried.alone(Kind.RECOGNITION, _recognition),
    }
    for kind, of_kind in lines.items():
        yield kinds[kind], False, of_kind
    yield kinds["landing"], True, others
    yield kinds["roadshow"], True, carried.other_roadshows()


def _incubator(row: Any) -> Line:
    own = {"name": row.name, "city": row.place, "area": row.area_m2, "running": "是" if row.running else "否"}
    return own | {"off_site": None if row.off_site else "否", "running_since": row.running_since}


def _payment(row: Any) -> Line:
    return {"category": row.category, "batch": row.name, "amount": in_wan(row.amount_fen)}


def _evaluation(row: Any) -> Line:
    return {"name": row.name, "score": row.score, "grade": row.category}


def _recognition(row: Any) -> Line:
    own = {"category": row.category, "level": row.level, "certificate": row.certificate}
    return own | {"valid_until": row.valid_until}


def _write(book: Workbook, standard: Standard, lines: Iterable[Line], year: int, *, other: bool) -> int:
    """On one sheet the lines that leave out nothing the sheet asks for; others apart, without those columns."""
    kind = next(kind for kind in KINDS if kind.name == standard.kind)
    asked = [column.name for column in kind.columns if column.must is Must.WHERE_ASKED]
    parts: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    if not other and standard.always:
        parts[()] = []
    for line in lines:
        parts[tuple(name for name in asked if name not in line)].append(line)
    for number, (lacking, of_part) in enumerate(sorted(parts.items()), 1):
        name = f"{OTHERS if other else ''}{standard.sheet}{number if number > 1 else ''}"
        title = standard.title_of(None if other else year)
        columns = _columns(standard, lacking, of_part)
        _write_sheet(book.create_sheet(name), standard, kind, columns, of_part, title)
    return sum(map(len, parts.values()))


def _columns(standard: Standard, lacking: tuple[str, ...], lines: list[Line]) -> Columns:
    said = {name for line in lines for name in line}
    own = tuple(column for column in standard.columns if column[0] not in lacking)
    more = standard.more + (YEAR if "on" in lacking else ())
    return own + tuple(column for column in more if column[0] in said)


def _write_sheet(
    page: Any, standard: Standard, kind: SheetKind, columns: Columns, lines: list[Line], title: str
) -> None:
    reads = {column.name: column.reads for column in kind.columns}
    fields = [name for name, _header in columns]
    headers = [header for _name, header in columns]
    if standard.numbered:
        headers.insert(0, NUMBER)
    text = {index for index, name in enumerate(fields, int(standard.numbered)) if reads[name] in LONG}
    for index in range(len(headers)):
        page.column_dimensions[get_column_letter(index + 1)].width = WIDE if index in text else NARROW
    over = [[title], [standard.unit]] if standard.unit else [[title]]
    page.freeze_panes = f"A{len(over) + 2}"
    for row in over:
        page.append(row_of(page, row))
    heads = row_of(page, headers)
    for cell in heads:
        cell.font = Font(bold=True)
    page.append(heads)
    for number, line in enumerate(lines, 1):
        values = [line.get(name) for name in fields]
        page.append(row_of(page, [number, *values] if standard.numbered else values, text))
