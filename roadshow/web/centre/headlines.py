"""The five figures that are asked for first, large, each beside the year before and its target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from roadshow.foundation import clock
from roadshow.reports.figures.answers import FIGURES, Value, values
from roadshow.reports.figures.figure import Unit
from roadshow.reports.figures.scope import whole_year
from roadshow.reports.queries import YearFigures
from roadshow.reports.records import NO_RECORD
from roadshow.web.words import amount_number, amount_unit

from .answered import Answered, answered
from .figure_words import short, unit_of

FIRST = ("held", "landed", "paid_fen", "lent_fen", "talent_selected")


@dataclass(frozen=True)
class Headline:
    """``waits``: how many rows behind it nobody has verified yet; ``unverified``: how much of it that is, where the
    rows are not counted."""

    answer: Answered
    waits: int = 0
    unverified: Value = None

    @property
    def name(self) -> str:
        return str(self.answer.name)

    @property
    def _is_money(self) -> bool:
        return self.answer.figure.unit is Unit.MONEY and bool(self.answer.now)

    @property
    def _runs(self) -> bool:
        """Whether its days are not over, so that it stands beside the same part of the year before."""
        return self.answer.scope.until > clock.today()

    @property
    def is_recorded(self) -> bool:
        return bool(self.answer.now) or self.answer.recorded

    @property
    def number(self) -> str:
        if self._is_money:
            return amount_number(int(self.answer.now or 0))
        return self.answer.words

    @property
    def unit(self) -> str:
        if not self.is_recorded:
            return ""
        return amount_unit(int(self.answer.now or 0)) if self._is_money else unit_of(self.answer.figure)

    @property
    def than(self) -> str:
        before = self.answer.before
        value = short(self.answer.figure, before) if before else NO_RECORD
        said = _("上年同期%(value)s", value=value) if self._runs else _("上年%(value)s", value=value)
        times = self.answer.times
        return _("%(before)s，是它的%(times)s倍", before=said, times=times) if times else said

    @property
    def waiting(self) -> str:
        """How much of it nobody has verified yet; empty where all is."""
        if self.waits:
            return _("其中%(count)d条待核对", count=self.waits)
        if not self.unverified:
            return ""
        return _("其中%(value)s待核对", value=short(self.answer.figure, self.unverified))

    @property
    def target(self) -> str:
        pace = self.answer.pace
        if pace is None:
            return ""
        goal, due = (short(self.answer.figure, value) for value in (pace.goal, pace.due))
        if not self._runs:
            return (
                _("目标%(goal)s，未达到", goal=goal)
                if self.answer.behind
                else _("目标%(goal)s，已达到", goal=goal)
            )
        if self.answer.behind:
            return _("目标%(goal)s，今天应达到%(due)s，落后", goal=goal, due=due)
        return _("目标%(goal)s，今天应达到%(due)s", goal=goal, due=due)


def of_answers(answers: Iterable[Answered]) -> list[Headline]:
    """Of any days; a statement more for each of the ledgers that they are told from."""
    found = {answer.figure.name: answer for answer in answers}
    first = [found[name] for name in FIRST]
    sure = values((answer.figure for answer in first), [replace(first[0].scope, verified=True)])
    return [
        Headline(answer, unverified=(answer.now or 0) - (sure[answer.figure.name][0] or 0))
        for answer in first
    ]


def of_year(figures: YearFigures) -> list[Headline]:
    """With the year's official figures, which do not follow the ledger once it is closed."""
    official: Mapping[str, tuple[Value, int]] = {
        "held": (figures.held, 0),
        "landed": (figures.landed, figures.landed_unverified),
        "paid_fen": (figures.paid.fen, figures.paid.unverified),
        "lent_fen": (figures.lent.fen, figures.lent.unverified),
        "talent_selected": (sum(figures.talent.parts.values()), sum(figures.talent.waits.values())),
    }
    return [
        Headline(replace(answer, now=now), waits)
        for answer in answered((FIGURES[name] for name in FIRST), whole_year(figures.year))
        for now, waits in [official[answer.figure.name]]
    ]
