"""What the centre notes for a guest: an answer by phone, a colleague in their place; and how many seats there are."""

from datetime import datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from roadshow.attendance import colleagues, queries, seating
from roadshow.attendance.rules import OFFER_HOURS, SEATS, SeatingFacts, capacity_of, seating_faults
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.web.attending import ColleagueForm, take_answer
from roadshow.web.fields import Day, Form, Whole, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint

LAST_MINUTE = time(23, 59)


class SeatingForm(Form):
    onsite = Whole(_("现场席位"), [InputRequired(_("请填写现场席位，没有填0"))], within=SEATS)
    online = Whole(_("线上席位"), [InputRequired(_("请填写线上席位，没有填0"))], within=SEATS)
    answer_by_on = Day(_("请在哪一天前答复"), [Optional()])
    offer_hours = Whole(
        _("递补后的确认时间（小时）"),
        [InputRequired(_("请填写递补后几小时内确认"))],
        within=OFFER_HOURS,
    )
    open_to_public = BooleanField(_("在公开页面上接受报名"))

    def __init__(self, roadshow: Roadshow) -> None:
        now = seating.seating_of(roadshow)
        by = clock.local(now.answer_by_at).date() if now.answer_by_at else None
        super().__init__(data=vars(now) | {"answer_by_on": by})
        self.roadshow = roadshow
        self.places = queries.count_places(roadshow.id)

    def faults(self) -> list[Fault]:
        were = {mode: places.all for mode, places in self.places.items()}
        return seating_faults(self.facts(), self.roadshow, were)

    def facts(self) -> SeatingFacts:
        return SeatingFacts(
            self.onsite.otherwise(0),
            self.online.otherwise(0),
            self._by(),
            self.offer_hours.otherwise(OFFER_HOURS.least),
            self.open_to_public.data,
        )

    def _by(self) -> datetime | None:
        """The end of that day; on the day itself, when it begins."""
        on, starts_at = self.answer_by_on.data, self.roadshow.starts_at
        if on is None:
            return None
        return starts_at if starts_at and on == self.roadshow.on else clock.moment(on, LAST_MINUTE)


@blueprint.route("/roadshows/<int:roadshow_id>/seating", methods=["GET", "POST"])
@may("attendance.keep")
def set_seating(roadshow_id: int) -> str | Response:
    roadshow = get_roadshow(roadshow_id)
    form = SeatingForm(roadshow)
    if form.validate_on_submit():
        try:
            seating.set_seating(roadshow, form.facts(), actor=current_user.actor)
            flash(_("席位已保存。"))
            return redirect(url_for(".list_guests", roadshow_id=roadshow_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/guest_acts/set_seating.html", form=form, roadshow=roadshow, capacity=capacity_of(roadshow)
    )


@blueprint.post("/roadshows/<int:roadshow_id>/guests/<int:guest_id>/answer")
@may("attendance.keep")
def answer_for_guest(roadshow_id: int, guest_id: int) -> Response:
    """Somebody said so by phone."""
    guest = queries.get_guest_of(roadshow_id, guest_id)
    try:
        said = take_answer(
            guest,
            request.form.get("do", ""),
            leaves_turn="leaves_turn" in request.form,
            actor=current_user.actor,
        )
        flash(str(said))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_guest", roadshow_id=roadshow_id, guest_id=guest_id))


@blueprint.route("/roadshows/<int:roadshow_id>/guests/<int:guest_id>/colleague", methods=["GET", "POST"])
@may("attendance.keep")
def replace_guest(roadshow_id: int, guest_id: int) -> str | Response:
    guest = queries.get_guest_of(roadshow_id, guest_id)
    form = ColleagueForm(organisation=guest.organisation)
    if form.validate_on_submit():
        try:
            there = colleagues.hand_over(guest, form.facts(), actor=current_user.actor)
            flash(_("改由%(name)s参加，席位和次序不变。", name=there.name))
            return redirect(url_for(".show_guest", roadshow_id=roadshow_id, guest_id=there.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/guest_acts/replace_guest.html", form=form, guest=guest, roadshow=guest.roadshow
    )
