"""What a person says of an uploaded file: its year, that rows recur, that colleagues should check it."""

from flask import flash, redirect, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.ledgers import operations, queries
from roadshow.web.asked import posted_id
from roadshow.web.fields import flash_refusal
from roadshow.web.guards import may
from roadshow.web.posting import with_letters

from . import blueprint


@blueprint.post("/ledgers/<int:upload_id>/year")
@may("ledger.import")
def set_upload_year(upload_id: int) -> Response:
    """Choose the year where the file disagrees with it."""
    try:
        operations.set_year(queries.get_upload(upload_id), posted_id("year"), actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.post("/ledgers/<int:upload_id>/recurs")
@may("ledger.import")
def confirm_recurring(upload_id: int) -> Response:
    sheet = request.form.get("sheet", "")[:100]
    try:
        operations.confirm_recurring(queries.get_upload(upload_id), sheet, actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))


@blueprint.post("/ledgers/<int:upload_id>/remind")
@may("ledger.import")
def remind_of_upload(upload_id: int) -> Response:
    try:
        count = operations.remind(queries.get_upload(upload_id), actor=current_user.actor)
        done = ngettext("已提醒%(num)d位同事。", "已提醒%(num)d位同事。", count)
        flash(with_letters(done, _("本站还没有接通邮件，他们在“今天”里看得到。")))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_upload", upload_id=upload_id))
