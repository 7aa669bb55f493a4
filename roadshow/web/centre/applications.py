"""Applications out of a sheet: uploaded, previewed row by row, taken in as if each were typed in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.ledgers import applying, queries
from roadshow.ledgers.applicants import Plan, preview, rows_of
from roadshow.ledgers.applications import MOST
from roadshow.ledgers.blank import blank_sheet
from roadshow.ledgers.models import ApplicationFile
from roadshow.pitches.queries import list_questions
from roadshow.pitches.rules import call_fault
from roadshow.programme.queries import get_roadshow
from roadshow.web.bodies import takes_files
from roadshow.web.exports import send_sheets
from roadshow.web.fields import Form, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint


class ApplicationsForm(Form):
    file = FileField(_("申请表格"), [FileRequired(_("请选择一个 .xlsx 文件"))])


@blueprint.route("/roadshows/<int:roadshow_id>/applications/new", methods=["GET", "POST"])
@may("pitch.select")
@takes_files()
def import_applications(roadshow_id: int) -> str | Response:
    roadshow, form = get_roadshow(roadshow_id), ApplicationsForm()
    if form.validate_on_submit():
        given = form.file.data
        try:
            name = given.filename or gettext("未命名")
            kept = applying.keep(roadshow, name, given.read(), actor=current_user.actor)
            return redirect(url_for(".show_applications", file_id=kept.id))
        except Refused as refusal:
            say(form, Refused(refusal.words, "file"))
    return render_template(
        "centre/applications/import_applications.html",
        form=form,
        roadshow=roadshow,
        fault=call_fault(roadshow, clock.now()),
        waiting=queries.list_application_files(roadshow_id),
        most=MOST,
    )


@blueprint.get("/roadshows/<int:roadshow_id>/applications/blank.xlsx")
@may("pitch.select")
def download_blank(roadshow_id: int) -> Response:
    """Every column that its call asks for, in the reader's language."""
    roadshow = get_roadshow(roadshow_id)
    name = gettext("项目申请模板 %(title)s", title=str(roadshow.spoken_title).replace("/", " "))
    return send_sheets(blank_sheet(list_questions(roadshow_id)), f"{name}.xlsx")


@blueprint.get("/applications/<int:file_id>")
@may("pitch.select")
def show_applications(file_id: int) -> str:
    """What comes in, what is there, what stays out and why; once it is taken in, what stayed out."""
    kept = queries.get_application_file(file_id)
    roadshow = get_roadshow(kept.roadshow_id)
    plan, fault = _planned(kept)
    return render_template(
        "centre/applications/show_applications.html",
        kept=kept,
        roadshow=roadshow,
        plan=plan,
        fault=fault or (None if kept.taken_at else call_fault(roadshow, clock.now())),
    )


@blueprint.post("/applications/<int:file_id>/confirm")
@may("pitch.select")
def confirm_applications(file_id: int) -> Response:
    try:
        plan = applying.confirm(queries.get_application_file(file_id), actor=current_user.actor)
        count = len(plan.added)
        flash(ngettext("已导入%(num)d个申请。", "已导入%(num)d个申请。", count))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_applications", file_id=file_id))


@blueprint.post("/applications/<int:file_id>/drop")
@may("pitch.select")
def drop_applications(file_id: int) -> Response:
    kept = queries.get_application_file(file_id)
    roadshow_id = kept.roadshow_id
    try:
        applying.drop(kept, actor=current_user.actor)
        flash(_("已放弃这个文件，没有导入任何内容。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_pitches", roadshow_id=roadshow_id))


def _planned(kept: ApplicationFile) -> tuple[Plan | None, object | None]:
    """None where its columns do not fit any more what the call asks, and why."""
    try:
        return preview(get_roadshow(kept.roadshow_id), rows_of(kept)), None
    except Refused as refusal:
        return None, refusal.words
