"""What is done to one, several or all matching guests of one roadshow: asked about once, as they get a letter."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.attendance import inviting, queries
from roadshow.attendance.models import Attendance
from roadshow.foundation.errors import Refused
from roadshow.foundation.many import Taken
from roadshow.notices.outlook import morning_words, outlook_for
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.web.fields import Form, flash_refusal, flash_taken
from roadshow.web.guards import may
from roadshow.web.picking import as_asked, picked
from roadshow.web.posting import with_letters

from . import blueprint
from .guests import asked_for


@dataclass(frozen=True)
class Act:
    """``told`` are those who get a letter of this ``kind``; ``unmailed`` is what to do where no mail is set up."""

    kind: str
    done: Callable[[int], object]
    unmailed: object
    do: Callable[..., Taken]
    concerned: Callable[..., list[Attendance]]
    told: Callable[..., list[Attendance]]


ACTS = {
    "remind": Act(
        "attendance.reminded",
        lambda count: _("已提醒%(count)d位来宾。", count=count),
        _("本系统尚未接通邮件，提醒没有寄出：请用来宾页面上的专用链接联系本人。"),
        inviting.remind_many,
        inviting.list_to_remind,
        inviting.list_to_remind,
    ),
    "withdraw": Act(
        "attendance.withdrawn",
        lambda count: _("已取消%(count)d位来宾的邀请。", count=count),
        _("本站还没有接通邮件，不会寄信，请另行通知来宾。"),
        inviting.withdraw_many,
        inviting.list_to_withdraw,
        inviting.list_told_of_withdrawing,
    ),
}


@blueprint.post("/roadshows/<int:roadshow_id>/guests/act")
@may("attendance.keep")
def act_on_guests(roadshow_id: int) -> str | Response:
    """Reminded to answer, or no longer invited. Where nobody of them can be, it is said at once why."""
    roadshow, act = get_roadshow(roadshow_id), ACTS.get(request.form.get("do", ""))
    if act is None:
        abort(400)
    ids = picked(queries.list_guests(roadshow_id, asked_for()).ids)
    if "sure" not in request.form and (concerned := act.concerned(roadshow, ids)):
        return _ask_first(roadshow, ids, act, concerned)
    try:
        taken = act.do(roadshow, ids, actor=current_user.actor)
        flash_taken(taken, with_letters(act.done(taken.count), act.unmailed))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(_back(roadshow_id, ids))


def _ask_first(roadshow: Roadshow, ids: list[int], act: Act, concerned: list[Attendance]) -> str:
    told = act.told(roadshow, ids)
    return render_template(
        "centre/guests_at_once/act_on_guests.html",
        form=Form(),
        roadshow=roadshow,
        ids=ids,
        do=request.form["do"],
        concerned=concerned,
        told=len(told),
        outlook=outlook_for(act.kind, len(told)),
        morning=morning_words(),
        back=request.form.get("back", ""),
        leads_back=_back(roadshow.id, ids),
    )


def _back(roadshow_id: int, ids: list[int]) -> str:
    """To the guest when the button stood there."""
    if request.form.get("back") == "guest" and ids:
        return url_for(".show_guest", roadshow_id=roadshow_id, guest_id=ids[0])
    return as_asked(url_for(".list_guests", roadshow_id=roadshow_id))
