"""Contacts of an institution are equal: each invites, removes, lets in; one is always left."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone, Missing, Refused
from roadshow.investors import belonging, contacts, joining, operations
from roadshow.investors.models import Contact, ContactInvitation, Institution, InstitutionKind, JoinRequest
from roadshow.investors.rules import InstitutionFacts
from roadshow.investors.states import JoinState
from roadshow.notices.models import Letter
from tests import make
from tests.investors.made import acting_for

pytestmark = pytest.mark.usefixtures("in_spring")
EMAIL = "colleague@test.example"


def people_of(institution: Institution) -> list[int]:
    return [contact.person_id for contact in belonging.list_contacts(institution.id)]


def invited(institution: Institution, email: str = EMAIL) -> ContactInvitation:
    contacts.invite_contact(institution, email, link=str, actor=make.SOMEONE)
    return belonging.list_open_invitations(institution.id)[-1]


def asked(institution: Institution) -> JoinRequest:
    return joining.ask_to_join(institution, make.person(), "我是同事", actor=make.SOMEONE)


def letters() -> list[str]:
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


def test_whom_a_link_went_to_becomes_a_contact_and_gets_the_desk(inside: Flask):
    institution, person = make.institution(), make.person(email=EMAIL)
    contacts.accept_invitation(invited(institution), person, actor=make.SOMEONE)
    assert (people_of(institution), person.roles) == ([person.id], [Role.STARTUP, Role.INVESTOR])


def test_a_newcomer_makes_an_account_by_it(inside: Flask):
    institution = make.institution()
    contacts.accept_as_newcomer(invited(institution), "示例同事", "correct horse battery", address="")
    (contact,) = belonging.list_contacts(institution.id)
    assert (contact.person.email, contact.person.roles) == (EMAIL, [Role.INVESTOR])


def test_a_link_is_good_once(inside: Flask):
    institution, person = make.institution(), make.person(email=EMAIL)
    invitation = invited(institution)
    contacts.accept_invitation(invitation, person, actor=make.SOMEONE)
    with pytest.raises(Gone):
        contacts.accept_invitation(invitation, person, actor=make.SOMEONE)


def test_a_link_is_good_for_nobody_else(inside: Flask):
    invitation = invited(make.institution())
    with pytest.raises(Missing):
        contacts.accept_invitation(invitation, make.person(), actor=make.SOMEONE)


def test_a_newer_link_ends_an_older_one(inside: Flask):
    institution, person = make.institution(), make.person(email=EMAIL)
    older = invited(institution)
    invited(institution)
    with pytest.raises(Gone):
        contacts.accept_invitation(older, person, actor=make.SOMEONE)


@pytest.mark.parametrize("withdraws", [False, True])
def test_nobody_is_flooded_with_letters_by_an_institution_that_invites_them(inside: Flask, withdraws: bool):
    institution = make.institution()
    for _number in range(5):
        invitation = invited(institution)
        if withdraws:
            contacts.withdraw_invitation(invitation, actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        invited(institution)
    assert str(refused.value) == "尝试次数太多，请在30分钟后重试"
    assert letters() == ["institution.invited"] * 5


def test_one_person_acts_for_one_institution(inside: Flask):
    elsewhere, institution = make.institution(), make.institution()
    person = acting_for(elsewhere)
    invitation = invited(institution, person.email)
    with pytest.raises(Refused) as refused:
        contacts.accept_invitation(invitation, person, actor=make.SOMEONE)
    assert (str(refused.value), people_of(institution)) == (
        "这个人已是一家机构的联系人，一个人只代表一家机构",
        [],
    )


def test_staff_act_for_none(inside: Flask):
    staff = make.person(Role.ORGANISER)
    with pytest.raises(Refused) as refused:
        contacts.let_in(make.institution(), staff, actor=make.SOMEONE)
    assert str(refused.value) == "工作人员的账号不能加入机构"


@pytest.mark.parametrize("go", [contacts.remove_contact, contacts.leave])
def test_the_last_contact_stays(inside: Flask, go: object):
    institution = make.institution()
    acting_for(institution)
    assert callable(go)
    with pytest.raises(Refused) as refused:
        go(belonging.list_contacts(institution.id)[0], actor=make.SOMEONE)
    assert str(refused.value) == "这是机构最后一位联系人，先邀请同事加入再改"


def test_who_may_not_sign_in_does_not_count_as_left(inside: Flask):
    institution = make.institution()
    acting_for(institution)
    acting_for(institution).active = False
    db.session.commit()
    with pytest.raises(Refused):
        contacts.leave(belonging.list_contacts(institution.id)[0], actor=make.SOMEONE)


def test_who_is_removed_is_told_and_another_is_left(inside: Flask):
    institution = make.institution()
    stays, goes = acting_for(institution), acting_for(institution)
    contacts.remove_contact(belonging.get_contact(goes.id), actor=make.SOMEONE)
    assert (people_of(institution), letters()) == ([stays.id], ["institution.contact_removed"])


def test_a_number_that_is_none_is_refused_and_kept_as_it_was(inside: Flask):
    person = acting_for(make.institution())
    contact = belonging.get_contact(person.id)
    contacts.set_mobile(contact, "13800000000", actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        contacts.set_mobile(contact, "138", actor=make.SOMEONE)
    db.session.refresh(contact)
    assert (refused.value.field, contact.mobile) == ("mobile", "13800000000")


def test_a_contact_lets_in_who_asks(inside: Flask):
    institution = make.institution()
    decides = acting_for(institution)
    request = asked(institution)
    assert belonging.list_requests_for(decides.id) == [request]
    joining.confirm(request, actor=decides.acting())
    assert (people_of(institution)[1], request.state, letters()) == (
        request.person_id,
        JoinState.CONFIRMED,
        ["institution.join_asked", "institution.join_confirmed"],
    )


def test_where_nobody_can_decide_staff_do(inside: Flask):
    served, orphan = make.institution(), make.institution()
    acting_for(served)
    asked(served)
    request = asked(orphan)
    assert belonging.list_requests_for_staff() == [request]


def test_who_waits_for_an_answer_asks_nowhere_else(inside: Flask):
    request = asked(make.institution())
    with pytest.raises(Refused) as refused:
        joining.ask_to_join(make.institution(), request.person, "我是同事", actor=make.SOMEONE)
    assert str(refused.value) == "您已经申请加入一家机构，请等待答复"


def test_who_asks_and_takes_it_back_floods_nobody_with_letters(inside: Flask):
    institution, person = make.institution(), make.person()
    acting_for(institution)
    for _number in range(joining.MOST_IN_A_DAY):
        request = joining.ask_to_join(institution, person, "我是同事", actor=make.SOMEONE)
        joining.withdraw(request, actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        joining.ask_to_join(institution, person, "我是同事", actor=make.SOMEONE)
    assert str(refused.value) == "一天最多申请5次，请明天再申请"
    assert letters() == ["institution.join_asked"] * 5
    with clock.at(clock.now() + joining.A_DAY):
        assert (
            joining.ask_to_join(institution, person, "我是同事", actor=make.SOMEONE).state is JoinState.ASKED
        )


def test_who_comes_by_a_link_asks_no_more(inside: Flask):
    request = asked(make.institution())
    contacts.let_in(make.institution(), request.person, actor=make.SOMEONE)
    assert request.state is JoinState.WITHDRAWN


def test_who_registers_an_institution_asks_no_more_elsewhere(inside: Flask):
    request = asked(make.institution())
    facts = InstitutionFacts("示例创投", InstitutionKind.ANGEL)
    own = operations.register_institution(facts, owner=request.person, actor=make.SOMEONE)
    assert (people_of(own), request.state) == ([request.person_id], JoinState.WITHDRAWN)
    with pytest.raises(Refused):
        joining.confirm(request, actor=make.SOMEONE)


def test_who_is_refused_learns_why(inside: Flask):
    request = asked(make.institution())
    joining.refuse(request, "没有这位同事", actor=make.SOMEONE)
    (letter,) = db.session.query(Letter)
    assert (letter.kind, "没有这位同事" in letter.body) == ("institution.join_refused", True)


def test_an_answer_comes_once(inside: Flask):
    request = asked(make.institution())
    joining.withdraw(request, actor=make.SOMEONE)
    with pytest.raises(Refused):
        joining.confirm(request, actor=make.SOMEONE)
    assert db.session.query(Contact).count() == 0


@pytest.mark.parametrize("named", ["示例 创投", "p1000001", "Ｐ１０００００１"])
def test_an_institution_is_found_by_its_name_or_its_number(inside: Flask, named: str):
    institution = make.institution(name="示例创投", amac_number="P1000001")
    make.institution()
    assert belonging.list_institutions_called(named) == [institution]
