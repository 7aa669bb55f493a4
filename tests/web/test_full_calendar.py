"""A calendar of five hundred roadshows asks the database no more than one of a single roadshow."""

import uuid
from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted

TODAY, NOON = date(2026, 5, 1), time(12)
MOST_ON_A_PAGE = 9


@pytest.fixture(autouse=True)
def _the_first_of_may() -> Iterator[None]:
    with clock.at(clock.moment(TODAY, NOON)):
        yield


def published(app: Flask, many: int) -> None:
    """That many, three a day from June on."""
    with app.app_context():
        season = make.season(TODAY.year)
        rows = [_row(season.id, date(2026, 6, 1) + timedelta(days=number // 3)) for number in range(many)]
        db.session.execute(insert(Roadshow), rows)
        db.session.commit()


def _row(season_id: int, on: date) -> dict[str, object]:
    begins = clock.moment(on, NOON)
    said = {"title": "示例专场", "title_key": "示例专场", "state": RoadshowState.PUBLISHED, "on": on}
    hours = {"starts_at": begins, "ends_at": begins + timedelta(hours=3)}
    known = dict.fromkeys(("made_at", "changed_at", "public_since"), clock.now())
    return {"uid": str(uuid.uuid4()), "season_id": season_id} | said | hours | known


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (None, "/roadshows"),
        (None, "/roadshows/month?month=2026-06"),
        (None, "/calendar/all.ics"),
        (Role.ORGANISER, "/centre/roadshows"),
        (Role.ORGANISER, "/centre/seasons/2026"),
    ],
)
def test_five_hundred_cost_as_many_statements_as_one(
    app: Flask, as_role: AsRole, counted: Counted, role: Role | None, path: str
) -> None:
    client = as_role(role) if role else app.test_client()
    costs = []
    for many in (1, 499):
        published(app, many)
        client.get(path)
        with counted() as statements:
            client.get(path)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= MOST_ON_A_PAGE
