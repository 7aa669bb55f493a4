"""What can be explored over the years: a measure, told apart by one thing, between two years."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.outcomes.groups import By, Group, list_groups
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Kind, ThreadStep


class Measure(StrEnum):
    SIGNED = "signed"
    PAID = "paid"
    LENT = "lent"
    CREDITED = "credited"
    INTENT = "intent"
    PLANNED = "planned"
    POLICY = "policy"
    LANDINGS = "landings"
    POOLED = "pooled"
    HIRES = "hires"


M = Measure
MEASURE_WORDS = {
    M.SIGNED: _("基金投资，签约"),
    M.PAID: _("基金投资，到账"),
    M.LENT: _("科技贷款，放贷"),
    M.CREDITED: _("科技贷款，授信"),
    M.INTENT: _("基金投资，意向"),
    M.PLANNED: _("落地项目计划总投资"),
    M.POLICY: _("政策兑付"),
    M.LANDINGS: _("落地项目"),
    M.POOLED: _("入库企业"),
    M.HIRES: _("人才引进"),
}
BY_WORDS = {
    By.YEAR: _("年度"),
    By.MONTH: _("月份"),
    By.SECTOR: _("技术领域"),
    By.STAGE: _("发展阶段"),
    By.ROADSHOW: _("来源路演"),
}
COUNTED = frozenset({M.LANDINGS, M.POOLED, M.HIRES})  # rows; the others are money
IN_TIME = frozenset({By.YEAR, By.MONTH})  # stand in their order, the others the largest first
_ROWS = {
    M.SIGNED: Wanted(step=ThreadStep.SIGNED),
    M.PAID: Wanted(step=ThreadStep.PAID),
    M.LENT: Wanted(step=ThreadStep.LENT),
    M.CREDITED: Wanted(step=ThreadStep.CREDITED),
    M.INTENT: Wanted(step=ThreadStep.INTENT),
    M.PLANNED: Wanted(kind=Kind.LANDING),
    M.POLICY: Wanted(kind=Kind.POLICY_PAYMENT),
    M.LANDINGS: Wanted(kind=Kind.LANDING),
    M.POOLED: Wanted(step=ThreadStep.POOLED),
    M.HIRES: Wanted(step=ThreadStep.SELECTED),
}


@dataclass(frozen=True)
class Question:
    """What is asked: both years included."""

    measure: Measure
    by: By
    since: int
    until: int

    def rows(self, group: Group | None = None) -> Wanted:
        """The rows behind the answer, or behind one group of it."""
        one_year = self.since == self.until
        years: dict[str, Any] = (
            {"year": self.since} if one_year else {"since": self.since, "until": self.until}
        )
        narrow: dict[str, Any] = group.narrow if group else {}
        return replace(_ROWS[self.measure], **({} if "year" in narrow else years), **narrow)

    def value(self, group: Group) -> int:
        """Fen, or how many."""
        return group.rows if self.measure in COUNTED else group.fen


def answer(question: Question) -> list[Group]:
    """Groups with a figure: in the order of time, years without a gap, or the largest first,
    what is not known last.
    """
    groups = [group for group in list_groups(question.by, question.rows()) if question.value(group)]
    if question.by is By.YEAR:
        return _without_gaps(groups)
    if question.by in IN_TIME:
        return groups
    return sorted(groups, key=lambda group: (not group.name, -question.value(group), group.name))


def _without_gaps(years: list[Group]) -> list[Group]:
    """A year of nothing between two others has its place too."""
    found = {group.narrow["year"]: group for group in years}
    every = range(min(found), max(found) + 1) if found else ()
    return [found.get(year) or Group({"year": year}, "", 0, 0) for year in every]


def paid_by_field(year: int) -> Question:
    """Where the money of a year went."""
    return Question(Measure.PAID, By.SECTOR, year, year)
