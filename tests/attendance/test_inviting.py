"""Who is invited, from one to ten thousand: each once, each answered, each with a link of their own."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from roadshow.accounts.permissions import Role
from roadshow.attendance import answering, inviting, queries, seating
from roadshow.attendance.links import get_guest_by, token_of
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.pasted import Line, LineState, read_list, taken_in
from roadshow.attendance.regulars import list_who_came
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Missing, Refused
from roadshow.investors.models import Contact
from roadshow.notices.models import Letter
from roadshow.programme.states import RoadshowState as S
from roadshow.worker import settle_places
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
A_DAY = timedelta(days=1)


def letters(kind: str) -> list[Letter]:
    return list(db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id))


def said(lines: list[Line]) -> list[tuple[int, str, str, str]]:
    return [(line.number, line.guest.name, line.guest.email, str(line.why) or line.state) for line in lines]


def test_each_line_of_a_list_is_answered():
    pasted = "\n".join(
        [
            "姓名\t邮箱\t单位",
            "示例一, one@test.example",
            "示例二\ttwo@test.example\t示例创投",
            "three@test.example，示例三，示例银行",
            "FOUR@test.example",
            "示例五 <five@test.example>",
            "",
            "示例一；One@Test.example",
            "示例六、six@test",
            "示例七",
            "示例八,there@test.example",
            "示例九 nine@test.example",
            "示例十, not-mail, 示例机构",
        ]
    )
    assert said(read_list(pasted, {"there@test.example": A.DECLINED})) == [
        (1, "姓名", "", "没有邮箱"),
        (2, "示例一", "one@test.example", "new"),
        (3, "示例二", "two@test.example", "new"),
        (4, "示例三", "three@test.example", "new"),
        (5, "", "four@test.example", "new"),
        (6, "示例五", "five@test.example", "new"),
        (8, "示例一", "one@test.example", "和第2行邮箱相同"),
        (9, "示例六", "six@test", "邮箱“six@test”的写法不对，应像 name@example.cn"),
        (10, "示例七", "", "没有邮箱"),
        (11, "示例八", "there@test.example", "不参加"),
        (12, "示例九", "nine@test.example", "new"),
        (13, "示例十", "", "邮箱“not-mail”的写法不对，应像 name@example.cn"),
    ]


def test_what_is_invisible_in_a_name_is_gone_and_a_long_one_is_refused():
    lines = read_list(f"示\u200b例\x07一,a@test.example\n{'长' * 101},b@test.example", {})
    assert said(lines) == [
        (1, "示例一", "a@test.example", "new"),
        (2, "长" * 101, "b@test.example", "姓名最多100个字，现在是101个字"),
    ]


@pytest.mark.parametrize(
    ("text", "words"), [(" \n ", "请粘贴名单，每行一人"), ("x\n" * 10_001, "名单最多10,000行")]
)
def test_a_list_is_neither_empty_nor_endless(text: str, words: str):
    with pytest.raises(Refused) as refusal:
        read_list(text, {})
    assert str(refusal.value).startswith(words)


def test_ten_thousand_lines_cost_a_few_statements(counted):
    roadshow = make.roadshow(S.PUBLISHED)
    good = [f"示例{number},g{number % 1_000}@test.example" for number in range(9_800)]
    lines = read_list("\n".join([*good, *["示例,坏@@示例"] * 200]), {})
    with counted() as statements:
        taken = inviting.invite_many(roadshow, taken_in(lines), actor=make.SOMEONE)
    answered = Counter(line.state for line in lines)
    assert answered == {LineState.NEW: 1_000, LineState.DOUBLE: 8_800, LineState.BROKEN: 200}
    assert taken.count == 1_000
    assert (db.session.query(Letter).count(), db.session.query(Attendance).count()) == (1_000, 1_000)
    assert len(statements) < 60


def test_a_known_address_is_its_person_and_institution():
    person, institution = make.person(Role.INVESTOR), make.institution()
    db.session.add(Contact(institution_id=institution.id, person_id=person.id))
    db.session.commit()
    roadshow = make.roadshow(S.CALLING)
    taken = inviting.invite_many(
        roadshow,
        [
            Invitee(person.email.upper(), reasons=["sector"]),
            Invitee("new@test.example"),
            Invitee("new@test.example"),
        ],
        actor=make.SOMEONE,
    )
    guests = queries.list_guests(roadshow.id).page(1)
    assert [(guest.name, guest.person_id, guest.institution_id, guest.reasons) for guest in guests] == [
        (person.name, person.id, institution.id, ["sector"]),
        ("new", None, None, []),
    ]
    assert [(left.name, str(left.why)) for left in taken.left] == [("new@test.example", "已在名单里：已邀请")]
    assert queries.list_own(person) == guests[:1]


def test_without_a_word_on_seats_there_are_as_many_as_the_halls_hold():
    room = make.room(capacity=500)
    roadshow = make.roadshow(S.CALLING, make.hall(capacity=80), branches=[room])
    inviting.invite_many(roadshow, [Invitee("a@test.example")], actor=make.SOMEONE)
    assert [counted.all for counted in queries.count_places(roadshow.id).values()] == [80, 500]


@pytest.mark.parametrize("state", [S.PLANNED, S.HELD, S.CANCELLED])
def test_nobody_is_invited_to_what_is_not_public_or_over(state: S):
    with pytest.raises(Refused) as refusal:
        inviting.invite_many(make.roadshow(state), [Invitee("a@test.example")], actor=make.SOMEONE)
    assert str(refusal.value).startswith("这场路演“")


def test_the_letter_has_the_link_of_its_reader():
    roadshow = make.roadshow(S.PUBLISHED)
    inviting.invite_many(roadshow, [Invitee("a@test.example"), Invitee("b@test.example")], actor=make.SOMEONE)
    links = [re.findall(r"/come/([\w.-]+)", letter.body) for letter in letters("attendance.invited")]
    assert [get_guest_by(tokens[0]).email for tokens in links] == ["a@test.example", "b@test.example"]


def test_a_link_of_ones_own_making_is_none_and_a_revoked_one_is_over():
    guest = make.attendance()
    token = token_of(guest.id, guest.serial)
    for forged in ("x", token[:-2], f"{token}x", token_of(10**6, 0)):
        with pytest.raises(Missing):
            get_guest_by(forged)
    inviting.withdraw_many(guest.roadshow, [guest.id], actor=make.SOMEONE)
    with pytest.raises(Gone):
        get_guest_by(token)


def test_a_link_revoked_while_it_is_open_answers_nothing():
    guest = make.attendance()
    inviting.withdraw_many(guest.roadshow, [guest.id], actor=make.SOMEONE)
    inviting.invite_many(guest.roadshow, [Invitee(guest.email or "")], actor=make.SOMEONE)
    with pytest.raises(Gone):
        answering.decline(guest, serial=0, actor=make.SOMEONE)
    assert guest.state == A.INVITED


def test_only_who_has_not_answered_is_reminded_and_not_twice_a_day():
    roadshow = make.roadshow(S.PUBLISHED)
    guests = [make.attendance(roadshow, state) for state in (A.INVITED, A.ACCEPTED, A.DECLINED, A.TENTATIVE)]
    ids = [guest.id for guest in guests]
    counts = [inviting.remind_many(roadshow, ids, actor=make.SOMEONE).count for _time in range(2)]
    with clock.at(clock.now() + A_DAY):
        counts.append(inviting.remind_many(roadshow, ids, actor=make.SOMEONE).count)
    with clock.at(make.begins(roadshow) - 7 * A_DAY):  # to be tentative is no answer any more
        counts.append(inviting.remind_many(roadshow, ids, actor=make.SOMEONE).count)
    assert counts == [1, 0, 1, 2]


def test_three_days_before_the_day_to_answer_the_clock_reminds_once(app):
    roadshow = make.roadshow(S.PUBLISHED)
    by = clock.now() + 10 * A_DAY
    seating.set_seating(roadshow, SeatingFacts(5, 0, by), actor=make.SOMEONE)
    early, answered = make.attendance(roadshow), make.attendance(roadshow, A.DECLINED)
    for moment in (by - 4 * A_DAY, by - 3 * A_DAY, by - A_DAY):
        with clock.at(moment):
            settle_places(app)
    reached = [letter.to_address for letter in letters("attendance.reminded")]
    assert (reached, answered.reminded_at) == ([early.email], None)


def test_who_came_before_can_be_found_again():
    now, earlier = make.roadshow(S.PUBLISHED, sector="materials"), make.held(clock.today() - 9 * A_DAY)
    other = make.held(clock.today() - 8 * A_DAY)
    earlier.sector = "materials"
    db.session.commit()
    came = make.attendance(earlier, A.CHECKED_IN)
    again = make.attendance(other, A.CHECKED_IN, email=came.email)
    elsewhere = make.attendance(other, A.CHECKED_IN)
    make.attendance(earlier, A.NO_SHOW)
    make.attendance(now, email=make.attendance(earlier, A.CHECKED_IN).email)
    assert [(guest.id, guest.times) for guest in list_who_came(now)] == [(elsewhere.id, 1), (again.id, 2)]
    assert [(guest.id, guest.times) for guest in list_who_came(now, same_field=True)] == [(came.id, 1)]


def test_who_came_before_is_meant_by_each_time_that_they_came():
    now, earlier, other = make.roadshow(S.PUBLISHED), *(make.held(clock.today() - n * A_DAY) for n in (9, 8))
    came = make.attendance(earlier, A.CHECKED_IN)
    again = make.attendance(other, A.CHECKED_IN, email=came.email)
    make.attendance(other, A.CHECKED_IN)
    found = [list_who_came(now, ids=[guest.id]) for guest in (came, again)]
    assert [[guest.invitee.email for guest in each] for each in found] == [[came.email]] * 2
    assert found[0][0].invitee.reasons == ["came:2"]


def test_who_came_without_an_address_is_not_asked_again():
    now, earlier = make.roadshow(S.PUBLISHED), make.held(clock.today() - A_DAY)
    came = make.attendance(earlier, A.CHECKED_IN)
    make.attendance(earlier, A.CHECKED_IN, email=None)
    assert [guest.id for guest in list_who_came(now)] == [came.id]


def test_the_list_costs_the_same_however_long(counted):
    costs = []
    for many in (1, 3):
        roadshow = make.roadshow(S.PUBLISHED)
        for _number in range(many):
            make.attendance(roadshow, institution_id=make.institution().id)
        roadshow_id = roadshow.id
        db.session.expunge_all()
        with counted() as statements:
            assert [guest.institution is None for guest in queries.list_guests(roadshow_id).page(1)] == [
                False
            ] * many
            queries.count_guests(roadshow_id)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_where_all_is_online_guests_are_asked_to_come_online():
    roadshow = make.roadshow(S.PUBLISHED, make.room())
    seating.set_seating(roadshow, SeatingFacts(0, 9), actor=make.SOMEONE)
    inviting.invite_many(roadshow, [Invitee("a@test.example")], actor=make.SOMEONE)
    assert [guest.mode for guest in queries.list_guests(roadshow.id)] == [Mode.ONLINE]
