"""Where the letter of thanks leads: what a guest may still see of a roadshow, and what they think of it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from roadshow.attendance import feedback
from roadshow.attendance.access import NEED_WORDS
from roadshow.attendance.afterwards import left_for
from roadshow.attendance.links import get_guest_by
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.web.fields import Form, Prose, say
from roadshow.web.guards import door

from . import blueprint

SCORES = {"5": _("5分，很有收获"), "4": _("4分"), "3": _("3分"), "2": _("2分"), "1": _("1分，没有收获")}


class FeedbackForm(Form):
    score = RadioField(
        _("您给这场路演打几分"),
        [InputRequired(_("请选1至5分"))],
        choices=[SelectChoice(score, words) for score, words in SCORES.items()],
        validate_choice=False,
    )
    words = Prose(_("想说的话"))

    def faults(self) -> list[Fault]:
        return feedback.feedback_faults(self.points, self.words.data)

    @property
    def points(self) -> int:
        """None of those offered is 0."""
        return int(self.score.data) if self.score.data in SCORES else 0


@blueprint.route("/come/<guest>/after", methods=["GET", "POST"])
@door
def look_back(guest: str) -> str | Response:
    """Not even that something was said is shown again: the centre has this link too, and promises not to know whose."""
    row = get_guest_by(guest)
    form, fault = FeedbackForm(), feedback.asking_fault(row, clock.now())
    if fault is None and form.validate_on_submit():
        try:
            feedback.say(row, form.points, form.words.data, serial=row.serial)
            flash(_("已收到您的评价，谢谢。"))
            return redirect(url_for(".look_back", guest=guest))
        except Refused as refusal:
            say(form, refusal)
    left = left_for(row)
    return render_template(
        "public/after/look_back.html",
        roadshow=row.roadshow,
        form=form,
        fault=fault,
        left=left,
        needs=[NEED_WORDS[need] for need in left.needs],
        came=row.was_there and feedback.is_over(row, clock.now()),
    )
