"""Somebody asks to act for an institution that is there already: its contacts decide or, where it has none, staff."""

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
from .contacts import let_in
from .living import hold_living
from .models import Institution, JoinRequest
from .queries import contact_of
from .states import JOIN_STORY, JOIN_WORDS, InstitutionState, JoinState

MOST_IN_A_DAY, A_DAY = 5, timedelta(days=1)  # also of those taken back: each is a letter to all who decide


@operation
def ask_to_join(institution: Institution, person: Person, message: str, *, actor: Actor) -> JoinRequest:
    """Tell whoever decides; staff find it among what waits for them.

    Raises: Refused for a contact of any institution, for staff, without a message, while an earlier request waits,
    after too many in a day, and when the institution was merged meanwhile.
    """
    hold(person)
    hold(institution)
    message = given(message, _("请写明您是谁、在机构做什么"), "message")
    if person.is_staff:
        raise Refused(_("工作人员的账号不能加入机构"))
    if contact_of(person.id):
        raise Refused(_("您已是一家机构的联系人，一个人只代表一家机构"))
    if belonging.find_open_request(person.id):
        raise Refused(_("您已经申请加入一家机构，请等待答复"))
    if belonging.count_requests(person.id, clock.now() - A_DAY) >= MOST_IN_A_DAY:
        raise Refused(_("一天最多申请%(count)d次，请明天再申请", count=MOST_IN_A_DAY))
    if institution.state is InstitutionState.MERGED:
        raise Refused(_("这家机构已经合并，请再查找一次"))
    request = JoinRequest(institution=institution, person=person, message=message, asked_at=clock.now())
    db.session.add(request)
    db.session.flush()
    letters.tell_asked(request)
    record("institution.join_asked", actor, "institution", institution.id, institution.name)
    return request


@operation
def confirm(request: JoinRequest, *, actor: Actor) -> None:
    """The person acts for the institution from now on.

    Raises: Refused when somebody decided meanwhile, and as ``let_in`` does.
    """
    _hold(request)
    step_to(JOIN_STORY, request.state, JoinState.CONFIRMED, JOIN_WORDS)
    request.state, request.decided_at = JoinState.CONFIRMED, clock.now()
    let_in(request.institution, request.person, actor=actor)
    letters.tell_confirmed(request)


@operation
def refuse(request: JoinRequest, reason: str, *, actor: Actor) -> None:
    """Raises: Refused without a reason, and when somebody decided meanwhile."""
    institution = _hold(request)
    step_to(JOIN_STORY, request.state, JoinState.REFUSED, JOIN_WORDS)
    request.reason = given(reason, _("请写明不同意的原因"))
    request.state, request.decided_at = JoinState.REFUSED, clock.now()
    letters.tell_not_confirmed(request)
    record(
        "institution.join_refused",
        actor,
        "institution",
        institution.id,
        institution.name,
        reason=request.reason,
    )


@operation
def withdraw(request: JoinRequest, *, actor: Actor) -> None:
    """Whoever asked asks no more. Raises: Refused when somebody decided meanwhile."""
    institution = _hold(request)
    step_to(JOIN_STORY, request.state, JoinState.WITHDRAWN, JOIN_WORDS)
    request.state, request.decided_at = JoinState.WITHDRAWN, clock.now()
    record("institution.join_withdrawn", actor, "institution", institution.id, institution.name)


def _hold(request: JoinRequest) -> Institution:
    hold(request.person)
    institution = hold_living(request.institution)
    hold(request)
    return institution
