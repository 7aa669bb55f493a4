"""Two registrations of one institution become one, and nothing of either is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.attendance.models import Attendance, InvitationRequest, Viewing
from roadshow.foundation import clock
from roadshow.foundation.db import Model, db
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.investors import agreements, avoiding, belonging, choices, contacts, joining, mandates, merging
from roadshow.investors.models import AgreementKind as K
from roadshow.investors.models import Fund, Institution
from roadshow.investors.operations import change_institution
from roadshow.investors.queries import find_kept, list_institutions
from roadshow.investors.rules import InstitutionFacts
from roadshow.investors.states import InstitutionState as S
from roadshow.meetings.models import Interest, Note, PassedOn, Said
from roadshow.meetings.models import InterestLevel as L
from roadshow.meetings.queries import list_said
from roadshow.notices.models import Letter
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.operations import begin_investment
from roadshow.outcomes.pursuits import Introduction
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.screening.queries import is_barred
from tests import make
from tests.investors.made import MANDATE, acting_for, looking_for

pytestmark = pytest.mark.usefixtures("in_spring")


def two(**facts: object) -> tuple[Institution, Institution]:
    """The one that stays, and the other."""
    return make.institution(name="示例创投"), make.institution(name="示例创投管理", **facts)


def merge(kept: Institution, gone: Institution) -> None:
    merging.merge(kept, gone, actor=make.SOMEONE)


def test_contacts_links_and_requests_lead_to_the_kept_one(inside: Flask):
    kept, gone = two()
    person = acting_for(gone)
    contacts.invite_contact(gone, "colleague@test.example", link=str, actor=make.SOMEONE)
    request = joining.ask_to_join(gone, make.person(), "我是同事", actor=make.SOMEONE)
    merge(kept, gone)
    assert [contact.person_id for contact in belonging.list_contacts(kept.id)] == [person.id]
    assert [each.email for each in belonging.list_open_invitations(kept.id)] == ["colleague@test.example"]
    assert belonging.list_requests_for(person.id) == [request]


def test_what_was_agreed_to_moves_and_still_counts(inside: Flask):
    kept, gone = two()
    stays, moves = acting_for(kept), acting_for(gone)
    for institution, person in ((kept, stays), (gone, moves)):
        for kind in K:
            agreements.agree(institution, person, kind, choices.VERSION[kind], actor=make.SOMEONE)
    merge(kept, gone)
    signed = (agreements.has_signed_nda(stays.id), agreements.has_signed_nda(moves.id))
    left = [(row.kind, row.by) for row in agreements.list_agreements(gone.id)]
    assert (agreements.has_declared(kept.id), signed, left) == (
        True,
        (True, True),
        [(K.DECLARATION, moves.name)],
    )


def test_names_and_funds_are_those_of_both_each_once(inside: Flask):
    kept, gone = two()
    kept.funds = [Fund(position=0, name="示例一号", code="SGA001")]
    gone.funds = [Fund(position=n, name=f"示例{n}号", code=f"SGA00{n}") for n in (1, 2)]
    db.session.commit()
    for institution, name in ((kept, "示例对手"), (gone, "示例 对手"), (gone, "示例另一家")):
        avoiding.avoid(institution, name, actor=make.SOMEONE)
    merge(kept, gone)
    names = [avoided.name for avoided in avoiding.list_avoided(kept.id)]
    assert ([fund.code for fund in kept.funds], names) == (
        ["SGA001", "SGA002"],
        ["示例另一家", "示例对手"],
    )


def test_it_takes_what_it_did_not_have_and_keeps_what_it_had(inside: Flask):
    kept, gone = two(uscc=make.code(1), aum_fen=5 * WAN)
    number, other = kept.amac_number, gone.amac_number
    mandates.set_mandate(gone, MANDATE, actor=make.SOMEONE)
    merge(kept, gone)
    assert (kept.uscc, kept.amac_number, kept.aum_fen) == (make.code(1), number, 5 * WAN)
    assert mandates.find_facts(kept.mandate) == MANDATE
    assert (gone.uscc, gone.amac_number) == (None, other)


def test_a_mandate_of_its_own_stays(inside: Flask):
    kept, gone = looking_for(), looking_for()
    merge(kept, gone)
    assert (kept.mandate is None, gone.mandate is None) == (False, False)


def test_the_other_is_a_shadow_that_leads_to_it(inside: Flask):
    kept, gone = two()
    merge(kept, gone)
    assert (gone.state, find_kept(gone.id), list(list_institutions())) == (S.MERGED, kept, [kept])
    assert belonging.list_institutions_called("示例创投管理") == [kept]


def test_a_shadow_leads_to_what_its_kept_one_became(inside: Flask):
    kept, gone = two()
    last = make.institution()
    merge(kept, gone)
    merge(last, kept)
    assert (find_kept(gone.id), find_kept(kept.id)) == (last, last)


def test_guests_of_the_other_are_its_guests(inside: Flask):
    kept, gone = two()
    guest = make.attendance(institution_id=gone.id)
    merge(kept, gone)
    assert db.session.get_one(Attendance, guest.id).institution_id == kept.id


@pytest.mark.parametrize(("last", "times"), [("kept", 3), ("gone", 2)])
def test_of_a_project_that_both_spoke_of_the_stronger_interest_holds_and_is_what_was_said_last(
    inside: Flask, last: str, times: int
):
    kept, gone = two()
    pitch = make.pitch()
    now = clock.now()
    rows = [
        interest(kept, pitch, L.FOLLOW, now - timedelta(hours=last != "kept")),
        interest(gone, pitch, L.TALK, now - timedelta(hours=last != "gone")),
    ]
    merge(kept, gone)
    said = [each.level for each in list_said(rows[0].id)]
    assert ([each.level for each in rows], said[0], len(said)) == ([L.TALK, None], L.TALK, times)


def test_what_only_the_other_said_and_wrote_is_its_own_now(inside: Flask):
    kept, gone = two()
    pitch = make.pitch()
    row = interest(gone, pitch, L.TALK, clock.now())
    person = acting_for(gone)
    about = {"project_id": pitch.project_id, "person_id": person.id, "by": person.name, "at": clock.now()}
    note = make.saved(Note(institution_id=gone.id, text="示例", **about))
    merge(kept, gone)
    assert (row.institution_id, row.level, note.institution_id) == (kept.id, L.TALK, kept.id)


def interest(of: Institution, pitch: Pitch, level: L, at: datetime) -> Interest:
    said = {
        "level": level,
        "roadshow_id": pitch.roadshow_id,
        "person_id": make.person().id,
        "by": "测试",
        "at": at,
    }
    row = make.saved(Interest(institution_id=of.id, project_id=pitch.project_id, **said))
    make.saved(Said(interest_id=row.id, **said))
    return row


def test_contacts_of_both_are_told_once(inside: Flask):
    kept, gone = two()
    people = [acting_for(kept), acting_for(gone)]
    merge(kept, gone)
    told = [(letter.kind, letter.to_id) for letter in db.session.query(Letter).order_by(Letter.id)]
    assert told == [("institution.merged", person.id) for person in people]


def test_nothing_is_merged_with_itself(inside: Flask):
    kept, _gone = two()
    with pytest.raises(Refused) as refused:
        merge(kept, kept)
    assert str(refused.value) == "不能与自己合并"


def test_one_that_is_merged_is_merged_once(inside: Flask):
    kept, gone = two()
    merge(kept, gone)
    with pytest.raises(Refused) as refused:
        merge(make.institution(), gone)
    assert str(refused.value) == "当前状态为“已合并”，不能变为“已合并”"


def test_nothing_is_merged_into_a_shadow(inside: Flask):
    kept, gone = two()
    merge(kept, gone)
    with pytest.raises(Refused) as refused:
        merge(gone, make.institution())
    assert str(refused.value) == "“示例创投管理”已经合并到别的机构，请选现在的那一家"


def test_who_acts_for_it_reads_nothing_of_a_firm_that_the_other_has_money_in(inside: Flask):
    kept, gone = two()
    judge = make.person(Role.JUDGE)
    contacts.let_in(kept, judge, actor=make.SOMEONE)
    pitch = make.pitch()
    said = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, clock.today(), 100 * WAN)
    begin_investment(pitch.project, gone.name, "A轮", said, actor=make.SOMEONE)
    before = is_barred(pitch, judge.id)
    merge(kept, gone)
    assert (before, is_barred(pitch, judge.id)) == (False, True)


def test_every_row_that_names_the_other_names_the_kept_one_after(inside: Flask):
    kept, gone = two()
    merge(gone, make.institution())
    with_everything(gone)
    columns = [column for table in Model.metadata.tables.values() for column in table.columns]
    naming = [column for column in columns if column.references(Institution.__table__.c.id)]
    everything = {str(column) for column in naming} - {"investors_merger.gone_id"}

    def of(institution: Institution) -> set[str]:
        return {str(each) for each in naming if db.session.scalar(select(each).where(each == institution.id))}

    before = of(gone)
    merge(kept, gone)
    assert (before, of(gone), of(kept)) == (everything, {"investors_merger.gone_id"}, everything)


def with_everything(of: Institution) -> None:
    """A row of each kind that names it."""
    pitch, person, now = make.pitch(), acting_for(of), clock.now()
    of.funds = [Fund(position=0, name="示例一号")]
    about = {"institution_id": of.id, "project_id": pitch.project_id, "person_id": person.id, "at": now}
    make.saved(Note(text="示例", by=person.name, **about))
    make.saved(PassedOn(by=person.name, **about))
    make.saved(Viewing(pitch_id=pitch.id, **about))
    interest(of, pitch, L.TALK, now)
    brought = {"project_id": pitch.project_id, "whom": "示例", "whom_key": "示例", "by": "示例"}
    make.saved(
        Introduction(institution_id=of.id, by_institution_id=of.id, noted_by="测试", noted_at=now, **brought)
    )
    make.attendance(institution_id=of.id)
    asked = {"roadshow_id": pitch.roadshow_id, "person_id": person.id, "institution_id": of.id}
    make.saved(InvitationRequest(made_at=now, **asked))
    contacts.invite_contact(of, "colleague@test.example", link=str, actor=make.SOMEONE)
    joining.ask_to_join(of, make.person(), "我是同事", actor=make.SOMEONE)
    agreements.agree(of, person, K.NDA, choices.VERSION[K.NDA], actor=person.acting())
    avoiding.avoid(of, "示例对手", actor=person.acting())
    mandates.set_mandate(of, MANDATE, actor=person.acting())


OLD_PAGE: dict[str, Callable[[Institution, Person], None]] = {
    "mandate": lambda gone, person: mandates.set_mandate(gone, MANDATE, actor=person.acting()),
    "avoided": lambda gone, person: avoiding.avoid(gone, "示例对手", actor=person.acting()),
    "declaration": lambda gone, person: agreements.agree(
        gone, person, K.DECLARATION, choices.VERSION[K.DECLARATION], actor=person.acting()
    ),
    "invitation": lambda gone, person: contacts.invite_contact(
        gone, "colleague@test.example", link=str, actor=person.acting()
    ),
}


@pytest.mark.parametrize("what", OLD_PAGE)
def test_what_is_sent_from_a_page_of_before_the_merger_is_the_kept_ones(inside: Flask, what: str):
    kept, gone = two()
    person = acting_for(gone)
    merge(kept, gone)
    OLD_PAGE[what](gone, person)
    has = {
        "mandate": lambda of: of.mandate is not None,
        "avoided": lambda of: avoiding.list_avoided(of.id) != [],
        "declaration": lambda of: agreements.has_declared(of.id),
        "invitation": lambda of: belonging.list_open_invitations(of.id) != [],
    }[what]
    assert (has(kept), has(gone)) == (True, False)


def test_a_shadow_is_not_written_over_from_a_page_of_before_the_merger(inside: Flask):
    kept, gone = two()
    merge(kept, gone)
    facts = InstitutionFacts("示例新名", gone.kind, amac_number=gone.amac_number)
    with pytest.raises(Refused) as refused:
        change_institution(gone, facts, actor=make.SOMEONE)
    assert (str(refused.value), gone.state) == ("这家机构已经合并", S.MERGED)
