"""What a row of each kind says, and all that is wrong with it; form, preview and import ask the same.

Facts name things by id; ``columns()`` are the columns of the kind's class in models.py that they fill.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import name_faults, text_faults
from roadshow.foundation.errors import Fault

from .identity import Exchanged
from .rules import (
    COLOURS,
    EARLIEST,
    NOTE,
    area_faults,
    category_faults,
    day_faults,
    money_faults,
    score_faults,
    when_faults,
    year_faults,
)
from .states import END_STEPS, MONEY_STEPS, Kind, ThreadStep


class Facts:
    """What a row says; each kind is a frozen dataclass below."""

    kind: Kind

    def columns(self) -> dict[str, Any]:
        """Columns of its row, ``kind``, ``year`` and ``counted_on`` among them."""
        said = vars(self) | {"kind": self.kind}
        on = said.setdefault("on", None)
        year = on.year if on else said["year"]
        return said | {"year": year, "counted_on": on or date(year, 12, 31)}

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
    exchange: Exchanged | None = None

    def faults(self, today: date) -> list[Fault]:
        faults = when_faults(self.on, self.year, today)
        faults += money_faults(self.amount_fen, self.exchange, needed=False)
        faults += text_faults("place", _("落地平台"), self.place, 100)
        return faults + note_faults(self.note)


@dataclass(frozen=True)
class StepFacts(Facts):
    """One step of a deal: an investment's intent, signing or payment; a loan's pool entry, credit line, drawdown or
    repayment; or that it came to nothing, and why."""

    kind: Kind
    step: ThreadStep
    on: date
    amount_fen: int | None
    roadshow_id: int | None = None
    note: str = ""
    exchange: Exchanged | None = None

    def faults(self, today: date) -> list[Fault]:
        faults = day_faults(self.on, today) + ended_faults(self.step, self.note)
        if self.step not in MONEY_STEPS:
            return faults
        return faults + money_faults(self.amount_fen, self.exchange, needed=True)


@dataclass(frozen=True)
class HireFacts(Facts):
    """One step of a talent's way: ``name`` is its number, ``category`` as the bureau names it, ``place`` a country."""

    kind = Kind.HIRE
    on: date | None
    category: str
    company_id: int | None = None
    name: str = ""
    place: str = ""
    note: str = ""
    year: int | None = None  # where the list gives no day
    step: ThreadStep = ThreadStep.SELECTED

    def faults(self, today: date) -> list[Fault]:
        faults = when_faults(self.on, self.year, today) + category_faults(self.category)
        faults += text_faults("name", _("人才编号"), self.name, 200)
        faults += text_faults("place", _("来自"), self.place, 100)
        return faults + ended_faults(self.step, self.note)


@dataclass(frozen=True)
class IncubatorFacts(Facts):
    """An incubator as it stands in one year; area in m²."""

    kind = Kind.INCUBATOR
    year: int
    name: str
    area_m2: Decimal
    running: bool
    place: str = ""
    note: str = ""
    off_site: bool = True
    running_since: date | None = None

    def faults(self, today: date) -> list[Fault]:
        faults = year_faults(self.year, today) + incubator_faults(self.name) + area_faults(self.area_m2)
        faults += text_faults("place", _("所在城市"), self.place, 100) + note_faults(self.note)
        if self.running_since is None:
            return faults
        if not self.running:
            faults.append(Fault("running_since", _("没有投入运行，不能有投入运行日期")))
        elif not EARLIEST <= self.running_since <= today:
            faults.append(Fault("running_since", _("投入运行日期须在2000年以后、今天以前")))
        return faults


@dataclass(frozen=True)
class EvaluationFacts(Facts):
    """An incubator's yearly evaluation: ``category`` is the grade, ``score`` of 100."""

    kind = Kind.EVALUATION
    year: int
    name: str
    score: Decimal
    category: str = ""
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = year_faults(self.year, today) + incubator_faults(self.name) + score_faults(self.score)
        return faults + text_faults("category", _("考核等级"), self.category, 60) + note_faults(self.note)


