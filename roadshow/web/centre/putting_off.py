"""A roadshow that is put off until a new day is known."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.agenda.putting_off import set_new_date
from roadshow.attendance.changes import list_addresses_told
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.halls.models import Hall
from roadshow.programme import putting_off, queries
from roadshow.programme.call_moves import is_call_ahead
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from roadshow.web.fields import Choice, Form, Prose, Ticks, say
from roadshow.web.guards import may
from roadshow.web.words import moment

from . import blueprint
from .beside import beside
from .hall_fields import HallsForm, known_halls
from .steps import NewDateForm, say_close


class PutOffForm(Form):
    reason = Prose(_("延期的原因"))


class NewDayForm(NewDateForm, HallsForm):
    """Another day, and another place where the old one is taken."""

    hall = Choice(_("场地"), [InputRequired(_("请选择场地"))])
    branches = Ticks(_("分会场"))

    def halls(self) -> list[Hall]:
        """The main one first."""
        return [hall for hall in (self.main_hall(), *self.branch_halls()) if hall]


@blueprint.route("/roadshows/<int:roadshow_id>/put-off", methods=["GET", "POST"])
@may("roadshow.run")
def put_off_roadshow(roadshow_id: int) -> str | Response:
    """The page itself asks once: who is told, what stays."""
    roadshow, form = queries.get_roadshow(roadshow_id), PutOffForm()
    if form.validate_on_submit():
        try:
            putting_off.put_off(roadshow, form.reason.data, actor=current_user.actor)
            flash(_("“%(title)s”已延期，日期待定，场地已释放。", title=roadshow.spoken_title))
            return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/putting_off/put_off_roadshow.html",
        form=form,
        roadshow=roadshow,
        planned=roadshow.state is RoadshowState.PLANNED,
        told=list_addresses_told(roadshow, "roadshow.put_off"),
        fault=putting_off.put_off_fault(roadshow),
    )


@blueprint.route("/roadshows/<int:roadshow_id>/new-date", methods=["GET", "POST"])
@may("roadshow.run")
def date_roadshow_anew(roadshow_id: int) -> str | Response:
    roadshow = queries.get_roadshow(roadshow_id)
    form, closed_at = _new_day_form(roadshow), roadshow.call_closes_at
    if form.validate_on_submit():
        now = clock.moment(form.on.data, form.starts.data)
        try:
            set_new_date(
                roadshow,
                now,
                halls=form.halls(),
                closes_at=form.closes_at(roadshow, now),
                on_rest_day=form.on_rest_day.data,
                actor=current_user.actor,
            )
            flash(_("“%(title)s”定在%(now)s。", title=roadshow.spoken_title, now=moment(now)))
            say_close(roadshow, closed_at)
            return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/putting_off/date_roadshow_anew.html",
        form=form,
        roadshow=roadshow,
        told=list_addresses_told(roadshow, "roadshow.postponed"),
        **beside(roadshow.season.year, but_id=roadshow_id),
    )


def _new_day_form(roadshow: Roadshow) -> NewDayForm:
    """It asks about a call that is or was open; one that had closed before stays closed unless somebody says so."""
    was, off_since = roadshow.starts_at, roadshow.cancelled_at or clock.now()
    known = known_halls(roadshow) | {"starts": clock.local(was).time() if was else None}
    form = NewDayForm(data=known)
    form.offer_halls()
    if not is_call_ahead(roadshow, off_since):
        form.drop_closes()
    return form
