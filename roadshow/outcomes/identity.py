"""By what threads and rows are known again, and what money in another currency is; pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from roadshow.foundation.text import name_key

from .states import Kind, ThreadStep


@dataclass(frozen=True)
class Exchanged:
    """Money in another currency: hundredths of its unit, yuan for one unit on that day, and who says so."""

    currency: str  # ISO 4217
    hundredths: int
    rate: Decimal
    rate_source: str

    @property
    def fen(self) -> int:
        """In yuan, half up."""
        return int((self.hundredths * self.rate).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class ThreadOf:
    """Whose thread: an investment is of a project, a loan and a residency of a firm, a hire of its number alone.

    ``counterpart`` is the fund, the bank, the incubator or the hire's number; ``round`` a hire's sort.
    """

    kind: Kind
    counterpart: str
    project_id: int | None = None
    company_id: int | None = None
    code: str = ""
    round: str = ""

    @property
    def key(self) -> str:
        things = {Kind.INVESTMENT: self.project_id, Kind.HIRE: 0}
        return thread_key(
            self.kind, things.get(self.kind, self.company_id) or 0, self.counterpart, self.round
        )


def thread_key(kind: Kind, thing_id: int, counterpart: str, round_: str) -> str:
    """The identity of a thread: ``thing_id`` is the id of an investment's project, of a loan's or residency's firm."""
    return f"{kind}|{thing_id}|{name_key(counterpart)[:200]}|{round_key(round_)}"


def round_key(round_: str) -> str:
    """By which two spellings of one round are the same: A, A轮, A轮融资."""
    return re.sub(r"(轮融资|轮次|融资|轮|期)$", "", name_key(round_)[:60])


_OF_STEP = ("thread_id", "step", "on", "amount_fen")
_IDENTITY: dict[Kind, tuple[str, ...]] = {
    Kind.LANDING: ("project_id",),
    Kind.INVESTMENT: _OF_STEP,
    Kind.LOAN: _OF_STEP,
    Kind.HIRE: ("category", "name"),
    Kind.INCUBATOR: ("year", "name"),
    Kind.EVALUATION: ("year", "name"),
    Kind.RESIDENCY: ("thread_id", "step", "on"),
    Kind.RATING: ("year", "company_id"),
    Kind.RECOGNITION: ("year", "category", "company_id"),
    Kind.POLICY_PAYMENT: ("year", "category", "name", "on", "amount_fen"),
}


def fingerprint(columns: Mapping[str, Any]) -> str:
    """By which the same content is known again, whoever types it and how: a landing is known by its project, a hire
    that was selected by category and number, a pool entry by firm and day, a step by thread, day and amount."""
    kind = columns["kind"]
    said = [_said(columns.get(name)) for name in _names(kind, columns)]
    return hashlib.sha256("|".join((kind, *said)).encode()).hexdigest()


def _names(kind: Kind, columns: Mapping[str, Any]) -> tuple[str, ...]:
    step = columns.get("step")
    if step is ThreadStep.POOLED:
        return ("step", "company_id", "on")
    if kind is Kind.HIRE and step is not ThreadStep.SELECTED:
        return ("category", "name", "step", "on")
    if kind is Kind.HIRE and not columns.get("name"):
        return ("year", "category", "company_id", "place", "on")
    return _IDENTITY[kind]


def _said(value: Any) -> str:
    return name_key(value) if isinstance(value, str) else str(value)
