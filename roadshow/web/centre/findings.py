"""What a picture of figures says, as its title: a sentence computed from the figures."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from roadshow.foundation.money import compared
from roadshow.outcomes.groups import Group
from roadshow.reports.funnel import Stage
from roadshow.reports.measures import IN_TIME, Question
from roadshow.reports.queries import Month
from roadshow.web.words import amount, sector, whole_month

from .charts import group_name, value_words


def of_months(year: int, months: list[Month]) -> object:
    """Money paid month by month, this year on last."""
    best = max(months, key=lambda month: month.this_fen)
    before = sum(month.last_fen for month in months)
    if not best.this_fen:
        return nothing_paid(year, before)
    facts = {"month": whole_month(best.number), "money": amount(best.this_fen)}
    if not before:
        return _("%(month)s到账最多：%(money)s；上年没有到账记录", **facts)
    if not best.last_fen:
        return _("%(month)s到账最多：%(money)s；上年同月没有到账", **facts)
    than = compared(best.this_fen, best.last_fen)
    if than is None:
        return _("%(month)s到账最多：%(money)s；上年同月%(before)s", before=amount(best.last_fen), **facts)
    return _("%(month)s到账最多：%(money)s，是上年同月的%(times)s倍", times=than, **facts)


def nothing_paid(year: int, before_fen: int) -> object:
    if before_fen:
        return _("%(year)d年没有到账记录；上年全年%(money)s", year=year, money=amount(before_fen))
    return _("%(year)d年没有到账记录，上年也没有", year=year)


def of_fields(year: int, groups: Sequence[Group]) -> object:
    """Money paid by field, the largest first."""
    if not groups:
        return _("%(year)d年没有到账记录", year=year)
    best, total = groups[0], sum(group.fen for group in groups)
    if not best.name:
        return _("%(year)d年的到账都未注明技术领域", year=year)
    facts = {"sector": sector(best.name) or best.name, "money": amount(best.fen)}
    if best.fen == total:
        return _("到账全部在%(sector)s：%(money)s", **facts)
    said = _("%(sector)s到账最多：%(money)s，占%(share)d%%", share=share(best.fen, total), **facts)
    return _beside_unnamed(sum(group.fen for group in groups if not group.name), best.fen, total, said)


def of_stages(stages: Sequence[Stage]) -> object:
    """From application to payment."""
    count = {stage.reached: stage.projects for stage in stages}
    return _(
        "%(applied)d个申请项目中，登台%(presented)d个，路演后签约%(signed)d个，到账%(paid)d个",
        **{stage.value: number for stage, number in count.items()},
    )


def of_answer(question: Question, groups: Sequence[Group]) -> object:
    """What is largest of what was explored and known, and its part of all."""
    if not groups:
        return _("没有符合条件的记录")
    known = [group for group in groups if group.name or question.by in IN_TIME] or groups
    best = max(known, key=question.value)
    value, total = question.value(best), sum(question.value(group) for group in groups)
    facts = {"name": group_name(question.by, best), "value": value_words(question.measure, value)}
    if len(groups) == 1:
        return _("全部在%(name)s：%(value)s", **facts)
    even = sum(question.value(group) == value for group in known)
    said = (
        _("%(name)s等%(count)d项并列最多：各%(value)s", count=even, **facts)
        if even > 1
        else _("%(name)s最多：%(value)s，占%(share)d%%", share=share(value, total), **facts)
    )
    unnamed = sum(question.value(group) for group in groups if group not in known)
    return _beside_unnamed(unnamed, value, total, said)


def _beside_unnamed(unnamed: int, most: int, total: int, said: object) -> object:
    """What nobody named comes first where it is more than the largest that somebody did."""
    if unnamed <= most:
        return said
    return _("%(share)d%%未注明；%(said)s", share=share(unnamed, total), said=said)


def share(part: int, whole: int) -> int:
    """Per cent, half up; of less than the whole never a hundred."""
    rounded = (200 * part + whole) // (2 * whole)
    return rounded if part == whole else min(rounded, 99)
