"""An investor comes to a roadshow: registers with one press where it is open, else asks to be invited."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import pgettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.attendance import registering, requests
from roadshow.attendance.availability import Openings, free_first, list_open_to_public
from roadshow.attendance.models import Attendance, InvitationRequest, Mode
from roadshow.attendance.queries import find_own_guest, list_own
from roadshow.attendance.rules import coming_fault
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.investors.models import Institution
from roadshow.investors.queries import find_own_institution
from roadshow.investors.states import InstitutionState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_public_roadshow
from roadshow.web.attending import ANSWERED
from roadshow.web.fields import flash_refusal
from roadshow.web.guards import may

from . import blueprint


@dataclass(frozen=True)
class Coming:
    """How this reader comes to a roadshow: as a guest, else by one of the ways that are open.

    ``openings`` is None where it is not open to the public; ``may_ask``: an invitation can be asked for;
    ``fault``: why they cannot register although it is open.
    """

    guest: Attendance | None = None
    openings: Openings | None = None
    request: InvitationRequest | None = None
    may_ask: bool = False
    fault: object | None = None


def list_coming(institution: Institution | None, roadshows: Collection[Roadshow]) -> dict[int, Coming]:
    """By roadshow; at most six statements however many. Empty until the institution is verified."""
    if institution is None or institution.standing is not InstitutionState.VERIFIED:
        return {}
    now, ids = clock.now(), [roadshow.id for roadshow in roadshows]
    guests = {guest.roadshow_id: guest for guest in list_own(current_user.person)}
    openings = list_open_to_public(roadshows)
    asked = requests.list_own_requests(current_user.id, ids)
    faults = registering.over_faults(list(openings), current_user.person.email) if openings else {}
    return {
        roadshow.id: Coming(
            guests.get(roadshow.id),
            free_first(openings[roadshow.id]) if roadshow.id in openings else None,
            asked.get(roadshow.id),
            may_ask=coming_fault(roadshow, now) is None and roadshow.id not in openings,
            fault=faults.get(roadshow.id),
        )
        for roadshow in roadshows
    }


@blueprint.get("/coming/<uuid:uid>")
@may("seat.own")
def show_coming(uid: UUID) -> str | Response:
    """Whoever was invited, or registered, finds that on a page of its own."""
    roadshow, institution = get_public_roadshow(str(uid)), find_own_institution(current_user.id)
    if guest := find_own_guest(current_user.person, roadshow.id):
        return redirect(url_for(".show_invitation", guest_id=guest.id))
    coming, fault = list_coming(institution, [roadshow]).get(roadshow.id), coming_fault(roadshow, clock.now())
    return render_template(
        "investor/coming/show_coming.html",
        roadshow=roadshow,
        institution=institution,
        coming=coming,
        fault=fault or (coming.fault if coming else None),
    )


@blueprint.post("/coming/<uuid:uid>/register")
@may("seat.own")
def register_to_come(uid: UUID) -> Response:
    roadshow, mode = get_public_roadshow(str(uid)), request.form.get("mode")
    if mode not in list(Mode):
        abort(400)
    try:
        guest = registering.register_investor(
            roadshow,
            Mode(mode),
            waits="waits" in request.form,
            person=current_user.person,
            actor=current_user.actor,
        )
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".show_coming", uid=uid))
    flash(str(ANSWERED[guest.state] if guest.state is AttendanceState.WAITLISTED else _("已报名。")))
    return redirect(url_for(".show_invitation", guest_id=guest.id))


@blueprint.post("/coming/<uuid:uid>/request")
@may("seat.own")
def ask_for_invitation(uid: UUID) -> Response:
    roadshow = get_public_roadshow(str(uid))
    try:
        requests.ask_for_invitation(roadshow, person=current_user.person, actor=current_user.actor)
        flash(_("已申请邀请，路演中心会答复您。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_coming", uid=uid))


@blueprint.post("/coming/<uuid:uid>/request/withdraw")
@may("seat.own")
def withdraw_invitation_request(uid: UUID) -> Response:
    roadshow = get_public_roadshow(str(uid))
    asked = requests.find_own_request(current_user.id, roadshow.id)
    if asked is None:
        abort(404)
    try:
        requests.withdraw_request(asked, actor=current_user.actor)
        flash(pgettext("request", "已撤回申请。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_coming", uid=uid))
