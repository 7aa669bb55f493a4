"""A year's plan as Word and PDF, to be sealed."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.wrappers import Response

from roadshow.documents.formats import MEDIA, Format
from roadshow.foundation import clock
from roadshow.foundation.languages import spoken
from roadshow.press.document import write_document
from roadshow.press.paper import Paper, Paragraph, Part, Table, print_paper
from roadshow.programme.models import Season
from roadshow.programme.queries import get_season, list_roadshows
from roadshow.web.exports import send_file
from roadshow.web.guards import may
from roadshow.web.words import day, full_day, hours, in_a_row, sector

from . import blueprint
from .bulletin import PDF, in_language


@blueprint.get("/seasons/<year:year>/plan.pdf")
@may("roadshow.read")
def take_plan_pdf(year: int) -> Response:
    with in_language():
        paper = paper_of(get_season(year))
        return send_file(print_paper(paper), f"{paper.title}.pdf", PDF)


@blueprint.get("/seasons/<year:year>/plan.docx")
@may("roadshow.read")
def take_plan_word(year: int) -> Response:
    with in_language():
        paper = paper_of(get_season(year))
        return send_file(write_document(paper), f"{paper.title}.docx", MEDIA[Format.DOCX])


def paper_of(season: Season) -> Paper:
    return Paper(
        language=spoken(),
        flag=_("科创路演年度计划"),
        issued=(_("长三角G60全球科创路演中心"), full_day(clock.today())),
        title=_("%(year)d年度科创路演计划", year=season.year),
        by=_("时间均为北京时间"),
        parts=tuple(_parts(season)),
    )


def _parts(season: Season) -> Iterator[Part]:
    """Without those that were cancelled."""
    if season.target:
        yield Paragraph(_("全年计划举办路演%(count)d场。", count=season.target))
    if season.themes:
        yield Paragraph(_("主题：%(themes)s。", themes=in_a_row(season.themes.splitlines())))
    planned = [each for each in list_roadshows(season.year) if not each.is_off]
    rows = [
        [
            str(number),
            str(each.spoken_title),
            sector(each.sector) or _("不限领域"),
            f"{day(each.on)} {hours(each)}".strip() if each.announced_on else pgettext("plan", "待定"),
            str(each.announced_where) or pgettext("plan", "待定"),
            each.lead_name,
        ]
        for number, each in enumerate(planned, 1)
    ]
    heads = [_("序号"), _("场次名称"), _("领域"), _("时间"), _("场地"), pgettext("roadshow", "负责人")]
    yield Table(_("共%(count)d场", count=len(rows)), heads, rows, 0, widest=1)
    yield Paragraph(_("主办单位（盖章）："))
