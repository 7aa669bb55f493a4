"""What a row of the ledger must satisfy; form, preview and import ask the same.

Facts name things by id; ``columns()`` are the columns of Row they fill.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Years, text_faults
from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import amount_faults
from roadshow.foundation.text import name_key

from .states import Kind, ThreadStep

DEEP_ROOT = "深根计划"
COLOURS = ("绿色", "蓝色", "黄色")
EARLIEST = date(2000, 1, 1)
NOTE = 2000  # characters


class Facts:
    """What a row says; each kind is a frozen dataclass below."""

    kind: Kind

    def columns(self) -> dict[str, Any]:
        """Columns of Row, ``kind`` and ``year`` among them."""
        said = vars(self) | {"kind": self.kind}
        return said | {"year": said["on"].year} if said.get("on") else said

    def faults(self, today: date) -> list[Fault]:
        """All that is wrong, each with its field."""
        raise NotImplementedError


@dataclass(frozen=True)
class LandingFacts(Facts):
    """A project brought in; ``amount_fen`` is its planned total investment. Without a day it is of ``year``."""

    kind = Kind.LANDING
    project_id: int
    on: date | None
    company_id: int | None = None
    roadshow_id: int | None = None
    amount_fen: int | None = None
    place: str = ""
    plan: str = ""
    industrialised: bool = False
    note: str = ""
    year: int | None = None

    def faults(self, today: date) -> list[Fault]:
        faults = _when_faults(self.on, self.year, today) + _amount_faults(self.amount_fen, needed=False)
        faults += text_faults("place", _("落地平台"), self.place, 100)
        return faults + text_faults("note", _("说明"), self.note, NOTE)


@dataclass(frozen=True)
class StepFacts(Facts):
    """One step of a thread: an investment's intent, signing or payment; a loan's pool entry, credit line or drawdown."""

    kind: Kind
    step: ThreadStep
    on: date
    amount_fen: int | None
    roadshow_id: int | None = None
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = _day_faults(self.on, today) + text_faults("note", _("说明"), self.note, NOTE)
        if self.step is ThreadStep.POOLED:
            return faults
        return faults + _amount_faults(self.amount_fen, needed=True)


@dataclass(frozen=True)
class HireFacts(Facts):
    """Talent brought in: ``name`` is its number, ``category`` as the bureau names it, ``place`` a country."""

    kind = Kind.HIRE
    on: date | None
    category: str
    company_id: int | None = None
    name: str = ""
    place: str = ""
    note: str = ""
    year: int | None = None  # where the list gives no day

    def faults(self, today: date) -> list[Fault]:
        return _when_faults(self.on, self.year, today) + _category_faults(self.category)


@dataclass(frozen=True)
class IncubatorFacts(Facts):
    """An off-site incubator as it stands in one year; area in m²."""

    kind = Kind.INCUBATOR
    year: int
    name: str
    area_m2: Decimal
    running: bool
    place: str = ""
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = _year_faults(self.year, today)
        faults += text_faults("name", _("名称"), self.name, 200, empty=_("请填写名称"))
        if not 0 < self.area_m2 < 10_000_000:
            faults.append(Fault("area_m2", _("面积须大于0、小于一千万平方米")))
        return faults


@dataclass(frozen=True)
class RatingFacts(Facts):
    """A firm's colour in one year's evaluation."""

    kind = Kind.RATING
    year: int
    company_id: int
    category: str
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = _year_faults(self.year, today)
        if self.category not in COLOURS:
            faults.append(
                Fault(
                    "category", _("评价等级须是绿色、蓝色或黄色，现在是“%(typed)s”", typed=self.category[:20])
                )
            )
        return faults


@dataclass(frozen=True)
class PolicyPaymentFacts(Facts):
    """One batch of policy money paid out; ``name`` is the batch."""

    kind = Kind.POLICY_PAYMENT
    on: date | None
    category: str
    amount_fen: int
    name: str = ""
    note: str = ""
    year: int | None = None  # where the list gives no day

    def faults(self, today: date) -> list[Fault]:
        words = _category_faults(self.category)
        return words + _when_faults(self.on, self.year, today) + _amount_faults(self.amount_fen, needed=True)


def fund_faults(fund: str, round_: str, code: str) -> list[Fault]:
    """Of a deal's own words."""
    faults = text_faults("fund", _("投资机构"), fund, 200, empty=_("请填写投资机构"))
    faults += text_faults("code", _("备案编号"), code, 30)
    return faults + text_faults("round", _("轮次"), round_, 30)


