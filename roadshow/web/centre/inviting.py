"""Inviting guests: one, a pasted list or a sheet that is answered line by line, or who came before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from roadshow.attendance import inviting, queries, regulars
from roadshow.attendance.pasted import MOST_LINES, Line, LineState, read_list, taken_in
from roadshow.attendance.rules import Invitee, coming_fault
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.foundation.listing import Matching
from roadshow.foundation.site import has_mail
from roadshow.ledgers.workbook import open_workbook
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.web.asked import asked_words
from roadshow.web.attending import GuestForm
from roadshow.web.bodies import takes_files
from roadshow.web.fields import Form, Prose, flash_refusal, flash_taken, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.picking import among, picked
from roadshow.web.posting import with_letters
from roadshow.web.words import word

from . import blueprint

LARGEST_SHEET = 5  # MB
LINES_A_PAGE = 200
UNMAILED = _("本系统尚未接通邮件，邀请信没有寄出：请把来宾页面上的专用链接转交本人。")
WORST_FIRST = (LineState.BROKEN, LineState.DOUBLE, LineState.KNOWN, LineState.NEW)


class Pasted(Prose):
    """A list out of a sheet keeps its cells apart."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([text.replace("\t", "，") for text in valuelist])


class ListForm(Form):
    text = Pasted(_("名单"))
    file = FileField(_("或者选择一个表格文件"))

    def lines(self, roadshow: Roadshow) -> list[Line]:
        """Each answered; those of a sheet are in the text from now on. Raises: Refused as the list does."""
        if self.file.data:
            try:
                self.text.data = "\n".join(_rows(self.file.data))
            except Refused as refusal:
                raise Refused(refusal.words, "file") from refusal
        return read_list(self.text.data, queries.states_by_email(roadshow.id))


def _rows(file: object) -> Iterator[str]:
    for sheet in open_workbook(file):  # type: ignore[arg-type]  # what was uploaded is read as a file
        for _number, cells in sheet.rows[: MOST_LINES + 1]:
            yield "，".join(" ".join(str(cell).split()) for cell in cells if cell not in (None, ""))


@blueprint.route("/roadshows/<int:roadshow_id>/guests/new", methods=["GET", "POST"])
@may("attendance.keep")
def invite_guest(roadshow_id: int) -> str | Response:
    roadshow, form = get_roadshow(roadshow_id), GuestForm()
    if form.validate_on_submit():
        try:
            taken = inviting.invite_many(roadshow, [form.facts()], actor=current_user.actor)
            if taken.left:
                raise Refused(taken.left[0].why, "email")
            flash(with_letters(_("已邀请%(name)s。", name=form.name.data), UNMAILED))
            return redirect(_page_after(roadshow, form))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/inviting/invite_guest.html", form=form, roadshow=roadshow)


@blueprint.route("/roadshows/<int:roadshow_id>/guests/invite", methods=["GET", "POST"])
@may("attendance.keep")
@takes_files(LARGEST_SHEET)
def invite_list(roadshow_id: int) -> str | Response:
    """First each line is answered; then those that are good are invited, and no others."""
    roadshow, form, lines = get_roadshow(roadshow_id), ListForm(), list[Line]()
    if form.validate_on_submit():
        try:
            lines = form.lines(roadshow)
            if request.form.get("do") == "invite":
                return invite(roadshow, taken_in(lines))
        except Refused as refusal:
            say(form, refusal)
    return _answered(roadshow, form, lines)


def _page_after(roadshow: Roadshow, form: GuestForm) -> str:
    """The guest's own page, where their link is, as long as no mail carries it."""
    guest = None if has_mail() else queries.find_guest(roadshow.id, form.facts().email)
    if guest is None:
        return url_for(".list_guests", roadshow_id=roadshow.id)
    return url_for(".show_guest", roadshow_id=roadshow.id, guest_id=guest.id)


def _answered(roadshow: Roadshow, form: ListForm, lines: list[Line]) -> str:
    """What is wrong first; of a long list a page."""
    count = Counter(line.state for line in lines)
    shown = Shown(asked_page(), len(lines), LINES_A_PAGE)
    shown = replace(shown, page=min(shown.page, shown.pages))
    return render_template(
        "centre/inviting/invite_list.html",
        form=form,
        roadshow=roadshow,
        fault=coming_fault(roadshow, clock.now()),
        lines=shown.rows_of(sorted(lines, key=lambda line: WORST_FIRST.index(line.state))),
        counts=[
            _("%(state)s%(count)d行", state=word(state), count=count[state])
            for state in WORST_FIRST
            if count[state]
        ],
        good=count[LineState.NEW],
        shown=shown,
        most=MOST_LINES,
    )


@blueprint.get("/roadshows/<int:roadshow_id>/guests/before")
@may("attendance.keep")
def list_who_came(roadshow_id: int) -> str:
    roadshow = get_roadshow(roadshow_id)
    guests = _who_came(roadshow)
    shown = Shown(asked_page(), len(guests))
    return render_template(
        "centre/inviting/list_who_came.html",
        roadshow=roadshow,
        same_field=_asks_for_field(roadshow),
        guests=shown.rows_of(guests),
        matching=Matching.of([guest.id for guest in guests]),
        shown=shown,
        fault=coming_fault(roadshow, clock.now()),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/guests/before")
@may("attendance.keep")
def invite_who_came(roadshow_id: int) -> Response:
    roadshow = get_roadshow(roadshow_id)
    ids = picked(among(lambda: [guest.id for guest in _who_came(roadshow)]))
    return invite(roadshow, [guest.invitee for guest in regulars.list_who_came(roadshow, ids=ids)])


def _who_came(roadshow: Roadshow) -> list[regulars.Regular]:
    same_field = _asks_for_field(roadshow)
    return regulars.list_who_came(roadshow, same_field=same_field, text=asked_words("q"))


def _asks_for_field(roadshow: Roadshow) -> bool:
    """Whether only those are listed who came to roadshows of the same field."""
    return request.args.get("field") == "same" and roadshow.sector is not None


def invite(roadshow: Roadshow, guests: list[Invitee], back: str = "") -> Response:
    """All at once, and told who was left; then ``back`` to the address that is given, or to the guests."""
    try:
        taken = inviting.invite_many(roadshow, guests, actor=current_user.actor)
        done = _("已邀请%(count)d位来宾。", count=taken.count)
        flash_taken(taken, with_letters(done, UNMAILED))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(back or url_for(".list_guests", roadshow_id=roadshow.id))
