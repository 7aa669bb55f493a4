"""Somebody asks to act for a company that is registered already: its owners decide or, where it has none, staff."""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import reason as given

from . import belonging, letters
from .members import let_in
from .models import Company, JoinRequest, MemberRight
from .states import STATE_WORDS, STORY, JoinState

MOST_REQUESTS = 5  # of one person that wait for an answer
MOST_IN_A_DAY, A_DAY = 10, timedelta(days=1)  # also of those taken back: each is a letter to all who decide


@operation
def ask_to_join(company: Company, person: Person, message: str, *, actor: Actor) -> JoinRequest:
    """Tell whoever decides; staff find it among what waits for them.

    Raises: Refused for a member, for staff, without a message, when the same was asked already, after too many and
    after too many in a day.
    """
    hold(person)
    hold(company)
    message = given(message, _("请写明您是谁、在企业做什么"), "message")
    if person.is_staff:
        raise Refused(_("工作人员的账号不能加入企业"))
    if belonging.find_right(person.id, company.id):
        raise Refused(_("您已在该企业名下"))
    if belonging.find_open_request(company.id, person.id):
        raise Refused(_("您已经申请加入这家企业，请等待答复"))
    if belonging.count_open_requests(person.id) >= MOST_REQUESTS:
        raise Refused(_("您有%(count)d份申请还在等待答复，先等一等再申请", count=MOST_REQUESTS))
    if belonging.count_requests(person.id, clock.now() - A_DAY) >= MOST_IN_A_DAY:
        raise Refused(_("一天最多申请%(count)d次，请明天再申请", count=MOST_IN_A_DAY))
    request = JoinRequest(company=company, person=person, message=message, asked_at=clock.now())
    db.session.add(request)
    db.session.flush()
    letters.tell_owners(request, belonging.list_owners_of(company.id))
    record("company.join_asked", actor, "company", company.id, company.name)
    return request


@operation
def confirm(request: JoinRequest, right: MemberRight, *, actor: Actor) -> None:
    """The person acts for the company from now on. Raises: Refused when somebody decided meanwhile."""
    _hold(request)
    step_to(STORY, request.state, JoinState.CONFIRMED, STATE_WORDS)
    request.state, request.decided_at = JoinState.CONFIRMED, clock.now()
    letters.tell_confirmed(request, let_in(request.company, request.person, right, actor=actor))


@operation
def admit(request: JoinRequest, *, actor: Actor) -> None:
    """The centre lets in the first owner, who lets in the others. Raises: Refused when there is one by now, or somebody
    decided meanwhile."""
    company = _hold(request)
    if request.state is JoinState.ASKED and belonging.list_owners_of(company.id):
        raise Refused(_("这家企业已有负责人，由负责人答复"))
    confirm(request, MemberRight.OWNER, actor=actor)


@operation
def refuse(request: JoinRequest, reason: str, *, actor: Actor) -> None:
    """Raises: Refused without a reason, and when somebody decided meanwhile."""
    company = _hold(request)
    step_to(STORY, request.state, JoinState.REFUSED, STATE_WORDS)
    request.reason = given(reason, _("请写明不同意的原因"))
    request.state, request.decided_at = JoinState.REFUSED, clock.now()
    letters.tell_refused(request)
    record("company.join_refused", actor, "company", company.id, company.name, reason=request.reason)


@operation
def withdraw(request: JoinRequest, *, actor: Actor) -> None:
    """Whoever asked asks no more. Raises: Refused when somebody decided meanwhile."""
    company = _hold(request)
    step_to(STORY, request.state, JoinState.WITHDRAWN, STATE_WORDS)
    request.state, request.decided_at = JoinState.WITHDRAWN, clock.now()
    record("company.join_withdrawn", actor, "company", company.id, company.name)


def _hold(request: JoinRequest) -> Company:
    hold(request.person)
    company = hold(request.company)
    hold(request)
    return company
