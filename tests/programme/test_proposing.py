"""Days for the roadshows that have none: what the planner heeds, how its proposals are kept and accepted."""

from collections import Counter
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.programme import drafting, operations, proposing, queries
from roadshow.programme.drafting import Line
from roadshow.programme.models import Proposed, Roadshow, Season
from roadshow.programme.planner import week
from roadshow.programme.planning import plan_season
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.wanted import Wanted, read, spelled
from roadshow.programme.wishes import Wishes
from tests import make
from tests.conftest import Counted

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


@pytest.fixture
def season(in_spring: None, inside: Flask) -> Season:
    """With a hall, and two roadshows of one field and one of none that want a day."""
    make.hall(name="一号路演厅")
    for title, sector in (("甲", "energy"), ("乙", "energy"), ("丙", None)):
        make.undated(2026, title=title, sector=sector)
    return make.season(2026)


def proposed(season: Season, wanted: Wanted | None = None) -> list[Proposed]:
    proposing.propose(season, wanted or Wanted(), actor=make.SOMEONE)
    return queries.list_proposed(season)


def days(rows: list[Proposed]) -> dict[str, date]:
    return {row.roadshow.title: clock.local(row.starts_at).date() for row in rows}


def dated(year: int = 2026) -> dict[str, date | None]:
    return {row.title: row.on for row in queries.list_roadshows(year)}


def test_each_roadshow_without_a_day_is_proposed_one_of_its_own(season: Season) -> None:
    found = days(proposed(season))
    assert (sorted(found), len(set(found.values()))) == (["丙", "乙", "甲"], 3)
    assert abs((found["甲"] - found["乙"]).days) > 27  # one field, not twice in four weeks
    assert dated() == {"甲": None, "乙": None, "丙": None}


def test_a_proposal_takes_nothing(season: Season) -> None:
    ids = [row.roadshow_id for row in proposed(season)]
    assert [list_of_roadshow(roadshow_id) for roadshow_id in ids] == [[], [], []]


def test_one_that_is_accepted_leaves_the_others_as_they_are(season: Season) -> None:
    first, *others = proposed(season)
    kept, on = [row.id for row in others], days([first])
    [roadshow] = proposing.accept(season, [first.id], actor=make.SOMEONE)
    assert {roadshow.title: roadshow.on} == on
    assert [row.what for row in list_of_roadshow(roadshow.id)] == ["hall"]
    assert [row.id for row in queries.list_proposed(season)] == kept
    assert roadshow.dated_at == clock.now()


def test_all_are_accepted_at_once(season: Season) -> None:
    rows = proposed(season)
    wanted = days(rows)
    proposing.accept(season, [row.id for row in rows], actor=make.SOMEONE)
    assert (dated(), queries.list_proposed(season)) == (wanted, [])


def test_each_that_is_accepted_costs_three_statements_at_most(season: Season, counted: Counted) -> None:
    costs = {}
    for more in (1, 8):
        drafting.plan_several(season, [Line(f"另一场{more}")] * more, 8, actor=make.SOMEONE)
        ids = [row.id for row in proposed(season)]
        with counted() as statements:
            proposing.accept(season, ids, actor=make.SOMEONE)
        costs[len(ids)] = len(statements)
    assert costs[8] - costs[4] <= 3 * 4


def test_when_one_clashes_none_is_accepted_and_all_clashes_are_told(season: Season) -> None:
    rows = proposed(season)
    ids, found = [row.id for row in rows], days(rows)
    for title in ("甲", "丙"):
        make.roadshow(
            where=rows[0].hall, on=found[title], title=f"先到的{title}", starts=time(12), ends=time(15)
        )
    with pytest.raises(Refused) as refusal:
        proposing.accept(season, ids, actor=make.SOMEONE)
    told = {fault.words for fault in refusal.value.faults}
    assert [title for title in ("甲", "乙", "丙") if f"先到的{title}" in "".join(map(str, told))] == [
        "甲",
        "丙",
    ]
    assert {title: on for title, on in dated().items() if title in found} == dict.fromkeys(found)


def test_one_that_is_accepted_already_is_not_accepted_again(season: Season) -> None:
    first = proposed(season)[0].id
    proposing.accept(season, [first], actor=make.SOMEONE)
    with pytest.raises(Refused, match="有的建议刚刚变了"):
        proposing.accept(season, [first], actor=make.SOMEONE)


