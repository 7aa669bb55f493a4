"""Means, leans and places, against a slow plain count."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from roadshow.screening.ranking import Marks, leans_of, rank

sheets = st.builds(Marks, st.integers(1, 6), st.integers(0, 100), st.integers(0, 30))
reads = st.dictionaries(
    st.integers(1, 8), st.lists(sheets, max_size=7, unique_by=lambda sheet: sheet.reviewer), max_size=6
)


def hundredths(value: Fraction) -> int:
    """Rounded half up, also below zero, by another way than the room's."""
    many = value * 100
    whole = many.numerator // many.denominator
    return whole + (many - whole >= Fraction(1, 2))


def mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values))


@given(reads)
def test_a_lean_is_how_far_from_the_others_a_reviewer_lies(read: dict[int, list[Marks]]):
    found = {}
    for reviewer in range(1, 7):
        gaps = []
        for marks in read.values():
            own = [sheet.total for sheet in marks if sheet.reviewer == reviewer]
            others = [sheet.total for sheet in marks if sheet.reviewer != reviewer]
            if own and others:
                gaps.append(own[0] - mean(others))
        if gaps:
            found[reviewer] = hundredths(sum(gaps) / len(gaps))
    assert leans_of(read.values()) == found


@given(reads)
def test_means_are_those_of_a_plain_count(read: dict[int, list[Marks]]):
    leans, found = leans_of(read.values()), rank(read, seed="a")
    for application, marks in read.items():
        stands, totals = found[application], sorted(sheet.total for sheet in marks)
        assert stands.sheets == len(marks)
        if not marks:
            assert (stands.mean, stands.score, stands.spread, stands.rank) == (None, None, None, None)
            continue
        kept = totals[1:-1] if len(totals) >= 5 else totals
        adjusted = [sheet.total * 100 - leans.get(sheet.reviewer, 0) for sheet in marks]
        assert stands.mean == hundredths(mean(totals))
        assert stands.score == hundredths(mean(kept))
        assert stands.first == hundredths(mean([sheet.first for sheet in marks]))
        assert stands.adjusted == hundredths(mean(adjusted) / 100)
        assert stands.spread == totals[-1] - totals[0]


@given(reads)
def test_places_are_counted_once_each_and_nobody_stands_above_a_better_one(read: dict[int, list[Marks]]):
    found = rank(read, seed="a")
    marked = sorted((each for each in found.values() if each.rank), key=lambda each: each.rank or 0)
    assert [each.rank for each in marked] == list(range(1, len(marked) + 1))
    keys = [(each.score, each.first, each.mean) for each in marked]
    assert keys == sorted(keys, reverse=True)


def test_from_five_sheets_up_the_highest_and_the_lowest_do_not_count():
    totals = [90, 80, 80, 80, 20]
    found = rank({1: [Marks(who, total, 0) for who, total in enumerate(totals)]}, seed="a")[1]
    assert (found.score, found.mean, found.spread) == (8000, 7000, 70)
    four = rank({1: [Marks(who, total, 0) for who, total in enumerate(totals[:4])]}, seed="a")[1]
    assert (four.score, four.mean) == (8250, 8250)


def test_among_equals_the_first_criterion_decides_then_the_untrimmed_mean():
    five = [Marks(who, total, 10) for who, total in enumerate([100, 80, 80, 80, 60])]
    low = [Marks(who, total, 10) for who, total in enumerate([90, 80, 80, 80, 60])]
    strong = [Marks(who, 80, 20) for who in range(5)]
    found = rank({1: low, 2: five, 3: strong}, seed="a")
    assert [found[each].rank for each in (3, 2, 1)] == [1, 2, 3]


def test_what_is_alike_to_the_last_is_drawn_by_a_lot_that_can_be_drawn_again():
    read = {number: [Marks(1, 80, 20)] for number in range(1, 6)}
    orders = {
        seed: sorted(read, key=lambda each: found[each].rank or 0)
        for seed in "abcdefgh"
        if (found := rank(read, seed=seed))
    }
    again = rank(read, seed="a")
    assert sorted(read, key=lambda each: again[each].rank or 0) == orders["a"]
    assert len({tuple(order) for order in orders.values()}) > 1


def test_a_mean_is_rounded_half_up():
    read = {1: [Marks(who, total, 0) for who, total in enumerate([80, 80, 81])]}
    exact = (Decimal(241) / 3).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rank(read, seed="a")[1].mean == int(exact * 100)
