"""One interest of an institution in a project, whoever says it and wherever; all that was said is kept."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from roadshow.accounts.models import Person
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.foundation.money import LARGEST, WAN
from roadshow.investors.models import Avoided
from roadshow.investors.states import InstitutionState
from roadshow.meetings import operations, queries
from roadshow.meetings.models import Interest, PassedOn
from roadshow.meetings.models import InterestLevel as L
from roadshow.meetings.queries import Wanted
from roadshow.meetings.rules import InterestFacts
from roadshow.notices.models import Letter
from roadshow.pitches.models import Pitch
from roadshow.projects.models import Declared
from tests import make
from tests.attendance.coming import colleague, guest, institution, investor, on_stage

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
AVOIDED = {"name": "示例对手", "added_at": clock.now(), "added_by": "测试"}
INVESTS = InterestFacts(L.INVEST, 300 * WAN, 500 * WAN)


def say(pitch: Pitch, person: Person, level: L = L.TALK, *ends: int) -> Interest:
    return operations.say_interest(
        pitch.id, InterestFacts(level, *ends), person=person, actor=person.acting()
    )


def refused(pitch: Pitch, person: Person, facts: InterestFacts) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as refusal:
        operations.say_interest(pitch.id, facts, person=person, actor=person.acting())
    faults = refusal.value.faults
    return (
        [(str(fault), fault.field) for fault in faults]
        if faults
        else [(str(refusal.value), refusal.value.field)]
    )


def history(interest: Interest) -> list[tuple[L | None, int | None, str]]:
    """The first first."""
    return [(said.level, said.low_fen, said.by) for said in reversed(queries.list_said(interest.id))]


def test_two_colleagues_at_two_roadshows_have_one_interest_and_both_are_remembered():
    here, fund = on_stage(), institution()
    there = on_stage(of=here.project)
    first, second = investor(here.roadshow, fund), investor(there.roadshow, fund)
    interest = say(here, first)
    operations.say_interest(there.id, INVESTS, person=second, actor=second.acting())
    assert db.session.query(Interest).all() == [interest]
    assert (interest.level, interest.roadshow_id, interest.by) == (L.INVEST, there.roadshow_id, second.name)
    assert history(interest) == [(L.TALK, None, first.name), (L.INVEST, 300 * WAN, second.name)]


def test_what_is_said_twice_is_said_once():
    pitch = on_stage()
    person = investor(pitch.roadshow)
    assert history(say(pitch, person)) == history(say(pitch, person)) == [(L.TALK, None, person.name)]


def test_what_is_taken_back_is_none_and_stays_remembered():
    pitch, fund = on_stage(), institution()
    person, other = investor(pitch.roadshow, fund), colleague(fund)
    interest = say(pitch, person, L.INVEST, WAN, WAN)
    for _time in range(2):
        operations.take_back(interest.id, person=other, actor=other.acting())
    assert history(interest) == [(L.INVEST, WAN, person.name), (None, None, other.name)]
    assert (list(queries.list_interests()), queries.count_by_level()) == ([], {})
    assert list(queries.list_interests(Wanted(taken_back=True))) == [interest]


def test_another_institutions_interest_is_not_there_to_be_taken_back():
    pitch = on_stage()
    interest, stranger = say(pitch, investor(pitch.roadshow)), investor(pitch.roadshow)
    with pytest.raises(Missing):
        operations.take_back(interest.id, person=stranger, actor=stranger.acting())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            InterestFacts(L.INVEST),
            [("意向投资须填写金额范围", "low_fen"), ("意向投资须填写金额范围", "high_fen")],
        ),
        (InterestFacts(L.INVEST, 2, 1), [("金额范围的上限不能小于下限", "high_fen")]),
        (InterestFacts(L.INVEST, 0, 1), [("金额须大于零", "low_fen")]),
        (InterestFacts(L.INVEST, 1, LARGEST + 1), [("金额须大于零", "high_fen")]),
        (InterestFacts(L.TALK, 1, None), [("只有“意向投资”才填金额", "low_fen")]),
        (InterestFacts(L.FOLLOW, None, 1), [("只有“意向投资”才填金额", "high_fen")]),
    ],
)
def test_a_range_stands_with_an_intent_and_rises(facts: InterestFacts, said: list[tuple[str, str]]):
    pitch = on_stage()
    assert refused(pitch, investor(pitch.roadshow), facts) == said


def test_what_no_form_lets_through_the_database_refuses():
    pitch = on_stage()
    interest = say(pitch, investor(pitch.roadshow))
    for level, low, high in ((L.INVEST, None, None), (None, 1, 1), (L.TALK, 1, 1), (L.INVEST, 2, 1)):
        interest.level, interest.low_fen, interest.high_fen = level, low, high
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
    assert interest.level is L.TALK


def test_who_is_not_verified_says_nothing_and_learns_what_to_do():
    pitch = on_stage()
    person = investor(pitch.roadshow, institution(state=InstitutionState.REGISTERED))
    assert refused(pitch, person, InterestFacts(L.FOLLOW)) == [("先通过机构核验", None)]


def test_nobody_intends_to_invest_before_the_notice_of_risk():
    pitch, person = on_stage(), colleague(institution())
    guest(pitch.roadshow, person)
    assert refused(pitch, person, INVESTS) == [("先阅读风险提示", None)]
    assert say(pitch, person, L.TALK).level is L.TALK


def test_a_firm_that_the_institution_does_not_want_to_meet_is_only_followed():
    fund = institution()
    pitch = on_stage(of=make.project(make.company(name="示例对手有限公司")))
    make.saved(Avoided(institution_id=fund.id, name_key=pitch.project.company.name_key, **AVOIDED))
    person = investor(pitch.roadshow, fund)
    said = [("贵机构已把这家企业列入回避名单，只能“关注”", "level")]
    assert [refused(pitch, person, InterestFacts(L.TALK)), refused(pitch, person, INVESTS)] == [said, said]
    assert say(pitch, person, L.FOLLOW).level is L.FOLLOW


def test_what_its_owner_closed_is_not_there_to_be_followed():
    pitch = on_stage()
    person = investor(pitch.roadshow)
    pitch.project.dossier.level = "judges"
    db.session.commit()
    with pytest.raises(Missing):
        say(pitch, person, L.FOLLOW)


def test_who_is_not_invited_finds_no_project():
    pitch, stranger = on_stage(), colleague(institution())
    with pytest.raises(Missing):
        say(pitch, stranger)


def test_owners_get_a_letter_of_who_would_talk_or_invest_and_none_of_who_follows():
    owner = make.person(language="zh")
    pitch = on_stage(of=make.project(make.company(owner), name="光芯片"))
    person = investor(pitch.roadshow, institution(name="示例创投"))
    say(pitch, person, L.FOLLOW)
    assert letters() == []
    say(pitch, person, L.TALK)
    say(pitch, person, L.INVEST, WAN, WAN)
    say(pitch, person, L.INVEST, WAN, 2 * WAN)  # the range is not theirs to know
    assert letters() == [
        (owner.email, "示例创投对“光芯片”：希望约谈"),
        (owner.email, "示例创投对“光芯片”：意向投资"),
    ]


def test_who_takes_it_back_and_says_it_again_floods_no_owner_with_letters():
    pitch = on_stage(of=make.project(make.company(make.person(language="zh")), name="光芯片"))
    person = investor(pitch.roadshow, institution(name="示例创投"))
    for _number in range(3):
        interest = say(pitch, person, L.TALK)
        operations.take_back(interest.id, person=person, actor=person.acting())
        say(pitch, person, L.FOLLOW)
    assert [subject for _to, subject in letters()] == ["示例创投对“光芯片”：希望约谈"]
    with clock.at(clock.now() + operations.A_DAY):
        say(pitch, person, L.TALK)
    assert [subject for _to, subject in letters()] == ["示例创投对“光芯片”：希望约谈"] * 2


def letters() -> list[tuple[str, str]]:
    rows = db.session.query(Letter).where(Letter.kind == "interest.said").order_by(Letter.id)
    return [(letter.to_address, letter.subject) for letter in rows]


def test_what_was_said_on_a_day_can_be_told_later():
    pitch = on_stage()
    person, monday = investor(pitch.roadshow), clock.now()
    interest = say(pitch, person, L.TALK)
    with clock.at(monday + timedelta(days=3)):
        say(pitch, person, L.FOLLOW)
    said = queries.list_said(interest.id)
    assert [(each.level, each.at) for each in said] == [
        (L.FOLLOW, monday + timedelta(days=3)),
        (L.TALK, monday),
    ]


def test_a_contact_is_passed_on_to_who_would_talk_once_it_is_agreed_and_each_time_is_noted():
    pitch, fund = on_stage(), institution()
    person = investor(pitch.roadshow, fund)
    say(pitch, person, L.FOLLOW)
    with pytest.raises(Missing):
        operations.pass_on(pitch.id, person=person, actor=person.acting())
    say(pitch, person, L.TALK)
    told = [operations.pass_on(pitch.id, person=person, actor=person.acting()) for _time in range(2)]
    assert [each.contact_mobile for each in told] == ["13800000000"] * 2
    assert [(row.institution, row.by) for row in queries.list_passed_on(pitch.project_id)] == [
        (fund, person.name)
    ] * 2


def test_a_consent_taken_back_ends_it_at_once():
    pitch = on_stage()
    person = investor(pitch.roadshow)
    say(pitch, person)
    db.session.query(Declared).where(Declared.what == "passing_on").delete()
    db.session.commit()
    with pytest.raises(Missing):
        operations.pass_on(pitch.id, person=person, actor=person.acting())
    assert db.session.query(PassedOn).count() == 0
