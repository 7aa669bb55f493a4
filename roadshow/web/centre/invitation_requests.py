"""Investors ask to be invited: what waits for an answer, and the answer."""

from collections.abc import Iterator
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.attendance import requests
from roadshow.foundation.errors import Refused
from roadshow.web.fields import flash_refusal
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member
from roadshow.web.todo import Todo
from roadshow.web.words import day

from . import blueprint


def to_answer_requests() -> Iterator[Todo]:
    for roadshow, count in requests.list_roadshows_asked():
        on = roadshow.on or date.max
        yield Todo(
            due=on,
            soon=True,
            by=gettext("%(day)s前", day=day(on)),
            words=ngettext("答复%(num)d位投资人的邀请申请", "答复%(num)d位投资人的邀请申请", count),
            more=str(roadshow.spoken_title),
            url=url_for("centre.list_guests", roadshow_id=roadshow.id, _anchor="requests"),
            verb=gettext("去答复"),
        )


@blueprint.post("/roadshows/<int:roadshow_id>/requests/<int:request_id>")
@may("attendance.keep")
def answer_request(roadshow_id: int, request_id: int) -> Response:
    asked, do = requests.get_request(roadshow_id, request_id), request.form.get("do")
    try:
        if do == "invite":
            requests.accept_request(asked, actor=current_user.actor)
            flash(_("已邀请%(name)s。", name=asked.person.name))
        elif do == "decline":
            requests.decline_request(asked, actor=current_user.actor)
            flash(with_letter_to_member(_("已婉拒%(name)s的申请。", name=asked.person.name)))
        else:
            abort(400)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_guests", roadshow_id=roadshow_id))
