"""What came of past years, in figures that anyone may read: only what a second person has verified."""

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from roadshow.foundation import clock
from roadshow.foundation.money import times
from roadshow.reports.opened import list_told_years
from roadshow.reports.queries import YearLine
from roadshow.web.guards import open_to_all
from roadshow.web.words import amount

from . import blueprint


@blueprint.get("/results")
@open_to_all
def list_results() -> str:
    lines = list_told_years(clock.today())
    return render_template("public/results/list_results.html", lines=lines, finding=_finding(lines))


def _finding(lines: list[YearLine]) -> object:
    """The newest year in one sentence, what was paid on what the year before it told."""
    if not lines:
        return None
    line = lines[0]
    before = sum(other.paid_fen for other in lines if other.year == line.year - 1)
    said = [
        ngettext("举办路演%(num)d场", "举办路演%(num)d场", line.held) if line.held else "",
        ngettext("引进项目%(num)d个", "引进项目%(num)d个", line.landed) if line.landed else "",
        _paid(line.paid_fen, before) if line.paid_fen else "",
        _("发放科技贷款%(money)s", money=amount(line.lent_fen)) if line.lent_fen else "",
    ]
    what = str(_("，")).join(str(words) for words in said if words)
    return _("%(year)d年%(what)s。", year=line.year, what=what)


def _paid(fen: int, before: int) -> object:
    """Of what is less than the year before no times are told."""
    if not before:
        return _("基金投资到账%(money)s", money=amount(fen))
    if fen < before:
        return _("基金投资到账%(money)s（上年%(before)s）", money=amount(fen), before=amount(before))
    return _("基金投资到账%(money)s，是上年的%(times)s倍", money=amount(fen), times=times(fen, before))
