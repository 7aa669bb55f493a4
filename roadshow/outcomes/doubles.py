"""Whether a deal that is logged looks like one that the ledger has, and a fund that is the firm itself; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import in_million, in_wan
from roadshow.foundation.text import Bilingual, name_key

from .facts import Facts, StepFacts
from .identity import ThreadOf, round_key
from .states import DEALS, STEP_WORDS, Doubt, Kind, ThreadStep, next_steps

WITHIN = timedelta(days=60)
NEAR = 10  # two sums are near when they differ by no more than a tenth of the greater
_FORM = re.compile("有限责任公司|股份有限公司|有限公司|有限合伙|合伙企业|股份公司|管理|中心|总行$")
_SPELT = {"创业投资": "创投", "农村商业银行": "农商银行"}
_ROUNDS = {"angel": "天使", "seed": "种子", "strategic": "战略", "initial": "首", "first": "首"}
_ROUND = re.compile(r"series|round|轮融资|融资|轮次|轮|期|第|次|投资|[-.]")


@dataclass(frozen=True)
class Told:
    """A row in force, as far as it tells a deal from another."""

    step: ThreadStep
    on: date
    amount_fen: int | None
    roadshow_id: int | None


@dataclass(frozen=True)
class Deal:
    """A thread with its rows, the earliest first; at least one."""

    id: int
    of: ThreadOf
    rows: tuple[Told, ...]

    @property
    def latest(self) -> Told:
        return self.rows[-1]


@dataclass(frozen=True)
class Match:
    """A deal that may be the same. ``goes_on``: what is logged may be its next step; else it has that step already,
    and only the roadshow is new."""

    deal: Deal
    goes_on: bool


def matches(of: ThreadOf, facts: Facts, deals: Iterable[Deal], then: StepFacts | None = None) -> list[Match]:
    """Of the same project and fund, or firm and bank: in its own deal the same step of a near sum within sixty days; in
    a deal of another round any step of such a sum, or whatever it is when both rounds may be one.
    ``then`` is a payment that is logged with it.
    """
    if not isinstance(facts, StepFacts) or of.kind not in DEALS:
        return []
    return [
        Match(deal, goes_on(facts, deal) or (then is not None and goes_on(then, deal)))
        for deal in deals
        if _same_sides(of, deal.of) and _may_be(of, facts, deal)
    ]


def elsewhere(facts: Facts, deal: Deal) -> list[Match]:
    """Of a step logged in its own deal: the same step of a near sum within sixty days that came of another roadshow."""
    if not isinstance(facts, StepFacts) or not facts.roadshow_id:
        return []
    again = any(
        row.step is facts.step and _is_near(facts, row) and row.roadshow_id not in (None, facts.roadshow_id)
        for row in deal.rows
    )
    return [Match(deal, goes_on=False)] if again else []


def goes_on(facts: StepFacts, deal: Deal) -> bool:
    """Whether it may be this deal's next step: it has no such step yet, of a sum like this."""
    has = any(
        row.step is facts.step and (facts.amount_fen is None or _is_near(facts, row)) for row in deal.rows
    )
    return not has and facts.step in next_steps(deal.of.kind, deal.latest.step)


def double_faults(found: list[Match]) -> list[Fault]:
    """One for all of them."""
    if not found:
        return []
    words = _(
        "台账里已有很像的一笔：%(deal)s。请核对是不是同一笔；确实是另一笔请勾选确认。",
        deal=told(found[0].deal),
    )
    return [Fault(Doubt.DOUBLE, words)]


def told(deal: Deal) -> object:
    """In words, as a person knows it again."""
    row = deal.latest
    name = f"{deal.of.counterpart} {deal.of.round}".strip()
    if row.amount_fen is None:
        return _("%(name)s，%(on)s%(step)s", name=name, on=lazy_full_day(row.on), step=STEP_WORDS[row.step])
    return _(
        "%(name)s，%(on)s%(step)s%(amount)s",
        name=name,
        on=lazy_full_day(row.on),
        step=STEP_WORDS[row.step],
        amount=Bilingual(in_wan(row.amount_fen), in_million(row.amount_fen)),
    )


def own_faults(of: ThreadOf, firm: tuple[str, str | None] | None, fund_uscc: str | None) -> list[Fault]:
    """Nobody invests in itself or lends to itself. ``firm`` is the name and USCC of whose deal it is, ``fund_uscc`` of
    the institution of the fund's name."""
    field = {Kind.INVESTMENT: "fund", Kind.LOAN: "bank"}.get(of.kind)
    if field is None or firm is None or not of.counterpart:
        return []
    name, uscc = firm
    same_code = uscc is not None and uscc in (fund_uscc, of.counterpart.upper(), of.code.upper())
    if name_key(name) != name_key(of.counterpart) and not same_code:
        return []
    itself = _("“%(name)s”就是这个项目自己的企业，不能登记为对方。请核对", name=of.counterpart[:60])
    borrower = _("“%(name)s”就是借款企业自己，不能登记为银行。请核对", name=of.counterpart[:60])
    return [Fault(field, borrower if of.kind is Kind.LOAN else itself)]


def _same_sides(one: ThreadOf, other: ThreadOf) -> bool:
    things = (one.kind, one.project_id) if one.kind is Kind.INVESTMENT else (one.kind, one.company_id)
    others = (
        (other.kind, other.project_id) if other.kind is Kind.INVESTMENT else (other.kind, other.company_id)
    )
    if things != others:
        return False
    if one.code and other.code:
        return name_key(one.code) == name_key(other.code)
    return _core(one.counterpart) == _core(other.counterpart)


def _core(name: str) -> str:
    """示例创投 and 示例创业投资管理有限公司 are one; what is nothing but such words stays whole."""
    key = name_key(name)
    for long, short in _SPELT.items():
        key = key.replace(long, short)
    return _FORM.sub("", key) or key


def _may_be(of: ThreadOf, facts: StepFacts, deal: Deal) -> bool:
    near = [row for row in deal.rows if _is_near(facts, row)]
    if deal.of.key == of.key:
        return any(row.step is facts.step for row in near)
    return bool(near) or _rounds_alike(of.round, deal.of.round)


def _is_near(facts: StepFacts, row: Told) -> bool:
    if facts.amount_fen is None or row.amount_fen is None or abs(facts.on - row.on) > WITHIN:
        return False
    return abs(facts.amount_fen - row.amount_fen) * NEAR <= max(facts.amount_fen, row.amount_fen)


def _rounds_alike(one: str, other: str) -> bool:
    """A轮 and Series A, 天使轮 and Angel; a round that is not told may be any."""
    return not one or not other or _round(one) == _round(other)


def _round(typed: str) -> str:
    key = _ROUND.sub("", round_key(typed).casefold()) or round_key(typed)
    return _ROUNDS.get(key, key)
