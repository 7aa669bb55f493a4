"""What comes in by the thousand is written in two statements, and each row is known by its id."""

from flask import Flask

from roadshow.foundation.db import db, insert_many, operation
from roadshow.programme.models import Season
from tests import make
from tests.conftest import Counted

MANY = 500
insert_seasons = operation(
    lambda years: insert_many(Season, [{"year": year, "target": 15} for year in years])
)


def test_many_rows_have_their_ids_in_the_order_they_came(inside: Flask):
    years = [3000 - number for number in range(MANY)]
    ids = insert_seasons(years)
    assert [db.session.get_one(Season, row_id).year for row_id in ids] == years


def test_many_rows_are_two_statements(inside: Flask, counted: Counted):
    make.season()
    with counted() as statements:
        insert_seasons(range(3000, 3000 + MANY))
    assert len(statements) == 2


def test_a_row_added_afterwards_has_an_id_of_its_own(inside: Flask):
    ids = insert_seasons([3000, 3001])
    assert make.season(2031).id not in ids


def test_no_rows_are_no_statement(inside: Flask, counted: Counted):
    with counted() as statements:
        assert insert_seasons([]) == []
    assert statements == []
