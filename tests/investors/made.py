"""What the tests of this room begin with."""

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.investors import mandates
from roadshow.investors.mandates import MandateFacts
from roadshow.investors.models import Contact, Institution
from tests import make

MANDATE = MandateFacts(("energy", "materials"), ("a", "b"), 500 * WAN, 3_000 * WAN, ("330000",))


def acting_for(institution: Institution) -> Person:
    """Somebody more who acts for it."""
    person = make.person(Role.INVESTOR)
    db.session.add(Contact(institution_id=institution.id, person_id=person.id))
    db.session.commit()
    return person


def looking_for(facts: MandateFacts = MANDATE, **said: object) -> Institution:
    """An institution with this mandate."""
    institution = make.institution(**said)
    mandates.set_mandate(institution, facts, actor=make.SOMEONE)
    return institution
