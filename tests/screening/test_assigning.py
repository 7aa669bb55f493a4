"""Who reads which application: never too many, never who keeps away, evenly, and rather who knows the field."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from roadshow.screening.assigning import Pair, Reader, Wanted, draw

FIELDS = ("energy", "materials")


@st.composite
def drawings(draw_: st.DrawFn, applications: int = 7, readers: int = 4) -> tuple:
    """(applications, readers, how many are needed, kept pairs, barred pairs)."""
    wanted = [
        Wanted(number, draw_(st.sampled_from([*FIELDS, None])))
        for number in range(draw_(st.integers(1, applications)))
    ]
    people = [
        Reader(100 + number, frozenset(draw_(st.sets(st.sampled_from(FIELDS)))))
        for number in range(draw_(st.integers(1, readers)))
    ]
    pairs = list(product([each.id for each in wanted], [each.id for each in people]))
    barred = draw_(st.sets(st.sampled_from(pairs), max_size=len(pairs) // 2))
    kept = draw_(st.sets(st.sampled_from(pairs), max_size=3)) - barred
    return wanted, people, draw_(st.integers(1, 3)), kept, barred


def loads(people: list[Reader], pairs: set[Pair]) -> list[int]:
    return sorted(sum(pair[1] == each.id for pair in pairs) for each in people)


@given(drawings())
def test_nobody_gets_what_they_keep_away_from_and_nothing_has_too_many_readers(said: tuple):
    wanted, people, needed, kept, barred = said
    new = draw(wanted, people, needed, seed="a", kept=kept, barred=barred)
    assert set(new) & (barred | kept) == set()
    assert len(set(new)) == len(new)
    for each in wanted:
        free = [who.id for who in people if (each.id, who.id) not in barred | kept]
        had = sum(pair[0] == each.id for pair in kept)
        assert sum(pair[0] == each.id for pair in new) == min(max(0, needed - had), len(free))


@given(drawings())
def test_without_recusals_the_loads_differ_by_one_at_most(said: tuple):
    wanted, people, needed, _kept, _barred = said
    found = loads(people, set(draw(wanted, people, needed, seed="a")))
    assert found[-1] - found[0] <= 1


@settings(max_examples=60)
@given(drawings(applications=4, readers=3))
def test_no_other_drawing_is_more_even(said: tuple):
    """Against all drawings that there are."""
    wanted, people, needed, kept, barred = said
    new = draw(wanted, people, needed, seed="a", kept=kept, barred=barred)
    choices = []
    for each in wanted:
        free = [who.id for who in people if (each.id, who.id) not in barred | kept]
        lacking = max(0, needed - sum(pair[0] == each.id for pair in kept))
        choices.append(
            [[(each.id, who) for who in few] for few in combinations(free, min(lacking, len(free)))]
        )
    squares = [
        sum(load**2 for load in loads(people, kept | {pair for few in chosen for pair in few}))
        for chosen in product(*choices)
    ]
    assert sum(load**2 for load in loads(people, kept | set(new))) == min(squares)


@given(drawings())
def test_who_does_not_know_the_field_reads_only_where_who_does_has_as_much_to_read(said: tuple):
    wanted, people, needed, kept, barred = said
    new = set(draw(wanted, people, needed, seed="a", kept=kept, barred=barred))
    load = {each.id: sum(pair[1] == each.id for pair in kept | new) for each in people}
    fields, sectors = {each.id: each.fields for each in people}, {each.id: each.sector for each in wanted}
    for application, reader in new:
        if sectors[application] in fields[reader]:
            continue
        better = [
            each
            for each in fields
            if sectors[application] in fields[each]
            and (application, each) not in kept | new | barred
            and load[each] < load[reader]
        ]
        assert better == []


@given(drawings(), st.randoms())
def test_whoever_draws_with_the_same_seed_draws_the_same(said: tuple, chance):
    wanted, people, needed, kept, barred = said
    mixed = list(people)
    chance.shuffle(mixed)
    first = draw(wanted, people, needed, seed="a", kept=kept, barred=barred)
    assert draw(wanted, mixed, needed, seed="a", kept=sorted(kept), barred=barred) == first


def test_each_reads_what_they_know():
    wanted = [Wanted(1, "energy"), Wanted(2, "energy"), Wanted(3, "materials"), Wanted(4, "materials")]
    people = [Reader(7, frozenset({"energy"})), Reader(8, frozenset({"materials"}))]
    assert draw(wanted, people, 1, seed="a") == [(1, 7), (2, 7), (3, 8), (4, 8)]
