"""What becomes of one roadshow: its call, its agenda, the day itself, another day, or none."""

from collections.abc import Callable
from datetime import datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from roadshow.agenda import operations as agenda
from roadshow.agenda.changes import list_applicants_told
from roadshow.agenda.letters import list_readers_of_order
from roadshow.attendance.changes import list_addresses_told
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import count_by_state, list_pitches_in
from roadshow.pitches.states import PitchState
from roadshow.programme import many, operations, queries, restoring
from roadshow.programme.call_moves import is_call_ahead
from roadshow.programme.models import Roadshow
from roadshow.screening.queries import find_setup
from roadshow.web.fields import Choice, Day, Form, Hour, Prose, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.words import moment

from . import blueprint
from .beside import beside


class CallForm(Form):
    opens_on = Day(_("开始日期"), [Optional()])
    opens_time = Hour(_("开始时间"), [Optional()], default=time(9))
    closes_on = Day(_("截止日期"), [InputRequired(_("请选择截止日期"))])
    closes_time = Hour(_("截止时间"), [InputRequired(_("请填写截止时间"))], default=time(23, 59))


class NewDateForm(Form):
    on = Day(_("新日期"), [InputRequired(_("请选择新日期"))])
    starts = Hour(_("新的开始时间"), [InputRequired(_("请填写开始时间"))])
    on_rest_day = BooleanField(_("仍在休息日举办"))
    closes = Choice(
        _("征集截止"),
        choices=[
            ("follow", _("跟着路演一起移，离路演的天数不变")),
            ("stay", _("保持不变")),
            ("other", _("另选一个时间")),
        ],
        default="follow",
    )
    closes_on = Day(_("新的截止日期"), [Optional()])
    closes_time = Hour(_("新的截止时间"), [Optional()], default=time(23, 59))

    def drop_closes(self) -> None:
        del self.closes, self.closes_on, self.closes_time

    def closes_at(self, roadshow: Roadshow, later: datetime) -> datetime | None:
        """When its open call is to close once it is ``later``; None: as it was, or there is none."""
        closes, begins = roadshow.call_closes_at, roadshow.starts_at
        if "closes" not in self or self.closes.data == "stay" or closes is None or begins is None:
            return None
        if self.closes.data == "follow":
            return closes + (later - begins)
        if self.closes_on.data is None:
            raise Refused(_("请选择新的截止日期"), "closes_on")
        return clock.moment(self.closes_on.data, self.closes_time.data or time(23, 59))


class CancelForm(Form):
    reason = Prose(_("取消的原因"), [InputRequired(_("请写明取消的原因"))])


@blueprint.route("/roadshows/<int:roadshow_id>/call", methods=["GET", "POST"])
@may("roadshow.run")
def open_call(roadshow_id: int) -> str | Response:
    roadshow = queries.get_roadshow(roadshow_id)
    close = many.usual_close(roadshow)
    form = CallForm(data={"closes_on": clock.local(close).date()} if close else None)
    if form.validate_on_submit():
        closes_at = clock.moment(form.closes_on.data, form.closes_time.data)
        try:
            opens_at = _opens_at(form)
            operations.open_call(roadshow, closes_at, opens_at, actor=current_user.actor)
            if opens_at:
                flash(_("已公开，%(opens)s开始征集。", opens=moment(opens_at)))
            else:
                flash(_("已开始征集，%(closes)s截止。", closes=moment(closes_at)))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/steps/open_call.html", form=form, roadshow=roadshow)


@blueprint.route("/roadshows/<int:roadshow_id>/call/change", methods=["GET", "POST"])
@may("roadshow.run")
def change_call(roadshow_id: int) -> str | Response:
    roadshow = queries.get_roadshow(roadshow_id)
    was = clock.local(roadshow.call_closes_at) if roadshow.call_closes_at else None
    form = CallForm(data={"closes_on": was.date(), "closes_time": was.time()} if was else None)
    del form.opens_on, form.opens_time
    if form.validate_on_submit():
        closes_at = clock.moment(form.closes_on.data, form.closes_time.data)
        try:
            operations.change_call(roadshow, closes_at, actor=current_user.actor)
            flash(_("征集改到%(closes)s截止。", closes=moment(closes_at)))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    told = list_applicants_told(roadshow_id)
    return render_template("centre/steps/change_call.html", form=form, roadshow=roadshow, told=told)


@blueprint.route("/roadshows/<int:roadshow_id>/call/reopen", methods=["GET", "POST"])
@may("roadshow.run")
def reopen_call(roadshow_id: int) -> str | Response:
    roadshow, form = queries.get_roadshow(roadshow_id), CallForm()
    del form.opens_on, form.opens_time
    if form.validate_on_submit():
        closes_at = clock.moment(form.closes_on.data, form.closes_time.data)
        try:
            restoring.reopen_call(roadshow, closes_at, actor=current_user.actor)
            flash(_("已重新开始征集，%(closes)s截止。", closes=moment(closes_at)))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    setup = find_setup(roadshow_id)
    return render_template(
        "centre/steps/reopen_call.html",
        form=form,
        roadshow=roadshow,
        told=list_applicants_told(roadshow_id),
        reading=setup is not None and setup.closed_at is None,
    )


