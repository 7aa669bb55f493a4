"""To which roadshows an investor is invited, what they answer, and who of the same institution comes instead."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.accounts.models import Person
from roadshow.attendance import queries
from roadshow.attendance.colleagues import by_link_fault, hand_over
from roadshow.attendance.links import token_of
from roadshow.attendance.models import Attendance, InvitationRequest, Mode
from roadshow.attendance.online import rooms_of
from roadshow.attendance.requests import list_own_unlisted
from roadshow.attendance.rules import Invitee, coming_fault
from roadshow.attendance.states import MAY_HAND_OVER, AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.investors.models import Institution
from roadshow.investors.queries import find_own_institution
from roadshow.programme.models import Roadshow
from roadshow.web.asked import asked_words
from roadshow.web.attending import modes_for, take_answer
from roadshow.web.fields import Choice, Form, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.in_calendars import answered_in_calendar
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import OVER, WAITS, YOURS, shape
from roadshow.web.todo import SOON, Todo
from roadshow.web.words import day_time, moment, word

from . import blueprint


class ColleagueForm(Form):
    contact = Choice(_("同事"), [InputRequired(_("请选择一位同事"))])


def list_to_answer() -> list[Todo]:
    """Invitations that wait for an answer; an offered seat is the most urgent."""
    now = clock.now()
    guests = queries.list_own_to_answer(current_user.person, now)
    return [
        Todo(
            by=gettext("%(due)s前", due=day_time(guest.confirm_by_at or guest.roadshow.starts_at)),
            soon=guest.confirm_by_at is not None
            or (guest.roadshow.starts_at is not None and guest.roadshow.starts_at - now < SOON),
            words=gettext("确认席位") if guest.state is AttendanceState.OFFERED else gettext("答复邀请"),
            more=str(guest.roadshow.spoken_title),
            url=url_for("investor.show_invitation", guest_id=guest.id),
            verb=gettext("去答复"),
            due=clock.local(due).date()
            if (due := guest.confirm_by_at or guest.roadshow.starts_at)
            else date.max,
        )
        for guest in guests
    ]


@dataclass(frozen=True)
class Invited:
    """How the reader stands with a roadshow: as a guest, or as one who asked to be invited."""

    roadshow: Roadshow
    url: str
    badge: tuple[str, str]  # shape and words
    asked: str = ""  # when, or when it was answered
    mode: Mode | None = None


def _invited(text: str) -> list[Invited]:
    """The latest roadshow first."""
    person, now = current_user.person, clock.now()
    waiting = {guest.id for guest in queries.list_own_to_answer(person, now)}
    rows = [
        *(_guest(guest, waits=guest.id in waiting) for guest in queries.list_own(person, text)),
        *(_request(each, now) for each in list_own_unlisted(person, text)),
    ]
    return sorted(rows, key=lambda row: row.roadshow.on or date.min, reverse=True)


def _guest(guest: Attendance, *, waits: bool) -> Invited:
    url = url_for(".show_invitation", guest_id=guest.id)
    badge = (YOURS if waits else shape(guest.state), word(guest.state))
    return Invited(guest.roadshow, url, badge, mode=guest.mode)


def _request(asked: InvitationRequest, now: datetime) -> Invited:
    url = url_for(".show_coming", uid=asked.roadshow.uid)
    if asked.declined_at:
        words = gettext("%(moment)s答复", moment=moment(asked.declined_at))
        return Invited(asked.roadshow, url, (OVER, gettext("这次没有邀请")), words)
    words = gettext("%(moment)s申请", moment=moment(asked.made_at))
    if coming_fault(asked.roadshow, now):
        return Invited(asked.roadshow, url, (OVER, gettext("申请过邀请，没有答复")), words)
    return Invited(asked.roadshow, url, (WAITS, gettext("已申请邀请，等待答复")), words)


@blueprint.get("/invitations")
@may("seat.own")
def list_invitations() -> str:
    found = _invited(asked_words("q"))
    shown = Shown(asked_page(), len(found))
    return render_template(
        "investor/invitations/list_invitations.html", invited=shown.rows_of(found), shown=shown
    )


@blueprint.get("/invitations/<int:guest_id>")
@may("seat.own")
def show_invitation(guest_id: int) -> str:
    guest = queries.get_own_guest(current_user.person, guest_id)
    return render_template(
        "investor/invitations/show_invitation.html",
        guest=guest,
        token=token_of(guest.id, guest.serial),
        roadshow=guest.roadshow,
        seating=queries.find_seating(guest.roadshow_id),
        seat=queries.find_seat(guest.id),
        ahead=queries.count_ahead(guest),
        in_calendar=answered_in_calendar(guest),
        modes=modes_for(guest),
        rooms=rooms_of(guest),
        fault=coming_fault(guest.roadshow, clock.now()),
        may_hand_over=guest.state in MAY_HAND_OVER,
    )


@blueprint.post("/invitations/<int:guest_id>/answer")
@may("seat.own")
def answer_invitation(guest_id: int) -> Response:
    guest = queries.get_own_guest(current_user.person, guest_id)
    try:
        said = take_answer(
            guest,
            request.form.get("do", ""),
            leaves_turn="leaves_turn" in request.form,
            actor=current_user.actor,
        )
        flash(str(said))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_invitation", guest_id=guest_id))


@blueprint.route("/invitations/<int:guest_id>/colleague", methods=["GET", "POST"])
@may("seat.own")
def send_colleague(guest_id: int) -> str | Response:
    guest, form = queries.get_own_guest(current_user.person, guest_id), ColleagueForm()
    institution = find_own_institution(current_user.id)
    others = {str(person.id): person for person in _colleagues(institution)}
    form.contact.offer([(number, person.name) for number, person in others.items()])
    if form.validate_on_submit():
        person = others[form.contact.data]
        try:
            hand_over(guest, Invitee(person.email, person.name), actor=current_user.actor)
            flash(_("已转给%(name)s，您不再参加这一场。", name=person.name))
            return redirect(url_for(".list_invitations"))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "investor/invitations/send_colleague.html",
        form=form,
        guest=guest,
        roadshow=guest.roadshow,
        others=others,
        institution=institution,
        token=None if by_link_fault(guest) else token_of(guest.id, guest.serial),
    )


def _colleagues(institution: Institution | None) -> list[Person]:
    """Who else acts for it."""
    contacts = institution.contacts if institution else []
    return [contact.person for contact in contacts if contact.person_id != current_user.id]
