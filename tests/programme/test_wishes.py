"""What a season is to be about, and how far it has come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.programme import drafting, operations
from roadshow.programme.queries import list_roadshows
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.wishes import (
    Covered,
    Pace,
    Wishes,
    covered,
    lacking,
    lacking_days,
    pace,
    wishes_faults,
)
from roadshow.web.trail import more_of
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_wishes_are_kept_cleaned_and_told() -> None:
    season = make.season(2026)
    wishes = Wishes([" 海外人才 ", "", "海外人才"], {"energy": 2, "materials": 0}, [8, 2, 2])
    drafting.set_wishes(season, wishes, actor=make.SOMEONE)
    assert (season.themes, season.wanted, season.avoid) == ("海外人才", {"energy": 2}, [2, 8])
    told = more_of(list_entries_of("season", season.id)[0])
    assert told == "主题：— → 海外人才；各领域场次：— → 新能源与节能2；不安排的月份：— → 2月、8月"


def test_wishes_take_the_place_of_those_before() -> None:
    season = make.season(2026)
    for wishes in (Wishes(["甲"], {"energy": 2}, [2]), Wishes(["乙"], {"energy": 3, "materials": 1}, [2, 3])):
        drafting.set_wishes(season, wishes, actor=make.SOMEONE)
    assert (season.themes, season.wanted, season.avoid) == ("乙", {"materials": 1, "energy": 3}, [2, 3])


@pytest.mark.parametrize(
    ("wishes", "field", "words"),
    [
        (Wishes(avoid=[13]), "avoid", "没有13月，月份是1至12"),
        (Wishes(avoid=[0]), "avoid", "没有0月，月份是1至12"),
        (Wishes(avoid=range(1, 13)), "avoid", "十二个月都不安排，就没有日子可排了，请至少留一个月"),
        (Wishes(fields={"energy": -1}), "field_energy", "新能源与节能“-1”须是0至366的整数"),
        (Wishes(fields={"energy": 10**9}), "field_energy", "新能源与节能“1000000000”须是0至366的整数"),
        (Wishes(fields={"magic": 1}), "fields", "没有这个领域"),
        (Wishes(["长" * 51]), "themes", f"主题“{'长' * 10}…”超过50个字"),
        (Wishes([str(number) for number in range(21)]), "themes", "主题最多20个"),
    ],
)
def test_an_odd_wish_is_refused_at_its_field(wishes: Wishes, field: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        drafting.set_wishes(make.season(2026), wishes, actor=make.SOMEONE)
    assert (refusal.value.field, str(refusal.value)) == (field, words)


@given(st.sets(st.integers(-100, 100)))
def test_any_months_but_all_may_be_avoided(months: set[int]) -> None:
    right = months <= set(range(1, 13)) and len(months) < 12
    assert (wishes_faults(Wishes(avoid=sorted(months))) == []) == right


def test_a_field_is_covered_by_what_is_held_and_what_has_its_day() -> None:
    season = make.season(2026)
    drafting.set_wishes(season, Wishes(fields={"energy": 5, "materials": 1}), actor=make.SOMEONE)
    make.held(date(2026, 1, 15)).sector = "energy"
    make.roadshow(on=make.DAY, sector="energy")
    make.roadshow(S.CANCELLED, on=date(2026, 7, 1), sector="energy")
    make.undated(sector="energy")
    found = covered(season, list_roadshows(2026))
    assert found == [Covered("materials", 1, 0, 0, 0), Covered("energy", 5, 1, 1, 1)]
    assert [(each.open, each.missing) for each in found] == [(1, 1), (3, 2)]


def test_a_season_lacks_its_fields_first_and_counts_by_the_day_as_its_page_does() -> None:
    season, next_season = make.season(2026, 6), make.season(2027, 2)
    drafting.set_wishes(season, Wishes(fields={"energy": 3}), actor=make.SOMEONE)
    make.roadshow(on=make.DAY, sector="energy")
    make.roadshow(S.CANCELLED, on=date(2026, 7, 1), sector="energy")
    make.undated()
    moved = make.roadshow(on=date(2026, 12, 8))
    operations.postpone(moved, moved.starts_at + timedelta(days=35), actor=make.SOMEONE)
    assert lacking(season, list_roadshows(2026)) == ["energy", "energy", None, None]
    assert lacking(next_season, list_roadshows(2027)) == [None]


@pytest.mark.parametrize(("target", "dated", "lacks"), [(15, 4, 11), (15, 16, 0), (None, 4, 0)])
def test_days_are_lacking_up_to_the_target(target: int | None, dated: int, lacks: int) -> None:
    assert lacking_days(make.season(2026, target), dated) == lacks


def test_the_pace_counts_what_is_held_and_dated_up_to_the_end_of_the_month() -> None:
    season = make.season(2026, 12)
    make.held(date(2026, 1, 15))
    for on in (date(2026, 3, 31), date(2026, 4, 1)):
        make.roadshow(on=on)
    make.undated()
    assert pace(season, list_roadshows(2026), clock.today()) == Pace(due=3, there=2)


def test_the_pace_leaves_out_the_months_that_are_avoided() -> None:
    season = make.season(2026, 12)
    drafting.set_wishes(season, Wishes(avoid=[2, *range(7, 13)]), actor=make.SOMEONE)
    assert pace(season, [], clock.today()) == Pace(due=4, there=0)  # of five months January and March


@pytest.mark.parametrize(("year", "target"), [(2025, 12), (2027, 12), (2026, None)])
def test_only_this_year_with_a_target_has_a_pace(year: int, target: int | None) -> None:
    assert pace(make.season(year, target), [], clock.today()) is None
