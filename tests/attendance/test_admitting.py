"""Who is let in, and what the door answers to all others."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.attendance import admitting, scans
from roadshow.attendance.models import Attendance, Mode, Verdict, Via
from roadshow.attendance.shown import Answer, Keeper, Shown, WalkIn
from roadshow.attendance.states import AttendanceState as A
from roadshow.attendance.tickets import short_of, spaced
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.investors.merging import merge
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.attendance.coming import SECRET
from tests.attendance.coming import code_shown_by as code
from tests.conftest import Counted

EAST, WEST = Keeper("东门"), Keeper("西门")
COSTS = 8  # statements
EARLY, LATE = make.moment(make.DAY, 12, 50), make.moment(make.DAY, 15)  # before and after its start


@pytest.fixture(autouse=True)
def on_the_day(inside: Flask):
    with clock.at(make.moment(make.DAY, 15, 30)):
        yield


def event(state: S = S.LIVE) -> Roadshow:
    return make.roadshow(state, on=make.DAY)


def shown(guest: Attendance, uid: str = "one", at=EARLY) -> Shown:
    return Shown(uid, at, code=code(guest))


def take(at: Roadshow, *each: Shown, keeper: Keeper = EAST) -> list[Answer]:
    return admitting.take(at, each, secret=SECRET, keeper=keeper)


def verdicts(answers: list[Answer]) -> list[Verdict | None]:
    return [answer.verdict for answer in answers]


def test_a_guest_with_a_ticket_is_let_in_and_has_come() -> None:
    guest = make.attendance(event(), A.ACCEPTED, name="刘某")
    (answer,) = take(guest.roadshow, shown(guest))
    assert (answer.verdict, answer.name, answer.seat) == (Verdict.ADMITTED, "刘某", 1)
    assert (guest.state, guest.came_at) == (A.CHECKED_IN, EARLY)


def test_a_guest_is_let_in_by_the_end_of_the_code_read_out() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    make.attendance(guest.roadshow, A.ACCEPTED)
    read = spaced(short_of(code(guest))).lower()
    (answer,) = take(guest.roadshow, Shown("one", EARLY, code=read))
    assert (answer.verdict, answer.guest_id) == (Verdict.ADMITTED, guest.id)


def test_the_end_of_a_code_is_known_at_its_own_roadshow_only_and_while_the_ticket_is_good() -> None:
    here, elsewhere, declined = (
        make.attendance(event(), A.ACCEPTED),
        make.attendance(event(), A.ACCEPTED),
        A.DECLINED,
    )
    ends = [short_of(code(elsewhere)), short_of(code(make.attendance(here.roadshow, declined))), "AAAAAAAA"]
    answers = take(here.roadshow, *(Shown(str(number), EARLY, code=end) for number, end in enumerate(ends)))
    assert verdicts(answers) == [Verdict.UNKNOWN] * 3


def test_of_two_tickets_that_end_alike_neither_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    make.attendance(guest.roadshow, A.ACCEPTED)
    monkeypatch.setattr(admitting, "short_of", lambda _code: "AAAAAAAA")
    assert verdicts(take(guest.roadshow, Shown("one", EARLY, code="AAAAAAAA"))) == [Verdict.UNKNOWN]


def test_a_ticket_used_twice_is_refused_with_when_and_where() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    take(guest.roadshow, shown(guest))
    (answer,) = take(guest.roadshow, shown(guest, "two", LATE), keeper=WEST)
    assert (answer.verdict, answer.since, answer.by) == (Verdict.AGAIN, EARLY, "东门")
    assert guest.came_at == EARLY


def test_the_same_scan_sent_twice_counts_once_and_is_answered_as_before() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    first, second = take(guest.roadshow, shown(guest)), take(guest.roadshow, shown(guest))
    assert first == second
    assert scans.list_scans(guest.roadshow_id).count() == 1


def test_a_forged_ticket_is_unknown() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    forged = Shown("one", EARLY, code=code(guest, "another secret"))
    assert verdicts(take(guest.roadshow, forged, Shown("two", EARLY, code="刘某"))) == [Verdict.UNKNOWN] * 2


def test_another_roadshows_ticket_is_told_as_such() -> None:
    guest, here = make.attendance(event(), A.ACCEPTED), event()
    assert verdicts(take(here, shown(guest))) == [Verdict.ELSEWHERE]
    assert guest.state == A.ACCEPTED


def test_an_older_ticket_is_revoked() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    old = shown(guest)
    guest.serial = 1
    db.session.commit()
    assert verdicts(take(guest.roadshow, old)) == [Verdict.REVOKED]


@pytest.mark.parametrize("state", [A.DECLINED, A.WITHDRAWN, A.INVITED, A.OFFERED])
def test_the_ticket_of_who_does_not_come_is_revoked(state: A) -> None:
    guest = make.attendance(event(), state)
    assert verdicts(take(guest.roadshow, shown(guest))) == [Verdict.REVOKED]


def test_a_ticket_for_a_seat_online_opens_no_door() -> None:
    guest = make.attendance(event(), A.ACCEPTED, mode=Mode.ONLINE)
    assert verdicts(take(guest.roadshow, shown(guest))) == [Verdict.REVOKED]


def test_who_has_no_ticket_at_hand_is_let_in_by_name() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    assert verdicts(take(guest.roadshow, Shown("one", EARLY, guest_id=guest.id))) == [Verdict.ADMITTED]


@pytest.mark.parametrize("state", [A.REPLACED, A.WITHDRAWN])
def test_who_does_not_come_any_more_is_on_no_list_of_the_door(state: A) -> None:
    guest = make.attendance(event(), state, name="刘某")
    assert (scans.list_door(guest.roadshow_id), scans.find_guests(guest.roadshow_id, "刘")) == ([], [])


def test_a_guest_of_another_roadshow_is_not_known_by_number() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    assert verdicts(take(event(), Shown("one", EARLY, guest_id=guest.id))) == [Verdict.UNKNOWN]


@pytest.mark.parametrize("state", [A.INVITED, A.TENTATIVE, A.DECLINED, A.LAPSED, A.WAITLISTED])
def test_who_comes_though_they_had_not_said_so_gets_a_free_seat(state: A) -> None:
    guest = make.attendance(event(), state)
    make.seats(guest.roadshow, 1)
    assert verdicts(take(guest.roadshow, Shown("one", EARLY, guest_id=guest.id))) == [Verdict.ADMITTED]
    assert (guest.state, guest.turn) == (A.CHECKED_IN, None)
    assert scans.count_door(guest.roadshow_id).free == 0


def test_who_comes_though_they_had_not_said_so_is_told_when_there_is_no_seat() -> None:
    guest = make.attendance(event(), A.INVITED)
    assert verdicts(take(guest.roadshow, Shown("one", EARLY, guest_id=guest.id))) == [Verdict.FULL]
    assert guest.state == A.INVITED


def test_who_had_a_seat_online_and_comes_here_has_one_here_alone() -> None:
    guest = make.attendance(event(), A.ACCEPTED, mode=Mode.ONLINE)
    make.seats(guest.roadshow, 1)
    assert verdicts(take(guest.roadshow, Shown("one", EARLY, guest_id=guest.id))) == [Verdict.ADMITTED]
    assert [seat.mode for seat in scans.list_seats_of([guest.id]).values()] == [Mode.ONSITE]


def test_who_waited_for_a_seat_online_and_came_here_waits_no_more() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    guest.turn, guest.switching = 1, True
    db.session.commit()
    assert verdicts(take(guest.roadshow, shown(guest))) == [Verdict.ADMITTED]
    assert (guest.turn, guest.switching) == (None, False)


def test_a_walk_in_takes_a_free_seat_and_is_of_the_institution_of_that_name() -> None:
    here, house = event(), make.institution(name="示例创投（平湖）")
    make.seats(here, 1)
    person = WalkIn("周某", "示例创投(平湖)")
    (answer,) = take(here, Shown("one", EARLY, walk_in=person))
    guest = db.session.get_one(Attendance, answer.guest_id)
    assert (answer.verdict, answer.seat, guest.via, guest.state) == (
        Verdict.ADMITTED,
        1,
        Via.WALK_IN,
        A.CHECKED_IN,
    )
    assert (guest.institution_id, guest.name_pinyin) == (house.id, "zhoumou zm")


def test_a_walk_in_of_an_institution_that_was_merged_is_of_the_one_that_it_is_now() -> None:
    here, kept, gone = event(), make.institution(), make.institution(name="示例旧创投")
    merge(kept, gone, actor=make.SOMEONE)
    make.seats(here, 1)
    (answer,) = take(here, Shown("one", EARLY, walk_in=WalkIn("周某", "示例旧创投")))
    assert db.session.get_one(Attendance, answer.guest_id).institution_id == kept.id


def test_before_the_start_the_place_of_somebody_who_is_expected_is_kept() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    answers = take(guest.roadshow, Shown("one", EARLY, walk_in=WalkIn("周某", "示例资本")))
    assert answers == [Answer("one", Verdict.FULL, name="周某", organisation="示例资本")]
    assert take(guest.roadshow, Shown("one", EARLY, walk_in=WalkIn("周某", "示例资本"))) == answers


def test_after_the_start_the_place_of_who_asked_last_and_has_not_come_is_given() -> None:
    first = make.attendance(event(), A.ACCEPTED)
    last = make.attendance(first.roadshow, A.ACCEPTED)
    assert verdicts(take(first.roadshow, Shown("one", LATE, walk_in=WalkIn("周某")))) == [Verdict.ADMITTED]
    assert set(scans.list_seats_of([first.id, last.id])) == {first.id}


def test_who_is_late_and_lost_the_place_is_let_in_while_somebody_else_has_not_come() -> None:
    late = make.attendance(event(), A.ACCEPTED)
    take(late.roadshow, Shown("one", LATE, walk_in=WalkIn("周某")))
    assert verdicts(take(late.roadshow, shown(late, "two", LATE))) == [Verdict.FULL]
    make.attendance(late.roadshow, A.ACCEPTED)
    assert verdicts(take(late.roadshow, shown(late, "three", LATE))) == [Verdict.ADMITTED]


def test_a_walk_in_whose_address_is_on_the_list_is_that_guest() -> None:
    guest = make.attendance(event(), A.ACCEPTED, email="zhou@test.example")
    walk_in = Shown("one", EARLY, walk_in=WalkIn("周某", email="zhou@test.example"))
    (answer,) = take(guest.roadshow, walk_in)
    assert (answer.verdict, answer.guest_id) == (Verdict.ADMITTED, guest.id)


def test_a_walk_in_without_a_name_is_not_noted() -> None:
    here = event()
    (answer,) = take(here, Shown("one", EARLY, walk_in=WalkIn("", email="no address")))
    assert [fault.field for fault in answer.faults] == ["name", "email"]
    assert scans.list_scans(here.id).count() == 0


def test_what_was_kept_is_taken_in_its_order_with_its_own_time() -> None:
    here = event()
    guests = [make.attendance(here, A.ACCEPTED) for _number in range(3)]
    kept = [
        Shown(f"kept-{number}", EARLY + timedelta(minutes=number), code=code(guest))
        for number, guest in enumerate([*guests, guests[0]])
    ]
    assert verdicts(take(here, *kept)) == [Verdict.ADMITTED] * 3 + [Verdict.AGAIN]
    assert [guest.came_at for guest in guests] == [each.at for each in kept[:3]]
    stored = scans.list_scans_named([each.uid for each in kept])
    assert {scan.received_at for scan in stored.values()} == {clock.now()}


def test_a_moment_that_cannot_be_is_taken_for_the_nearest_that_can() -> None:
    here = event()
    first, second = (make.attendance(here, A.ACCEPTED) for _number in range(2))
    take(here, shown(first, "one", clock.now() + timedelta(hours=3)))
    take(here, shown(second, "two", EARLY - timedelta(days=9)))
    assert (first.came_at, second.came_at) == (clock.now(), make.moment(make.DAY, 0))


@pytest.mark.parametrize("state", [S.PUBLISHED, S.LIVE, S.HELD])
def test_a_ticket_that_is_shown_after_the_day_lets_nobody_in(state: S) -> None:
    guest = make.attendance(event(state), A.ACCEPTED)
    midnight = make.moment(make.DAY, 0) + timedelta(days=1)
    with clock.at(midnight + timedelta(hours=9)):
        (answer,) = take(guest.roadshow, shown(guest, "one", midnight))
    assert ([str(fault) for fault in answer.faults], guest.state) == (["这一天的签到已结束"], A.ACCEPTED)
    assert scans.list_scans(guest.roadshow_id).count() == 0


def test_what_was_kept_on_the_day_lets_in_when_it_is_sent_the_day_after() -> None:
    guest = make.attendance(event(), A.ACCEPTED)
    last = make.moment(make.DAY, 23, 59)
    with clock.at(make.moment(make.DAY, 9) + timedelta(days=1)):
        assert verdicts(take(guest.roadshow, shown(guest, "one", last))) == [Verdict.ADMITTED]
    assert guest.came_at == last


def test_nobody_is_let_in_before_the_day() -> None:
    guest = make.attendance(event(S.PUBLISHED), A.ACCEPTED)
    with clock.at(make.moment(make.DAY, 0) - timedelta(seconds=1)), pytest.raises(Refused):
        take(guest.roadshow, shown(guest))


def test_nobody_is_let_in_when_it_is_cancelled() -> None:
    guest = make.attendance(event(S.CANCELLED), A.ACCEPTED)
    with pytest.raises(Refused):
        take(guest.roadshow, shown(guest))


def test_more_than_two_hundred_at_once_are_refused_before_any_is_read() -> None:
    here = event()
    with pytest.raises(Refused):
        take(here, *(Shown(str(number), EARLY, code="") for number in range(admitting.AT_ONCE + 1)))


def test_who_was_noted_as_absent_has_come_after_all_when_a_kept_scan_arrives() -> None:
    guest = make.attendance(event(S.HELD), A.NO_SHOW)
    assert verdicts(take(guest.roadshow, shown(guest))) == [Verdict.ADMITTED]
    assert guest.state == A.CHECKED_IN


def test_the_door_counts_who_came_who_is_expected_and_what_went_wrong() -> None:
    here = event()
    came, _expected = (make.attendance(here, A.ACCEPTED) for _number in range(2))
    make.attendance(here, A.ACCEPTED, mode=Mode.ONLINE)
    make.seats(here, 2)
    take(here, shown(came), Shown("two", EARLY, walk_in=WalkIn("周某")), shown(came, "three"))
    assert scans.count_door(here.id) == scans.Counts(came=2, walk_ins=1, expected=1, free=1, problems=1)


@pytest.mark.parametrize("guests", [1, 30])
def test_letting_in_costs_the_same_however_many_are_expected(counted: Counted, guests: int) -> None:
    here = event()
    known = [make.attendance(here, A.ACCEPTED) for _number in range(guests)]
    ticket = shown(known[-1])
    db.session.remove()
    here = db.session.get_one(Roadshow, here.id)
    with counted() as statements:
        take(here, ticket)
    assert len(statements) == COSTS


@pytest.mark.parametrize("many", [2, 30])
def test_what_was_kept_costs_the_same_however_much_it_is(counted: Counted, many: int) -> None:
    here = event()
    kept = [shown(make.attendance(here, A.ACCEPTED), f"kept-{number}") for number in range(many)]
    db.session.remove()
    here = db.session.get_one(Roadshow, here.id)
    with counted() as statements:
        take(here, *kept)
    assert len(statements) == COSTS
