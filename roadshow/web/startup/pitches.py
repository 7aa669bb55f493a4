from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.agenda.queries import find_stage_time
from roadshow.attendance.online import list_rooms
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.foundation.steps import step_fault, steps_for
from roadshow.pitches import operations, places, queries
from roadshow.pitches.again import again_until
from roadshow.pitches.corrections import is_corrected, is_unchanged
from roadshow.pitches.models import Pitch, Question
from roadshow.pitches.rules import confirm_fault, is_to_confirm, late_call_fault
from roadshow.pitches.states import ENDED, STATE_WORDS, STORY, PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_public_roadshow
from roadshow.projects.belonging import find_right, may_edit
from roadshow.projects.meter import Progress, progress_of
from roadshow.projects.models import AT_LEAST, MemberRight, Project
from roadshow.projects.queries import get_own_project, list_member_ids, list_own_projects
from roadshow.projects.snapshot import snapshot_of, whole
from roadshow.web.answers import answered, answers_of, known, with_questions
from roadshow.web.asked import asked_words
from roadshow.web.fields import Choice, Form, Prose, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page

from . import blueprint
from .standing import is_too_late, takes_code

S = PitchState
ARRIVES_BEFORE = timedelta(minutes=30)
KEPT = {"going": frozenset(PitchState) - ENDED, "ended": ENDED}


class ApplicationForm(Form):
    project = Choice(_("项目"), [InputRequired(_("请选择项目"))])
    message = Prose(_("申请说明"))
    code = Text(_("补报码"))


class MessageForm(Form):
    message = Prose(_("申请说明"))
    code = Text(_("补报码"))


@blueprint.get("/pitches")
@may("pitch.own")
def list_pitches() -> str:
    text = asked_words("q")
    counts = queries.count_own_pitches(current_user.id, text)
    only = request.args.get("only", "")
    states = KEPT.get(only, frozenset(PitchState))
    shown = Shown(asked_page(), sum(counts.get(state, 0) for state in states))
    return render_template(
        "startup/pitches/list_pitches.html",
        pitches=queries.list_own_pitches(current_user.id, states, shown.page, shown.per_page, text=text),
        shown=shown,
        only=only if only in KEPT else "",
        totals={kind: sum(counts.get(state, 0) for state in kept) for kind, kept in KEPT.items()},
    )