FACTS: dict[Kind, type[Facts]] = {
    Kind.LANDING: LandingFacts,
    Kind.INVESTMENT: StepFacts,
    Kind.LOAN: StepFacts,
    Kind.HIRE: HireFacts,
    Kind.INCUBATOR: IncubatorFacts,
    Kind.RATING: RatingFacts,
    Kind.POLICY_PAYMENT: PolicyPaymentFacts,
}


def facts_of(row: Any) -> Facts:
    """What a Row says, as facts: to be changed with ``dataclasses.replace`` and asked for faults again."""
    kind = FACTS[row.kind]
    parts = fields(kind)  # type: ignore[arg-type]  # every Facts of a row is a dataclass
    return kind(**{part.name: getattr(row, part.name) for part in parts if part.init})


def thread_key(kind: Kind, thing_id: int, counterpart: str, round_: str) -> str:
    """The identity of a thread: ``thing_id`` is the project's id of an investment, the company's of a loan."""
    return f"{kind}|{thing_id}|{name_key(counterpart)[:200]}|{round_key(round_)}"


def round_key(round_: str) -> str:
    """By which two spellings of one round are the same: A, A轮, A轮融资."""
    return re.sub(r"(轮融资|轮次|融资|轮|期)$", "", name_key(round_)[:30])


_IDENTITY = {
    Kind.LANDING: ("project_id",),
    Kind.INVESTMENT: ("thread_id", "step", "on", "amount_fen"),
    Kind.LOAN: ("thread_id", "step", "on", "amount_fen"),
    Kind.HIRE: ("category", "name"),
    Kind.INCUBATOR: ("year", "name"),
    Kind.RATING: ("year", "company_id"),
    Kind.POLICY_PAYMENT: ("year", "category", "name", "on", "amount_fen"),
}


def fingerprint(columns: Mapping[str, Any]) -> str:
    """By which the same content is known again, whoever types it and how: a landing is known by its project, a hire by
    category and number, a pool entry by firm and day, a step by thread, day and amount."""
    kind = columns["kind"]
    names: tuple[str, ...] = _IDENTITY[kind]
    if columns.get("step") is ThreadStep.POOLED:
        names = ("step", "company_id", "on")
    if kind is Kind.HIRE and not columns.get("name"):
        names = ("year", "category", "company_id", "place", "on")
    said = [name_key(value) if isinstance(value := columns.get(name), str) else str(value) for name in names]
    return hashlib.sha256("|".join((kind, *said)).encode()).hexdigest()


def _day_faults(on: date, today: date) -> list[Fault]:
    if on > today:
        words = _("%(on)s还没有到，只登记已经发生的。请把日期改为今天或以前", on=lazy_full_day(on))
        return [Fault("on", words)]
    if on < EARLIEST:
        return [Fault("on", _("%(on)s早于2000年，请核对日期", on=lazy_full_day(on)))]
    return []


def _when_faults(on: date | None, year: int | None, today: date) -> list[Fault]:
    return _year_faults(year or 0, today) if on is None else _day_faults(on, today)


def _year_faults(year: int, today: date) -> list[Fault]:
    return Years(EARLIEST.year, today.year).faults("year", _("年度"), year)


def _amount_faults(amount_fen: int | None, *, needed: bool) -> list[Fault]:
    if amount_fen is None:
        return [Fault("amount_fen", _("请填写金额"))] if needed else []
    return amount_faults("amount_fen", amount_fen)


def _category_faults(category: str) -> list[Fault]:
    return text_faults("category", _("类别"), category, 60, empty=_("请填写类别"))
