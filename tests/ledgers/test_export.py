"""A year's ledger written in the bureau's layout and read back: the same bulletin, the same figures, every fact."""

import io
from dataclasses import asdict
from typing import Any

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import Model, db
from roadshow.ledgers import operations
from roadshow.ledgers.export import export_year
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes.models import Row
from roadshow.reports.bulletin import as_json
from roadshow.reports.queries import year_figures


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


def told_of(year: int) -> dict[str, Any]:
    figures = year_figures(year)
    return as_json(figures) | asdict(figures)


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
    | {"logged_by", "verified_by", "thread_id", "project_id", "company_id", "roadshow_id"}
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
