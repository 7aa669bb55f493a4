from dataclasses import replace
from datetime import datetime, time

from flask import flash, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.agenda.queries import find_slot_of
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.text import reason_faults
from roadshow.pitches import operations, queries
from roadshow.pitches.due import suggest_due
from roadshow.pitches.many import ACTS, open_to_many
from roadshow.pitches.models import Pitch, Question
from roadshow.pitches.neighbours import find_neighbours
from roadshow.pitches.rules import (
    correct_fault,
    due_faults,
    is_to_confirm,
    late_call_fault,
    may_extend,
)
from roadshow.pitches.snapshots import WHOLE, decks_of, told_by
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.screening.asked import asked_of
from roadshow.screening.models import Sheet
from roadshow.screening.queries import find_setup, list_sheets
from roadshow.web.asked import asked_words
from roadshow.web.documents import lines_of_versions
from roadshow.web.dossier_facts import dossier_groups
from roadshow.web.exports import send_workbook
from roadshow.web.fields import Day, Form, Hour, Prose, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.words import moment, sector, slot_hours, stage, word

from . import blueprint
from .accepting import back_to, say_state, take
from .dossier_columns import dossier_columns, may_call
from .pitch_facts import confirming, facts_of, unverified
from .resubmitted import corrections_of, note_of
from .standing import drawn, steps_of

AT_ONCE = frozenset(ACTS) - {PitchState.DECLINED}
LISTED = [state for state in PitchState if state is not PitchState.DRAFT]


class ReturnForm(Form):
    reason = Prose(_("需要补正什么"), [InputRequired(_("请写明需要补正什么"))])
    due_on = Day(_("补正截止日期"), [InputRequired(_("请选择补正截止日期"))])
    due_time = Hour(_("补正截止时间"), [InputRequired(_("请填写补正截止时间"))], default=time(23, 59))
    roadshow: Roadshow

    @classmethod
    def of(cls, roadshow: Roadshow) -> "ReturnForm":
        """With the deadline that is usual."""
        due = suggest_due(roadshow, clock.now())
        known = {"due_on": clock.local(due).date(), "due_time": clock.local(due).time()} if due else None
        form = cls(data=known)
        form.roadshow = roadshow
        return form

    @property
    def due_at(self) -> datetime:
        return clock.moment(self.due_on.data, self.due_time.data)

    def faults(self) -> list[Fault]:
        faults = reason_faults(self.reason.data, "") if "reason" in self else []
        if self.due_on.data and self.due_time.data:
            faults += due_faults(self.roadshow, self.due_at, clock.now())
        return faults


class DeclineForm(Form):
    reason = Prose(_("未入选的原因"), [InputRequired(_("请写明未入选的原因"))])


def _company_name(pitch: Pitch) -> str | None:
    return pitch.brief.company or None


PITCHES: Listing[Pitch] = Listing(
    _("项目申请"),
    "centre.export_pitches",
    (
        Column(
            _("项目与企业"),
            lambda pitch: pitch.brief.overview.name,
            "project",
            link=lambda pitch: url_for("centre.show_pitch", pitch_id=pitch.id),
            under=_company_name,
        ),
        Column(_("企业"), _company_name, sheet_only=True),
        Column(_("状态"), lambda pitch: word(pitch.state), "state", "state", shape=drawn, under=note_of),
        Column(_("领域"), lambda pitch: sector(pitch.brief.overview.sector), "sector"),
        Column(_("轮次"), lambda pitch: stage(pitch.brief.overview.stage), "stage"),
        Column(_("确认参加"), lambda pitch: pitch.confirmed_at, kind="word", shown=confirming),
        Column(_("提交时间"), lambda pitch: pitch.submitted_at, "submitted", "when"),
        Column(_("一句话介绍"), lambda pitch: pitch.brief.overview.one_line, sheet_only=True),
        Column(_("申请说明"), lambda pitch: pitch.message, sheet_only=True),
        Column(_("退回或未入选的原因"), lambda pitch: pitch.reason, sheet_only=True),
        *dossier_columns(told_by),
    ),
)


def asked_state() -> PitchState | None:
    """A draft is its owner's alone: nobody asks for them here."""
    state = request.args.get("state", type=PitchState)
    return state if state in LISTED else None


