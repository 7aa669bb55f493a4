"""The database alone refuses what overlaps, whoever forgets to ask first."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.occupancy import operations
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_of_roadshow

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def row(begins: int, ends: int, *, what: str = "hall", what_id: int = 1, roadshow_id: int = 1) -> Occupancy:
    """Taken between two minutes of one day."""
    day = clock.moment(clock.today(), clock.local(clock.now()).time())
    return Occupancy(
        what=what,
        what_id=what_id,
        by="roadshow",
        by_id=roadshow_id,
        roadshow_id=roadshow_id,
        starts_at=day + timedelta(minutes=begins),
        ends_at=day + timedelta(minutes=ends),
    )


def insert(*rows: Occupancy) -> None:
    db.session.add_all(rows)
    db.session.commit()


@pytest.mark.parametrize(("begins", "ends"), [(0, 60), (-30, 1), (59, 90), (20, 40), (-30, 90)])
def test_two_rows_of_one_hall_that_overlap_do_not_stand_side_by_side(begins: int, ends: int):
    insert(row(0, 60))
    with pytest.raises(IntegrityError, match="occupancy_no_overlap"):
        insert(row(begins, ends, roadshow_id=2))


@pytest.mark.parametrize(("begins", "ends"), [(-60, 0), (60, 120)])
def test_one_may_end_when_the_other_begins(begins: int, ends: int):
    insert(row(0, 60), row(begins, ends, roadshow_id=2))
    assert db.session.query(Occupancy).count() == 2


def test_another_hall_and_a_person_of_the_same_number_are_other_things():
    insert(row(0, 60), row(0, 60, what_id=2), row(0, 60, what="person"))
    assert db.session.query(Occupancy).count() == 3


def test_a_row_that_is_moved_onto_another_is_refused_too():
    insert(row(0, 60), later := row(60, 120))
    later.starts_at -= timedelta(minutes=1)
    with pytest.raises(IntegrityError, match="occupancy_no_overlap"):
        db.session.commit()


def test_nothing_is_taken_for_no_time():
    with pytest.raises(IntegrityError):
        insert(row(60, 60))


def test_what_the_constraint_says_reaches_the_reader_in_words():
    insert(row(0, 60))
    with pytest.raises(Refused) as refusal:
        operations.take(row(30, 90, roadshow_id=2))
    assert str(refusal.value) == "这段时间刚刚被占用，请换一个时间或场地"


def test_all_that_a_roadshow_takes_moves_past_itself():
    insert(row(0, 60), row(60, 120), row(120, 180))
    operations.move(1, timedelta(minutes=60))
    first, *_others, last = list_of_roadshow(1)
    assert (last.ends_at - first.starts_at, first.starts_at - row(0, 1).starts_at) == (
        timedelta(minutes=180),
        timedelta(minutes=60),
    )


stretches = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda pair: (pair[0], sum(pair)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(stretches, min_size=1, max_size=8))
def test_the_database_keeps_exactly_those_that_overlap_none_before_them(wanted: list[tuple[int, int]]):
    db.session.query(Occupancy).delete()
    db.session.commit()
    kept: list[tuple[int, int]] = []
    for begins, ends in wanted:
        if all(ends <= other[0] or begins >= other[1] for other in kept):
            kept.append((begins, ends))
        _try(row(begins, ends))
    stands = db.session.query(Occupancy).order_by(Occupancy.id).all()
    zero = row(0, 1).starts_at
    assert [
        ((one.starts_at - zero).seconds // 60, (one.ends_at - zero).seconds // 60) for one in stands
    ] == kept


def _try(wanted: Occupancy) -> None:
    try:
        insert(wanted)
    except IntegrityError:
        db.session.rollback()
