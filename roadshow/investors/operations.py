from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import name_key
from roadshow.foundation.text import reason as given

from .models import Contact, Institution
from .rules import InstitutionFacts, institution_faults
from .states import STATE_WORDS, STORY, InstitutionState


@operation
def register_institution(facts: InstitutionFacts, *, owner: Person, actor: Actor) -> Institution:
    """With its first contact. Raises: Refused with the faults, or when the name or the person is registered already."""
    refuse_faults(institution_faults(facts))
    institution = Institution(name_key=name_key(facts.name), made_at=clock.now(), **vars(facts))
    institution.contacts = [Contact(person_id=owner.id)]
    db.session.add(institution)
    db.session.flush()
    record("institution.registered", actor, "institution", institution.id, institution.name)
    return institution


@operation
def change_institution(institution: Institution, facts: InstitutionFacts, *, actor: Actor) -> None:
    """What changes must be verified anew. Raises: Refused with the faults, or when the name is taken."""
    hold(institution)
    refuse_faults(institution_faults(facts))
    changes = {field: [getattr(institution, field), new] for field, new in vars(facts).items()}
    changed = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    for field, (_old, new) in changed.items():
        setattr(institution, field, new)
    if changed:
        institution.name_key, institution.state = name_key(facts.name), InstitutionState.REGISTERED
    db.session.flush()
    record("institution.changed", actor, "institution", institution.id, institution.name, **changed)


@operation
def verify(institution: Institution, *, actor: Actor) -> None:
    """Raises: Refused when it does not wait for it."""
    hold(institution)
    step_to(STORY, institution.state, InstitutionState.VERIFIED, STATE_WORDS)
    institution.state, institution.refusal = InstitutionState.VERIFIED, ""
    institution.checked_at, institution.checked_by = clock.now(), actor.name
    record("institution.verified", actor, "institution", institution.id, institution.name)


@operation
def refuse(institution: Institution, reason: str, *, actor: Actor) -> None:
    """Raises: Refused without a reason, or when it does not wait for it."""
    hold(institution)
    step_to(STORY, institution.state, InstitutionState.REFUSED, STATE_WORDS)
    reason = given(reason, _("请写明未通过的原因"))
    institution.state, institution.refusal = InstitutionState.REFUSED, reason
    institution.checked_at, institution.checked_by = clock.now(), actor.name
    record("institution.refused", actor, "institution", institution.id, institution.name, reason=reason)
