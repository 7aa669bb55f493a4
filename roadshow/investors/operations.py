from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.audit.queries import refuse_overtaken
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import name_key
from roadshow.foundation.text import reason as given

from . import letters, queries
from .contacts import take_in
from .living import BY_MERGER
from .models import Fund, Institution, Register
from .rules import FundFacts, InstitutionFacts, check_faults, institution_faults, is_due, verify_fault
from .states import STATE_WORDS, STORY, InstitutionState

_ROWS = "funds"
_CHANGED: dict[str, object] = {"institution.changed": _("修改了机构信息")} | BY_MERGER


@operation
def register_institution(facts: InstitutionFacts, *, owner: Person, actor: Actor) -> Institution:
    """With its first contact, who has the desk from now on.

    Raises: Refused with the faults, for staff, or when its name, a number of it or the person is registered already.
    """
    hold(owner)
    if owner.is_staff:
        raise Refused(_("工作人员的账号不能登记机构"))
    refuse_faults(institution_faults(facts) + _taken_faults(facts))
    institution = Institution(name_key=name_key(facts.name), made_at=clock.now(), **_columns(facts))
    institution.funds = _funds(facts.funds)
    db.session.add(institution)
    db.session.flush()
    take_in(institution, owner, actor=actor)
    record("institution.registered", actor, "institution", institution.id, institution.name)
    return institution


@operation
def change_institution(
    institution: Institution, facts: InstitutionFacts, *, seen: int | None = None, actor: Actor
) -> None:
    """What changes must be verified anew; of funds and cases the trail says only that they changed.

    ``seen`` is the last line of its trail that the change began from, as the form carries it.

    Raises: Refused with the faults, when the name or a number is another's, and when it was merged meanwhile;
    Overtaken when a colleague has changed it since.
    """
    hold(institution)
    if institution.state is InstitutionState.MERGED:
        raise Refused(_("这家机构已经合并"))
    refuse_overtaken(seen, "institution", institution.id, _CHANGED)
    refuse_faults(institution_faults(facts) + _taken_faults(facts, institution.id))
    changed = take_over(institution, _columns(facts))
    written = [name for name in ("cases",) if changed.pop(name, None)]
    if _said(institution) != facts.funds:
        institution.funds = []
        db.session.flush()
        institution.funds = _funds(facts.funds)
        written.append("funds")
    if not (changed or written):
        return
    institution.name_key = name_key(facts.name)
    institution.state, institution.renewal_asked_at = InstitutionState.REGISTERED, None
    db.session.flush()
    filled = {"rewritten": " ".join(written)} if written else {}
    record("institution.changed", actor, "institution", institution.id, institution.name, **changed, **filled)


@operation
def confirm_facts(institution: Institution, *, actor: Actor) -> None:
    """A contact says that all is as it was, and staff look at it again: what is verified stays so to the end of its
    year, what has lapsed is registered anew.

    Raises: Refused while its verification is not about to end, and for one that was never verified.
    """
    hold(institution)
    now = clock.now()
    if institution.standing is InstitutionState.LAPSED:
        institution.state = InstitutionState.REGISTERED
    elif not is_due(institution, now):
        raise Refused(_("核验还没有临近到期，不必确认"))
    institution.renewal_asked_at = now
    record("institution.confirmed", actor, "institution", institution.id, institution.name)


@operation
def verify(
    institution: Institution, against: Register, note: str = "", *, seen: int | None = None, actor: Actor
) -> None:
    """Good for a year. ``seen`` is the last line of its trail when it was compared.

    Raises: Refused when it does not wait for it, and without a note where ``against`` says nothing; Overtaken when it
    has changed since.
    """
    hold(institution)
    refuse_overtaken(seen, "institution", institution.id, _CHANGED)
    refuse_faults(check_faults(against, note))
    if fault := verify_fault(institution, clock.now()):
        raise Refused(fault)
    institution.state, institution.refusal = InstitutionState.VERIFIED, ""
    institution.checked_against, institution.checked_note = against, note
    _checked(institution, actor)
    letters.tell_verified(institution)
    record(
        "institution.verified",
        actor,
        "institution",
        institution.id,
        institution.name,
        against=against,
        note=note,
    )


@operation
def refuse(institution: Institution, reason: str, *, actor: Actor) -> None:
    """Also takes a verification back. Raises: Refused without a reason, or when it does not wait for it."""
    hold(institution)
    step_to(STORY, institution.standing, InstitutionState.REFUSED, STATE_WORDS)
    reason = given(reason, _("请写明未通过的原因"))
    institution.state, institution.refusal = InstitutionState.REFUSED, reason
    _checked(institution, actor)
    letters.tell_refused(institution)
    record("institution.refused", actor, "institution", institution.id, institution.name, reason=reason)


def _checked(institution: Institution, actor: Actor) -> None:
    institution.checked_at, institution.checked_by = clock.now(), actor.name
    institution.renewal_asked_at = None


def _taken_faults(facts: InstitutionFacts, own_id: int | None = None) -> list[Fault]:
    """What another has already, each at its field."""
    words = {
        "name": _("已有同名机构，可以申请加入"),
        "uscc": _("这个统一社会信用代码已由另一家机构登记，可以申请加入"),
        "amac_number": _("这个登记编号已由另一家机构登记，可以申请加入"),
    }
    return [Fault(field, words[field]) for field in queries.list_taken(facts, own_id)]


def _columns(facts: InstitutionFacts) -> dict[str, object]:
    return {name: value for name, value in vars(facts).items() if name != _ROWS}


def _funds(facts: tuple[FundFacts, ...]) -> list[Fund]:
    return [Fund(position=position, **vars(fund)) for position, fund in enumerate(facts)]


def _said(institution: Institution) -> tuple[FundFacts, ...]:
    return tuple(FundFacts(fund.name, fund.code) for fund in institution.funds)
