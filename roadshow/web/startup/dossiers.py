"""A project's form in steps: each saves by itself, as far as it is written."""

from dataclasses import replace
from http import HTTPStatus

from flask import flash, get_template_attribute, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation import clock
from roadshow.foundation.days import time_of
from roadshow.foundation.errors import Missing, Overtaken, Refused
from roadshow.pitches.queries import list_pitches_of
from roadshow.projects import queries
from roadshow.projects.choices import STEPS
from roadshow.projects.filling import fill
from roadshow.projects.meter import progress_of
from roadshow.projects.models import MemberRight, Project
from roadshow.projects.snapshot import print_of, snapshot_of
from roadshow.web.fields import say
from roadshow.web.guards import may
from roadshow.web.rows import DROP, MORE

from . import blueprint
from .standing import waits_for_correction
from .step_forms import form_of, is_free
from .steps import StepForm

FRAGMENT = "X-Fragment"  # asks for, and marks, what of the page a save may change
STAY = "stay"


@blueprint.route("/projects/<int:project_id>/fill/<step>", methods=["GET", "POST"])
@may("project.own")
def show_step(project_id: int, step: str) -> Response:
    if step not in STEPS:
        raise Missing(f"step {step}")
    project = queries.get_own_project(current_user.id, project_id, MemberRight.EDITOR)
    facts = snapshot_of(project).step(step)
    if request.method == "POST":
        return _save(project, step, form_of(step, facts))
    form = form_of(step, facts, current_user.person)
    form.more(request.args.get("more", ""))
    return _page(project, step, form)


def _save(project: Project, step: str, form: StepForm) -> Response:
    go = request.form.get("go", "")
    if go.startswith(DROP):
        form.drop(go.removeprefix(DROP))
    told = None
    if form.validate_on_submit():
        try:
            fill(project, form.facts(), seen=form.seen.data or "", actor=current_user.actor)
            return _saved(project, step, form, go)
        except Overtaken as refusal:
            told, form.seen.data = refusal, print_of(snapshot_of(project).step(step))  # by now it is known
        except Refused as refusal:
            say(form, refusal)
    if told is None and request.headers.get(FRAGMENT):
        return _save_valid(project, step, form)
    answer = _fragment if request.headers.get(FRAGMENT) else _page
    return answer(project, step, form, told)


def _save_valid(project: Project, step: str, form: StepForm) -> Response:
    """Save what is valid of a step while its reader types; what is not stays as it was saved last, and is told."""
    saved = snapshot_of(project).step(step)
    wrong = {field.name.partition("-")[0] for field in form.wrong}
    kept = {name: getattr(saved, name) for name in wrong if hasattr(saved, name)}
    at = ""
    if len(kept) == len(wrong) and not form.form_errors:
        try:
            fill(project, replace(form.facts(), **kept), seen=form.seen.data or "", actor=current_user.actor)
            form.seen.data, at = print_of(snapshot_of(project).step(step)), time_of(clock.now())
        except Overtaken as refusal:
            return _fragment(project, step, form, refusal)
        except Refused:  # what is valid alone is not valid together: all is told, nothing is saved
            pass
    return _fragment(project, step, form, at=at)


def _saved(project: Project, step: str, form: StepForm, go: str) -> Response:
    if request.headers.get(FRAGMENT):
        form.seen.data = print_of(snapshot_of(project).step(step))
        return _fragment(project, step, form, at=time_of(clock.now()))
    if go.startswith(MORE):
        rows = go.removeprefix(MORE)
        return redirect(url_for(".show_step", project_id=project.id, step=step, more=rows, _anchor=rows))
    flash(_("已保存“%(step)s”。", step=STEPS[step]))
    names = list(STEPS)
    here = names.index(step)
    if go == STAY or go.startswith(DROP):
        return redirect(url_for(".show_step", project_id=project.id, step=step))
    if here + 1 < len(names):
        return redirect(url_for(".show_step", project_id=project.id, step=names[here + 1]))
    return redirect(url_for(".show_project", project_id=project.id))


def _page(project: Project, step: str, form: StepForm, told: Overtaken | None = None) -> Response:
    snapshot = snapshot_of(project)
    page = render_template(
        "startup/dossiers/show_step.html",
        project=project,
        step=step,
        steps=STEPS,
        form=form,
        free=lambda field: is_free(step, field),
        told=told,
        progress=progress_of(snapshot),
        financing=snapshot.financing,
        suggests=not snapshot.applicant.has_contact,
        returned=[pitch for pitch in list_pitches_of(project.id) if waits_for_correction(pitch)],
        focus=request.args.get("more"),
    )
    return make_response(page, HTTPStatus.CONFLICT if told else HTTPStatus.OK)


def _fragment(
    project: Project, step: str, form: StepForm, told: Overtaken | None = None, at: str = ""
) -> Response:
    """To a script, which saves while its reader goes on typing: when it was saved, or why not, and what is missing."""
    snapshot = snapshot_of(project)
    saving = get_template_attribute("startup/dossiers/_saving.html", "saving")
    part = saving(form, project, step, progress_of(snapshot), snapshot.financing, told, at)
    refused = HTTPStatus.CONFLICT if told else HTTPStatus.UNPROCESSABLE_ENTITY
    return make_response(part, HTTPStatus.OK if at and not form.wrong else refused, {FRAGMENT: "saved"})
