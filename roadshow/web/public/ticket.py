"""A guest's ticket, behind the personal link: for who has a confirmed seat on site, on the phone or on paper."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roadshow.attendance.links import get_guest_by
from roadshow.attendance.models import Attendance
from roadshow.attendance.queries import find_seat
from roadshow.attendance.rules import coming_fault
from roadshow.attendance.tickets import code_of, has_ticket, short_of, spaced, ticket_of
from roadshow.foundation import clock
from roadshow.foundation.languages import spoken
from roadshow.press.ticket import TicketSheet, print_ticket
from roadshow.web.codes import qr
from roadshow.web.guards import door
from roadshow.web.maps import map_links
from roadshow.web.roadshow_days import held_on
from roadshow.web.words import full_moment, hours

from . import blueprint


@blueprint.get("/come/<guest>/ticket")
@door
def show_ticket(guest: str) -> str | Response:
    row = get_guest_by(guest)
    if not has_ticket(row):
        return _without_ticket(row, guest)
    code = _code(row)
    return render_template(
        "public/ticket/show_ticket.html",
        token=guest,
        guest=row,
        roadshow=row.roadshow,
        facts=_facts(row),
        drawn=qr(code),
        short=spaced(short_of(code)),
        maps=[] if row.roadshow.is_off or row.came_at else map_links(row.roadshow.hall),
    )


@blueprint.get("/come/<guest>/ticket.pdf")
@door
def print_ticket_of(guest: str) -> Response:
    row = get_guest_by(guest)
    if not has_ticket(row):
        return _without_ticket(row, guest)
    code = _code(row)
    sheet = TicketSheet(
        language=spoken(),
        centre=_("长三角G60全球科创路演中心"),
        heading=_("入场码"),
        title=str(row.roadshow.spoken_title),
        name=row.name,
        organisation=row.organisation,
        facts=_facts(row),
        code=code,
        spelled=spaced(short_of(code)),
        note=_("入场时请出示。每张入场码只能使用一次，请不要转发。"),
    )
    answer = Response(print_ticket(sheet), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="ticket-{row.roadshow_id}.pdf"'
    return answer


def _without_ticket(guest: Attendance, token: str) -> Response:
    """Lead whoever holds the link to the personal page, which says how it stands and takes another answer."""
    words = _("您现在没有有效的入场码。")
    if coming_fault(guest.roadshow, clock.now()) is None:
        words += _("现场席位确认之后才有；想现场参加，请在这里答复。")
    flash(words, "now")
    return redirect(url_for(".show_invitation", guest=token))


def _code(guest: Attendance) -> str:
    return code_of(str(current_app.config["SECRET_KEY"]), ticket_of(guest))


def _facts(guest: Attendance) -> tuple[tuple[str, str], ...]:
    roadshow, seat = guest.roadshow, find_seat(guest.id)
    facts = (
        (_("日期"), held_on(roadshow)),
        (_("原定"), full_moment(roadshow.starts_at) if roadshow.date_pending else ""),
        (_("时间"), hours(roadshow)),
        (_("场地"), str(roadshow.announced_where)),
        (_("地址"), "" if roadshow.date_pending else str(roadshow.spoken_address)),
        (_("座位"), str(seat.number) if seat else ""),
    )
    return tuple((name, value) for name, value in facts if value)
