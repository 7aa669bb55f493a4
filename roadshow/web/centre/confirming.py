"""Whether those who were accepted must say that they will come, and who has said so by phone."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField

from roadshow.foundation.errors import Fault, Refused
from roadshow.pitches import places
from roadshow.pitches.queries import get_submitted_pitch
from roadshow.pitches.rules import CONFIRM_DAYS
from roadshow.programme import models, queries
from roadshow.web.fields import Form, Whole, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint


class ConfirmingForm(Form):
    asked = BooleanField(_("入选的项目须确认参加"))
    days = Whole(_("几个工作日内确认"), within=CONFIRM_DAYS)

    def faults(self) -> list[Fault]:
        if self.asked.data and self.days.data is None:
            return [Fault("days", _("请填写几个工作日内确认"))]
        return []


@blueprint.route("/roadshows/<int:roadshow_id>/confirming", methods=["GET", "POST"])
@may("pitch.select")
def set_confirming(roadshow_id: int) -> str | Response:
    roadshow = queries.get_roadshow(roadshow_id)
    days = roadshow.confirm_days
    form = ConfirmingForm(data={"asked": days is not None, "days": days or models.CONFIRM_DAYS})
    if form.validate_on_submit():
        try:
            wanted = form.days.data if form.asked.data else None
            places.set_confirming(roadshow, wanted, actor=current_user.actor)
            flash(_("已保存确认参加的规定。"))
            return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/confirming/set_confirming.html", form=form, roadshow=roadshow)


@blueprint.post("/pitches/<int:pitch_id>/confirm")
@may("pitch.select")
def confirm_pitch(pitch_id: int) -> Response:
    """Somebody said so by phone."""
    pitch = get_submitted_pitch(pitch_id)
    try:
        places.confirm(pitch, actor=current_user.actor)
        flash(_("“%(name)s”已确认参加。", name=pitch.brief.overview.name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_pitch", pitch_id=pitch_id))
