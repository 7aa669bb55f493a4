"""Who asks for a roadshow's calendar file by mail reads the same, whoever reads that address."""

from functools import partial
from uuid import UUID

from flask import render_template, request

from roadshow.feeds.by_mail import send_file
from roadshow.foundation.errors import Missing
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_public_roadshow
from roadshow.web.guards import door

from . import blueprint, own_calendar
from .by_letter import Answer, ask_by_letter
from .listed import listed


@blueprint.route("/letters/calendar/<uuid:uid>", methods=["GET", "POST"])
@door
def mail_calendar(uid: UUID) -> Answer:
    shown = listed(get_public_roadshow(str(uid)))
    if not shown.coming or shown.cancelled:
        raise Missing(f"roadshow {uid} for a calendar")
    return ask_by_letter(partial(_page, shown.roadshow), partial(_send, str(uid)))


def _page(roadshow: Roadshow, **told: object) -> str:
    return render_template("public/calendar_mail/mail_calendar.html", roadshow=roadshow, **told)


def _send(uid: str, email: str) -> None:
    send_file(uid, email, own_calendar.edition(), address=request.remote_addr or "")
