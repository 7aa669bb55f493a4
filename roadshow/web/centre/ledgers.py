import io
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Missing, Refused
from roadshow.ledgers import operations, queries
from roadshow.ledgers.ledger import years
from roadshow.ledgers.models import UploadState
from roadshow.ledgers.preview import preview_upload
from roadshow.ledgers.queries import Arrival
from roadshow.ledgers.refused import refused_rows
from roadshow.web.bodies import takes_files
from roadshow.web.exports import send_sheets, send_workbook
from roadshow.web.fields import Form, Whole, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import DONE, GOING, OVER, YOURS
from roadshow.web.words import word
from roadshow.web.working import way_of

from . import blueprint


class UploadForm(Form):
    file = FileField(_("台账文件"), [FileRequired(_("请选择一个 .xlsx 文件"))])
    year = Whole(_("年度"), [InputRequired(_("请填写年度"))])

    def __init__(self, *given: Any, **known: Any) -> None:
        super().__init__(*given, **known)
        self.year.within = years()


SHAPES = {
    UploadState.READY: YOURS,
    UploadState.READING: GOING,
    UploadState.TAKING_IN: GOING,
    UploadState.TAKEN_IN: DONE,
}
UPLOADS: Listing[Arrival] = Listing(
    _("台账导入"),
    "centre.export_uploads",
    (
        Column(
            _("文件"),
            lambda upload: upload.kept.name,
            "name",
            link=lambda upload: url_for("centre.show_upload", upload_id=upload.kept.id),
            under=lambda upload: upload.kept.uploaded_by,
        ),
        Column(_("上传者"), lambda upload: upload.kept.uploaded_by, sheet_only=True),
        Column(
            _("状态"),
            lambda upload: word(upload.state),
            kind="state",
            shape=lambda upload: SHAPES.get(upload.state, OVER),
        ),
        Column(_("年度"), lambda upload: upload.kept.year, "year", "year"),
        Column(_("上传时间"), lambda upload: upload.kept.uploaded_at, "uploaded", "when"),
        Column(_("导入时间"), lambda upload: upload.kept.taken_at, kind="when", sheet_only=True),
    ),
)


@blueprint.get("/ledgers")
@may("ledger.import")
def list_uploads() -> str:
    page, uploads = asked_page(), queries.list_uploads(UPLOADS.order)
    return render_template(
        "centre/ledgers/list_uploads.html",
        listing=UPLOADS,
        uploads=queries.list_arrivals(uploads.page(page)),
        shown=Shown(page, uploads.count()),
    )


@blueprint.get("/ledgers.xlsx")
@may("ledger.import")
def export_uploads() -> Response:
    return send_workbook(UPLOADS, queries.list_arrivals(queries.list_uploads(UPLOADS.order)))


@blueprint.route("/ledgers/new", methods=["GET", "POST"])
@may("ledger.import")
@takes_files()
def upload_ledger() -> str | Response:
    form = UploadForm(year=clock.today().year - 1)
    if form.validate_on_submit():
        try:
            given = form.file.data
            kept = operations.upload(
                given.filename or gettext("未命名"),
                given.read(),
                form.year.data or 0,
                actor=current_user.actor,
            )
            if kept.large:
                flash(_("文件较大，正在后台读取；您可以离开这一页，读完后在“今天”里等您确认。"))
            return redirect(url_for(".show_upload", upload_id=kept.id))
        except Refused as refusal:
            say(form, Refused(refusal.words, refusal.field or "file"))
    return render_template("centre/ledgers/upload_ledger.html", form=form)


@blueprint.get("/ledgers/<int:upload_id>")
@may("ledger.import")
def show_upload(upload_id: int) -> str:
    """What will be added, what is there already, what stays out and why; nothing is written yet."""
    arrival = queries.get_arrival(upload_id)
    return render_template(
        "centre/ledgers/show_upload.html",
        kept=arrival.kept,
        state=arrival.state,
        job=arrival.job,
        entries=list_entries_of("upload", upload_id),
        way=way_of(arrival.job) if arrival.job else None,
        plan=preview_upload(arrival.kept) if arrival.state is UploadState.READY else None,
    )


@blueprint.post("/ledgers/<int:upload_id>/answer")
@may("ledger.import")
def answer_upload(upload_id: int) -> Response:
    """The person says what columns are: each answer is 「header=field」, as the command's --map takes it."""
    kept = queries.get_upload(upload_id)
    answers = (answer.rpartition("=") for name, answer in request.form.items() if name.startswith("answer"))
    try:
        said = {header: field for header, _equals, field in answers if header and field}
        operations.answer(kept, said, actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.post("/ledgers/<int:upload_id>/confirm")
@may("ledger.import")
def confirm_upload(upload_id: int) -> Response:
    try:
        plan = operations.confirm(queries.get_upload(upload_id), actor=current_user.actor)
        if plan is None:
            flash(_("正在后台导入；您可以离开这一页。"))
        else:
            flash(_("已导入%(count)d行，等待同事核对。", count=plan.imported))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.post("/ledgers/<int:upload_id>/read")
@may("ledger.import")
def read_upload(upload_id: int) -> Response:
    """Again: what the centre has may have changed since, or the first time was stopped or failed."""
    try:
        operations.read_again(queries.get_upload(upload_id), actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.post("/ledgers/<int:upload_id>/stop")
@may("ledger.import")
def stop_upload(upload_id: int) -> Response:
    try:
        operations.stop(queries.get_upload(upload_id))
        flash(_("已停止，没有写入任何内容。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.post("/ledgers/<int:upload_id>/drop")
@may("ledger.import")
def drop_upload(upload_id: int) -> Response:
    try:
        operations.drop(queries.get_upload(upload_id), actor=current_user.actor)
        flash(_("已放弃这个文件，没有导入任何内容。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_uploads"))


@blueprint.get("/ledgers/<int:upload_id>/refused.xlsx")
@may("ledger.import")
def download_refused(upload_id: int) -> Response:
    """The rows that stay out, with their reasons, to be corrected and brought in again."""
    kept = queries.get_upload(upload_id)
    if kept.taken_at or (kept.large and kept.refused is None):
        raise Missing(f"refused rows of upload {upload_id}")
    name = gettext("未导入的行 %(name)s", name=kept.name)
    return send_sheets(io.BytesIO(kept.refused or refused_rows(kept)), name)
