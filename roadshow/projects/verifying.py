"""Staff compare a company with its licence or a public register."""

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.audit.queries import refuse_overtaken
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import reason as given

from . import letters
from .models import Company
from .rules import check_faults
from .states import CHECK_STORY, CHECK_WORDS, CompanyState, Proof

_RENAMED = {"company.changed": _("修改了企业"), "company.corrected": _("更正了企业")}


@operation
def verify(
    company: Company, against: Proof, note: str = "", *, seen: int | None = None, actor: Actor
) -> None:
    """Good until its name or code changes. ``seen`` is the last line of its trail when it was compared.

    Raises: Refused when it is verified already, and with the faults of what was compared; Overtaken when its name or
    code has changed since.
    """
    hold(company)
    refuse_renamed(company, seen)
    refuse_faults(check_faults(company.uscc, against, note))
    step_to(CHECK_STORY, company.state, CompanyState.VERIFIED, CHECK_WORDS)
    mark_verified(company, against, note, actor)
    letters.tell_verified(company)


@operation
def refuse(company: Company, reason: str, *, actor: Actor) -> None:
    """Also takes a verification back. Raises: Refused without a reason, and when it was refused already."""
    hold(company)
    step_to(CHECK_STORY, company.state, CompanyState.REFUSED, CHECK_WORDS)
    company.state, company.refusal = CompanyState.REFUSED, given(reason, _("请写明未通过的原因"))
    company.checked_at, company.checked_by = clock.now(), actor.name
    letters.tell_not_verified(company)
    record("company.refused", actor, "company", company.id, company.name, reason=company.refusal)


def refuse_renamed(company: Company, seen: int | None) -> None:
    """Of whoever holds the company. Raises: Overtaken when what was compared is not its name and code any more."""
    refuse_overtaken(seen, "company", company.id, _RENAMED)


def mark_verified(company: Company, against: Proof, note: str, actor: Actor) -> None:
    """Within an operation that holds the company."""
    company.state, company.refusal = CompanyState.VERIFIED, ""
    company.checked_at, company.checked_by = clock.now(), actor.name
    company.checked_against, company.checked_note = against, note
    record("company.verified", actor, "company", company.id, company.name, against=against, note=note)
