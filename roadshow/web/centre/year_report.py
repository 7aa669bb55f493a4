"""The year's report: the bulletin with its pictures, its tables, and how each figure is defined; in either language."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.wrappers import Response

from roadshow.attendance.counting import visits_of_year
from roadshow.foundation import clock
from roadshow.foundation.languages import spoken
from roadshow.outcomes.states import ThreadStep
from roadshow.press.drawing import Bar, lying, standing
from roadshow.press.paper import Heading, Notes, Paper, Paragraph, Part, Picture, Table, print_paper
from roadshow.programme.queries import list_roadshows
from roadshow.reports.closing import with_official
from roadshow.reports.figures.figure import CHAPTER_WORDS
from roadshow.reports.funnel import REACHED_WORDS, list_stages
from roadshow.reports.measures import answer, paid_by_field
from roadshow.reports.queries import YearLine, list_months, list_year_lines
from roadshow.reports.records import NO_RECORD
from roadshow.web.exports import send_file
from roadshow.web.guards import may
from roadshow.web.words import amount, day, figure, in_a_row, money_unit, month_name, sector

from . import blueprint, findings
from .all_figures import Line, lines_of
from .brief import Brief, brief_of
from .bulletin import PDF, in_language, table_of
from .charts import answer_lines

YEARS = 10
NONE = "—"


@blueprint.get("/years/<year:year>/report.pdf")
@may("year.read")
def take_report(year: int) -> Response:
    with in_language():
        brief = brief_of(year, clock.today())
        paper = Paper(
            language=spoken(),
            flag=_("科创路演年度报告"),
            issued=(brief.centre, brief.issued),
            title=_("%(year)d年度科创路演工作报告", year=year),
            by=brief.by,
            parts=tuple(_parts(brief)),
            cover=True,
        )
        return send_file(print_paper(paper), f"{paper.title}.pdf", PDF)


def _parts(brief: Brief) -> Iterator[Part]:
    year, lines = brief.year, lines_of(brief.year)
    yield Heading(_("一、总体情况"))
    yield Paragraph(brief.summary)
    if brief.waits:
        yield Paragraph(brief.waits)
    yield table_of(brief)
    yield Heading(_("二、路演场次"))
    yield from _roadshows(year)
    yield Heading(_("三、投资到账"))
    yield from _money(year)
    yield Heading(_("四、从申请到到账"))
    yield from _stages(year)
    yield Heading(_("五、历年对比"))
    yield from _years(year)
    yield Heading(_("六、全部指标"))
    yield from _all(year, lines)
    yield Heading(_("七、统计方法"))
    yield from _method(brief, lines)


def _roadshows(year: int) -> Iterator[Part]:
    held, visits = [roadshow for roadshow in list_roadshows(year) if roadshow.is_held], visits_of_year(year)
    if not held:
        yield _nothing()
        return
    yield Paragraph(
        _(
            "举办路演%(count)d场，到场机构%(institutions)s家次，到场来宾%(persons)s人次。",
            count=len(held),
            institutions=f"{visits.institution_times:,}",
            persons=f"{visits.person_times:,}",
        )
    )
    rows = [
        [
            str(roadshow.spoken_title),
            day(roadshow.on),
            sector(roadshow.sector) or NONE,
            str(roadshow.spoken_where),
        ]
        for roadshow in held
    ]
    yield Table(
        _("%(year)d年举办的路演", year=year), [_("名称"), _("日期"), _("技术领域"), _("地点")], rows, 0
    )


def _money(year: int) -> Iterator[Part]:
    months = list_months(ThreadStep.PAID, year)
    if not any(month.this_fen for month in months):
        yield _nothing()
        return
    bars = [
        Bar(month_name(month.number), month.this_fen, figure(month.this_fen) or "", month.last_fen)
        for month in months
    ]
    words = _("基金投资到账，逐月，%(unit)s；浅色为%(before)d年", unit=money_unit(), before=year - 1)
    yield Picture(str(findings.of_months(year, months)), words, standing(bars))
    groups = answer(paid_by_field(year))
    if groups:
        marks = [
            Bar(line.label, line.value, line.words) for line in answer_lines(paid_by_field(year), groups)
        ]
        words = _("%(year)d年基金投资到账，按技术领域，%(unit)s", year=year, unit=money_unit())
        yield Picture(str(findings.of_fields(year, groups)), words, lying(marks))
        yield Table(words, [_("技术领域"), money_unit()], [[mark.label, mark.words] for mark in marks], 1)


def _stages(year: int) -> Iterator[Part]:
    stages = list_stages(year)
    if not stages[0].projects:
        yield _nothing()
        return
    bars = [Bar(str(REACHED_WORDS[stage.reached]), stage.projects, str(stage.projects)) for stage in stages]
    title = str(findings.of_stages(stages))
    yield Picture(title, _("%(year)d年各场路演的项目，走到每一步的个数", year=year), lying(bars))


def _years(year: int) -> Iterator[Part]:
    """Up to this one, the last ten."""
    lines = [line for line in with_official(list_year_lines()) if line.year <= year][:YEARS]
    bars = [Bar(str(line.year), line.paid_fen, figure(line.paid_fen) or "") for line in reversed(lines)]
    if any(bar.value for bar in bars):
        best = max(lines, key=lambda line: line.paid_fen)
        title = _("%(year)d年到账最多：%(money)s", year=best.year, money=amount(best.paid_fen))
        yield Picture(title, _("基金投资到账，逐年，%(unit)s", unit=money_unit()), standing(bars))
    heads = [
        _("年度"),
        _("举办路演（场）"),
        _("引进项目（个）"),
        _("基金投资到账（%(unit)s）", unit=money_unit()),
        _("发放科技贷款（%(unit)s）", unit=money_unit()),
    ]
    yield Table(_("历年数字"), heads, [_of_year(line) for line in lines], 4, widest=3)


def _of_year(line: YearLine) -> list[str]:
    counts = (f"{count:,}" if count else str(NO_RECORD) for count in (line.held, line.landed))
    sums = ((fen and figure(fen)) or str(NO_RECORD) for fen in (line.paid_fen, line.lent_fen))
    return [str(line.year), *counts, *sums]


def _all(year: int, lines: Sequence[Line]) -> Iterator[Part]:
    """What the year has nothing of is named in one sentence; the year before has a column if it has anything."""
    known, lacking = [line for line in lines if line.now], [line.name for line in lines if not line.now]
    with_before = any(line.before for line in known)
    heads = [_("指标"), pgettext("measure", "单位"), str(year), str(year - 1)]
    for chapter, of_chapter in groupby(known, lambda line: line.chapter):
        rows = [[line.name, line.unit, line.told(line.now), line.told(line.before)] for line in of_chapter]
        shown = [row if with_before else row[:3] for row in rows]
        yield Table(str(CHAPTER_WORDS[chapter]), heads if with_before else heads[:3], shown, 1 + with_before)
    if known and lacking:
        yield Paragraph(_("本年无记录的指标：%(names)s。", names=in_a_row(lacking)))
    elif lacking:
        yield _nothing()


def _nothing() -> Paragraph:
    return Paragraph(_("本年无记录。"))


def _method(brief: Brief, lines: Iterable[Line]) -> Iterator[Part]:
    yield Paragraph(
        _(
            "数字都由台账逐条算出，不另行填报。每一条由一人登记、另一人对照凭证核对；更正是新的一条，写明原因，核对后生效。"
        )
    )
    yield Paragraph(
        _("意向、签约、到账是三个数，互不相加。外币按登记当日的汇率折合人民币，汇率和来源记在那一条上。")
    )
    if brief.closed:
        yield Paragraph(
            _(
                "“总体情况”是关账时固定的数字；其余的图表按台账现在的记录，关账后的更正要到重述才计入固定的数字。"
            )
        )
    definitions = [[line.name, line.definition] for line in lines if line.now]
    if not definitions:
        yield Notes(brief.notes)
        return
    yield Table(_("指标定义"), [_("指标"), _("定义")], definitions, 0, widest=1)
    yield Notes(brief.notes)
