"""The days proposed for a season are the best there are: as good as any that trying all of them finds."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadshow.programme.planner import Dated, Terms, allowed, ideals, points, propose

FIRST = date(2027, 1, 4)  # a Monday
DAYS = st.integers(0, 39).map(lambda number: FIRST + timedelta(days=number))
FIELDS = st.sampled_from(["energy", "materials", None])


def of_three(fits: list[frozenset[date] | None], terms: Terms) -> Terms:
    return replace(terms, fits=fits[: len(terms.sectors)])


PLAIN = st.builds(
    Terms,
    halls=st.dictionaries(DAYS, st.integers(0, 2), min_size=4, max_size=10),
    sectors=st.lists(FIELDS, min_size=1, max_size=3),
    dated=st.lists(st.builds(Dated, DAYS, FIELDS), max_size=2),
    events=st.sets(DAYS, max_size=2),
    most_a_week=st.integers(1, 2),
    disliked=st.dictionaries(st.integers(0, 6), st.integers(1, 5), max_size=3),
)
FITS = st.none() | st.frozensets(DAYS, max_size=25)
SEASONS = PLAIN | st.builds(of_three, st.lists(FITS, min_size=3, max_size=3), PLAIN)
YEAR = [day for day in (FIRST + timedelta(days=number) for number in range(350)) if day.weekday() < 5]


@settings(max_examples=200)
@given(SEASONS)
def test_no_plan_costs_less_than_the_proposed_one(terms: Terms) -> None:
    every = [days for days in permutations(terms.days, len(terms.sectors)) if allowed(terms, days)]
    best = min((points(terms, days) for days in every), default=None)
    proposal = propose(terms)
    assert (proposal.points if proposal else None) == best


@settings(max_examples=50)
@given(SEASONS)
def test_a_proposed_plan_keeps_every_rule_and_costs_what_it_says(terms: Terms) -> None:
    proposal = propose(terms)
    if proposal is not None:
        assert (allowed(terms, proposal.days), points(terms, proposal.days)) == (True, proposal.points)


def test_fifteen_roadshows_over_a_year_and_three_halls_are_proven_best() -> None:
    fields = ["electronics", "biomedicine", "aerospace", "materials", "services"] * 3
    proposal = propose(Terms(dict.fromkeys(YEAR, 3), fields, [Dated(date(2027, 3, 9), "energy")]))
    assert proposal is not None
    assert (proposal.proven, len(set(proposal.days))) == (True, 15)


def test_a_plan_cut_short_says_how_much_better_the_best_may_be() -> None:
    fields = ["electronics", "biomedicine", "energy"] * 5
    terms = Terms(dict.fromkeys(YEAR, 1), fields, [Dated(day, "energy") for day in YEAR[5:200:40]])
    best, hasty = propose(terms), propose(terms, seconds=0)
    assert best is not None
    assert hasty is not None
    assert (allowed(terms, hasty.days), hasty.proven) == (True, False)
    assert hasty.points - hasty.gap <= best.points


def test_an_even_pace_is_even_over_the_open_days() -> None:
    assert ideals(Terms(dict.fromkeys(YEAR[:20], 1), [None, None])) == [YEAR[5], YEAR[15]]


@pytest.mark.parametrize("halls", [{}, {FIRST: 0}, {FIRST: 1, FIRST + timedelta(days=1): 1}])
def test_too_few_days_are_no_plan(halls: dict[date, int]) -> None:
    assert propose(Terms(halls, [None, None])) is None