@blueprint.route("/roadshows/<int:roadshow_id>/postpone", methods=["GET", "POST"])
@may("roadshow.run")
def postpone_roadshow(roadshow_id: int) -> str | Response:
    roadshow = queries.get_roadshow(roadshow_id)
    was, closed_at = roadshow.starts_at, roadshow.call_closes_at
    form = NewDateForm(starts=clock.local(was).time() if was else None)
    if not is_call_ahead(roadshow, clock.now()):
        form.drop_closes()
    if form.validate_on_submit():
        later = clock.moment(form.on.data, form.starts.data)
        try:
            agenda.postpone(
                roadshow,
                later,
                closes_at=form.closes_at(roadshow, later),
                on_rest_day=form.on_rest_day.data,
                actor=current_user.actor,
            )
            flash(_("已改期：%(was)s → %(now)s。", was=moment(was), now=moment(later)))
            say_close(roadshow, closed_at)
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    known = beside(roadshow.season.year, but_id=roadshow_id)
    told = list_addresses_told(roadshow, "roadshow.postponed")
    return render_template(
        "centre/steps/postpone_roadshow.html", form=form, roadshow=roadshow, told=told, **known
    )


@blueprint.route("/roadshows/<int:roadshow_id>/cancel", methods=["GET", "POST"])
@may("roadshow.run")
def cancel_roadshow(roadshow_id: int) -> str | Response:
    """The page itself asks once: who is told, what cannot come back."""
    roadshow, form = queries.get_roadshow(roadshow_id), CancelForm()
    if form.validate_on_submit():
        try:
            operations.cancel(roadshow, form.reason.data, actor=current_user.actor)
            flash(_("已取消“%(title)s”，场地已释放。", title=roadshow.spoken_title))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    told = list_addresses_told(roadshow, "roadshow.cancelled")
    return render_template("centre/steps/cancel_roadshow.html", form=form, roadshow=roadshow, told=told)


@blueprint.route("/roadshows/<int:roadshow_id>/restore", methods=["GET", "POST"])
@may("roadshow.run")
def restore_roadshow(roadshow_id: int) -> str | Response:
    """The page itself asks once: who is told."""
    roadshow, form = queries.get_roadshow(roadshow_id), Form()
    if form.validate_on_submit():
        try:
            agenda.restore(roadshow, actor=current_user.actor)
            flash(_("已恢复“%(title)s”，时间和场地不变。", title=roadshow.spoken_title))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    told = list_addresses_told(roadshow, "roadshow.restored")
    fault = restoring.restore_fault(roadshow)
    return render_template(
        "centre/steps/restore_roadshow.html", form=form, roadshow=roadshow, told=told, fault=fault
    )


@blueprint.route("/roadshows/<int:roadshow_id>/close-call", methods=["GET", "POST"])
@may("roadshow.run")
def close_call(roadshow_id: int) -> str | Response:
    """The page itself asks once: what can no longer be handed in."""
    if request.method == "POST":
        return _do(roadshow_id, pitches.close_call, _("征集已截止，现在可以遴选。"))
    applied = count_by_state([roadshow_id]).get(roadshow_id, {})
    drafts = applied.get(PitchState.DRAFT, 0)
    return render_template(
        "centre/steps/close_call.html",
        roadshow=queries.get_roadshow(roadshow_id),
        drafts=drafts,
        sent=sum(applied.values()) - drafts,
    )


@blueprint.route("/roadshows/<int:roadshow_id>/publish", methods=["GET", "POST"])
@may("agenda.make")
def publish_agenda(roadshow_id: int) -> str | Response:
    """As its draft stands; one that never called may have none. The page itself asks once: who is written to."""
    if request.method == "POST":
        return _do(roadshow_id, agenda.publish_agenda, _("已发布，访客和日历现在看得到。"))
    roadshow = queries.get_roadshow(roadshow_id)
    told = list_readers_of_order(roadshow)
    return render_template("centre/steps/publish_agenda.html", roadshow=roadshow, told=told)


@blueprint.post("/roadshows/<int:roadshow_id>/start")
@may("roadshow.run")
def start_roadshow(roadshow_id: int) -> Response:
    return _do(roadshow_id, operations.start, _("已开场。"))


@blueprint.route("/roadshows/<int:roadshow_id>/finish", methods=["GET", "POST"])
@may("roadshow.run")
def finish_roadshow(roadshow_id: int) -> str | Response:
    """The page itself asks once: who counts as having presented, who is written to."""
    if request.method == "POST":
        return _do(roadshow_id, pitches.finish_roadshow, _("路演已结束，到场的项目已记为已路演。"))
    roadshow = queries.get_roadshow(roadshow_id)
    return render_template(
        "centre/steps/finish_roadshow.html",
        roadshow=roadshow,
        presenting=list_pitches_in(roadshow_id, PitchState.SCHEDULED),
        early=roadshow.ends_at is not None and clock.now() < roadshow.ends_at,
    )


@blueprint.post("/roadshows/<int:roadshow_id>/close")
@may("roadshow.run")
def close_roadshow(roadshow_id: int) -> Response:
    return _do(roadshow_id, operations.close, _("已归档。"))


def say_close(roadshow: Roadshow, was: datetime | None) -> None:
    """After a move: when its call closes now, if that moved too."""
    if roadshow.call_closes_at != was:
        flash(_("征集改到%(closes)s截止。", closes=moment(roadshow.call_closes_at)))


def _opens_at(form: CallForm) -> datetime | None:
    """None: at once."""
    if form.opens_on.data is None:
        return None
    return clock.moment(form.opens_on.data, form.opens_time.data or time(9))


def _do(roadshow_id: int, step: Callable[..., object], done: str) -> Response:
    roadshow: Roadshow = queries.get_roadshow(roadshow_id)
    try:
        step(roadshow, actor=current_user.actor)
        flash(done)
    except Refused as refusal:
        flash_refusal(refusal)
    return _to(roadshow_id)


def _to(roadshow_id: int) -> Response:
    return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))
