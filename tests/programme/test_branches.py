"""Several halls for one roadshow: its main one and branches, all for the same hours."""

from datetime import date, time, timedelta

import pytest

from roadshow.agenda import operations as agenda
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.halls import operations as halls
from roadshow.halls.hours import Open
from roadshow.halls.models import Hall
from roadshow.notices.models import Letter
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.programme import operations, proposing
from roadshow.programme.drafting import clone_roadshow
from roadshow.programme.lists import list_coming_to
from roadshow.programme.models import Roadshow
from roadshow.programme.planning import plan_season, standing
from roadshow.programme.queries import Asked, list_proposed, list_public_halls, list_upcoming
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.wanted import Wanted
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
TUESDAY = make.DAY


def taken(roadshow: Roadshow) -> list[tuple[int, str]]:
    """Which hall from when to when."""
    rows = list_of_roadshow(roadshow.id)
    return sorted(
        (row.what_id, f"{clock.local(row.starts_at):%d %H:%M}–{clock.local(row.ends_at):%H:%M}")
        for row in rows
    )


def change(roadshow: Roadshow, where: Hall, **facts: object) -> None:
    said = {"title": roadshow.title, "on": roadshow.on, **facts}
    agenda.change_roadshow(roadshow, make.roadshow_facts(where, **said), actor=make.SOMEONE)


def refusal(act: object) -> Refused:
    assert callable(act)
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def test_each_hall_is_taken_with_its_own_set_up_and_tear_down():
    main, branch = make.hall(), make.hall(setup_minutes=120, teardown_minutes=0)
    roadshow = make.roadshow(where=main, branches=[branch], on=TUESDAY)
    assert taken(roadshow) == [(main.id, "16 12:30–17:30"), (branch.id, "16 11:30–17:00")]


def test_a_clash_of_any_hall_is_refused_at_its_field_and_takes_nothing():
    main, branch = make.hall(), make.hall(name="上海分会场")
    make.roadshow(where=branch, on=TUESDAY, title="新材料专场")
    refused = refusal(lambda: make.roadshow(where=main, branches=[branch], on=TUESDAY))
    words = "上海分会场在6月16日 周二 12:30–17:30已被“新材料专场”占用（含布场与撤场），请换时间或场地"
    assert (str(refused), refused.field, db.session.query(Occupancy).count()) == (words, "branches", 1)


def test_every_clash_is_named_when_several_halls_are_taken():
    main, branch = make.hall(), make.hall()
    make.roadshow(where=main, on=TUESDAY)
    make.use(branch, TUESDAY, time(14), time(15))
    refused = refusal(lambda: make.roadshow(where=main, branches=[branch], on=TUESDAY))
    assert [fault.field for fault in refused.faults] == ["hall", "branches"]


def test_postponing_moves_all_halls_and_a_clash_of_any_refuses_it():
    main, branch = make.hall(), make.hall(name="上海分会场")
    roadshow = make.roadshow(where=main, branches=[branch], on=TUESDAY)
    make.blackout(branch, TUESDAY + timedelta(days=1))
    start = make.begins(roadshow)

    def postpone(days: int) -> None:
        later = start + timedelta(days=days)
        agenda.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)

    refused = refusal(lambda: postpone(1))
    assert (refused.field, "上海分会场" in str(refused)) == ("on", True)
    postpone(2)
    assert taken(roadshow) == [(main.id, "18 12:30–17:30"), (branch.id, "18 12:30–17:30")]


def test_the_opening_hours_of_every_hall_count_when_planned_and_when_postponed():
    main, branch = make.hall(), make.hall(hours={1: Open(time(9), time(18))})
    wednesday = TUESDAY + timedelta(days=1)
    planned = refusal(lambda: make.roadshow(where=main, branches=[branch], on=wednesday))
    roadshow = make.roadshow(where=main, branches=[branch], on=TUESDAY)
    later = make.begins(roadshow) + timedelta(days=1)
    moved = refusal(lambda: operations.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE))
    assert [planned.field, moved.field] == ["branches", "on"]


def test_cancelling_frees_all_halls():
    main, branch = make.hall(), make.hall()
    roadshow = make.roadshow(where=main, branches=[branch], on=TUESDAY)
    operations.cancel(roadshow, "检修", actor=make.SOMEONE)
    assert taken(roadshow) == []


def test_branches_are_changed_and_the_trail_names_them():
    main, first, second = make.hall(), make.hall(name="甲厅"), make.hall(name="乙厅")
    roadshow = make.roadshow(S.CALLING, where=main, branches=[first], on=TUESDAY)
    was = roadshow.sequence
    change(roadshow, main, branches=[second])
    told = list_entries_of("roadshow", roadshow.id)[0].changes["branches"]
    assert (taken(roadshow)[1][0], told, roadshow.sequence) == (second.id, ["甲厅", "乙厅"], was + 1)


def test_whoever_is_on_stage_is_told_of_another_branch():
    main, first, second = make.hall(), make.hall(name="甲厅"), make.hall(name="乙厅")
    roadshow = make.roadshow(S.CALLING, where=main, branches=[first], on=TUESDAY, title="新材料专场")
    make.pitch(roadshow, of=make.project(make.company(make.person(language="zh"))))
    change(roadshow, main, branches=[second])
    letter = db.session.query(Letter).one()
    assert [line in letter.body for line in ("增设分会场：乙厅", "不再设分会场：甲厅")] == [True, True]


