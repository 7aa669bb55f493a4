"""The page at the door. Without script it checks in by code and by name too; with it also by camera and offline."""

from typing import Any
from uuid import uuid4

from flask import current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.accounts.rules import clean_email
from roadshow.attendance import admitting, devices, scans
from roadshow.attendance.shown import Shown, WalkIn
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.web.asked import asked_words, posted_id
from roadshow.web.fields import Text, put
from roadshow.web.headers import ALWAYS

from . import blueprint
from .keeping import device, keeper, paired
from .sent import UID
from .verdicts import Said, said, titles

CAMERA = ALWAYS["Permissions-Policy"].replace("camera=()", "camera=(self)")


class WalkInForm(FlaskForm):
    """Without a token of a session, which a device does not have."""

    class Meta(FlaskForm.Meta):
        csrf = False

    name = Text(_("姓名"), [InputRequired(_("请填写姓名"))])
    organisation = Text(_("单位"))
    email = Text(_("邮箱"))

    @property
    def facts(self) -> WalkIn:
        return WalkIn(self.name.data, self.organisation.data, clean_email(self.email.data))


@blueprint.get("/")
@paired
def check_in() -> Response:
    return _page(WalkInForm(formdata=None))


@blueprint.post("/check-in")
@paired
def admit() -> Response:
    """By code, or by the guest whom a search found."""
    guest_id = posted_id("guest")
    code = "" if guest_id else request.form.get("code", "")
    return _page(WalkInForm(formdata=None), _decide(code=code, guest_id=guest_id))


@blueprint.post("/walk-in")
@paired
def walk_in() -> Response:
    form = WalkInForm()
    if not form.validate() or form.facts.faults:
        put(form, [fault for fault in form.facts.faults if not form[fault.field].errors])
        return _page(form)
    return _page(WalkInForm(formdata=None), _decide(walk_in=form.facts))


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
        titles=titles(),
    )
    answer = make_response(page)
    answer.headers["Permissions-Policy"] = CAMERA
    return answer