@blueprint.route("/roadshows/<uuid:uid>/apply", methods=["GET", "POST"])
@may("pitch.own")
def apply(uid: UUID) -> str | Response:
    roadshow = get_public_roadshow(str(uid))
    questions, comes_late = queries.list_questions(roadshow.id), not roadshow.calls(clock.now())
    projects = list_own_projects(current_user.id, right=MemberRight.EDITOR)
    form = with_questions(ApplicationForm, questions)(data=_begun(roadshow, projects))
    if not comes_late:
        del form.code
    offered = _offer_projects(form, roadshow)
    if form.validate_on_submit():
        try:
            return redirect(url_for(".show_pitch", pitch_id=_apply(form, roadshow, questions).id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "startup/pitches/apply.html",
        form=form,
        roadshow=roadshow,
        offered=offered,
        questions=questions,
        calls=not comes_late,
        may_be_late=comes_late and late_call_fault(roadshow) is None,
        with_code="late" in request.args,
        projects=projects,
        lacking=[(project, progress) for project, progress in offered if progress.missing],
        chosen=form.project.data or "",
        applied=queries.list_own_pitches_of(current_user.id, roadshow.id),
    )


@blueprint.get("/pitches/<int:pitch_id>")
@may("pitch.own")
def show_pitch(pitch_id: int) -> str:
    pitch = queries.get_own_pitch(current_user.id, pitch_id)
    steps = _steps(pitch)
    corrects = pitch.state is S.RETURNED and S.SUBMITTED in steps
    return render_template(
        "startup/pitches/show_pitch.html",
        pitch=pitch,
        steps=steps,
        corrects=corrects,
        corrected=corrects and is_corrected(pitch),
        step=progress_of(snapshot_of(pitch.project)).first_step if corrects else None,
        answered=answered(pitch),
        takes_code=takes_code(pitch),
        again=pitch.state is S.WITHDRAWN and _may_edit(pitch) and again_until(pitch),
        confirms=_may_edit(pitch) and is_to_confirm(pitch, clock.now()),
        time=find_stage_time(pitch) if pitch.state is S.SCHEDULED else None,
        arrives_at=pitch.roadshow.starts_at and pitch.roadshow.starts_at - ARRIVES_BEFORE,
        entries=list_entries_of("pitch", pitch.id),
        known=list_member_ids(pitch.project),
        rooms=list_rooms([pitch.roadshow_id], current_user.person).get(pitch.roadshow_id, ()),
    )


@blueprint.route("/pitches/<int:pitch_id>/submit", methods=["GET", "POST"])
@may("pitch.own")
def submit_pitch(pitch_id: int) -> str | Response:
    pitch = queries.get_own_pitch(current_user.id, pitch_id, MemberRight.EDITOR)
    questions = queries.list_questions(pitch.roadshow_id)
    form = with_questions(MessageForm, questions)(data={"message": pitch.message} | known(pitch.answers))
    if not takes_code(pitch):
        del form.code
    unchanged = False
    if form.validate_on_submit():
        try:
            if not (unchanged := _is_unchanged(pitch, form, questions)):
                _keep_or_submit(pitch, form, questions)
                return redirect(url_for(".show_pitch", pitch_id=pitch_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "startup/pitches/submit_pitch.html",
        form=form,
        unchanged=unchanged,
        pitch=pitch,
        questions=questions,
        progress=progress_of(snapshot_of(pitch.project)),
    )


@blueprint.route("/pitches/<int:pitch_id>/confirm", methods=["GET", "POST"])
@may("pitch.own")
def confirm_pitch(pitch_id: int) -> str | Response:
    """Where the letter leads, which viewers get too: one button, or why there is none."""
    if request.method == "GET":
        pitch = queries.get_own_pitch(current_user.id, pitch_id)
        fault = confirm_fault(pitch, clock.now())
        if fault is None and not _may_edit(pitch):
            fault = _("您的权限是可查看，不能确认。请告诉负责人或可编辑的同事，在到期前确认参加。")
        return render_template("startup/pitches/confirm_pitch.html", pitch=pitch, fault=fault)
    pitch = queries.get_own_pitch(current_user.id, pitch_id, MemberRight.EDITOR)
    try:
        places.confirm(pitch, actor=current_user.actor)
        flash(_("已确认参加。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_pitch", pitch_id=pitch_id))


@blueprint.route("/pitches/<int:pitch_id>/withdraw", methods=["GET", "POST"])
@may("pitch.own")
def withdraw_pitch(pitch_id: int) -> str | Response:
    pitch = queries.get_own_pitch(current_user.id, pitch_id, MemberRight.OWNER)
    if request.method == "GET":
        fault = step_fault(STORY, pitch.state, S.WITHDRAWN, STATE_WORDS)
        return render_template(
            "startup/pitches/withdraw_pitch.html", pitch=pitch, fault=fault, again=again_until(pitch)
        )
    try:
        operations.withdraw(pitch, actor=current_user.actor)
        flash(_("已撤回申请。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_pitch", pitch_id=pitch_id))


def _may_edit(pitch: Pitch) -> bool:
    return may_edit(current_user.id, pitch.project.company_id)


def _steps(pitch: Pitch) -> set[PitchState]:
    """What this reader may do with it now: an editor hands in, an owner withdraws."""
    steps = steps_for(STORY, pitch.state, current_user.permissions)
    right = find_right(current_user.id, pitch.project.company_id)
    if right not in AT_LEAST[MemberRight.EDITOR] or is_too_late(pitch):
        steps -= {S.SUBMITTED}
    return steps if right in AT_LEAST[MemberRight.OWNER] else steps - {S.WITHDRAWN}


def _begun(roadshow: Roadshow, projects: list[Project]) -> dict[str, str | None]:
    """The project that a link names, and what its application said that was withdrawn, as that of the only one."""
    asked = request.args.get("project")
    meant = [project.id for project in projects if asked in (None, str(project.id))]
    pitch = queries.find_pitch(roadshow.id, meant[0]) if len(meant) == 1 else None
    if pitch is None or pitch.state is not S.WITHDRAWN:
        return {"project": asked}
    return {"project": asked, "message": pitch.message} | known(pitch.answers)


def _offer_projects(form: ApplicationForm, roadshow: Roadshow) -> list[tuple[Project, Progress]]:
    """Own projects, each with how far its form is; at first only those that may still apply for it, the only one
    chosen already."""
    projects = list_own_projects(current_user.id, *whole(), right=MemberRight.EDITOR)
    if request.method == "GET":
        applied = queries.list_own_applied(current_user.id, [roadshow.id])
        projects = [project for project in projects if (roadshow.id, project.id) not in applied]
    choices: list[tuple[str, object]] = [(str(project.id), project.name) for project in projects]
    form.project.offer(choices if len(choices) == 1 else [("", _("请选择")), *choices])
    return [(project, progress_of(snapshot_of(project))) for project in projects]


def _apply(form: ApplicationForm, roadshow: Roadshow, questions: list[Question]) -> Pitch:
    project = get_own_project(current_user.id, int(form.project.data), MemberRight.EDITOR)
    said, code = answers_of(form, questions), _code(form)
    actor = current_user.actor
    if _as_draft():
        pitch = operations.apply(project, roadshow, form.message.data, said, code=code, actor=actor)
        flash(_("已存为草稿。征集截止前提交，申请才算数。"))
    else:
        pitch = operations.apply_and_submit(
            project, roadshow, form.message.data, said, code=code, actor=actor
        )
        flash(_("已提交申请，等待初筛。"))
    return pitch


def _keep_or_submit(pitch: Pitch, form: MessageForm, questions: list[Question]) -> None:
    said, actor = answers_of(form, questions), current_user.actor
    if _as_draft():
        operations.change_message(pitch, form.message.data, said, actor=actor)
        flash(_("已保存，还没有提交。"))
    else:
        operations.submit(pitch, form.message.data, said, code=_code(form), actor=actor)
        flash(_("已提交申请，等待初筛。"))


def _is_unchanged(pitch: Pitch, form: MessageForm, questions: list[Question]) -> bool:
    """Whether it would be handed in again as it was returned, which is asked about once."""
    if pitch.state is not S.RETURNED or _as_draft() or "sure" in request.form:
        return False
    return is_unchanged(pitch, form.message.data, answers_of(form, questions))


def _code(form: ApplicationForm | MessageForm) -> str:
    """What lets it in late, where the form asks for it."""
    return str(form.code.data) if "code" in form else ""


def _as_draft() -> bool:
    """Which of the two buttons was pressed."""
    return request.form.get("keep") == "draft"
