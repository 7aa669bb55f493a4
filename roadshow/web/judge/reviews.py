"""What a reviewer has to read, and the sheet of each application."""

from collections.abc import Sequence
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
from roadshow.screening.blind import told_to
from roadshow.screening.models import Criterion, Setup, Sheet
from roadshow.screening.rules import Line, least_points, sheet_faults, within
from roadshow.screening.states import SheetState
from roadshow.web.asked import asked_words
from roadshow.web.dossier_facts import review_groups
from roadshow.web.facts import review_facts
from roadshow.web.fields import Form, Prose, Whole, put, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.words import known

from . import blueprint
from .decks import lines_of_decks


class RecusalForm(Form):
    reason = Prose(_("回避的原因"), [InputRequired(_("请写明回避的原因"))])


class Task(NamedTuple):
    """How much this reader has to read of one roadshow, and how much of it is handed in."""

    setup: Setup
    all: int
    done: int

    @property
    def roadshow(self) -> Roadshow:
        return self.setup.roadshow

    @property
    def left(self) -> int:
        return self.all - self.done

    @property
    def open(self) -> bool:
        return self.setup.closed_at is None


class MarksForm(Form):
    """A mark for each criterion, in fields ``points-N``; then the note. Made for one rubric by ``form_of``."""

    rubric: Sequence[Line] = ()

    @property
    def points(self) -> list[int | None]:
        return [self[f"points-{number}"].data for number in range(len(self.rubric))]

    @property
    def given(self) -> list[int]:
        """The marks that count: within what their criteria allow."""
        found = zip(self.rubric, self.points, strict=True)
        return [points for line, points in found if points is not None and points <= (line.weight or 0)]

    def faults(self) -> list[Fault]:
        return sheet_faults(self.rubric, self.points, self["note"].data, whole=not _as_draft())


def list_tasks() -> list[Task]:
    """What this reader has to read, by roadshow."""
    counts = queries.count_own_sheets(current_user.id)
    setups = queries.list_setups(counts)
    return [Task(setups[roadshow_id], *count) for roadshow_id, count in counts.items()]


@blueprint.get("/reviews")
@may("review.own")
def list_reviews() -> str:
    tasks, page, text = list_tasks(), asked_page(), asked_words("q")
    found = queries.list_own_sheets(current_user.id, text=text)
    sheets: dict[int, list[Sheet]] = {}
    for sheet in found.page(page):
        sheets.setdefault(sheet.pitch.roadshow_id, []).append(sheet)
    return render_template(
        "judge/reviews/list_reviews.html",
        tasks=[task for task in tasks if task.roadshow.id in sheets],
        sheets=sheets,
        shown=Shown(page, found.count() if text else sum(task.all for task in tasks)),
    )


@blueprint.route("/reviews/<int:sheet_id>", methods=["GET", "POST"])
@may("review.own")
def review_pitch(sheet_id: int) -> str | Response:
    sheet = queries.get_own_sheet(current_user.id, sheet_id)
    setup = queries.get_setup(sheet.pitch.roadshow_id)
    told = told_to(sheet, setup)
    criteria = queries.list_criteria(setup)
    form = form_of(criteria, sheet)
    if form.validate_on_submit():
        try:
            act = reviewing.keep if _as_draft() else reviewing.hand_in
            act(sheet, form.points, form.note.data, seen=_seen(form), actor=current_user.actor)
            return _told(sheet)
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
        following=queries.find_next_sheet(sheet),
        facts=review_facts(told, blind=setup.blind),
        groups=review_groups(told),
        decks=lines_of_decks(sheet),
    )


@blueprint.route("/reviews/<int:sheet_id>/recuse", methods=["GET", "POST"])
@may("review.own")
def recuse(sheet_id: int) -> str | Response:
    """The page itself asks once: it is gone from the reader's list then."""
    sheet, form = queries.get_own_sheet(current_user.id, sheet_id), RecusalForm()
    name = sheet.pitch.brief.overview.name
    if form.validate_on_submit():
        try:
            reviewing.recuse(sheet, form.reason.data, actor=current_user.actor)
            flash(_("您已回避“%(name)s”，它不再在您的列表里。", name=name))
            return redirect(url_for(".list_reviews"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("judge/reviews/recuse.html", form=form, sheet=sheet)


def _told(sheet: Sheet) -> Response:
    """A draft stays open; from what is handed in it goes on to the next, if there is one."""
    if sheet.state is SheetState.STARTED:
        flash(_("已存草稿，还没有提交。"))
        return redirect(url_for(".review_pitch", sheet_id=sheet.id))
    name, total = sheet.pitch.brief.overview.name, sheet.total
    following = queries.find_next_sheet(sheet)
    if following is None:
        flash(_("“%(name)s”的评分已提交，合计%(total)d分。", name=name, total=total))
        return redirect(url_for(".list_reviews"))
    flash(_("“%(name)s”的评分已提交，合计%(total)d分。下面是下一份。", name=name, total=total))
    return redirect(url_for(".review_pitch", sheet_id=following.id))


def form_of(criteria: Sequence[Criterion], sheet: Sheet) -> Any:
    """The form of this rubric, filled with what was kept."""
    lines = [Line(each.name, each.weight) for each in criteria]

    class OfRubric(MarksForm):
        rubric = lines

    for number, line in enumerate(lines):
        mark = Whole(known(line.name), within=within(line), description=_hint(line))
        setattr(OfRubric, f"points-{number}", mark)
    OfRubric.note = Prose(_("给组织者的话"))
    OfRubric.seen = HiddenField()
    kept: dict[str, Any] = {f"points-{number}": points for number, points in enumerate(sheet.points)}
    return OfRubric(data=kept | {"note": sheet.note, "seen": sheet.number})


def _hint(line: Line) -> object:
    """What its points mean: 0至30分：26分起优秀，21分起良好，17分起一般."""
    excellent, good, fair = least_points(line)
    return _(
        "0至%(most)d分：%(excellent)d分起优秀，%(good)d分起良好，%(fair)d分起一般",
        most=line.weight,
        excellent=excellent,
        good=good,
        fair=fair,
    )


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
