"""The demo stands whatever the date: each kind of roadshow, application and outcome is there."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from roadshow import demo
from roadshow.accounts.models import Person
from roadshow.foundation import clock
from roadshow.foundation.db import db, is_empty
from roadshow.outcomes.queries import count_waiting
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme import queries
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from roadshow.reports.queries import year_figures

DATES = ["2026-11-24T06:00", "2027-01-02T03:00", "2028-02-29T04:00", "2026-12-31T23:30"]
PASSWORD = "示例口令只用于测试"  # noqa: S105  of the demo of a test
R = RoadshowState


@pytest.mark.parametrize("date", DATES)
def test_the_demo_has_everything_whatever_the_date(inside, date):
    now = datetime.fromisoformat(date).replace(tzinfo=UTC)
    with clock.at(now):
        demo.fill(PASSWORD)
        shows = list(db.session.scalars(select(Roadshow).where(Roadshow.starts_at.is_not(None))))
        cancelled = next(show for show in shows if show.state is R.CANCELLED)
        last_year = year_figures(2021, verified_only=True)
        found = {
            "states": Counter(show.state for show in shows),
            "proposed": sum(len(queries.list_proposed(season)) for season in queries.list_seasons()),
            "moved": [show.state for show in shows if show.moved_from_at],
            "outside their season": [show for show in shows if show.season.year != show.on.year],
            "cancelled after it was public": cancelled.public_since is not None,
            "cancelled in the last ten days": now - cancelled.cancelled_at < timedelta(days=10),
            "of the open calls": set(_states_of_applications()),
            "ledger": (last_year.held, last_year.landed, last_year.paid.fen),
            "recorders with work": sum(count_waiting(person.id) > 0 for person in _recorders()),
            "empty": is_empty(),
        }
    assert found == {
        "states": {
            R.CLOSED: 6,
            R.HELD: 1,
            R.PUBLISHED: 2,
            R.SELECTING: 1,
            R.CALLING: 2,
            R.PLANNED: 2,
            R.CANCELLED: 1,
        },
        "proposed": 2,
        "moved": [R.CALLING],
        "outside their season": [],
        "cancelled after it was public": True,
        "cancelled in the last ten days": True,
        "of the open calls": set(PitchState)
        - {PitchState.SCHEDULED, PitchState.PRESENTED, PitchState.ABSENT, PitchState.LAPSED},
        "ledger": (12, 56, 67_000_000_000),
        "recorders with work": 2,
        "empty": False,
    }


def test_a_new_database_is_empty(inside):
    assert is_empty()


def _states_of_applications():
    return db.session.scalars(select(Pitch.state).join(Roadshow).where(Roadshow.state == R.CALLING))


def _recorders():
    return [person for person in db.session.scalars(select(Person)) if person.email.startswith("recorder")]
