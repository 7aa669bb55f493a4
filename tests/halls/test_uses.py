"""A hall is somebody else's for some hours, or out of use for days: no roadshow meets it, and it meets none."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.agenda import operations as agenda
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.halls.models import Hall, HallUse
from roadshow.halls.operations import remove_use
from roadshow.halls.queries import get_use, list_uses
from roadshow.halls.uses import BlackoutFacts, UseFacts, blackout_faults, use_faults
from roadshow.occupancy.models import Occupancy
from roadshow.programme import hall_uses
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
TUESDAY = make.DAY
NOW = clock.moment(date(2026, 3, 2), time(9))
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DAYS = st.dates() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
USED = "“示例商会年会”"


def refused(act: object) -> str:
    assert callable(act)
    with pytest.raises(Refused) as refusal:
        act()
    return str(refusal.value)


def test_a_roadshow_is_not_put_onto_another_use_of_the_hall_which_is_named():
    hall = make.hall(name="一号路演厅")
    make.use(hall, TUESDAY, time(9), time(12, 31))
    words = f"一号路演厅在6月16日 周二 09:00–12:31已用于{USED}，请换时间或场地"
    assert refused(lambda: make.roadshow(where=hall, on=TUESDAY)) == words


def test_a_use_may_end_when_the_set_up_begins_and_begin_when_the_tear_down_ends():
    hall = make.hall()
    make.use(hall, TUESDAY, time(9), time(12, 30))
    make.roadshow(where=hall, on=TUESDAY)
    make.use(hall, TUESDAY, time(17, 30), time(19))
    assert db.session.query(Occupancy).count() == 3


def test_one_day_out_of_use_is_named_once():
    hall = make.hall(name="一号路演厅")
    make.blackout(hall, TUESDAY, why="空调检修")
    words = refused(lambda: make.roadshow(where=hall, on=TUESDAY))
    assert words == "一号路演厅在6月16日 周二暂停使用（空调检修），请换时间或场地"


def test_a_roadshow_is_not_postponed_into_days_out_of_use():
    hall = make.hall(name="一号路演厅")
    roadshow = make.roadshow(where=hall, on=TUESDAY)
    make.blackout(hall, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=3), "空调检修")
    later = make.begins(roadshow) + timedelta(days=2)
    words = refused(lambda: agenda.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE))
    assert words == "一号路演厅在6月17日 周三至6月19日 周五暂停使用（空调检修），请换时间或场地"


def test_neither_a_use_nor_days_out_of_use_are_entered_onto_a_roadshow():
    hall = make.hall(name="一号路演厅")
    make.roadshow(where=hall, on=TUESDAY, title="新材料专场")
    words = "一号路演厅在6月16日 周二 12:30–17:30已被“新材料专场”占用（含布场与撤场），请换时间或场地"
    said = [
        refused(lambda: make.use(hall, TUESDAY, time(17), time(18))),
        refused(lambda: make.blackout(hall, TUESDAY - timedelta(days=2), TUESDAY)),
    ]
    assert said == [words] * 2
    assert (db.session.query(HallUse).count(), db.session.query(Occupancy).count()) == (0, 1)


def test_what_a_use_would_meet_of_its_kind_is_named_too():
    hall = make.hall(name="一号路演厅")
    make.use(hall, TUESDAY)
    assert USED in refused(lambda: make.blackout(hall, TUESDAY))


def test_a_use_comes_each_week_up_to_its_last_day():
    hall = make.hall()
    make.use(hall, TUESDAY, until=TUESDAY + timedelta(days=20))
    days = [use.days[0] for use in list_uses(hall.id, clock.now())]
    assert days == [TUESDAY, TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=14)]


def test_of_weeks_that_meet_roadshows_none_is_entered_and_each_clash_is_named():
    hall = make.hall()
    for week, title in ((1, "新材料专场"), (3, "低碳专场")):
        make.roadshow(where=hall, on=TUESDAY + timedelta(weeks=week), title=title)
    words = refused(lambda: make.use(hall, TUESDAY, time(13), time(14), until=TUESDAY + timedelta(weeks=8)))
    assert ["“新材料专场”" in words, "“低碳专场”" in words, db.session.query(HallUse).count()] == [
        True,
        True,
        0,
    ]


def test_a_use_that_is_removed_leaves_the_hall_free():
    hall = make.hall()
    use = make.use(hall, TUESDAY, time(13), time(14))
    remove_use(use, actor=make.SOMEONE)
    make.roadshow(where=hall, on=TUESDAY)
    told = [entry.what for entry in list_entries_of("hall", hall.id)]
    assert told == ["hall.use_removed", "hall.use_entered"]


def test_of_weekly_uses_one_is_removed_or_it_and_all_later_ones():
    hall = make.hall()
    make.use(hall, TUESDAY, until=TUESDAY + timedelta(weeks=4))
    _first, second, third, *_later = list_uses(hall.id, clock.now())
    assert remove_use(second, actor=make.SOMEONE) == 1
    assert remove_use(third, and_later=True, actor=make.SOMEONE) == 3
    stands = [use.days[0] for use in list_uses(hall.id, clock.now())]
    assert (stands, db.session.query(Occupancy).count()) == ([TUESDAY], 1)


def test_what_is_over_stays_on_record():
    hall = make.hall()
    with clock.at(clock.now() - timedelta(days=3)):
        use = make.use(hall, clock.today() + timedelta(days=1))
    assert (
        refused(lambda: remove_use(use, actor=make.SOMEONE)) == "已经结束的占用和暂停使用留作记录，不能删去"
    )


def test_what_is_to_come_is_listed_first_the_next_at_the_top_then_what_is_over_the_latest_at_the_top():
    hall, today = make.hall(), clock.today()
    with clock.at(clock.now() - timedelta(days=9)):
        for days in (-3, -5, 20, 4):
            make.use(hall, today + timedelta(days=days))
    listed = [(use.days[0] - today).days for use in list_uses(hall.id, clock.now())]
    assert listed == [4, 20, -3, -5]


def test_a_use_is_found_at_its_own_hall_alone():
    use = make.use(make.hall(), TUESDAY)
    with pytest.raises(Missing):
        get_use(make.hall().id, use.id)


def test_a_hall_that_has_just_been_closed_takes_no_use():
    hall = make.hall(name="一号路演厅", closed=True)
    assert refused(lambda: make.use(hall, TUESDAY)) == "一号路演厅已停用，不用再登记"
    assert refused(lambda: make.blackout(hall, TUESDAY)) == "一号路演厅已停用，不用再登记"


@given(DAYS, MINUTES, MINUTES, st.none() | DAYS)
def test_whatever_is_typed_for_a_use_the_rule_answers_and_what_it_lets_in_is_to_come(
    on: date, starts: time, ends: time, until: date | None
):
    facts = UseFacts("示例商会年会", on, starts, ends, until)
    wrong = {fault.field for fault in use_faults(facts, now=NOW)}
    years = {field for field, day in (("on", on), ("until", until)) if day and day.year not in (2026, 2027)}
    of_days = years or {
        field
        for field, is_wrong in (
            ("until", until is not None and until < on),
            ("on", clock.moment(on, max(starts, ends)) <= NOW),
        )
        if is_wrong
    }
    assert wrong == of_days | ({"ends"} if ends <= starts else set())


@given(DAYS, DAYS)
def test_whatever_days_out_of_use_are_typed_the_rule_answers(first: date, last: date):
    wrong = {fault.field for fault in blackout_faults(BlackoutFacts("检修", first, last), now=NOW)}
    years = {field for field, day in (("first", first), ("last", last)) if day.year not in (2026, 2027)}
    assert wrong == (years or ({"last"} if last < first or last < date(2026, 3, 2) else set()))


@pytest.mark.parametrize("what", ["", " \u3000 ", "长" * 201])
def test_whoever_enters_a_use_says_what_for(what: str):
    hall = make.hall()
    with pytest.raises(Refused) as refusal:
        make.use(hall, TUESDAY, what=what)
    with pytest.raises(Refused) as why:
        make.blackout(hall, TUESDAY, why=what)
    assert [refusal.value.field, why.value.field] == ["what", "what"]


def test_a_use_ends_after_it_begins_in_the_database_too():
    hall = make.hall()
    row = HallUse(hall_id=hall.id, kind="use", what="示例", starts_at=NOW, ends_at=NOW)
    with pytest.raises(Exception, match="ck_halls_use_ends_after_start"):
        make.saved(row)
    db.session.rollback()


def test_another_hall_is_free():
    make.use(make.hall(), TUESDAY, time(9), time(18))
    assert isinstance(make.roadshow(on=TUESDAY).hall, Hall)


def test_days_out_of_use_may_begin_today():
    hall = make.hall()
    facts = BlackoutFacts("检修", clock.today(), clock.today())
    assert hall_uses.enter_blackout(hall, facts, actor=make.SOMEONE).days == (clock.today(), clock.today())
