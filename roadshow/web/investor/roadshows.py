"""Roadshows that this reader is invited to, and what of their projects they may read."""

from typing import NamedTuple

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.agenda.queries import list_public_stage_times
from roadshow.attendance.access import (
    NEED_WORDS,
    Access,
    Layer,
    Need,
    Reader,
    access_to,
    get_roadshow,
    list_shown,
    reader_of,
)
from roadshow.attendance.access import list_roadshows as list_invited
from roadshow.attendance.viewing import read_warning as note_warning
from roadshow.meetings.models import Interest
from roadshow.meetings.queries import list_own_interests
from roadshow.pitches.models import Pitch
from roadshow.pitches.snapshots import told_by
from roadshow.programme.models import Roadshow
from roadshow.projects.consents import list_public
from roadshow.web.asked import asked_id, asked_words
from roadshow.web.fields import Form
from roadshow.web.guards import may
from roadshow.web.interests import in_words
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import DONE, OVER, WAITS, YOURS
from roadshow.web.words import figure, time_of

from . import blueprint
from .needs import todos_of


class Row(NamedTuple):
    """A project of a roadshow, as far as this reader may know it; ``name`` is None for one whose owner keeps it."""

    pitch: Pitch
    name: str | None
    access: Access
    begins: str
    ask: str | None
    interest: str

    @property
    def open(self) -> bool:
        return self.access.reads(Layer.SUMMARY)

    @property
    def standing(self) -> tuple[str, str]:
        """Shape and words of what may be read of it."""
        if not self.access.open:
            return OVER, _("不向投资机构开放")
        if lacks := self.access.lacks(Layer.SUMMARY):
            return WAITS, str(NEED_WORDS[lacks[0]])
        if lacks := self.access.lacks(Layer.FIGURES):
            return YOURS, _("可看摘要")
        return DONE, _("可看全部")


@blueprint.get("/roadshows")
@may("deal.read")
def list_roadshows() -> str:
    found = list_invited(reader_of(current_user.person), asked_words("q"))
    shown = Shown(asked_page(), len(found))
    return render_template(
        "investor/roadshows/list_roadshows.html", roadshows=shown.rows_of(found), shown=shown
    )


@blueprint.get("/roadshows/<int:roadshow_id>")
@may("deal.read")
def show_roadshow(roadshow_id: int) -> str:
    reader = reader_of(current_user.person)
    roadshow = get_roadshow(reader, roadshow_id)
    rows = _rows(reader, roadshow)
    needs = [need for need in Need if need not in reader.fulfilled(roadshow_id)] if rows else []
    return render_template(
        "investor/roadshows/show_roadshow.html",
        roadshow=roadshow,
        rows=rows,
        todos=todos_of(needs, roadshow_id),
    )


@blueprint.route("/roadshows/<int:roadshow_id>/warning", methods=["GET", "POST"])
@may("deal.read")
def read_warning(roadshow_id: int) -> str | Response:
    """Once a roadshow; then on to the project that they come from."""
    roadshow = get_roadshow(reader_of(current_user.person), roadshow_id)
    form, pitch_id = Form(), asked_id("pitch")
    if form.validate_on_submit():
        note_warning(roadshow_id, person=current_user.person)
        if pitch_id:
            return redirect(url_for(".show_project", pitch_id=pitch_id))
        return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))
    return render_template("investor/roadshows/read_warning.html", roadshow=roadshow, form=form)


def _rows(reader: Reader, roadshow: Roadshow) -> list[Row]:
    """In the running order, then those that have no time yet."""
    pitches = list_shown(roadshow.id)
    public = list_public([pitch.project_id for pitch in pitches])
    institution_id = reader.institution.id if reader.institution else 0
    interests = list_own_interests(institution_id, [pitch.project_id for pitch in pitches])
    stage_times = list_public_stage_times([roadshow.id]).get(roadshow.id, [])
    times = {time.pitch.id: time.starts_at for time in stage_times}
    rows = [
        _row(pitch, access, time_of(times[pitch.id]) if pitch.id in times else "", public, interests)
        for pitch in pitches
        if (access := access_to(reader, pitch))
    ]
    return sorted(rows, key=lambda row: (row.begins == "", row.begins))


def _row(pitch: Pitch, access: Access, begins: str, public: set[int], interests: dict[int, Interest]) -> Row:
    known = access.reads(Layer.SUMMARY) or pitch.project_id in public
    ask = figure(told_by(pitch).financing.ask_fen) if access.reads(Layer.FIGURES) else None
    interest = interests.get(pitch.project_id)
    name = pitch.brief.overview.name if known else None
    return Row(pitch, name, access, begins, ask, in_words(interest) if interest else "")
