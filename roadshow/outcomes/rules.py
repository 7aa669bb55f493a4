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

from roadshow.foundation.errors import Fault
from roadshow.foundation.money import LARGEST
from roadshow.foundation.text import name_key

from .states import DealStep, Kind

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
        return faults + _length_faults(place=(self.place, 100), note=(self.note, NOTE))


@dataclass(frozen=True)
class StepFacts(Facts):
    """One step of a deal: an investment's intent, signing or payment; a loan's pool entry, credit line or drawdown."""

    kind: Kind
    step: DealStep
    on: date
    amount_fen: int | None
    roadshow_id: int | None = None
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = _day_faults(self.on, today) + _length_faults(note=(self.note, NOTE))
        if self.step is DealStep.POOLED:
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
        return _when_faults(self.on, self.year, today) + _word_faults("category", self.category, 60)


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
        faults = _year_faults(self.year, today) + _word_faults("name", self.name, 200)
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
        words = _word_faults("category", self.category, 60)
        return words + _when_faults(self.on, self.year, today) + _amount_faults(self.amount_fen, needed=True)


def fund_faults(fund: str, round_: str, code: str) -> list[Fault]:
    """Of a deal's own words."""
    faults = _length_faults(code=(code, 30))
    if not 1 <= len(fund) <= 200:
        faults.append(Fault("fund", _("请填写投资机构，最多200个字")))
    if len(round_) > 30:
        faults.append(Fault("round", _("轮次最多30个字")))
    return faults


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


def deal_key(kind: Kind, thing_id: int, counterpart: str, round_: str) -> str:
    """The identity of a deal: ``thing_id`` is the project's id of an investment, the company's of a loan."""
    return f"{kind}|{thing_id}|{name_key(counterpart)[:200]}|{round_key(round_)}"


def round_key(round_: str) -> str:
    """By which two spellings of one round are the same: A, A轮, A轮融资."""
    return re.sub(r"(轮融资|轮次|融资|轮|期)$", "", name_key(round_)[:30])


_IDENTITY = {
    Kind.LANDING: ("project_id",),
    Kind.INVESTMENT: ("deal_id", "step", "on", "amount_fen"),
    Kind.LOAN: ("deal_id", "step", "on", "amount_fen"),
    Kind.HIRE: ("category", "name"),
    Kind.INCUBATOR: ("year", "name"),
    Kind.RATING: ("year", "company_id"),
    Kind.POLICY_PAYMENT: ("year", "category", "name", "on", "amount_fen"),
}


def fingerprint(columns: Mapping[str, Any]) -> str:
    """By which the same content is known again, whoever types it and how: a landing is known by its project, a hire by
    category and number, a pool entry by firm and day, a step by deal, day and amount."""
    kind = columns["kind"]
    names: tuple[str, ...] = _IDENTITY[kind]
    if columns.get("step") is DealStep.POOLED:
        names = ("step", "company_id", "on")
    if kind is Kind.HIRE and not columns.get("name"):
        names = ("year", "category", "company_id", "place", "on")
    said = [name_key(value) if isinstance(value := columns.get(name), str) else str(value) for name in names]
    return hashlib.sha256("|".join((kind, *said)).encode()).hexdigest()


def _day_faults(on: date, today: date) -> list[Fault]:
    if on > today:
        return [Fault("on", _("日期%(on)s在今天之后", on=on))]
    if on < EARLIEST:
        return [Fault("on", _("日期%(on)s早于2000年，请核对", on=on))]
    return []


def _when_faults(on: date | None, year: int | None, today: date) -> list[Fault]:
    return _year_faults(year or 0, today) if on is None else _day_faults(on, today)


def _year_faults(year: int, today: date) -> list[Fault]:
    if not EARLIEST.year <= year <= today.year:
        return [Fault("year", _("年度须在2000年至今年之间，现在是%(year)d", year=year))]
    return []


def _amount_faults(amount_fen: int | None, *, needed: bool) -> list[Fault]:
    if amount_fen is None:
        return [Fault("amount_fen", _("请填写金额"))] if needed else []
    if not 0 < amount_fen <= LARGEST:
        return [Fault("amount_fen", _("金额须大于零"))]
    return []


def _word_faults(name: str, typed: str, longest: int) -> list[Fault]:
    if not 1 <= len(typed) <= longest:
        return [Fault(name, _("请填写这一栏，最多%(longest)d个字", longest=longest))]
    return []


def _length_faults(**typed: tuple[str, int]) -> list[Fault]:
    """field=(words, how many signs it holds); empty is no fault."""
    return [
        Fault(field, _("最多%(longest)d个字，现在是%(count)d个字", longest=longest, count=len(words)))
        for field, (words, longest) in typed.items()
        if len(words) > longest
    ]
