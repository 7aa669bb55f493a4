"""What a reviewer has to read, and the sheet of each application."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Fault, Overtaken, Refused
from roadshow.programme.models import Roadshow
from roadshow.screening import queries, reviewing
from roadshow.screening.models import Criterion, Setup, Sheet
from roadshow.screening.rules import Line, points_faults, within
from roadshow.screening.states import SheetState
from roadshow.web.facts import review_facts
from roadshow.web.fields import Form, Prose, Whole, put, say
from roadshow.web.guards import may
from roadshow.web.words import known

from . import blueprint


class RecusalForm(Form):
    reason = Prose(_("回避的原因"), [InputRequired(_("请写明回避的原因"))])


class Task(NamedTuple):
    """All that this reader has to read of one roadshow."""

    roadshow: Roadshow
    setup: Setup
    sheets: list[Sheet]

    @property
    def done(self) -> int:
        return sum(sheet.state is SheetState.HANDED_IN for sheet in self.sheets)

    @property
    def open(self) -> bool:
        return self.setup.closed_at is None


class MarksForm(Form):
    """A mark for each criterion, in fields ``points-N``; then the note. Made for one rubric by ``form_of``."""

    rubric: Sequence[Line] = ()

    @property
    def points(self) -> list[int | None]:
        return [self[f"points-{number}"].data for number in range(len(self.rubric))]

    def faults(self) -> list[Fault]:
        return points_faults(self.rubric, self.points, whole=not _as_draft())


def list_tasks() -> list[Task]:
    """What this reader has to read, by roadshow."""
    sheets = queries.list_own_sheets(current_user.id)
    groups = [list(group) for _id, group in groupby(sheets, key=lambda sheet: sheet.pitch.roadshow_id)]
    setups = queries.list_setups([group[0].pitch.roadshow_id for group in groups])
    return [Task(row := group[0].pitch.roadshow, setups[row.id], group) for group in groups]


@blueprint.get("/reviews")
@may("review.own")
def list_reviews() -> str:
    return render_template("judge/reviews/list_reviews.html", tasks=list_tasks())


@blueprint.route("/reviews/<int:sheet_id>", methods=["GET", "POST"])
@may("review.own")
def review_pitch(sheet_id: int) -> str | Response:
    sheet = queries.get_own_sheet(current_user.id, sheet_id)
    setup = queries.get_setup(sheet.pitch.roadshow_id)
    criteria = queries.list_criteria(setup)
    form = form_of(criteria, sheet)
    if form.validate_on_submit():
        try:
            act = reviewing.keep if _as_draft() else reviewing.hand_in
            act(sheet, form.points, form.note.data, seen=_seen(form), actor=current_user.actor)
            flash(_("已存草稿，还没有提交。") if sheet.state is SheetState.STARTED else _("评分已提交。"))
            return redirect(url_for(".list_reviews"))
        except Overtaken as overtaken:
            _show_kept(form, sheet, overtaken)
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "judge/reviews/review_pitch.html",
        form=form,
        sheet=sheet,
        setup=setup,
        criteria=criteria,
        facts=review_facts(sheet.pitch.project, blind=setup.blind),
    )


@blueprint.route("/reviews/<int:sheet_id>/recuse", methods=["GET", "POST"])
@may("review.own")
def recuse(sheet_id: int) -> str | Response:
    """The page itself asks once: it is gone from the reader's list then."""
    sheet, form = queries.get_own_sheet(current_user.id, sheet_id), RecusalForm()
    name = sheet.pitch.project.name
    if form.validate_on_submit():
        try:
            reviewing.recuse(sheet, form.reason.data, actor=current_user.actor)
            flash(_("您已回避“%(name)s”，它不再在您的列表里。", name=name))
            return redirect(url_for(".list_reviews"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("judge/reviews/recuse.html", form=form, sheet=sheet)


def form_of(criteria: Sequence[Criterion], sheet: Sheet) -> Any:
    """The form of this rubric, filled with what was kept."""
    lines = [Line(each.name, each.weight) for each in criteria]

    class OfRubric(MarksForm):
        rubric = lines

    for number, line in enumerate(lines):
        setattr(OfRubric, f"points-{number}", Whole(known(line.name), within=within(line)))
    OfRubric.note = Prose(_("给组织者的话"))
    OfRubric.seen = HiddenField()
    kept: dict[str, Any] = {f"points-{number}": points for number, points in enumerate(sheet.points)}
    return OfRubric(data=kept | {"note": sheet.note, "seen": sheet.number})


def _show_kept(form: Any, sheet: Sheet, overtaken: Overtaken) -> None:
    """What another window kept stands at each mark that differs; who presses again has seen it."""
    pairs = enumerate(zip(form.points, sheet.points, strict=False))
    differ = [(number, kept) for number, (typed, kept) in pairs if typed != kept and kept is not None]
    put(form, [Fault("", overtaken.words)])
    put(form, [Fault(f"points-{number}", _("别处刚存的是%(kept)d分", kept=kept)) for number, kept in differ])
    form.seen.data = sheet.number


def _seen(form: Any) -> int:
    """Nonsense has seen nothing."""
    typed = str(form.seen.data or "")
    return int(typed) if typed.isdecimal() and len(typed) < len("1000000000") else -1


def _as_draft() -> bool:
    """Which of the two buttons was pressed."""
    return request.form.get("keep") == "draft"
