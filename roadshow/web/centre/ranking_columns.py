"""The columns of the ranking, and of its workbook, which has a line for each sheet."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from flask import url_for
from flask_babel import lazy_gettext as _

from roadshow.pitches.states import PitchState
from roadshow.screening.models import Criterion, Sheet
from roadshow.screening.rules import band
from roadshow.screening.standings import Ranked
from roadshow.web.listing import Column, Listing
from roadshow.web.shapes import shape
from roadshow.web.words import known, sector, word


def points(hundredths: int | None) -> Decimal | None:
    """8333 → 83.33."""
    return None if hundredths is None else Decimal(hundredths) / 100


def two_places(hundredths: int | None) -> str | None:
    return None if hundredths is None else f"{points(hundredths):.2f}"


def decided(row: Ranked) -> str | None:
    """What is decided and not sent yet; the place on the waitlist also when it was sent."""
    to = row.decision.to if row.decision else PitchState.WAITLISTED if row.turn else None
    if to is None:
        return None
    if to is PitchState.WAITLISTED and row.turn:
        return str(_("候补第%(turn)d", turn=row.turn))
    return word(to)


RANKING: Listing[Ranked] = Listing(
    _("排名"),
    "centre.export_ranking",
    (
        Column(
            _("项目与企业"),
            lambda row: row.applied.project,
            "project",
            link=lambda row: url_for("centre.show_readers", pitch_id=row.id),
            under=lambda row: row.applied.company,
        ),
        Column(_("名次"), lambda row: row.standing.rank, "rank", "n"),
        Column(
            _("得分"),
            lambda row: points(row.standing.score),
            "score",
            "n",
            shown=lambda row: two_places(row.standing.score),
            under=lambda row: band(row.standing.score) if row.standing.score is not None else None,
        ),
        Column(
            _("平均"),
            lambda row: points(row.standing.mean),
            "mean",
            "n",
            shown=lambda row: two_places(row.standing.mean),
        ),
        Column(
            _("校正平均"),
            lambda row: points(row.standing.adjusted),
            "adjusted",
            "n",
            shown=lambda row: two_places(row.standing.adjusted),
        ),
        Column(_("最高与最低之差"), lambda row: row.standing.spread, "spread", "n"),
        Column(
            _("份数"),
            lambda row: row.standing.sheets,
            "sheets",
            "n",
            shown=lambda row: f"{row.standing.sheets}/{row.asked}" if row.asked else row.standing.sheets,
        ),
        Column(_("领域"), lambda row: sector(row.applied.sector), "sector"),
        Column(
            _("状态"),
            lambda row: word(row.applied.state),
            "state",
            "state",
            shape=lambda row: shape(row.applied.state),
        ),
        Column(_("拟定结果"), decided, kind="word"),
    ),
)


class Line(NamedTuple):
    """One sheet of one application in the workbook; None for an application without any."""

    row: Ranked
    sheet: Sheet | None


def workbook_columns(criteria: Sequence[Criterion]) -> Listing[Line]:
    """The ranking's columns, and of every sheet its reviewer, marks and note."""
    ranking = [Column[Line](each.words, _of_row(each), kind=each.kind) for each in RANKING.columns]
    marks = [Column[Line](known(each.name), _mark(number), kind="n") for number, each in enumerate(criteria)]
    company = Column[Line](_("企业"), lambda line: line.row.applied.company)
    return Listing(
        RANKING.title,
        RANKING.export,
        [
            *ranking[:1],
            company,
            *ranking[1:],
            Column(_("评委"), lambda line: line.sheet.person.name if line.sheet else None),
            *marks,
            Column(_("评分"), lambda line: line.sheet.total if line.sheet else None, kind="n"),
            Column(_("给组织者的话"), lambda line: line.sheet.note if line.sheet else None),
        ],
    )


def _of_row(column: Column[Ranked]) -> Callable[[Line], object]:
    return lambda line: column.value(line.row)


def _mark(number: int) -> Callable[[Line], int | None]:
    """Of the criterion with this number."""
    return lambda line: line.sheet.points[number] if line.sheet else None
