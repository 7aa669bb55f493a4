"""Eight colleagues take in the same ledger at the same moment."""

from flask import Flask
from sqlalchemy import func, select

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.ledgers import operations, queries
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes.models import Row, Thread
from roadshow.projects.models import Company, Project
from tests.ledgers import sheets
from tests.races.at_once import REFUSED, WON, at_once

LEDGER = sheets.workbook(
    {
        "引进": [sheets.LANDING, *(sheets.landing(number) for number in range(20))],
        "投资": [sheets.INVESTMENT, *(sheets.investment(f"示例项目{number}") for number in range(20))],
    }
)


def test_one_ledger_taken_in_eight_times_at_once_is_in_once(app: Flask) -> None:
    ledger = read_ledger(LEDGER)

    def take_in() -> object:
        return lambda: operations.take_in(ledger, 2021, actor=COMMAND)

    assert at_once(app, [take_in] * 8) == [WON] * 8
    with app.app_context():
        tables = (Row, Thread, Project, Company)
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert counts == [60, 20, 20, 20]


def test_one_upload_confirmed_eight_times_at_once_is_taken_in_once(app: Flask) -> None:
    with app.app_context():
        kept_id = operations.upload("a.xlsx", LEDGER.getvalue(), 2021, actor=COMMAND).id

    def confirm() -> object:
        kept = queries.get_upload(kept_id)
        return lambda: operations.confirm(kept, actor=COMMAND)

    assert at_once(app, [confirm] * 8) == [REFUSED] * 7 + [WON]