@blueprint.get("/roadshows/<int:roadshow_id>/pitches")
@may("roadshow.read")
def list_pitches(roadshow_id: int) -> str:
    roadshow, page, state = get_roadshow(roadshow_id), asked_page(), asked_state()
    counts = queries.count_by_state([roadshow_id]).get(roadshow_id, {})
    total = sum(counts.get(each, 0) for each in LISTED)
    text = asked_words("q")
    found = queries.list_pitches_shown(roadshow_id, text=text).count_by_state() if text else counts
    pitches = queries.list_pitches_shown(roadshow_id, state, PITCHES.order, text=text)
    shown_pitches, matching = (
        pitches.page(page),
        pitches.matching(open_to_many(roadshow, current_user.permissions)),
    )
    return render_template(
        "centre/pitches/list_pitches.html",
        roadshow=roadshow,
        listing=PITCHES,
        pitches=shown_pitches,
        steps_of=steps_of,
        picks=set(ACTS) & set().union(*map(steps_of, shown_pitches)),
        pickable={pitch.id for pitch in shown_pitches if set(ACTS) & steps_of(pitch)},
        state=state,
        tabs_by_state=[(each, found.get(each, 0)) for each in LISTED if each in found or each is state],
        total=total,
        found=sum(found.get(each, 0) for each in LISTED),
        enters=late_call_fault(roadshow) is None,
        calls=roadshow.calls(clock.now()),
        taken=queries.count_places_taken(roadshow_id),
        text=text,
        matching=matching,
        shown=Shown(page, matching.total),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/pitches.xlsx")
@may("roadshow.read")
def export_pitches(roadshow_id: int) -> Response:
    roadshow = get_roadshow(roadshow_id)
    pitches = queries.list_pitches_shown(
        roadshow_id, asked_state(), PITCHES.order, *WHOLE, text=asked_words("q")
    )
    columns = [*PITCHES.columns, *map(_answer_column, queries.list_questions(roadshow_id))]
    return send_workbook(replace(PITCHES, columns=columns), pitches, roadshow)


def _answer_column(question: Question) -> Column[Pitch]:
    """What its call asks of its own, in the workbook alone."""
    key = str(question.id)
    return Column(question.spoken, lambda pitch: (pitch.answers or {}).get(key), sheet_only=True)


@blueprint.get("/pitches/<int:pitch_id>")
@may("roadshow.read")
def show_pitch(pitch_id: int) -> str:
    pitch = queries.get_submitted_pitch(pitch_id)
    slot = find_slot_of(pitch_id)
    others = [row for row in queries.list_pitches_of(pitch.project_id) if row.id != pitch_id]
    told = told_by(pitch)
    return render_template(
        "centre/pitches/show_pitch.html",
        pitch=pitch,
        documents=lines_of_versions(decks_of(pitch), "centre.show_document"),
        facts=facts_of(pitch, told),
        corrections=corrections_of(pitch),
        groups=dossier_groups(told, open_contact=may_call()),
        steps=steps_of(pitch),
        confirms="pitch.select" in current_user.permissions and is_to_confirm(pitch, clock.now()),
        corrects="pitch.select" in current_user.permissions and correct_fault(pitch, clock.now()) is None,
        extends="pitch.select" in current_user.permissions and may_extend(pitch),
        sheets=_sheets_of(pitch),
        asked=asked_of(pitch.roadshow_id).get(pitch_id),
        unverified=unverified(pitch),
        taken=queries.count_places_taken(pitch.roadshow_id),
        beside=find_neighbours(pitch),
        turn=slot_hours(pitch.roadshow, slot) if slot else "",
        others=[row for row in others if row.state in LISTED],
        entries=list_entries_of("pitch", pitch_id),
    )


def _sheets_of(pitch: Pitch) -> list[Sheet] | None:
    """Its reviewers' marks, for who selects; None where nobody reviews."""
    if "pitch.select" not in current_user.permissions or find_setup(pitch.roadshow_id) is None:
        return None
    return list_sheets(pitch.id)


@blueprint.post("/pitches/<int:pitch_id>/screen")
@may("pitch.select")
def screen_pitch(pitch_id: int) -> Response:
    return take(queries.get_submitted_pitch(pitch_id), operations.screen)


@blueprint.post("/pitches/<int:pitch_id>/absent")
@may("roadshow.run")
def mark_pitch_absent(pitch_id: int) -> Response:
    return take(queries.get_submitted_pitch(pitch_id), operations.mark_absent)


@blueprint.route("/pitches/<int:pitch_id>/return", methods=["GET", "POST"])
@may("pitch.select")
def return_pitch(pitch_id: int) -> str | Response:
    pitch = queries.get_submitted_pitch(pitch_id)
    form = ReturnForm.of(pitch.roadshow)
    if form.validate_on_submit():
        try:
            operations.return_for_correction(pitch, form.reason.data, form.due_at, actor=current_user.actor)
            return say_state(pitch)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/pitches/return_pitch.html", form=form, pitch=pitch)


@blueprint.route("/pitches/<int:pitch_id>/extend", methods=["GET", "POST"])
@may("pitch.select")
def extend_correction(pitch_id: int) -> str | Response:
    pitch, form = queries.get_submitted_pitch(pitch_id), ReturnForm()
    form.roadshow = pitch.roadshow
    del form.reason
    if form.validate_on_submit():
        try:
            operations.extend_correction(pitch, form.due_at, actor=current_user.actor)
            flash(
                _("“%(name)s”可以补正到%(due)s。", name=pitch.brief.overview.name, due=moment(pitch.due_at))
            )
            return back_to(pitch)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/pitches/extend_correction.html", form=form, pitch=pitch)


@blueprint.route("/pitches/<int:pitch_id>/decline", methods=["GET", "POST"])
@may("pitch.select")
def decline_pitch(pitch_id: int) -> str | Response:
    """The page itself asks once: a refusal cannot be taken back."""
    pitch, form = queries.get_submitted_pitch(pitch_id), DeclineForm()
    if form.validate_on_submit():
        try:
            operations.decline(pitch, form.reason.data, actor=current_user.actor)
            return say_state(pitch)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/pitches/decline_pitch.html", form=form, pitch=pitch)
