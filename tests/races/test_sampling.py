"""Of many who accept a sheet at once one does, and no row is accepted that somebody refused or corrected meanwhile."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from roadshow.accounts.permissions import Role
from roadshow.audit.models import Entry
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.ledgers import sampling
from roadshow.ledgers.models import Sample
from roadshow.ledgers.queries import get_upload
from roadshow.ledgers.standing import get_sample, list_samples
from roadshow.notices.models import Letter
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import get_row
from roadshow.outcomes.states import RowState
from tests import make
from tests.ledgers.sampled import brought_in, drawn
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
MANY, ROUNDS = 16, 3
CHANGES = {"amount_fen": WAN}
Act = Callable[[], object]


def accepting(kept_id: int, many: int) -> list[Callable[[], Act]]:
    """Inside an app context."""
    actors = [make.actor(Role.RECORDER) for _number in range(many)]
    return [
        (lambda actor=actor: lambda: sampling.accept(get_upload(kept_id), compared=True, actor=actor))
        for actor in actors
    ]


def told(what: str) -> int:
    return db.session.scalar(select(func.count(Entry.id)).where(Entry.what == what)) or 0


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_sixteen_accepts_a_sheet(app: Flask, _round: int) -> None:
    with app.app_context():
        kept_id = brought_in().id
        drawn(get_upload(kept_id))
        works = accepting(kept_id, MANY)
    answers = at_once(app, works)
    with app.app_context():
        assert answers == [REFUSED] * (MANY - 1) + [WON]
        assert (told("outcome.verified"), told("ledger.sheet_accepted")) == (30, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_sixteen_draws_the_sample(app: Flask, _round: int) -> None:
    with app.app_context():
        kept_id = brought_in().id
        actors = [make.actor(Role.RECORDER) for _number in range(MANY)]
    answers = at_once(
        app,
        [(lambda actor=actor: lambda: sampling.draw(get_upload(kept_id), actor=actor)) for actor in actors],
    )
    with app.app_context():
        assert answers == [REFUSED] * (MANY - 1) + [WON]
        assert db.session.query(Sample).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_row_that_is_refused_or_corrected_while_its_sheet_is_accepted_is_never_both(app, _round) -> None:
    """Eight accept, four refuse and four correct a row each, one of every four in the sample."""
    with app.app_context():
        kept_id = brought_in(40).id
        sample = drawn(get_upload(kept_id))
        seen = [line["rows"][0] for line in sample.lines]
        kept = get_upload(kept_id)
        unseen = [row_id for row_id in range(kept.first_row, kept.last_row + 1) if row_id not in seen]
        refused, corrected = [seen[0], *unseen[:3]], [seen[1], *unseen[3:6]]

        other, works = make.actor(Role.RECORDER), accepting(kept_id, 8)
    works += [
        (lambda row_id=row_id: lambda: outcomes.refuse(get_row(row_id), "不符", actor=other))
        for row_id in refused
    ]
    works += [
        (lambda row_id=row_id: lambda: outcomes.correct(get_row(row_id), CHANGES, "更正", actor=other))
        for row_id in corrected
    ]
    answers = at_once(app, works)
    with app.app_context():
        assert set(answers) <= {WON, REFUSED}
        [sample] = list_samples(get_upload(kept_id))
        states = [get_row(row_id).state for row_id in refused]
        lines = select(Entry.thing_id).where(Entry.what.in_(("outcome.verified", "outcome.refused")))
        seen_once = list(db.session.scalars(lines))
        assert len(seen_once) == len(set(seen_once))
        assert told("ledger.sheet_accepted") == (1 if sample.accepted_at else 0)
        if sample.accepted_at:
            assert states[0] is RowState.VERIFIED
        for row_id in corrected:
            correction = db.session.scalar(select(Row).where(Row.corrects_id == row_id))
            row = get_row(row_id)
            if correction and row.verified_at:
                assert row.verified_at <= correction.logged_at


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_line_that_sixteen_mark_as_wrong_goes_back_once_with_one_letter(app: Flask, _round: int) -> None:
    with app.app_context():
        kept_id = brought_in().id
        sample = drawn(get_upload(kept_id))
        sample_id, line = sample.id, sample.lines[0]["line"]
        actors = [make.actor(Role.RECORDER) for _number in range(MANY)]
    marking = [
        (lambda actor=actor: lambda: sampling.mark_wrong(get_sample(sample_id), line, "不符", actor=actor))
        for actor in actors
    ]
    answers = at_once(app, marking)
    with app.app_context():
        letters = [each for each in db.session.scalars(select(Letter)) if each.kind == "ledger.returned"]
        assert answers == [REFUSED] * (MANY - 1) + [WON]
        assert (get_sample(sample_id).wrong_count, told("ledger.sample_wrong"), told("outcome.refused")) == (
            1,
            1,
            1,
        )
        assert len(letters) == 1 + 1
