"""Who comes to one roadshow: the list, and one guest."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from roadshow.attendance import queries
from roadshow.attendance.availability import openings_of
from roadshow.attendance.links import OVER, link_of
from roadshow.attendance.models import Attendance, Mode, Via
from roadshow.attendance.queries import Wanted
from roadshow.attendance.requests import list_pending
from roadshow.attendance.rules import coming_fault, may_come, remind_fault
from roadshow.attendance.seating import seating_of
from roadshow.attendance.states import MAY_HAND_OVER, STATE_WORDS, STORY, AttendanceState
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.steps import step_fault, steps_for
from roadshow.programme.queries import get_roadshow
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.facts import Fact
from roadshow.web.guards import may, way
from roadshow.web.in_calendars import answer_of, answered_in_calendar
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import shape
from roadshow.web.words import moment, word

from . import blueprint

S = AttendanceState
GUESTS: Listing[Attendance] = Listing(
    _("来宾名单"),
    "centre.export_guests",
    (
        Column(
            _("姓名"),
            lambda guest: guest.name,
            "name",
            link=lambda guest: url_for("centre.show_guest", roadshow_id=guest.roadshow_id, guest_id=guest.id),
            under=lambda guest: " ".join(filter(None, (guest.organisation, guest.email))),
        ),
        Column(
            _("状态"),
            lambda guest: word(guest.state),
            "state",
            "state",
            shape=lambda guest: shape(guest.state),
        ),
        Column(_("现场或线上"), lambda guest: word(guest.mode), "mode", "word"),
        Column(_("邮箱"), lambda guest: guest.email, sheet_only=True),
        Column(_("单位"), lambda guest: guest.organisation, sheet_only=True),
        Column(_("来源"), lambda guest: word(guest.via), "via", "word"),
        Column(_("候补次序"), lambda guest: guest.turn, sheet_only=True, kind="n"),
        Column(
            _("答复时间"),
            lambda guest: guest.answered_at,
            "answered",
            "when",
            under=answered_in_calendar,
        ),
        Column(_("日历答复"), lambda guest: word(answer_of(guest)), sheet_only=True),
        Column(_("提醒时间"), lambda guest: guest.reminded_at, "reminded", "when", sheet_only=True),
        Column(_("签到时间"), lambda guest: guest.came_at, kind="when", sheet_only=True),
    ),
)


def asked_for() -> Wanted:
    """Which guests the address names; nonsense filters nothing."""
    state = request.args.get("state", type=AttendanceState)
    return Wanted(
        asked_words("q"), state, request.args.get("mode", type=Mode), request.args.get("via", type=Via)
    )


@blueprint.get("/roadshows/<int:roadshow_id>/guests")
@may("attendance.keep")
def list_guests(roadshow_id: int) -> str:
    roadshow, wanted, page = get_roadshow(roadshow_id), asked_for(), asked_page()
    counts, guests = queries.count_guests(roadshow_id), queries.list_guests(roadshow_id, wanted, GUESTS.order)
    matching = guests.matching()
    by_state = {state: sum(modes.values()) for state, modes in counts.items()}
    if (every := replace(wanted, state=None)) != Wanted():
        by_state = queries.list_guests(roadshow_id, every).count_by_state()
    return render_template(
        "centre/guests/list_guests.html",
        roadshow=roadshow,
        listing=GUESTS,
        guests=guests.page(page),
        wanted=wanted,
        states=[
            (state, by_state.get(state, 0))
            for state in AttendanceState
            if state in by_state or state is wanted.state
        ],
        modes=[(mode, word(mode)) for mode in Mode],
        vias=[(via, word(via)) for via in Via],
        places=queries.count_places(roadshow_id),
        waiting=counts.get(AttendanceState.WAITLISTED, {}),
        seating=seating_of(roadshow),
        fault=coming_fault(roadshow, clock.now()),
        requests=list_pending(roadshow_id),
        total=sum(by_state.values()),
        matching=matching,
        shown=Shown(page, matching.total),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/guests.xlsx")
@may("attendance.keep")
def export_guests(roadshow_id: int) -> Response:
    guests = queries.list_guests(roadshow_id, asked_for(), GUESTS.order)
    return send_workbook(GUESTS, guests, get_roadshow(roadshow_id))


@blueprint.get("/roadshows/<int:roadshow_id>/guests/<int:guest_id>")
@may("attendance.keep")
def show_guest(roadshow_id: int, guest_id: int) -> str:
    guest = queries.get_guest_of(roadshow_id, guest_id)
    now = clock.now()
    fault = coming_fault(guest.roadshow, now)
    return render_template(
        "centre/guests/show_guest.html",
        roadshow=guest.roadshow,
        guest=guest,
        facts=facts_of(guest),
        link="" if guest.state in OVER else link_of(guest.id, guest.serial),
        steps=set() if fault else steps_for(STORY, guest.state, frozenset({"seat.own"})),
        modes=[(mode, seats) for mode, seats in openings_of(roadshow_id).items() if may_come(guest, mode)],
        ahead=queries.count_ahead(guest),
        may_remind=not (fault or remind_fault(guest, now)),
        may_withdraw=not step_fault(STORY, guest.state, S.WITHDRAWN, STATE_WORDS, needs="attendance.keep"),
        may_hand_over=guest.state in MAY_HAND_OVER,
        entries=list_entries_of("attendance", guest_id),
    )


def facts_of(guest: Attendance) -> list[Fact]:
    institution, seat, answer = guest.institution, queries.find_seat(guest.id), answer_of(guest)
    leads = way("centre.show_institution", institution_id=institution.id) if institution else None
    facts = [
        Fact(_("邮箱"), guest.email),
        Fact(_("单位"), guest.organisation),
        Fact(_("投资机构"), institution and institution.name, leads),
        Fact(_("来源"), word(guest.via)),
        Fact(_("代替"), _named(guest.in_place_of_id)),
        Fact(_("现场或线上"), word(guest.mode)),
        Fact(_("座位号"), seat and seat.number),
        Fact(_("候补次序"), queries.count_ahead(guest) + 1 if guest.waits_for else None),
        Fact(_("确认截止"), moment(guest.confirm_by_at)),
        Fact(_("邀请时间"), moment(guest.made_at)),
        Fact(_("提醒时间"), moment(guest.reminded_at)),
        Fact(_("答复时间"), moment(guest.answered_at)),
        Fact(
            _("日历答复"),
            word(answer),
            beside=moment(guest.invite.answered_at) if guest.invite and answer else None,
        ),
        Fact(_("签到时间"), moment(guest.came_at)),
    ]
    return [fact for fact in facts if fact.value not in (None, "")]


def _named(guest_id: int | None) -> str | None:
    return queries.get_guest(guest_id).name if guest_id else None
