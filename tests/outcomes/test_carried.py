"""Ledgers that were imported before the year of a ledger was recorded."""

import flask_migrate
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.demo.ledger import FILE
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes.ledger_years import list_ledger_years
from tests import make


def carried() -> frozenset[int]:
    db.session.remove()
    flask_migrate.downgrade(revision="0047")
    db.session.remove()
    flask_migrate.upgrade()
    return list_ledger_years()


def test_a_ledger_that_was_imported_by_command_is_of_the_year_of_most_rows(inside: Flask) -> None:
    with FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), 2021, actor=COMMAND)
    assert carried() == {2021}


def test_a_file_that_was_uploaded_is_of_the_year_it_was_taken_in_for(inside: Flask) -> None:
    recorder = make.actor(Role.RECORDER)
    ledgers.confirm(ledgers.upload(FILE.name, FILE.read_bytes(), 2021, actor=recorder), actor=recorder)
    assert carried() == {2021}