def test_nothing_is_accepted_when_nothing_is_picked(season: Season) -> None:
    proposed(season)
    with pytest.raises(Refused):
        proposing.accept(season, [], actor=make.SOMEONE)


def test_another_seasons_proposals_are_not_accepted_here(season: Season) -> None:
    ids = [row.id for row in proposed(season)]
    with pytest.raises(Refused):
        proposing.accept(make.season(2027), ids, actor=make.SOMEONE)


def test_what_is_proposed_anew_takes_the_place_of_what_was(season: Season) -> None:
    old = [row.id for row in proposed(season)]
    proposed(season, Wanted(avoid=[5, 6]))
    with pytest.raises(Refused):
        proposing.accept(season, old, actor=make.SOMEONE)
    assert [on.month in (5, 6) for on in days(queries.list_proposed(season)).values()] == [False] * 3


def test_a_day_by_hand_ends_the_proposal_for_it_alone(season: Season) -> None:
    first, *others = proposed(season)
    kept = [row.id for row in others]
    facts = make.roadshow_facts(first.hall, title="甲", on=date(2026, 9, 1))
    operations.change_roadshow(first.roadshow, facts, actor=make.SOMEONE)
    assert [row.id for row in queries.list_proposed(season)] == kept


def test_other_words_leave_the_proposal_as_it_is(season: Season) -> None:
    rows = proposed(season)
    ids, roadshow = [row.id for row in rows], rows[0].roadshow
    operations.change_roadshow(roadshow, RoadshowFacts("新题目"), actor=make.SOMEONE)
    assert [row.id for row in queries.list_proposed(season)] == ids


def test_one_that_is_cancelled_wants_no_day(season: Season) -> None:
    first, *others = proposed(season)
    kept = [row.id for row in others]
    operations.cancel(first.roadshow, "今年不办", actor=make.SOMEONE)
    assert [row.id for row in queries.list_proposed(season)] == kept


def test_a_hall_closed_since_is_refused_with_its_name(season: Season) -> None:
    first = proposed(season)[0]
    first.hall.closed = True
    make.saved(first.hall)
    with pytest.raises(Refused, match="一号路演厅已停用"):
        proposing.accept(season, [first.id], actor=make.SOMEONE)


def test_a_day_that_has_come_is_refused(season: Season) -> None:
    first = proposed(season, Wanted(notice_weeks=0))[0]
    with clock.at(first.ends_at), pytest.raises(Refused, match="开始时间已经过去"):
        proposing.accept(season, [first.id], actor=make.SOMEONE)


def wish_no_month(on: date) -> None:
    drafting.set_wishes(make.season(2026), Wishes(avoid=[on.month]), actor=make.SOMEONE)


def date_another(on: date) -> None:
    make.roadshow(on=on - timedelta(days=on.weekday()), title="同一周的")


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (wish_no_month, "这个月不安排"),
        (date_another, "这一周已有1场"),
    ],
)
def test_a_rule_that_was_asked_for_still_holds_when_a_proposal_is_accepted(
    season: Season, meanwhile: Callable[[date], None], words: str
) -> None:
    rows = proposed(season)
    ids, on = [row.id for row in rows], days(rows)["甲"]
    meanwhile(on)
    with pytest.raises(Refused, match=f"“甲”：{words}"):
        proposing.accept(season, ids, actor=make.SOMEONE)
    assert {row.title for row in queries.list_undated(2026)} == {"甲", "乙", "丙"}


def test_the_notice_that_was_asked_for_is_over_when_a_proposal_has_waited_too_long(season: Season) -> None:
    first = proposed(season)[0]
    with clock.at(first.starts_at - timedelta(weeks=6, days=-2)), pytest.raises(Refused, match="须提前6周"):
        proposing.accept(season, [first.id], actor=make.SOMEONE)


def test_whoever_must_come_and_is_elsewhere_by_now_stops_it(season: Season) -> None:
    judge = make.person(name="示例评委")
    first = proposed(season, Wanted(people=[judge.id]))[0]
    busy(judge.id, clock.local(first.starts_at).date())
    with pytest.raises(Refused, match="示例评委这天已有安排"):
        proposing.accept(season, [first.id], actor=make.SOMEONE)


def test_two_proposals_of_a_week_are_accepted_together_only_while_it_has_room(season: Season) -> None:
    drafting.set_wishes(season, Wishes(avoid=range(1, 12)), actor=make.SOMEONE)
    rows = proposed(season, Wanted(most_a_week=2, notice_weeks=42))  # the last ten days of December
    weeks = Counter(week(on) for on in days(rows).values())
    assert max(weeks.values()) == 2
    full = next(on for on in days(rows).values() if weeks[week(on)] == 2)
    ids = [row.id for row in rows]
    make.roadshow(on=full, starts=time(8), ends=time(9))
    with pytest.raises(Refused, match="这一周已有2场"):
        proposing.accept(season, ids, actor=make.SOMEONE)


