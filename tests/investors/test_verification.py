"""An institution is verified for a year: then it is not any more, without anybody having done anything."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import last_number
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Overtaken, Refused
from roadshow.investors import operations, queries
from roadshow.investors.models import GOOD_FOR, Contact, Institution, InstitutionKind, Register
from roadshow.investors.rules import RENEW_BEFORE, InstitutionFacts
from roadshow.investors.states import InstitutionState as S
from roadshow.notices.models import Letter
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring")
MOMENT = timedelta(seconds=1)


def verified(**facts: object) -> Institution:
    contacts = [Contact(person_id=make.person(Role.INVESTOR).id)]
    row = make.institution(contacts=contacts, **facts)
    operations.verify(row, Register.AMAC, actor=make.SOMEONE)
    return row


def letters() -> list[str]:
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


@pytest.mark.parametrize(
    ("after", "stands", "good"), [(GOOD_FOR - MOMENT, S.VERIFIED, True), (GOOD_FOR, S.LAPSED, False)]
)
def test_a_verification_is_good_for_a_year(inside: Flask, after: timedelta, stands: S, good: bool):
    row = verified()
    with clock.at(clock.now() + after):
        listed = list(queries.list_institutions(queries.Wanted(state=stands)))
        said = (row.standing, row.is_verified(clock.now()), listed)
        assert said == (stands, good, [row])
        assert queries.count_by_state() == {stands: 1}


def test_one_that_waits_is_not_verified(inside: Flask):
    row = make.institution()
    assert (row.verified_until, row.is_verified(clock.now())) == (None, False)


def test_what_it_was_compared_with_is_kept_and_its_contacts_are_told(inside: Flask):
    row = verified()
    assert (row.checked_against, row.checked_by, letters()) == (
        Register.AMAC,
        make.SOMEONE.name,
        ["institution.verified"],
    )


def test_one_that_changed_while_it_was_compared_is_not_verified(inside: Flask):
    row = make.institution()
    read = last_number("institution", row.id)
    operations.change_institution(
        row, InstitutionFacts("示例改名创投", InstitutionKind.ANGEL), actor=make.SOMEONE
    )
    with pytest.raises(Overtaken, match="修改了机构信息"):
        operations.verify(row, Register.AMAC, seen=read, actor=make.SOMEONE)


def test_other_papers_need_a_note(inside: Flask):
    row = make.institution()
    with pytest.raises(Refused) as refused:
        operations.verify(row, Register.OTHER, actor=make.SOMEONE)
    assert (refused.value.field, str(refused.value)) == ("note", "请写明核对了什么材料")


def test_it_can_be_verified_again_in_its_last_thirty_days_and_no_sooner(inside: Flask):
    row = verified()
    ends = row.verified_until
    assert ends is not None
    with clock.at(ends - RENEW_BEFORE - MOMENT), pytest.raises(Refused):
        operations.verify(row, Register.AMAC, actor=make.SOMEONE)
    with clock.at(ends - RENEW_BEFORE):
        operations.verify(row, Register.CREDIT, actor=make.SOMEONE)
        assert row.verified_until == ends - RENEW_BEFORE + GOOD_FOR


def test_a_contact_asks_to_have_it_renewed_and_stays_verified(inside: Flask):
    row = verified()
    with clock.at(clock.now() + GOOD_FOR - RENEW_BEFORE):
        before = (queries.count_waiting(), queries.count_ending())
        operations.confirm_facts(row, actor=make.SOMEONE)
        after = (queries.count_waiting(), queries.count_ending())
        assert (before, after, row.standing) == ((0, 1), (1, 0), S.VERIFIED)


def test_one_that_has_lapsed_waits_again_once_its_facts_are_confirmed(inside: Flask):
    row = verified()
    with clock.at(clock.now() + GOOD_FOR):
        operations.confirm_facts(row, actor=make.SOMEONE)
        assert (row.state, queries.count_waiting()) == (S.REGISTERED, 1)


def test_there_is_nothing_to_confirm_long_before_it_ends(inside: Flask):
    row = verified()
    with pytest.raises(Refused) as refused:
        operations.confirm_facts(row, actor=make.SOMEONE)
    assert str(refused.value) == "核验还没有临近到期，不必确认"


def test_the_letter_of_a_verification_leads_to_the_roadshows_to_come(inside: Flask):
    verified()
    [letter] = db.session.query(Letter)
    assert letter.body.split("：")[-1].endswith("/investor/")


def test_a_verification_can_be_taken_back(inside: Flask):
    row = verified()
    operations.refuse(row, "登记已注销", actor=make.SOMEONE)
    assert (row.state, letters()) == (S.REFUSED, ["institution.verified", "institution.refused"])


def test_what_changes_is_verified_anew(inside: Flask):
    row = verified(name="示例创投", kind=InstitutionKind.CORPORATE, amac_number=None)
    operations.change_institution(
        row, InstitutionFacts("示例创投", InstitutionKind.CORPORATE, aum_fen=100), actor=make.SOMEONE
    )
    assert row.state is S.REGISTERED


def test_what_stays_as_it_is_stays_verified(inside: Flask):
    row = verified(name="示例创投", kind=InstitutionKind.CORPORATE, amac_number=None)
    operations.change_institution(
        row, InstitutionFacts("示例创投", InstitutionKind.CORPORATE), actor=make.SOMEONE
    )
    assert row.state is S.VERIFIED
