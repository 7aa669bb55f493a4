"""Who asks to come where the organiser lets the public: a form, a letter, and on the list once its link is opened."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.attendance import registering
from roadshow.attendance.availability import openings_of
from roadshow.attendance.links import token_of
from roadshow.attendance.models import Mode
from roadshow.foundation.errors import Refused
from roadshow.foundation.site import has_mail
from roadshow.investors.queries import find_own_institution
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_public_roadshow
from roadshow.web.addresses import absolute
from roadshow.web.attending import GuestForm
from roadshow.web.fields import Choice, flash_refusal, say
from roadshow.web.guards import door
from roadshow.web.own_place import find_own_place
from roadshow.web.seats import mode_choices

from . import blueprint
from .by_letter import retry_after
from .site import contact


class ComingForm(GuestForm):
    mode = Choice(_("怎么参加"), [InputRequired(_("请选择现场或线上"))])
    agreed = BooleanField(_("我已阅读并同意隐私说明"), [InputRequired(_("请先阅读并同意隐私说明"))])


@blueprint.route("/coming/to/<uuid:uid>", methods=["GET", "POST"])
@door
def ask_to_come(uid: UUID) -> str | tuple[str, int, dict[str, str]]:
    roadshow, form = get_public_roadshow(str(uid)), ComingForm(**_known())
    fault = registering.registering_fault(roadshow)
    form.mode.offer(mode_choices(openings_of(roadshow.id)))
    if fault is None and form.validate_on_submit():
        try:
            _ask(roadshow, form)
            return _page(roadshow, form, sent_to=form.facts().email)
        except Refused as refusal:
            say(form, refusal)
            return _page(roadshow, form), HTTPStatus.TOO_MANY_REQUESTS, retry_after()
    return _page(roadshow, form, fault=fault)


@blueprint.route("/coming/<token>", methods=["GET", "POST"])
@door
def confirm_coming(token: str) -> str | Response:
    """Asks once: programs that look into mails open every link."""
    if (guest := registering.find_confirmed(token)) is not None:
        flash(_("报名已经确认过，不用再确认。这是您的专用页面。"))
        return redirect(url_for(".show_invitation", guest=token_of(guest.id, guest.serial)))
    asked = registering.get_registration(token)
    fault = registering.registering_fault(asked.roadshow) or registering.over_fault(
        asked.roadshow, asked.email
    )
    if request.method == "POST" and fault is None:
        try:
            guest = registering.confirm_registration(
                asked, mode=_asked_mode(), waits="waits" in request.form, address=request.remote_addr or ""
            )
            flash(_confirmed())
            return redirect(url_for(".show_invitation", guest=token_of(guest.id, guest.serial)))
        except Refused as refusal:
            flash_refusal(refusal)
    known = registering.find_place(asked)
    return render_template(
        "public/registering/confirm_coming.html",
        asked=asked,
        guest=known,
        own=url_for(".show_invitation", guest=token_of(known.id, known.serial)) if known else None,
        fault=fault,
        roadshow=asked.roadshow,
        openings=openings_of(asked.roadshow_id),
    )


def _known() -> dict[str, str]:
    """What a reader who is signed in need not type."""
    if not current_user.is_authenticated:
        return {}
    institution = find_own_institution(current_user.id)
    person = current_user.person
    return {
        "name": person.name,
        "email": person.email,
        "organisation": institution.name if institution else "",
    }


def _asked_mode() -> Mode | None:
    """The mode that the button names; None for what was asked for before."""
    mode = request.form.get("mode")
    return Mode(mode) if mode in list(Mode) else None


def _confirmed() -> str:
    """The letter with the link goes at once, whatever the hour."""
    if has_mail():
        return gettext("报名已确认。这是您的专用页面，链接也马上寄到您的邮箱。")
    return gettext("报名已确认。这是您的专用页面，请收好链接。")


def _ask(roadshow: Roadshow, form: ComingForm) -> None:
    registering.ask_to_come(
        roadshow,
        form.facts(),
        Mode(form.mode.data),
        link=lambda token: absolute("public.confirm_coming", token=token),
        address=request.remote_addr or "",
    )


def _page(roadshow: Roadshow, form: ComingForm, *, sent_to: str = "", fault: object = None) -> str:
    return render_template(
        "public/registering/ask_to_come.html",
        roadshow=roadshow,
        form=form,
        sent_to=sent_to,
        fault=fault,
        own=find_own_place(roadshow),
        openings=openings_of(roadshow.id),
        mailed=has_mail(),
        contact=contact(),
    )