@dataclass(frozen=True)
class ResidencyFacts(Facts):
    """A firm moves into an incubator (``name``), or out of it; area in m²."""

    kind = Kind.RESIDENCY
    step: ThreadStep
    on: date
    company_id: int
    name: str
    area_m2: Decimal | None = None
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = day_faults(self.on, today) + incubator_faults(self.name) + note_faults(self.note)
        return faults + (area_faults(self.area_m2) if self.area_m2 is not None else [])


@dataclass(frozen=True)
class RatingFacts(Facts):
    """A firm's colour in one year's evaluation."""

    kind = Kind.RATING
    year: int
    company_id: int
    category: str
    note: str = ""

    def faults(self, today: date) -> list[Fault]:
        faults = year_faults(self.year, today) + note_faults(self.note)
        if self.category not in COLOURS:
            words = _("评价等级须是绿色、蓝色或黄色，现在是“%(typed)s”", typed=self.category[:20])
            faults.append(Fault("category", words))
        return faults


@dataclass(frozen=True)
class RecognitionFacts(Facts):
    """A title that a firm was given: ``category`` is the title, ``certificate`` its number."""

    kind = Kind.RECOGNITION
    on: date | None
    company_id: int
    category: str
    level: str = ""
    certificate: str = ""
    valid_until: date | None = None
    note: str = ""
    year: int | None = None  # where the list gives no day

    def faults(self, today: date) -> list[Fault]:
        faults = when_faults(self.on, self.year, today) + category_faults(self.category)
        faults += text_faults("level", _("级别"), self.level, 20)
        faults += text_faults("certificate", _("证书编号"), self.certificate, 60) + note_faults(self.note)
        if self.on and self.valid_until and self.valid_until <= self.on:
            faults.append(Fault("valid_until", _("有效期须晚于认定日期")))
        return faults


@dataclass(frozen=True)
class PolicyPaymentFacts(Facts):
    """One batch of policy money paid out; ``name`` is the batch, and the firm where it went to one alone."""

    kind = Kind.POLICY_PAYMENT
    on: date | None
    category: str
    amount_fen: int
    name: str = ""
    note: str = ""
    year: int | None = None  # where the list gives no day

    def faults(self, today: date) -> list[Fault]:
        faults = category_faults(self.category) + when_faults(self.on, self.year, today)
        faults += text_faults("name", _("批次"), self.name, 200) + note_faults(self.note)
        return faults + money_faults(self.amount_fen, needed=True)


FACTS: dict[Kind, type[Facts]] = {
    Kind.LANDING: LandingFacts,
    Kind.INVESTMENT: StepFacts,
    Kind.LOAN: StepFacts,
    Kind.HIRE: HireFacts,
    Kind.INCUBATOR: IncubatorFacts,
    Kind.EVALUATION: EvaluationFacts,
    Kind.RESIDENCY: ResidencyFacts,
    Kind.RATING: RatingFacts,
    Kind.RECOGNITION: RecognitionFacts,
    Kind.POLICY_PAYMENT: PolicyPaymentFacts,
}


def facts_of(row: Any) -> Facts:
    """What a Row says, as facts: to be changed with ``dataclasses.replace`` and asked for faults again."""
    kind = FACTS[row.kind]
    parts = fields(kind)  # type: ignore[arg-type]  # every Facts of a row is a dataclass
    return kind(**{part.name: getattr(row, part.name) for part in parts if part.init})


def note_faults(note: str) -> list[Fault]:
    return text_faults("note", _("说明"), note, NOTE)


def incubator_faults(name: str) -> list[Fault]:
    return name_faults("name", _("名称"), name, 200, empty=_("请填写名称"))


def ended_faults(step: ThreadStep, note: str) -> list[Fault]:
    """What comes to an end says why."""
    if step in END_STEPS and not note:
        return [Fault("note", _("请写明终止的原因"))]
    return note_faults(note)