def test_the_months_that_the_season_avoids_are_avoided(season: Season) -> None:
    drafting.set_wishes(season, Wishes(avoid=[*range(1, 8), 9, 10, 12]), actor=make.SOMEONE)
    assert {on.month for on in days(proposed(season)).values()} == {8, 11}


def test_only_the_halls_that_are_named_are_asked(season: Season) -> None:
    second = make.hall(name="二号路演厅")
    assert {row.hall for row in proposed(season, Wanted(halls=[second.id]))} == {second}


def test_the_hall_that_it_is_meant_for_comes_first(season: Season) -> None:
    second = make.hall(name="二号路演厅")
    meant = make.undated(2026, title="丁", hall=second)
    [row] = [row for row in proposed(season) if row.roadshow_id == meant.id]
    assert (row.hall, row.elsewhere) == (second, False)


def test_another_hall_is_said_when_the_one_it_is_meant_for_cannot_be_had(season: Season) -> None:
    first = queries.list_undated(2026)[0]
    operations.change_roadshow(first, RoadshowFacts("甲", hall=make.hall()), actor=make.SOMEONE)
    other = make.hall(name="另一个厅")
    [row] = [row for row in proposed(season, Wanted(halls=[other.id])) if row.roadshow_id == first.id]
    assert (row.hall, row.elsewhere) == (other, True)


def busy(person_id: int, on: date) -> None:
    begins, ends = make.moment(on, 9), make.moment(on, 14)
    occupancy.take(
        Occupancy(what="person", what_id=person_id, by="meeting", by_id=1, starts_at=begins, ends_at=ends)
    )


def test_somebody_who_must_come_is_nowhere_else_that_day(season: Season) -> None:
    on, judge = min(days(proposed(season)).values()), make.person(name="示例评委")
    busy(judge.id, on)
    plan = plan_season(2026, Wanted(people=[judge.id]))
    assert (str(plan.left_out[on]), plan_season(2026, Wanted()).suggestions[0].on) == (
        "示例评委这天已有安排",
        on,
    )


def test_weekdays_that_are_disliked_are_left_when_others_are_as_good(season: Season) -> None:
    disliked = {on.weekday() for on in days(proposed(season, Wanted(disliked=[0, 1, 2, 3]))).values()}
    assert disliked == {4}


def test_too_few_days_are_told_and_nothing_is_proposed(season: Season) -> None:
    drafting.set_wishes(season, Wishes(avoid=range(1, 12)), actor=make.SOMEONE)
    plan = proposing.propose(season, Wanted(notice_weeks=42), actor=make.SOMEONE)  # from 21 December on
    planned = queries.find_planned(season)
    assert planned is not None
    assert (plan.short, planned.short, queries.list_proposed(season)) == (1, 1, [])


WANTED = st.builds(
    Wanted,
    starts=st.times(time(8), time(12)).map(lambda at: at.replace(second=0, microsecond=0)),
    ends=st.times(time(13), time(20)).map(lambda at: at.replace(second=0, microsecond=0)),
    notice_weeks=st.integers(0, 52),
    most_a_week=st.integers(1, 5),
    avoid=st.lists(st.integers(1, 12), max_size=3, unique=True),
    disliked=st.lists(st.integers(0, 4), max_size=5, unique=True),
    halls=st.lists(st.integers(1, 9), max_size=2),
    people=st.lists(st.integers(1, 9), max_size=2),
    events=st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=3, unique=True).map(sorted),
)


@given(WANTED)
def test_what_was_asked_is_kept_whole(wanted: Wanted) -> None:
    kept = spelled(read(spelled(wanted)))
    assert (kept, read(kept).events) == (spelled(wanted), wanted.events)


def test_roadshows_are_only_proposed_while_they_want_a_day(season: Season) -> None:
    plan = plan_season(2026, Wanted())
    roadshow: Roadshow = plan.suggestions[0].roadshow or make.undated()
    operations.cancel(roadshow, "今年不办", actor=make.SOMEONE)
    proposing.keep(season, Wanted(), plan, actor=make.SOMEONE)
    assert len(queries.list_proposed(season)) == 2
