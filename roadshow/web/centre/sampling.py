"""An imported file beside what became of it, and the samples by which its sheets are accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from roadshow.audit.queries import list_entries_of
from roadshow.foundation.errors import Refused
from roadshow.jobs.queries import find_latest
from roadshow.ledgers import queries, sampling, standing
from roadshow.ledgers.letters import list_checkers
from roadshow.ledgers.models import CHECK_JOBS, Sample, Upload
from roadshow.ledgers.standing import Standing
from roadshow.ledgers.sure import may_check
from roadshow.outcomes.models import Row
from roadshow.web.asked import asked_id, posted_id
from roadshow.web.fields import Form, Text, flash_refusal, flash_taken, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import DONE, GOING, YOURS
from roadshow.web.words import amount, in_a_row, moment
from roadshow.web.working import way_of

from . import blueprint
from .outcome_facts import said_alone

LINES = 20  # of a sample on one page, so that it weighs less than 80 KB


class WrongForm(Form):
    why = Text(_("哪里不符"))
    sample = IntegerField(widget=HiddenInput())
    line = IntegerField(widget=HiddenInput())


@dataclass(frozen=True)
class Drawn:
    """A line of the file as it was typed, beside the rows of the ledger that it became."""

    sample: Sample
    line: int
    cells: list[tuple[str, str]]
    rows: list[tuple[Row, list[tuple[object, object]]]]
    wrong: dict[str, Any] | None


@blueprint.get("/ledgers/<int:upload_id>/check")
@may("outcome.read")
def check_file(upload_id: int) -> str:
    """Sheet by sheet: what the file says, what stands, what is between them."""
    kept = queries.get_upload(upload_id)
    job = find_latest(CHECK_JOBS, kept.id)
    later = standing.list_corrections(kept)
    sheets = standing.standing_of(kept, standing.list_sheets(kept), later)
    return render_template(
        "centre/sampling/check_file.html",
        kept=kept,
        job=job,
        way=way_of(job) if job and job.is_live else None,
        waiting=queries.count_waiting_in(kept),
        may_accept=_may_accept(kept),
        importer=not may_check(kept, current_user.actor),
        checkers=list_checkers(kept),
        sheets=[(each, *_state(each)) for each in sheets],
        reasons=_reasons,
        to_draw=sum(_may_draw(each) for each in sheets),
        again=any(each.failed and each.count.sampled for each in sheets),
        to_compare=sum(each.open_sample.size for each in sheets if each.open_sample),
        one_by_one=sum(each.count.proven + each.count.corrected for each in sheets),
        returned=standing.list_returned(kept),
        later=later[: standing.MOST_SHOWN],
        samples=[(sample, _told(sample)) for each in sheets for sample in each.samples],
        entries=list_entries_of("upload", kept.id),
    )


@blueprint.post("/ledgers/<int:upload_id>/samples/draw")
@may("outcome.verify")
def draw_samples(upload_id: int) -> Response:
    try:
        drawn = sampling.draw(queries.get_upload(upload_id), actor=current_user.actor)
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
    return _samples_page(queries.get_upload(upload_id), _wrong_form())


@blueprint.post("/ledgers/<int:upload_id>/samples/wrong")
@may("outcome.verify")
def mark_wrong(upload_id: int) -> str | Response:
    """A drawn line does not agree with the file."""
    kept, form = queries.get_upload(upload_id), WrongForm()
    if form.validate_on_submit():
        try:
            sample = standing.get_sample(posted_id("sample"))
            taken = sampling.mark_wrong(sample, posted_id("line"), form.why.data, actor=current_user.actor)
            flash_taken(taken, str(_("已标为不符，退回%(count)d条。这张表要再抽一次样。", count=taken.count)))
            here = url_for(".show_samples", upload_id=upload_id, sheet=asked_id("sheet"), page=asked_page())
            return redirect(here)
        except Refused as refusal:
            say(form, refusal)
    return _samples_page(kept, form)


@blueprint.post("/ledgers/<int:upload_id>/samples/accept")
@may("outcome.verify")
def accept_sheets(upload_id: int) -> Response:
    kept, sheet_id = queries.get_upload(upload_id), asked_id("sheet")
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


def _wrong_form() -> WrongForm:
    """Of the line that the address names."""
    return WrongForm(formdata=None, sample=asked_id("sample"), line=asked_id("line"))


def _samples_page(kept: Upload, form: WrongForm) -> str:
    sheet_id = asked_id("sheet")
    samples = [
        sample
        for sample in _latest(standing.list_samples(kept, whole=True))
        if sample.accepted_at is None and sheet_id in (None, sample.sheet_id)
    ]
    lines = [(sample, line) for sample in samples for line in sample.lines]
    shown = Shown(asked_page(), len(lines), LINES)
    shown = Shown(min(shown.page, shown.pages), shown.total, LINES)
    opened = [sample for sample in samples if sample.is_open]
    return render_template(
        "centre/sampling/show_samples.html",
        kept=kept,
        form=form,
        sheet_id=sheet_id,
        drawn=list(_drawn(shown.rows_of(lines))),
        opened=opened,
        size=sum(sample.size for sample in opened),
        failed=[sample for sample in samples if sample.wrong_count],
        shown=shown,
        may_accept=_may_accept(kept),
    )


def _latest(samples: list[Sample]) -> list[Sample]:
    """Each sheet's last."""
    return list({sample.sheet_id: sample for sample in samples}.values())


