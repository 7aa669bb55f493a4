"""A year's ledger written in the bureau's layout and read back: the same bulletin, the same figures, every fact."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from sqlalchemy import select

from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import Model, db
from roadshow.foundation.errors import Refused
from roadshow.ledgers import operations
from roadshow.ledgers.export import export_year
from roadshow.ledgers.ledger import read_ledger
from roadshow.ledgers.written import FORMULAS
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.reports.bulletin import as_json
from roadshow.reports.figures.answers import values
from roadshow.reports.figures.durations import DURATIONS
from roadshow.reports.figures.ledger import LEDGER_FIGURES
from roadshow.reports.figures.scope import Scope
from roadshow.reports.queries import year_figures
from tests import make
from tests.conftest import Counted
from tests.ledgers import sheets
from tests.ledgers.random_ledgers import YEAR, write_any

STATEMENTS = 21
OF_FORMS = {
    "landed_m2",
    "applied_to_pitched",
    "pitched_to_signed",
}  # of what a project's form says, and of applications


def test_the_ledger_of_2021_is_read_back_to_the_letter(inside: Flask) -> None:
    with FILE.open("rb") as file:
        operations.take_in(read_ledger(file), 2021, actor=COMMAND)
    told, facts = told_of(2021), facts_of_all()
    content = exported(2021)
    empty()
    plan = operations.take_in(read_ledger(content), 2021, actor=COMMAND)
    assert (plan.duplicates, plan.rejected) == (0, 0)
    assert told_of(2021) == told
    assert facts_of_all() == facts


def test_it_has_the_sheets_and_headers_of_the_bureau(inside: Flask) -> None:
    with FILE.open("rb") as file:
        operations.take_in(read_ledger(file), 2021, actor=COMMAND)
    theirs, ours = heads(FILE.read_bytes()), heads(exported(2021).read())
    assert ours == theirs


def test_what_is_there_already_is_known_again(inside: Flask) -> None:
    """Read back where it came from, it adds nothing."""
    with FILE.open("rb") as file:
        operations.take_in(read_ledger(file), 2021, actor=COMMAND)
    plan = operations.take_in(read_ledger(exported(2021)), 2021, actor=COMMAND)
    assert (plan.imported, plan.rejected) == (0, 0)


@pytest.mark.parametrize("begins", FORMULAS)
def test_no_cell_is_a_formula(inside: Flask, begins: str) -> None:
    project = make.project(name=f"{begins}1+1")
    outcomes.log(
        LandingFacts(project.id, date(2021, 3, 5), place=f"{begins}cmd|' /C calc'!A0"), actor=COMMAND
    )
    page = load_workbook(exported(2021))["引进项目"]
    cells = [page.cell(4, column) for column in (2, 9)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        (f"{begins}1+1", "s", True),
        (f"{begins}cmd|' /C calc'!A0", "s", True),
    ]


def test_instalments_of_a_deal_stand_on_lines_of_their_own(inside: Flask) -> None:
    deals = [
        sheets.INVESTMENT,
        sheets.investment("示例", 投资金额=900),
        sheets.investment("示例", 投资金额=None, 签约日期=None, 到账日期="2021-06-01", 到账金额=600),
    ]
    operations.take_in(read_ledger(sheets.workbook({"投资": deals})), 2021, actor=COMMAND)
    page = load_workbook(exported(2021))["基金投资"]
    lines = [[cell.value for cell in row[4:8]] for row in page.iter_rows(min_row=4)]
    assert [(signed, paid) for signed, _on, _paid_on, paid in lines] == [(900, 300), (None, 600)]


def test_rows_without_a_day_stand_on_a_sheet_with_their_year(inside: Flask) -> None:
    row = LandingFacts(make.project().id, None, year=2021)
    outcomes.log(row, actor=COMMAND)
    ours = heads(exported(2021).read())
    assert ("引进日期" in ours["引进项目"], ours["引进项目2"][-1]) == (True, "年度")


def test_a_year_without_anything_is_refused(inside: Flask) -> None:
    with pytest.raises(Refused, match="2019年的台账里还没有内容"):
        export_year(2019)


def test_a_roadshow_held_here_tells_what_its_stage_and_door_counted(inside: Flask) -> None:
    roadshow = make.roadshow(state=RoadshowState.HELD, on=date(2021, 3, 5))
    for state in (PitchState.PRESENTED, PitchState.PRESENTED, PitchState.ABSENT):
        make.pitch(roadshow, state=state)
    page = load_workbook(exported(2021))["路演场次"]
    assert [cell.value for cell in page[4]][6:9] == [2, None, None]


@pytest.mark.parametrize("many", [1, 40])
def test_it_costs_the_same_statements_however_long(inside: Flask, counted: Counted, many: int) -> None:
    rows = [sheets.LANDING, *(sheets.landing(number) for number in range(many))]
    deals = [sheets.INVESTMENT, *(sheets.investment(f"示例项目{number}") for number in range(many))]
    operations.take_in(read_ledger(sheets.workbook({"引进": rows, "投资": deals})), 2021, actor=COMMAND)
    with counted() as statements:
        exported(2021)
    assert len(statements) == STATEMENTS


@settings(
    max_examples=40,
    phases=[Phase.generate],  # to shrink a whole ledger takes longer than to read it
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=some.data())
def test_any_ledger_is_read_back_to_the_same_figures(inside: Flask, data: some.DataObject) -> None:
    empty()
    write_any(data.draw)
    told, facts = told_of(YEAR), facts_carried()
    try:
        content = exported(YEAR)
    except Refused:
        assert facts == []
        return
    empty()
    plan = operations.take_in(read_ledger(content), YEAR, year_differs=True, actor=COMMAND)
    reasons = [(reason.column, str(reason.words)) for sheet in plan.sheets for reason in sheet.reasons]
    assert (plan.duplicates, reasons) == (0, [])
    assert told_of(YEAR) == told
    again = facts_carried()
    assert [fact for fact in again if fact not in facts] == [fact for fact in facts if fact not in again]
    assert len(again) == len(facts)


def facts_carried() -> list[dict[str, Any]]:
    """What counts in the year, and what its deals are compared with."""
    return [told for told in facts_of_all() if told["counts"] and _is_carried(told)]


def _is_carried(told: Mapping[str, Any]) -> bool:
    return told["year"] == YEAR or (told["year"] == YEAR - 1 and told["kind"] in (Kind.INVESTMENT, Kind.LOAN))


def told_of(year: int) -> dict[str, Any]:
    figures = year_figures(year)
    told: dict[str, Any] = _without_waits(as_json(figures) | asdict(figures))
    scope = Scope(date(year, 1, 1), date(year, 12, 31))
    named = [figure for figure in (*LEDGER_FIGURES, *DURATIONS) if figure.name not in OF_FORMS]
    return told | values(named, [scope])


def _without_waits(told: Any) -> Any:
    """What nobody has verified yet: of a ledger just read that is all of it."""
    if not isinstance(told, dict):
        return told
    waits = ("waits", "unverified")
    return {name: _without_waits(value) for name, value in told.items() if not name.endswith(waits)}


def facts_of_all() -> list[dict[str, Any]]:
    """Each row with what it names, without who wrote it, when, and its ids."""
    return sorted((_told(row) for row in db.session.scalars(select(Row))), key=str)


def _told(row: Row) -> dict[str, Any]:
    own = {column.key for column in type(row).__mapper__.column_attrs} - LEFT
    told = {name: getattr(row, name) for name in own}
    told["project"] = (row.project.name, row.project.sector, row.project.stage) if row.project else None
    told["firm"] = [
        (firm.name, firm.uscc) for firm in (row.company, row.project and row.project.company) if firm
    ]
    told["thread"] = (row.thread.counterpart, row.thread.code, row.thread.round) if row.thread else None
    told["roadshow"] = (row.roadshow.title, row.roadshow.on) if row.roadshow else None
    return told | {"exchange": row.exchange}


LEFT = (
    {"id", "row_id", "fingerprint", "source", "state", "affirmed", "corrects_id", "why"}
    | {f"{did}_{what}" for did in ("logged", "verified") for what in ("at", "by", "by_id")}
    | {"logged_by", "verified_by", "thread_id", "number", "project_id", "company_id", "roadshow_id"}
)


def exported(year: int) -> io.BytesIO:
    file, _count = export_year(year)
    with file:
        return io.BytesIO(file.read())


def empty() -> None:
    """As on the first day."""
    db.session.rollback()
    with db.engine.begin() as connection:
        for table in reversed(Model.metadata.sorted_tables):
            connection.execute(table.delete())
    db.session.expire_all()


def heads(content: bytes) -> dict[str, list[Any]]:
    """Sheet → its first row with more than one cell."""
    book = load_workbook(io.BytesIO(content))
    return {
        page.title: next(
            row for row in ([c.value for c in r if c.value] for r in page.iter_rows()) if len(row) > 1
        )
        for page in book.worksheets
    }
