"""A guest's personal page: whoever holds its link answers, and needs no account."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roadshow.attendance import colleagues, queries
from roadshow.attendance.links import get_guest_by, link_of
from roadshow.attendance.models import Attendance
from roadshow.attendance.online import rooms_of
from roadshow.attendance.rules import coming_fault
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.errors import Refused
from roadshow.foundation.site import has_mail
from roadshow.programme.states import WITH_AGENDA
from roadshow.web.attending import ColleagueForm, modes_for, take_answer
from roadshow.web.fields import flash_refusal, say
from roadshow.web.guards import door
from roadshow.web.in_calendars import answered_in_calendar
from roadshow.web.maps import map_links

from . import blueprint, own_calendar
from .listed import listed


@blueprint.get("/come/<guest>")
@door
def show_invitation(guest: str) -> str:
    """What, when and where; how it stands; the answers. It says neither address nor phone, whoever reads it."""
    row = get_guest_by(guest)
    roadshow = row.roadshow
    return render_template(
        "public/coming/show_invitation.html",
        guest=row,
        token=guest,
        roadshow=roadshow,
        listed=listed(roadshow),
        seating=queries.find_seating(roadshow.id),
        seat=queries.find_seat(row.id),
        ahead=queries.count_ahead(row),
        in_calendar=answered_in_calendar(row),
        modes=modes_for(row),
        rooms=rooms_of(row),
        fault=coming_fault(roadshow, clock.now()),
        may_hand_over=colleagues.by_link_fault(row) is None,
        has_agenda=roadshow.state in WITH_AGENDA,
        own=own_calendar.ways(roadshow),
        maps=map_links(roadshow.hall),
    )


@blueprint.post("/come/<guest>/answer")
@door
def answer_invitation(guest: str) -> Response:
    row = get_guest_by(guest)
    try:
        said = take_answer(
            row,
            request.form.get("do", ""),
            leaves_turn="leaves_turn" in request.form,
            serial=row.serial,
            actor=_acting(row),
        )
        flash(str(said))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_invitation", guest=guest))


@blueprint.route("/come/<guest>/colleague", methods=["GET", "POST"])
@door
def send_colleague(guest: str) -> str | Response:
    row, there = get_guest_by(guest), None
    form = ColleagueForm(organisation=row.organisation)
    if form.validate_on_submit():
        try:
            there = colleagues.hand_over(row, form.facts(), serial=row.serial, actor=_acting(row))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "public/coming/send_colleague.html",
        form=form,
        guest=row,
        there=there,
        link=link_of(there.id, there.serial) if there and not has_mail() else None,
        token=guest,
        roadshow=row.roadshow,
        fault=colleagues.by_link_fault(row),
    )


def _acting(guest: Attendance) -> Actor:
    return Actor(guest.person_id, guest.name, request.remote_addr or "")