def _drawn(lines: Any) -> Iterator[Drawn]:
    rows = standing.list_drawn({row_id for _sample, line in lines for row_id in line["rows"]})
    for sample, line in lines:
        wrong = next((each for each in sample.wrong if each["line"] == line["line"]), None)
        became = [(rows[row_id], _beside(rows[row_id])) for row_id in line["rows"]]
        yield Drawn(sample, line["line"], line["cells"], became, wrong)


def _beside(row: Row) -> list[tuple[object, object]]:
    return [(fact.words, fact.value) for fact in said_alone(row)]


def _may_accept(kept: Upload) -> bool:
    return "outcome.verify" in current_user.permissions and may_check(kept, current_user.actor)


def _may_draw(each: Standing) -> bool:
    return bool(each.count.sampled and not each.open_sample)


def _state(each: Standing) -> tuple[str, str]:
    """Its badge."""
    if each.open_sample:
        return YOURS, str(_("已抽%(count)d行，待对照", count=each.open_sample.size))
    if each.count.sampled:
        words = _("有不符，%(count)d条待再抽样") if each.failed else _("%(count)d条待抽样")
        return YOURS if each.failed else "", str(words) % {"count": each.count.sampled}
    if each.count.waiting:
        return GOING, str(_("%(count)d条逐条核对", count=each.count.waiting))
    return DONE, str(_("已全部核对") if each.count.rows or each.count.returned else _("不需核对"))


def _reasons(each: Standing) -> list[str]:
    """What is known of why it differs."""
    sheet, count = each.sheet, each.count
    refused = sheet.left_count - sheet.there_count
    told = [
        (refused, ngettext("%(num)d行未导入", "%(num)d行未导入", refused)),
        (sheet.there_count, ngettext("%(num)d行台账里已有", "%(num)d行台账里已有", sheet.there_count)),
        (count.returned, ngettext("%(num)d条核对未通过", "%(num)d条核对未通过", count.returned)),
        (each.corrections, ngettext("%(num)d条有更正", "%(num)d条有更正", each.corrections)),
    ]
    told += [
        (
            each_sum.apart_count,
            _(
                "%(count)d行的“%(header)s”没有日期，没有单独成条（%(fen)s）",
                count=each_sum.apart_count,
                header=each_sum.header,
                fen=amount(each_sum.apart),
            ),
        )
        for each_sum in each.sums
    ]
    return [str(words) for number, words in told if number]


def _told(sample: Sample) -> str:
    """A sample's line in the record of its sheet."""
    said = {"seed": sample.seed, "among": sample.among, "size": sample.size, "who": sample.drawn_by}
    began = _("种子%(seed)s，%(who)s从%(among)d行里抽%(size)d行", **said)
    if sample.wrong_count:
        lines = (_("第%(line)d行不符：%(why)s", line=each["line"], why=each["why"]) for each in sample.wrong)
        ended = _("%(lines)s；没有接受", lines=in_a_row(lines))
    elif sample.accepted_at is not None:
        ended = _(
            "都相符，%(who)s于%(at)s接受了%(count)d条",
            who=sample.accepted_by,
            at=moment(sample.accepted_at),
            count=sample.accepted_count,
        )
    else:
        ended = _("待对照")
    return str(_("%(began)s，%(ended)s", began=began, ended=ended))
