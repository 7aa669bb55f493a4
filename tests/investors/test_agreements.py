"""What an institution declares counts once for it; secrecy each of its contacts promises in person."""

import pytest
from flask import Flask

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.investors import agreements, choices
from roadshow.investors.models import AgreementKind as K
from roadshow.investors.models import Contact, Institution
from roadshow.investors.queries import contact_of
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring")


def two_of_one() -> tuple[Institution, Person, Person]:
    one, other = make.person(Role.INVESTOR), make.person(Role.INVESTOR)
    contacts = [Contact(person_id=person.id) for person in (one, other)]
    return make.institution(contacts=contacts), one, other


def agree(institution: Institution, person: Person, kind: K) -> None:
    agreements.agree(institution, person, kind, choices.VERSION[kind], actor=person.acting())


def test_one_contact_declares_for_all(inside: Flask):
    institution, one, other = two_of_one()
    agree(institution, one, K.DECLARATION)
    agree(institution, other, K.DECLARATION)
    rows = agreements.list_agreements(institution.id)
    assert (agreements.has_declared(institution.id), [row.by for row in rows]) == (True, [one.name])


def test_each_contact_promises_secrecy_in_person(inside: Flask):
    institution, one, other = two_of_one()
    agree(institution, one, K.NDA)
    assert (agreements.has_signed_nda(one.id), agreements.has_signed_nda(other.id)) == (True, False)


def test_a_newer_text_is_agreed_to_anew(inside: Flask, monkeypatch: pytest.MonkeyPatch):
    institution, one, _other = two_of_one()
    for kind in K:
        agree(institution, one, kind)
        monkeypatch.setitem(choices.VERSION, kind, 2)
    before = (agreements.has_declared(institution.id), agreements.has_signed_nda(one.id))
    for kind in K:
        agree(institution, one, kind)
    after = (agreements.has_declared(institution.id), agreements.has_signed_nda(one.id))
    assert (before, after, len(agreements.list_agreements(institution.id))) == (
        (False, False),
        (True, True),
        4,
    )


def test_a_text_that_is_another_by_now_is_not_agreed_to(inside: Flask):
    institution, one, _other = two_of_one()
    with pytest.raises(Refused) as refused:
        agreements.agree(institution, one, K.NDA, 0, actor=make.SOMEONE)
    assert str(refused.value) == "文字已经更新，请看过新的再同意"


def test_nobody_agrees_for_somebody_elses_institution(inside: Flask):
    institution, _one, _other = two_of_one()
    with pytest.raises(Missing):
        agree(institution, make.person(Role.INVESTOR), K.NDA)


def test_a_promise_made_for_one_institution_counts_for_no_other(inside: Flask):
    institution, one, _other = two_of_one()
    agree(institution, one, K.NDA)
    contact = contact_of(one.id)
    assert contact is not None
    contact.institution_id = make.institution().id
    db.session.commit()
    assert agreements.has_signed_nda(one.id) is False
