"""What the desk's list of the ledger shows, and its workbook."""

from dataclasses import replace

from flask import url_for
from flask_babel import lazy_gettext as _

from roadshow.outcomes.lists import sum_by_sort
from roadshow.outcomes.models import Hire, Incubator, Landing, Row
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import DEALS, Kind
from roadshow.web.listing import Column, Listing
from roadshow.web.words import full_day, known, sector, source, whole_month, word

from .standing import drawn


def day_or_year(row: Row) -> object:
    return full_day(row.on) or _("%(year)d年", year=row.year)


def month_of(row: Row) -> str:
    """Under which heading it stands in the list, whose newest month comes first."""
    if row.on is None:
        return str(_("%(year)d年，无日期", year=row.year))
    return str(_("%(year)d年%(month)s", year=row.on.year, month=whole_month(row.on.month)))


def name_of(row: Row) -> str:
    return (row.project or row.company or row).name


def where_of(row: Row) -> str:
    """The firm of a project, and the roadshow that it came of."""
    company = row.project.company if row.project else None
    said = (company and company.name, row.roadshow and str(row.roadshow.spoken_title))
    return str(_("，")).join(words for words in said if words)


def detail_of(row: Row) -> object:
    """How far it has come, else what sort of its kind it is."""
    return word(row.step) if row.step else known(row.category)


def other_side(row: Row) -> str:
    """With whom, where or where from."""
    if row.thread and row.kind in (*DEALS, Kind.RESIDENCY):
        return row.thread.counterpart
    return row.place if isinstance(row, Landing | Hire | Incubator) else ""


def sums_in_words(wanted: Wanted) -> list[tuple[str, int]]:
    """What all of these rows come to, in fen, each kind and step by itself: they are never added to one another."""
    named = (
        (" ".join(map(word, filter(None, (kind, step)))), fen) for kind, step, fen in sum_by_sort(wanted)
    )
    return [(str(_("%(what)s合计", what=what)), fen) for what, fen in named]


OUTCOMES: Listing[Row] = Listing(
    _("成果登记"),
    "centre.export_outcomes",
    (
        Column(
            _("项目、企业或名称"),
            name_of,
            "name",
            link=lambda row: url_for("centre.show_outcome", row_id=row.id),
            under=where_of,
        ),
        Column(_("企业"), lambda row: row.company.name if row.company else None, sheet_only=True),
        Column(
            _("技术领域"), lambda row: sector(row.project.sector) if row.project else None, sheet_only=True
        ),
        Column(
            _("状态"),
            lambda row: word(row.state),
            "state",
            "state",
            shape=drawn,
        ),
        Column(_("类别"), lambda row: word(row.kind), "kind", under=detail_of),
        Column(_("进度"), lambda row: word(row.step) if row.step else None, kind="word", sheet_only=True),
        Column(_("分类"), lambda row: known(row.category), kind="word", sheet_only=True),
        Column(
            _("对方、平台或来源地"),
            other_side,
        ),
        Column(
            _("轮次"),
            lambda row: known(row.thread.round) if row.thread else None,
            kind="word",
            sheet_only=True,
        ),
        Column(_("金额"), lambda row: row.amount_fen, "amount", "money"),
        Column(_("日期"), lambda row: row.on, "on", "when", shown=day_or_year),
        Column(_("年度"), lambda row: row.year, kind="n", sheet_only=True),
        Column(
            _("来源路演"),
            lambda row: str(row.roadshow.spoken_title) if row.roadshow else None,
            sheet_only=True,
        ),
        Column(_("登记人"), lambda row: row.logged_by, "by"),
        Column(_("登记时间"), lambda row: row.logged_at, kind="when", sheet_only=True),
        Column(_("核对人"), lambda row: row.verified_by, kind="word", sheet_only=True),
        Column(_("核对时间"), lambda row: row.verified_at, kind="when", sheet_only=True),
        Column(_("说明"), lambda row: row.note, sheet_only=True),
        Column(_("出处"), lambda row: source(row.source), sheet_only=True),
        Column(_("编号"), lambda row: row.id, kind="n", sheet_only=True),
        Column(_("更正了哪一条"), lambda row: row.corrects_id, kind="n", sheet_only=True),
    ),
)

_NAME, *_REST = OUTCOMES.still.columns
OF_FIRM = replace(
    OUTCOMES.still,
    columns=[
        replace(_NAME, under=lambda row: str(row.roadshow.spoken_title) if row.roadshow else None),
        *_REST,
    ],
)
"""On the page of the firm itself."""
