"""A company is verified by staff until its name or code changes, and handed over to who really is the company."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from roadshow.accounts.models import Person
from roadshow.audit.queries import last_number
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Overtaken, Refused
from roadshow.pitches.queries import find_pitch
from roadshow.projects import belonging, claiming, claims, joining, members, operations, verifying
from roadshow.projects.models import Claim, Company, Member, MemberRight
from roadshow.projects.states import CompanyState as C
from roadshow.projects.states import JoinState, Proof
from tests import make
from tests.accounts.written import kinds_to

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
STATEMENT = "我是法定代表人，请打执照上的电话核实"


def owned() -> Company:
    return make.company(make.person(email="owner@test.example"), name="示例甲", uscc=make.code(7))


def turned_away(company: Company) -> Person:
    """Somebody whom its members refused."""
    person = make.person(email="real@test.example", name="示例李")
    joining.refuse(joining.ask_to_join(company, person, "是我", actor=make.SOMEONE), "不", actor=make.SOMEONE)
    return person


def claimed(company: Company) -> Claim:
    return claiming.claim_company(company, turned_away(company), STATEMENT, actor=make.SOMEONE)


def hand_over(claim: Claim) -> None:
    claiming.transfer(claim, Proof.CREDIT, "", "已打电话核实", actor=make.SOMEONE)


def test_what_it_was_compared_with_is_kept_and_its_owners_are_told():
    company = owned()
    verifying.verify(company, Proof.LICENCE, actor=make.SOMEONE)
    assert (company.state, company.checked_against, company.checked_by, company.verified_at) == (
        C.VERIFIED,
        Proof.LICENCE,
        make.SOMEONE.name,
        clock.now(),
    )
    assert kinds_to("owner@test.example") == ["company.verified"]


@pytest.mark.parametrize(
    ("name", "uscc", "state"),
    [
        ("示例甲", make.code(7), C.VERIFIED),
        ("示例乙", make.code(7), C.UNVERIFIED),
        ("示例甲", make.code(8), C.UNVERIFIED),
    ],
)
def test_whose_name_or_code_changes_is_not_verified_any_more(name: str, uscc: str, state: C):
    company = owned()
    verifying.verify(company, Proof.CREDIT, actor=make.SOMEONE)
    operations.change_company(company, name, uscc, actor=make.SOMEONE)
    assert company.state is state


def test_a_code_that_staff_give_leaves_it_verified():
    company = make.company(uscc=None)
    verifying.verify(company, Proof.OTHER, "学校证明", actor=make.SOMEONE)
    operations.give_codes({company.id: make.code(9)})
    assert company.state is C.VERIFIED


@pytest.mark.parametrize(
    ("uscc", "against", "said"),
    [
        (None, Proof.LICENCE, "还没有统一社会信用代码，只能核对其他材料"),
        (make.code(7), Proof.OTHER, "请写明核对了什么材料"),
    ],
)
def test_a_verification_needs_something_to_go_by(uscc: str | None, against: Proof, said: str):
    with pytest.raises(Refused, match=said):
        verifying.verify(make.company(uscc=uscc), against, actor=make.SOMEONE)


def test_a_verification_is_taken_back_with_a_reason_and_given_again():
    company = owned()
    verifying.verify(company, Proof.LICENCE, actor=make.SOMEONE)
    with pytest.raises(Refused, match="请写明未通过的原因"):
        verifying.refuse(company, " ", actor=make.SOMEONE)
    verifying.refuse(company, "执照已注销", actor=make.SOMEONE)
    assert (company.state, company.refusal, company.verified_at) == (C.REFUSED, "执照已注销", None)
    verifying.verify(company, Proof.LICENCE, actor=make.SOMEONE)
    assert (company.state, company.refusal) == (C.VERIFIED, "")
    assert kinds_to("owner@test.example") == ["company.verified", "company.not_verified", "company.verified"]


def test_what_was_compared_is_not_verified_when_its_name_or_code_has_changed_since():
    company, claim = owned(), claimed(make.company(make.person(), name="示例丙", uscc=make.code(3)))
    read = {row.id: last_number("company", row.id) for row in (company, claim.company)}
    for row in (company, claim.company):
        operations.change_company(row, f"{row.name}改", row.uscc, actor=make.SOMEONE)
    with pytest.raises(Overtaken, match="修改了企业"):
        verifying.verify(company, Proof.LICENCE, seen=read[company.id], actor=make.SOMEONE)
    with pytest.raises(Overtaken):
        claiming.transfer(claim, Proof.LICENCE, "", "已核实", seen=read[claim.company_id], actor=make.SOMEONE)
    assert (company.state, claim.state) == (C.UNVERIFIED, JoinState.ASKED)


def test_no_company_is_verified_without_having_been_checked():
    company = owned()
    company.state = C.VERIFIED
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_who_was_refused_may_claim_and_who_was_not_may_not():
    company = owned()
    with pytest.raises(Refused, match="请先申请加入这家企业"):
        claiming.claim_company(company, make.person(), STATEMENT, actor=make.SOMEONE)
    assert claimed(company).state is JoinState.ASKED


@pytest.mark.parametrize(
    ("after", "may"), [(claims.UNANSWERED - timedelta(seconds=1), False), (claims.UNANSWERED, True)]
)
def test_who_was_not_answered_may_claim_after_two_days(after: timedelta, may: bool):
    company, person = owned(), make.person()
    joining.ask_to_join(company, person, "是我", actor=make.SOMEONE)
    with clock.at(clock.now() + after):
        assert claims.list_claimable(person.id) == ([company] if may else [])


def test_a_member_and_who_waits_for_an_answer_have_nothing_to_claim():
    company = owned()
    claim = claimed(company)
    assert claims.list_claimable(claim.person_id) == []
    with pytest.raises(Refused, match="您已经认领这家企业"):
        claiming.claim_company(company, claim.person, STATEMENT, actor=make.SOMEONE)
    hand_over(claim)
    assert claims.list_claimable(claim.person_id) == []


def test_the_company_goes_over_whole_and_its_former_members_lose_it(app: Flask):
    company = owned()
    pitch = make.pitch(of=make.project(company))
    colleague = make.member(company, MemberRight.EDITOR, make.person(email="editor@test.example"))
    former = [company.members[0].person_id, colleague.person_id]
    link = members.invite_member(
        company, "friend@test.example", MemberRight.OWNER, link=str, actor=make.SOMEONE
    )
    claim = claimed(company)
    hand_over(claim)
    rows = [(row.person_id, row.right) for row in db.session.query(Member)]
    assert rows == [(claim.person_id, MemberRight.OWNER)]
    assert [belonging.is_former(person_id, company.id) for person_id in former] == [True, True]
    assert (company.state, company.checked_against, claim.state) == (
        C.VERIFIED,
        Proof.CREDIT,
        JoinState.CONFIRMED,
    )
    assert claim.reason == "已打电话核实"
    assert find_pitch(pitch.roadshow_id, pitch.project_id) == pitch
    with pytest.raises(Gone):
        belonging.get_member_invitation(link)
    assert (kinds_to("owner@test.example")[-1], kinds_to("editor@test.example")[-1]) == (
        "company.taken_over",
        "company.taken_over",
    )
    assert kinds_to("real@test.example")[-1] == "company.claim_confirmed"


def test_one_who_was_let_in_meanwhile_becomes_the_owner_and_keeps_no_mark_of_leaving():
    company = owned()
    claim = claimed(company)
    make.member(company, MemberRight.VIEWER, claim.person)
    hand_over(claim)
    rows = [(row.person_id, row.right) for row in db.session.query(Member)]
    assert rows == [(claim.person_id, MemberRight.OWNER)]
    assert belonging.is_former(claim.person_id, company.id) is False
    assert kinds_to("real@test.example").count("company.taken_over") == 0


def test_a_company_is_not_handed_to_a_deactivated_account():
    company = owned()
    claim = claimed(company)
    claim.person.active = False
    db.session.commit()
    with pytest.raises(Refused, match="认领人的账号已停用"):
        hand_over(claim)


def test_a_claim_is_refused_with_a_reason_and_decided_once():
    company = owned()
    claim = claimed(company)
    with pytest.raises(Refused, match="请写明不同意的原因"):
        claiming.refuse(claim, "", actor=make.SOMEONE)
    claiming.refuse(claim, "现在的成员出示了执照", actor=make.SOMEONE)
    with pytest.raises(Refused, match="当前状态为“未同意”，不能变为“已同意”"):
        hand_over(claim)
    assert kinds_to("real@test.example")[-1] == "company.claim_refused"
    assert [member.right for member in company.members] == [MemberRight.OWNER]


def test_claims_of_a_day_are_counted_though_they_are_taken_back():
    company = owned()
    person = turned_away(company)
    for _time in range(claiming.MOST_IN_A_DAY):
        claim = claiming.claim_company(company, person, STATEMENT, actor=make.SOMEONE)
        claiming.withdraw(claim, actor=make.SOMEONE)
    with pytest.raises(Refused, match="一天最多认领5次"):
        claiming.claim_company(company, person, STATEMENT, actor=make.SOMEONE)
