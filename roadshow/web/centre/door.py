"""The door of a roadshow, for who keeps it: devices, how many came, what went wrong, and the desk without a device."""

from typing import Any
from uuid import uuid4

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.attendance import admitting, devices, scans, undoing
from roadshow.attendance.models import Scan, Verdict
from roadshow.attendance.scans import PROBLEMS
from roadshow.attendance.shown import Keeper, Shown
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.web.addresses import absolute
from roadshow.web.asked import asked_words, posted_id
from roadshow.web.attending import WalkInForm
from roadshow.web.codes import qr
from roadshow.web.exports import send_workbook
from roadshow.web.fields import Form, Prose, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown as Page
from roadshow.web.paging import asked_page
from roadshow.web.words import word

from . import blueprint

SHAPES = {Verdict.ADMITTED: "done", Verdict.UNDONE: "over"}


def _undo_url(scan: Scan) -> str | None:
    if scan.verdict is not Verdict.ADMITTED:
        return None
    return url_for("centre.undo_check_in", roadshow_id=scan.roadshow_id, scan_id=scan.id)


SCANS: Listing[Scan] = Listing(
    _("签到记录"),
    "centre.export_scans",
    (
        Column(
            _("来宾"),
            lambda scan: scan.attendance.name if scan.attendance else _("不在名单里"),
            "name",
            link=_undo_url,
            under=lambda scan: scan.attendance.organisation if scan.attendance else "",
        ),
        Column(
            _("结果"),
            lambda scan: word(scan.verdict),
            kind="state",
            shape=lambda scan: SHAPES.get(scan.verdict, "yours"),
        ),
        Column(_("方式"), lambda scan: word(scan.way)),
        Column(_("入口"), lambda scan: scan.by, "by"),
        Column(_("时间"), lambda scan: scan.at, "at", "when"),
        Column(_("收到"), lambda scan: scan.received_at, "received", "when"),
    ),
)


class DeviceForm(Form):
    name = Text(_("入口名称"), [InputRequired(_("请填写入口名称，如“东门”"))])


class UndoForm(Form):
    reason = Prose(_("原因"), [InputRequired(_("请写明撤销签到的原因"))])


@blueprint.route("/roadshows/<int:roadshow_id>/door", methods=["GET", "POST"])
@may("door.keep")
def show_door(roadshow_id: int) -> str:
    """The link that pairs a device is shown once, in the answer itself: only its hash is kept."""
    roadshow, form, code = get_roadshow(roadshow_id), DeviceForm(), None
    if form.validate_on_submit():
        try:
            code = devices.add_device(roadshow, form.name.data, actor=current_user.actor)
        except Refused as refusal:
            say(form, refusal)
    link = absolute("door.pair_device", code=code) if code else None
    return render_template(
        "centre/door/show_door.html",
        roadshow=roadshow,
        form=form,
        code=code,
        link=link,
        drawn=qr(link) if link else None,
        devices=devices.list_devices(roadshow_id),
        is_over=devices.is_over,
        counts=scans.count_door(roadshow_id),
        listing=SCANS.still,
        problems=scans.list_scans(roadshow_id, PROBLEMS).page(1, 10),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/door/devices/<int:device_id>/revoke")
@may("door.keep")
def revoke_device(roadshow_id: int, device_id: int) -> Response:
    device = devices.get_device(roadshow_id, device_id)
    try:
        devices.revoke(device, actor=current_user.actor)
        flash(_("已停用%(name)s的设备，它上面的名单会被删去。", name=device.name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_door", roadshow_id=roadshow_id))


@blueprint.get("/roadshows/<int:roadshow_id>/door/guests")
@may("door.keep")
def find_guests(roadshow_id: int) -> str:
    asked = asked_words("q")
    return _guests_page(roadshow_id, WalkInForm(formdata=None), asked)


@blueprint.post("/roadshows/<int:roadshow_id>/door/guests")
@may("door.keep")
def check_in_guest(roadshow_id: int) -> Response:
    """One whom the search found."""
    _take(get_roadshow(roadshow_id), _shown(guest_id=posted_id("guest")))
    return redirect(url_for(".find_guests", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/door/walk-ins")
@may("door.keep")
def check_in_walk_in(roadshow_id: int) -> str | Response:
    """What was typed stays until they are in."""
    form = WalkInForm()
    if not form.validate_on_submit() or not _take(get_roadshow(roadshow_id), _shown(walk_in=form.facts())):
        return _guests_page(roadshow_id, form, "")
    return redirect(url_for(".find_guests", roadshow_id=roadshow_id))


@blueprint.get("/roadshows/<int:roadshow_id>/door/scans")
@may("door.keep")
def list_scans(roadshow_id: int) -> str:
    roadshow, page, only = get_roadshow(roadshow_id), asked_page(), request.args.get("only") == "problems"
    rows = scans.list_scans(roadshow_id, PROBLEMS if only else (), SCANS.order, asked_words("q"))
    return render_template(
        "centre/door/list_scans.html",
        roadshow=roadshow,
        listing=SCANS,
        scans=rows.page(page),
        only=only,
        shown=Page(page, rows.count()),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/door/scans.xlsx")
@may("door.keep")
def export_scans(roadshow_id: int) -> Response:
    roadshow, only = get_roadshow(roadshow_id), request.args.get("only") == "problems"
    rows = scans.list_scans(roadshow_id, PROBLEMS if only else (), SCANS.order, asked_words("q"))
    return send_workbook(SCANS, rows, roadshow)


@blueprint.route("/roadshows/<int:roadshow_id>/door/scans/<int:scan_id>/undo", methods=["GET", "POST"])
@may("door.keep")
def undo_check_in(roadshow_id: int, scan_id: int) -> str | Response:
    roadshow, scan, form = get_roadshow(roadshow_id), scans.get_scan(roadshow_id, scan_id), UndoForm()
    if form.validate_on_submit():
        try:
            undoing.undo(scan, form.reason.data, actor=current_user.actor)
            flash(_("已撤销这次签到。"))
            return redirect(url_for(".list_scans", roadshow_id=roadshow_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/door/undo_check_in.html", roadshow=roadshow, scan=scan, form=form)


def _guests_page(roadshow_id: int, form: WalkInForm, asked: str) -> str:
    roadshow = get_roadshow(roadshow_id)
    found = scans.find_guests(roadshow_id, asked)
    return render_template(
        "centre/door/find_guests.html",
        roadshow=roadshow,
        counts=scans.count_door(roadshow_id),
        found=found,
        asked=asked,
        form=form,
    )


def _shown(**what: Any) -> Shown:
    return Shown(str(uuid4()), clock.now(), **what)


def _take(roadshow: Roadshow, shown: Shown) -> bool:
    """Say what came of it; whether it let somebody in."""
    secret, who = str(current_app.config["SECRET_KEY"]), Keeper(current_user.person.name)
    try:
        (answer,) = admitting.take(roadshow, [shown], secret=secret, keeper=who)
    except Refused as refusal:
        flash_refusal(refusal)
        return False
    if answer.verdict is None:
        for fault in answer.faults:
            flash(str(fault), "bad")
        return False
    good = answer.verdict is Verdict.ADMITTED
    flash(
        _("%(name)s：%(said)s", name=answer.name or _("来宾"), said=word(answer.verdict)),
        "message" if good else "now",
    )
    return good
