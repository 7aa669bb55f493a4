"""A year is closed with all that stands in it or not at all, whoever logs, corrects and verifies at the same moment."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from roadshow.accounts.permissions import Role
from roadshow.audit.models import Entry
from roadshow.audit.queries import list_entries_of
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.closings import Closing, find_last_closed
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.many import refuse_many, verify_many
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import get_row
from roadshow.outcomes.states import RowState
from roadshow.outcomes.waiting import count_waiting_of
from roadshow.reports.closing import close_restatement, close_year, official
from roadshow.reports.frozen import lines_in
from roadshow.reports.proving import list_breaks
from roadshow.reports.queries import year_figures
from tests import make
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
YEAR, MANY, ROUNDS = 2021, 8, 5
Act = Callable[[], object]


def landed(*, verified: bool = True) -> int:
    row = outcomes.log(LandingFacts(make.project().id, date(YEAR, 5, 4), amount_fen=WAN), actor=COMMAND)
    if verified:
        outcomes.verify(row, actor=make.actor(Role.RECORDER))
    return row.id


def logging(project_id: int) -> Act:
    return lambda: outcomes.log(LandingFacts(project_id, date(YEAR, 7, 1), amount_fen=WAN), actor=COMMAND)


def closing(actor) -> Act:
    return lambda: close_year(YEAR, actor=actor)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_eight_who_close_a_year_one_does(app: Flask, _round: int) -> None:
    with app.app_context():
        landed()
        leader = make.actor(Role.LEADER)
    answers = at_once(app, [lambda: closing(leader)] * MANY)
    with app.app_context():
        assert (answers, db.session.query(Closing).count()) == ([REFUSED] * (MANY - 1) + [WON], 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_row_logged_while_its_year_is_closed_is_in_it_or_refused(app: Flask, _round: int) -> None:
    """Logged first it waits, and the year stays open; closed first, the year takes no row."""
    with app.app_context():
        landed()
        leader, projects = make.actor(Role.LEADER), [make.project().id for _number in range(3)]
    works = [lambda: closing(leader), *((lambda id_=id_: logging(id_)) for id_ in projects)]
    answers = at_once(app, works)
    with app.app_context():
        rows, closed = db.session.query(Row).count(), find_last_closed(YEAR) is not None
        assert set(answers) <= {WON, REFUSED}
        assert rows == (1 if closed else 4)
        assert closed == (count_waiting_of(YEAR) == {})
        assert list_breaks(YEAR) == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_what_is_corrected_while_its_year_is_closed_stands_before_or_in_a_restatement(app, _round) -> None:
    with app.app_context():
        row_id, leader = landed(), make.actor(Role.LEADER)

    def correcting() -> Act:
        return lambda: outcomes.correct(get_row(row_id), {"amount_fen": 2 * WAN}, "更正", actor=COMMAND)

    answers = at_once(app, [lambda: closing(leader), correcting])
    with app.app_context():
        closed = find_last_closed(YEAR)
        numbers = list(db.session.scalars(select(Closing.number).order_by(Closing.number)))
        assert (answers, numbers) == (([WON, WON], [1, 2]) if closed else ([REFUSED, WON], []))
        assert list_breaks(YEAR) == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_last_row_is_verified_before_its_year_is_closed_or_it_stays_open(app: Flask, _round: int) -> None:
    with app.app_context():
        row_id = landed(verified=False)
        leader, recorder = make.actor(Role.LEADER), make.actor(Role.RECORDER)
    answers = at_once(
        app, [lambda: closing(leader), lambda: lambda: outcomes.verify(get_row(row_id), actor=recorder)]
    )
    with app.app_context():
        frozen = official(YEAR)
        assert answers == ([WON, WON] if frozen else [REFUSED, WON])
        if frozen:
            assert frozen.figures == year_figures(YEAR)
            assert [line["state"] for line in lines_in(frozen.closing.rows)] == ["verified"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_restatement_is_closed_with_every_correction_that_came_before_it(app: Flask, _round: int) -> None:
    with app.app_context():
        leader, recorder = make.actor(Role.LEADER), make.actor(Role.RECORDER)
        row_id, other_id = landed(), landed()
        close_year(YEAR, actor=leader)
        right = outcomes.correct(get_row(row_id), {"amount_fen": 2 * WAN}, "更正", actor=COMMAND)
        outcomes.verify(right, actor=recorder)

    def correcting() -> Act:
        return lambda: outcomes.correct(get_row(other_id), {"amount_fen": 3 * WAN}, "更正", actor=COMMAND)

    answers = at_once(app, [lambda: lambda: close_restatement(YEAR, "审计", actor=leader), correcting])
    with app.app_context():
        closed = db.session.scalar(select(func.count(Closing.id)).where(Closing.closed_at.is_not(None)))
        assert (answers, closed) in ((([WON, WON]), 2), ([REFUSED, WON], 1))
        assert db.session.query(Closing).count() == (3 if closed == 2 else 2)
        assert list_breaks(YEAR) == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_row_that_is_verified_and_corrected_at_once_is_each_once_and_its_trail_whole(app, _round) -> None:
    """Four of each; both may be done, in either order, and each leaves its one line."""
    with app.app_context():
        row_id = landed(verified=False)
        recorders = [make.actor(Role.RECORDER) for _number in range(MANY)]

    def press(number: int) -> Act:
        actor, amount = recorders[number], (number + 2) * WAN
        if number % 2:
            return lambda: outcomes.correct(get_row(row_id), {"amount_fen": amount}, "更正", actor=actor)
        return lambda: outcomes.verify(get_row(row_id), actor=actor)

    answers = at_once(app, [lambda number=number: press(number) for number in range(MANY)])
    with app.app_context():
        row = get_row(row_id)
        [correction] = db.session.scalars(select(Row).where(Row.corrects_id == row_id))
        told = [(entry.what, entry.actor_id) for entry in list_entries_of("outcome", row_id, correction.id)]
        assert answers == [REFUSED] * (MANY - 2) + [WON, WON]
        assert (row.state, row.counts, correction.counts) == (RowState.VERIFIED, True, False)
        assert sorted(told) == sorted(
            [
                ("outcome.logged", None),
                ("outcome.verified", row.verified_by_id),
                ("outcome.corrected", correction.logged_by_id),
            ],
            key=lambda line: (line[0], line[1] or 0),
        )


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_rows_verified_and_refused_in_two_batches_at_once_are_each_seen_once(app: Flask, _round: int) -> None:
    with app.app_context():
        ids = [landed(verified=False) for _number in range(4)]
        one, other = make.actor(Role.RECORDER), make.actor(Role.RECORDER)
    answers = at_once(
        app,
        [
            lambda: lambda: verify_many(ids, actor=one),
            lambda: lambda: refuse_many(ids, "没有凭证", actor=other),
        ],
    )
    with app.app_context():
        states = {get_row(number).state for number in ids}
        seen = select(func.count(Entry.id)).where(Entry.what.in_(("outcome.verified", "outcome.refused")))
        assert (answers, len(states), db.session.scalar(seen)) == ([WON, WON], 1, 4)
