"""What an own calendar last said of each event: it steps on when that changes, and only then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roadshow.feeds.told import Told, stamped
from roadshow.ical.event import Event, Hours, Status

AT = datetime(2026, 5, 8, 6, tzinfo=UTC)
MADE, NOW = AT - timedelta(days=30), AT - timedelta(days=3)
EVENT = Event("uid", 2, Status.CONFIRMED, Hours(AT, AT + timedelta(hours=1)), "一场", MADE, MADE)


def told_of(
    *events: Event, before: Told | None = None, now: datetime = NOW
) -> tuple[list[tuple[int, datetime]], Told]:
    found, kept = stamped(events, before or {}, now)
    return [(event.sequence, event.changed) for event in found], kept


def test_what_was_never_told_is_as_old_as_its_rows():
    assert told_of(EVENT)[0] == [(2, MADE)]


def test_the_same_again_stays_as_it_was_although_a_row_counts_on():
    _said, kept = told_of(EVENT)
    assert told_of(replace(EVENT, sequence=9, changed=NOW), before=kept) == ([(2, MADE)], kept)


def test_another_word_is_a_step_on_as_of_now():
    _said, kept = told_of(EVENT)
    assert told_of(replace(EVENT, summary="另一场"), before=kept)[0] == [(3, NOW)]


def test_a_row_that_counts_faster_is_followed():
    _said, kept = told_of(EVENT)
    assert told_of(replace(EVENT, summary="另一场", sequence=9), before=kept)[0] == [(9, NOW)]


def test_what_comes_back_does_not_begin_anew():
    _said, kept = told_of(EVENT)
    _said, kept = told_of(replace(EVENT, summary="另一场"), before=kept)
    _said, kept = told_of(before=kept)
    assert told_of(EVENT, before=kept)[0] == [(4, NOW)]


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 5)), max_size=12))
def test_numbers_never_fall_and_move_exactly_with_the_words(steps: list[tuple[str, int]]):
    kept: Told = {}
    seen: list[tuple[str, int]] = []
    for number, (summary, sequence) in enumerate(steps):
        event = replace(EVENT, summary=summary, sequence=sequence)
        [(told, _changed)], kept = told_of(event, before=kept, now=NOW + timedelta(seconds=number))
        seen.append((summary, told))
    for (was, before), (words, now) in pairwise(seen):
        assert (now > before) if words != was else (now == before)
