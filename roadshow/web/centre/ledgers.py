import io

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.audit.operations import record
from roadshow.audit.queries import list_entries_of
from roadshow.foundation.errors import Missing, Refused
from roadshow.ledgers import operations, queries, remembering
from roadshow.ledgers.columns import KINDS
from roadshow.ledgers.export import export_year
from roadshow.ledgers.kinds import Kind
from roadshow.ledgers.ledger import years
from roadshow.ledgers.letters import list_checkers
from roadshow.ledgers.models import Upload, UploadState
from roadshow.ledgers.preview import preview_upload, waits_for_year
from roadshow.ledgers.queries import Arrival
from roadshow.ledgers.refused import refused_rows, still_offered
from roadshow.ledgers.standard import STANDARDS
from roadshow.ledgers.sure import may_check
from roadshow.ledgers.telling import entries_in_words, result_in_words
from roadshow.web.asked import asked_words
from roadshow.web.bodies import takes_files, takes_text
from roadshow.web.exports import send_sheets, send_workbook
from roadshow.web.fields import flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import DONE, GOING, OVER, YOURS
from roadshow.web.words import word
from roadshow.web.working import way_of

from . import blueprint
from .ledger_fields import PasteForm, UploadForm

LARGEST_PASTED = 20  # MB
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
    page, uploads = asked_page(), queries.list_uploads(UPLOADS.order, asked_words("q"))
    return render_template(
        "centre/ledgers/list_uploads.html",
        listing=UPLOADS,
        uploads=queries.list_arrivals(uploads.page(page)),
        shown=Shown(page, uploads.count()),
    )


@blueprint.get("/ledgers.xlsx")
@may("ledger.import")
def export_uploads() -> Response:
    return send_workbook(
        UPLOADS, queries.list_arrivals(queries.list_uploads(UPLOADS.order, asked_words("q")))
    )


@blueprint.get("/years/<year:year>/ledger.xlsx")
@may("outcome.read")
def export_ledger(year: int) -> Response:
    """The year in the bureau's layout, as an import takes it."""
    try:
        file, count = export_year(year)
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".show_year", year=year))
    record("ledger.exported", current_user.actor, "list", None, str(year), rows=count)
    return send_sheets(file, gettext("%(year)d年台账.xlsx", year=year))


@blueprint.route("/ledgers/new", methods=["GET", "POST"])
@may("ledger.import")
@takes_files()
def upload_ledger() -> str | Response:
    form = UploadForm()
    form.year.within = years()
    if form.validate_on_submit():
        try:
            given = form.file.data
            kept = operations.upload(
                given.filename or gettext("未命名"),
                given.read(),
                form.year.data,
                form.bureau.data,
                actor=current_user.actor,
            )
            return _to_preview(kept)
        except Refused as refusal:
            say(form, Refused(refusal.words, refusal.field or "file"))
    return render_template("centre/ledgers/upload_ledger.html", form=form, bureaus=queries.list_bureaus())


@blueprint.route("/ledgers/paste", methods=["GET", "POST"])
@may("ledger.import")
@takes_text(LARGEST_PASTED)
def paste_rows() -> str | Response:
    """Lines copied out of a sheet, which go the way of a file."""
    form = PasteForm(kind=request.args.get("kind"))
    form.year.within = years()
    if form.validate_on_submit():
        try:
            kind = next(kind for kind in KINDS if kind.name == form.kind.data)
            year, bureau = form.year.data, form.bureau.data
            return _to_preview(
                operations.paste(kind, form.text.data or "", year, bureau, actor=current_user.actor)
            )
        except Refused as refusal:
            say(form, Refused(refusal.words, refusal.field or "text"))
    return render_template(
        "centre/ledgers/paste_rows.html", form=form, bureaus=queries.list_bureaus(), standards=STANDARDS
    )


def _to_preview(kept: Upload) -> Response:
    if kept.large:
        flash(_("内容较多，正在后台读取；您可以离开这一页，读完后在“今天”里等您确认。"))
    return redirect(url_for(".show_upload", upload_id=kept.id))


