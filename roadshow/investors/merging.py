"""Two registrations turn out to be one institution: one stays with all that both had, the other points at it."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import update

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.happenings import announce
from roadshow.foundation.steps import step_to

from . import letters
from .agreements import list_agreements
from .avoiding import list_avoided
from .belonging import list_contacts, list_open_invitations
from .happenings import Merged
from .models import Agreement, AgreementKind, Fund, Institution, JoinRequest, Merger
from .states import STATE_WORDS, STORY, InstitutionState, JoinState


@dataclass(frozen=True)
class Moving:
    """How many of each would move, for the question that is asked before."""

    contacts: int
    agreements: int
    avoided: int
    funds: int


def what_moves(gone: Institution) -> Moving:
    return Moving(
        len(gone.contacts), len(list_agreements(gone.id)), len(list_avoided(gone.id)), len(gone.funds)
    )


@operation
def merge(kept: Institution, gone: Institution, *, actor: Actor) -> None:
    """Contacts, invitations, requests, agreements, funds and avoided names move; of its facts and its mandate the kept
    one takes what it does not have. What both have stays with the gone one, whose row remains.

    Raises: Refused when they are one and the same, and when one of them was merged already.
    """
    for row in sorted({kept, gone}, key=lambda each: each.id):
        hold(row)
    if kept.id == gone.id:
        raise Refused(_("不能与自己合并"))
    step_to(STORY, gone.standing, InstitutionState.MERGED, STATE_WORDS)
    if kept.state is InstitutionState.MERGED:
        raise Refused(_("“%(name)s”已经合并到别的机构，请选现在的那一家", name=kept.name))
    before = gone.standing
    _move_people(kept, gone)
    _move_words(kept, gone)
    _fill_gaps(kept, gone)
    gone.state, gone.renewal_asked_at = InstitutionState.MERGED, None
    db.session.execute(update(Merger).where(Merger.kept_id == gone.id).values(kept_id=kept.id))
    db.session.add(Merger(gone_id=gone.id, kept_id=kept.id, at=clock.now(), by=actor.name))
    db.session.flush()
    announce(Merged(kept.id, gone.id))
    people = [contact.person for contact in list_contacts(kept.id)]
    letters.tell_merged(kept, gone.name, people)
    record("institution.merged", actor, "institution", kept.id, kept.name, merged=gone.name)
    record("institution.gone", actor, "institution", gone.id, gone.name, kept=kept.name, state=before)


def _move_people(kept: Institution, gone: Institution) -> None:
    """A link that waits in a letter leads to the kept one, and so does a request."""
    for contact in list_contacts(gone.id):
        contact.institution = kept
    for invitation in list_open_invitations(gone.id):
        invitation.institution = kept
    waiting = update(JoinRequest).where(
        JoinRequest.institution_id == gone.id, JoinRequest.state == JoinState.ASKED
    )
    db.session.execute(waiting.values(institution_id=kept.id))


def _move_words(kept: Institution, gone: Institution) -> None:
    known = {_about(each) for each in list_agreements(kept.id)}
    for agreement in list_agreements(gone.id):
        if _about(agreement) not in known:
            agreement.institution_id = kept.id
    named = {each.name_key for each in list_avoided(kept.id)}
    for avoided in list_avoided(gone.id):
        if avoided.name_key not in named:
            avoided.institution_id = kept.id


def _about(agreement: Agreement) -> tuple[object, ...]:
    """What there is once of: a declaration of a version for all, a promise for each person."""
    who = agreement.person_id if agreement.kind is AgreementKind.NDA else None
    return agreement.kind, agreement.version, who


def _fill_gaps(kept: Institution, gone: Institution) -> None:
    codes = {fund.code for fund in kept.funds if fund.code}
    names = {fund.name for fund in kept.funds}
    more = [fund for fund in gone.funds if fund.name not in names and fund.code not in codes]
    taken = {
        name: getattr(gone, name)
        for name in ("uscc", "amac_number", "aum_fen", "cases")
        if not getattr(kept, name)
    }
    mandate = gone.mandate if kept.mandate is None else None
    if "uscc" in taken:
        gone.uscc = None
    if "amac_number" in taken:
        gone.amac_number = None
    rows = [(fund.name, fund.code) for fund in (*kept.funds, *more)]
    gone.funds = [fund for fund in gone.funds if fund not in more]
    kept.funds = []
    db.session.flush()  # what there may be only once is free before the other takes it
    kept.funds = [Fund(position=place, name=name, code=code) for place, (name, code) in enumerate(rows)]
    for name, value in taken.items():
        setattr(kept, name, value)
    if mandate is not None:
        mandate.institution = kept
        db.session.flush()
