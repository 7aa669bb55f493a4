"""An imported file beside what became of it, and the samples by which its sheets are accepted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.widgets import HiddenInput

from roadshow.audit.queries import list_entries_of
from roadshow.foundation.errors import Refused
from roadshow.foundation.many import Taken
from roadshow.jobs.queries import find_latest
from roadshow.ledgers import queries, sampling, standing
from roadshow.ledgers.letters import list_checkers
from roadshow.ledgers.looked_at_first import list_doubtful
from roadshow.ledgers.models import CHECK_JOBS, ImportedSheet, Sample, Upload
from roadshow.ledgers.odd import money
from roadshow.ledgers.remaining import Remaining, remaining_of
from roadshow.ledgers.sure import may_check
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import RowState
from roadshow.web.asked import asked_id, posted_id
from roadshow.web.fields import Form, Text, Ticks, Whole, flash_refusal, flash_taken, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.posting import with_letters
from roadshow.web.words import full_day, word
from roadshow.web.working import way_of

from . import blueprint
from .drawn_lines import list_drawn_lines
from .file_standing import list_returned_lines, may_draw, reasons_for, state_of, told_of
from .standing import may_verify

LINES = 20  # of a sample on one page, so that it weighs less than 80 KB


class WrongForm(Form):
    rows = Ticks(_("哪几条不符"))
    why = Text(_("哪里不符"))
    sample = Whole(_("抽样"), widget=HiddenInput())
    line = Whole(_("行"), widget=HiddenInput())


@blueprint.get("/ledgers/<int:upload_id>/check")
@may("outcome.read")
def check_file(upload_id: int) -> str:
    """Sheet by sheet: what the file says, what stands, what is between them."""
    kept = queries.get_taken(upload_id)
    job = find_latest(CHECK_JOBS, kept.id)
    later = standing.list_corrections(kept)
    sheets = standing.standing_of(kept, standing.list_sheets(kept), later)
    rest = _rest_of(kept, [each.sheet for each in sheets if each.failed])
    return render_template(
        "centre/sampling/check_file.html",
        kept=kept,
        job=job,
        way=way_of(job) if job and job.is_live else None,
        waiting=queries.count_waiting_in(kept),
        may_accept=_may_accept(kept),
        importer=not may_check(kept, current_user.actor),
        checkers=list_checkers(kept),
        corrections_for_me=sum(may_verify(each.row) for each in later),
        sheets=[(each, *state_of(each, rest.get(each.sheet.id))) for each in sheets],
        reasons=reasons_for,
        to_draw=sum(may_draw(each, rest.get(each.sheet.id)) for each in sheets),
        again=_again(rest.values()),
        failed=bool(rest),
        to_compare=sum(each.open_sample.size for each in sheets if each.open_sample),
        one_by_one=sum(each.count.proven + each.count.corrected for each in sheets),
        over=_over(kept, [each.sheet for each in sheets]),
        returned=list_returned_lines(kept),
        later=list({each.root.id: each for each in later}.values())[: standing.MOST_SHOWN],
        samples=[(sample, told_of(sample)) for each in sheets for sample in each.samples],
        entries=list_entries_of("upload", kept.id),
    )


@blueprint.post("/ledgers/<int:upload_id>/samples/draw")
@may("outcome.verify")
def draw_samples(upload_id: int) -> Response:
    try:
        drawn = sampling.draw(queries.get_taken(upload_id), actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".check_file", upload_id=upload_id))
    if drawn is None:
        flash(_("正在后台抽样；您可以离开这一页。"))
        return redirect(url_for(".check_file", upload_id=upload_id))
    return redirect(url_for(".show_samples", upload_id=upload_id))


@blueprint.get("/ledgers/<int:upload_id>/samples")
@may("outcome.read")
def show_samples(upload_id: int) -> str:
    return _samples_page(queries.get_taken(upload_id), _wrong_form())


@blueprint.post("/ledgers/<int:upload_id>/samples/wrong")
@may("outcome.verify")
def mark_wrong(upload_id: int) -> str | Response:
    """A drawn line does not agree with the file."""
    kept, form = queries.get_taken(upload_id), WrongForm()
    sample, line = standing.get_sample(posted_id("sample"), upload_id), posted_id("line")
    _offer_rows(form, sample, line)
    if form.validate_on_submit():
        try:
            row_ids = form.rows.data if "rows" in form else None
            taken = sampling.mark_wrong(
                sample, line, form.why.data, row_ids=row_ids, actor=current_user.actor
            )
            _flash_marked(taken, line)
            here = url_for(".show_samples", upload_id=upload_id, sheet=asked_id("sheet"), page=asked_page())
            return redirect(here)
        except Refused as refusal:
            say(form, refusal)
    return _samples_page(kept, form)


def _flash_marked(taken: Taken, line: int) -> None:
    if not taken.count and not taken.left:
        flash(_("第%(row)d行已标为不符；这一行没有等待核对的成果，不必退回。", row=line))
        return
    done = _("已标为不符，退回%(count)d条。", count=taken.count)
    flash_taken(taken, with_letters(done, _("本站还没有接通邮件，登记的人在“今天”里看得到。")))


@blueprint.post("/ledgers/<int:upload_id>/samples/accept")
@may("outcome.verify")
def accept_sheets(upload_id: int) -> Response:
    kept, sheet_id = queries.get_taken(upload_id), asked_id("sheet")
    try:
        done = sampling.accept(
            kept,
            compared="compared" in request.form,
            sheet_ids=[sheet_id] if sheet_id else (),
            actor=current_user.actor,
        )
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".show_samples", upload_id=upload_id, sheet=sheet_id))
    if done is None:
        flash(_("正在后台接受；您可以离开这一页。"))
    else:
        flash(_("已接受%(sheets)d张表，%(rows)d条计入年度数字。", sheets=done[0], rows=done[1]))
    return redirect(url_for(".check_file", upload_id=upload_id))


def _first(lines: list[dict[str, Any]], over: Mapping[int, list[object]]) -> list[dict[str, Any]]:
    """Doubtful lines before the others."""
    return sorted(lines, key=lambda line: over.keys().isdisjoint(line["rows"]))


def _wrong_form() -> WrongForm:
    """Of the line that the address names."""
    form = WrongForm(formdata=None, sample=asked_id("sample"), line=asked_id("line"))
    if form.sample.data and form.line.data:
        _offer_rows(form, standing.get_sample(form.sample.data), form.line.data)
    return form


def _offer_rows(form: WrongForm, sample: Sample, line: int) -> None:
    """Of a line with several rows that wait it is asked which are wrong."""
    ids = next((each["rows"] for each in sample.lines if each["line"] == line), ())
    waiting = {row.id: row for row in standing.list_drawn(ids).values() if row.state is RowState.LOGGED}
    if len(waiting) > 1:
        form.rows.offer({row_id: _in_short(row) for row_id, row in sorted(waiting.items())})
    else:
        del form.rows


def _in_short(row: Row) -> str:
    worth = money(row.amount_fen) if row.amount_fen else None
    parts = (word(row.step or row.kind), worth, full_day(row.on))
    return " ".join(str(part) for part in parts if part)


def _samples_page(kept: Upload, form: WrongForm) -> str:
    sheet_id = asked_id("sheet")
    samples = [
        sample
        for sample in _latest(standing.list_samples(kept, whole=True))
        if sample.accepted_at is None and sheet_id in (None, sample.sheet_id)
    ]
    over = list_doubtful(kept, [sample.sheet for sample in samples]) if samples else {}
    lines = [(sample, line) for sample in samples for line in _first(sample.lines, over)]
    shown = Shown(asked_page(), len(lines), LINES)
    shown = Shown(min(shown.page, shown.pages), shown.total, LINES)
    opened = [sample for sample in samples if sample.is_open]
    return render_template(
        "centre/sampling/show_samples.html",
        kept=kept,
        form=form,
        sheet_id=sheet_id,
        drawn=list(list_drawn_lines(shown.rows_of(lines))),
        over=over,
        opened=opened,
        size=sum(sample.size for sample in opened),
        failed=_failed(kept, [sample for sample in samples if sample.wrong_count]),
        shown=shown,
        may_accept=_may_accept(kept),
    )


@dataclass(frozen=True)
class Failed:
    """A sheet whose last sample has a wrong line, and what is left of it."""

    sheet: ImportedSheet
    rest: Remaining


def _failed(kept: Upload, samples: list[Sample]) -> list[Failed]:
    rest = _rest_of(kept, [sample.sheet for sample in samples])
    return [Failed(sample.sheet, rest[sample.sheet_id]) for sample in samples]


def _rest_of(kept: Upload, sheets: list[ImportedSheet]) -> dict[int, Remaining]:
    """By the sheet's id; nothing is asked where no sample failed."""
    return remaining_of(sheets, standing.list_samples(kept, whole=True)) if sheets else {}


def _again(rest: Iterable[Remaining]) -> int | None:
    """How many lines that were seen would be compared once more; 0 where others are drawn, None where none are."""
    drawn = [each for each in rest if each.to_draw]
    if not drawn:
        return None
    return sum(len(each.seen) for each in drawn) if all(each.is_seen for each in drawn) else 0


def _latest(samples: list[Sample]) -> list[Sample]:
    """Each sheet's last."""
    return list({sample.sheet_id: sample for sample in samples}.values())


def _over(kept: Upload, sheets: list[ImportedSheet]) -> list[tuple[Row, list[object]]]:
    """Rows to look at first, and why."""
    doubtful = list_doubtful(kept, sheets)
    found = dict(list(doubtful.items())[: standing.MOST_SHOWN])
    rows = standing.list_drawn(found)
    return [(rows[row_id], whys) for row_id, whys in found.items()]


def _may_accept(kept: Upload) -> bool:
    return "outcome.verify" in current_user.permissions and may_check(kept, current_user.actor)