@blueprint.get("/ledgers/<int:upload_id>")
@may("ledger.import")
def show_upload(upload_id: int) -> str:
    """What will be added, what is there already, what stays out and why; nothing is written yet."""
    arrival = queries.get_arrival(upload_id)
    plan = preview_upload(arrival.kept, asked_words("q")) if arrival.state is UploadState.READY else None
    return render_template(
        "centre/ledgers/show_upload.html",
        kept=arrival.kept,
        state=arrival.state,
        job=arrival.job,
        remembered=queries.list_remembered(arrival.kept.bureau) if arrival.kept.bureau else [],
        bureaus=queries.list_bureaus(),
        offered=still_offered(arrival.kept),
        entries=list_entries_of("upload", upload_id),
        became=result_in_words(arrival.kept.counts, arrival.kept.entries),
        waiting=queries.count_waiting_in(arrival.kept),
        may_check=may_check(arrival.kept, current_user.actor),
        checkers=list_checkers(arrival.kept),
        way=way_of(arrival.job) if arrival.job else None,
        plan=plan,
        waits_for_year=plan is not None and waits_for_year(arrival.kept, plan),
    )


@blueprint.post("/ledgers/<int:upload_id>/answer")
@may("ledger.import")
def answer_upload(upload_id: int) -> Response:
    """The person says what columns are: each answer is 「header=field」, as the command's --map takes it."""
    kept = queries.get_upload(upload_id)
    answers = (answer.rpartition("=") for name, answer in request.form.items() if name.startswith("answer"))
    try:
        said = {header: field for header, _equals, field in answers if header and field}
        operations.answer(kept, said, request.form.get("bureau", ""), actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.get("/ledgers/remembered")
@may("ledger.import")
def list_remembered() -> str:
    """What was said of the bureaus' columns, by which their next files are read."""
    kinds, found = {kind.name: kind for kind in KINDS}, queries.list_remembered(text=asked_words("q"))
    lines = [(kept, kinds[kept.kind], _field(kinds[kept.kind], kept.field)) for kept in found]
    return render_template("centre/ledgers/list_remembered.html", lines=lines)


def _field(kind: Kind, told: str) -> object:
    column = kind.column(told.rpartition(".")[2])
    return column.words if column else _("不导入")


@blueprint.post("/ledgers/remembered/<int:remembered_id>/forget")
@may("ledger.import")
def forget_remembered(remembered_id: int) -> Response:
    kept = queries.get_remembered(remembered_id)
    flash(_("已忘记“%(header)s”一列，下次再问。", header=kept.header))
    remembering.forget(kept, actor=current_user.actor)
    return redirect(url_for(".list_remembered"))


@blueprint.post("/ledgers/remembered/forget")
@may("ledger.import")
def forget_bureau() -> Response:
    remembering.forget_bureau(request.form.get("bureau", ""), actor=current_user.actor)
    flash(_("已忘记这个单位的列，下次再问。"))
    return redirect(url_for(".list_remembered"))


@blueprint.post("/ledgers/<int:upload_id>/confirm")
@may("ledger.import")
def confirm_upload(upload_id: int) -> Response:
    try:
        plan = operations.confirm(queries.get_upload(upload_id), actor=current_user.actor)
        if plan is None:
            flash(_("正在后台导入；您可以离开这一页。"))
        else:
            flash(_("已导入%(became)s。等待同事核对。", became=entries_in_words(plan.imported, plan.entries)))
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
    """The rows that stay out, with their reasons, to be corrected and brought in again, as long as the file is kept."""
    kept = queries.get_upload(upload_id)
    if not kept.content or (kept.large and kept.refused is None):
        raise Missing(f"refused rows of upload {upload_id}")
    name = gettext("未导入的行 %(name)s", name=kept.name)
    return send_sheets(io.BytesIO(kept.refused or refused_rows(kept)), name)