def test_branches_in_another_order_are_no_change():
    main, first, second = make.hall(), make.hall(), make.hall()
    roadshow = make.roadshow(where=main, branches=[second, first], on=TUESDAY)
    was = roadshow.sequence
    change(roadshow, main, branches=[first, second, first], summary=roadshow.summary)
    assert (roadshow.sequence, len(taken(roadshow))) == (was, 3)


def test_the_main_hall_is_no_branch():
    main = make.hall()
    assert refusal(lambda: make.roadshow(where=main, branches=[main], on=TUESDAY)).field == "branches"


def test_a_closed_hall_is_no_new_branch_but_may_stay_one():
    main, branch = make.hall(), make.hall(name="上海分会场")
    roadshow = make.roadshow(where=main, branches=[branch], on=TUESDAY)
    branch.closed = True
    db.session.commit()
    change(roadshow, main, branches=[branch], summary="十个项目")
    refused = refusal(lambda: make.roadshow(branches=[branch]))
    assert (roadshow.summary, refused.field, str(refused)) == (
        "十个项目",
        "branches",
        "上海分会场已停用，请换一个场地",
    )


def test_a_clone_wants_the_same_halls_that_are_open():
    main, open_one, closed = make.hall(), make.hall(), make.hall()
    roadshow = make.roadshow(where=main, branches=[open_one, closed], on=TUESDAY)
    closed.closed = True
    db.session.commit()
    assert clone_roadshow(roadshow, actor=make.SOMEONE).halls == [main, open_one]


def test_a_hall_knows_what_comes_to_it_as_a_branch_and_visitors_find_it_by_that_hall():
    main, branch = make.hall(name="甲厅"), make.hall(name="乙厅")
    roadshow = make.roadshow(S.CALLING, where=main, branches=[branch], on=TUESDAY)
    found = list_upcoming(clock.today(), Asked(hall_id=branch.id))
    assert (list_coming_to(branch.id, clock.today()), found) == ([roadshow], [roadshow])
    assert sorted(hall.name for hall in list_public_halls()) == ["乙厅", "甲厅"]


def test_a_branchs_new_address_shows_in_the_calendar_entry():
    branch = make.hall()
    roadshow = make.roadshow(S.CALLING, branches=[branch], on=TUESDAY)
    was = roadshow.sequence
    halls.change_hall(branch, make.hall_facts(address="示例路61号"), closed=False, actor=make.SOMEONE)
    assert roadshow.sequence == was + 1


def test_the_planner_gives_a_day_on_which_the_branches_are_free_too_and_takes_them_all():
    main, branch = make.hall(), make.hall()
    busy = [date(2026, 3, 1) + timedelta(days=number) for number in range(306)]
    free = date(2026, 9, 16)
    for first, last in ((busy[1], free - timedelta(days=1)), (free + timedelta(days=1), busy[-1])):
        make.blackout(branch, first, last)
    roadshow = make.undated(2026, branches=[branch])
    plan = proposing.propose(make.season(2026), Wanted(), actor=make.SOMEONE)
    assert [(each.on, list(each.halls)) for each in plan.suggestions] == [(free, [main])]
    assert str(plan.left_out[free + timedelta(days=1)]) == "分会场这天不都空着"
    ids = [row.id for row in list_proposed(make.season(2026))]
    proposing.accept(make.season(2026), ids, actor=make.SOMEONE)
    assert [hall_id for hall_id, _hours in taken(roadshow)] == [main.id, branch.id]


def test_branches_that_are_never_free_leave_no_day():
    make.hall()
    branch = make.hall()
    make.blackout(branch, date(2026, 3, 3), date(2026, 12, 31))
    make.undated(2026, branches=[branch])
    plan = plan_season(2026, Wanted())
    assert (plan.suggestions, plan.short, plan.proven) == ([], 1, False)


def test_a_proposal_whose_branch_was_taken_meanwhile_is_refused_naming_by_what():
    make.hall()
    branch = make.hall(name="上海分会场")
    make.undated(2026, branches=[branch], title="低碳专场")
    plan = proposing.propose(make.season(2026), Wanted(), actor=make.SOMEONE)
    make.use(branch, plan.suggestions[0].on, time(14), time(15))
    [row] = list_proposed(make.season(2026))
    gone = standing(make.season(2026), Wanted()).overtaken([row])
    assert {key: str(why) for key, why in gone.items()} == {row.id: "上海分会场这天已被占用或不开放"}
    ids = [row.id for row in list_proposed(make.season(2026))]
    refused = refusal(lambda: proposing.accept(make.season(2026), ids, actor=make.SOMEONE))
    assert ["低碳专场" in str(refused), "示例商会年会" in str(refused)] == [True, True]


def test_other_branches_ask_the_planner_anew():
    main, branch = make.hall(), make.hall()
    roadshow = make.undated(2026)
    proposing.propose(make.season(2026), Wanted(halls=[main.id]), actor=make.SOMEONE)
    facts = make.roadshow_facts(main, title=roadshow.title, on=None, branches=[branch])
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert list_proposed(make.season(2026)) == []
