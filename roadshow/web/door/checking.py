"""The page at the door. Without script it checks in by code and by name too; with it also by camera and offline."""

from typing import Any
from uuid import uuid4

from flask import current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from roadshow.attendance import admitting, devices, scans
from roadshow.attendance.shown import Shown
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.web import attending
from roadshow.web.asked import asked_words, posted_id
from roadshow.web.fields import Tokenless
from roadshow.web.headers import ALWAYS

from . import blueprint
from .keeping import device, keeper, paired
from .sent import UID
from .verdicts import Said, said, words_offline

CAMERA = ALWAYS["Permissions-Policy"].replace("camera=()", "camera=(self)")


class WalkInForm(attending.WalkInForm, Tokenless):
    """As at the centre's desk."""


@blueprint.get("/")
@paired
def check_in() -> Response:
    return _page(WalkInForm(formdata=None))


@blueprint.post("/check-in")
@paired
def admit() -> Response:
    """By code, or by the guest whom a search found."""
    by_name = "guest" in request.form
    what = {"guest_id": posted_id("guest")} if by_name else {"code": request.form.get("code", "")}
    return _page(WalkInForm(formdata=None), _decide(**what))


@blueprint.post("/walk-in")
@paired
def walk_in() -> Response:
    """What was typed stays until they are in."""
    form = WalkInForm()
    if not form.validate():
        return _page(form)
    verdict = _decide(walk_in=form.facts())
    return _page(WalkInForm(formdata=None) if verdict.kind == "good" else form, verdict)


def _decide(**what: Any) -> Said:
    """What a page sends again because it was loaded again has the same uid, and counts once."""
    sent = request.form.get("uid", "")
    shown = Shown(sent if UID.fullmatch(sent) else str(uuid4()), clock.now(), **what)
    secret = str(current_app.config["SECRET_KEY"])
    try:
        (answer,) = admitting.take(device().roadshow, [shown], secret=secret, keeper=keeper())
    except Refused as refusal:
        return Said("bad", str(refusal), [])
    return said(answer)


def _page(form: WalkInForm, verdict: Said | None = None) -> Response:
    asked, over = asked_words("q"), devices.is_over(device())
    roadshow = device().roadshow
    page = render_template(
        "door/checking/check_in.html",
        form=form,
        verdict=verdict,
        device=device(),
        roadshow=roadshow,
        over=over,
        counts=scans.count_door(roadshow.id),
        asked=asked,
        found=[] if over else scans.find_guests(roadshow.id, asked),
        uids=[str(uuid4()) for _number in range(scans.FOUND + 2)],
        words_offline=words_offline(device().name),
    )
    answer = make_response(page)
    answer.headers["Permissions-Policy"] = CAMERA
    return answer
