"""What a row of a sheet claims: one sheet row may be several rows of the ledger (signed and paid; pool, credit, loan).

Ids of projects, firms and roadshows are not known yet; the facts carry zero for them until the import finds the things.
"""

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.foundation.money import in_wan
from roadshow.outcomes.facts import (
    Facts,
    HireFacts,
    IncubatorFacts,
    LandingFacts,
    PolicyPaymentFacts,
    RatingFacts,
    StepFacts,
)
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.programme.rules import HeldFacts, held_faults

from .kinds import Kind as SheetKind

UNKNOWN = 0  # an id that is still to be found

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """Facts, and from which field of the sheet each of theirs came."""

    facts: Facts | HeldFacts
    came_from: Mapping[str, str]

    def faults(self, today: date) -> list[Fault]:
        """What the rules of the ledger say against it, by field of the sheet."""
        facts = self.facts
        found = held_faults(facts, today=today) if isinstance(facts, HeldFacts) else facts.faults(today)
        return [Fault(self.came_from.get(fault.field, fault.field), fault.words) for fault in found]


@dataclass(frozen=True)
class Said:
    """A row's values, which fields its sheet has at all, and the year for what bears no date."""

    values: Values
    fields: Set[str]
    year: int

    def get(self, name: str, default: Any = "") -> Any:
        return self.values.get(name, default)


def claims_of(kind: SheetKind, said: Said) -> tuple[list[Claim], list[Fault]]:
    """The claims of a row whose cells were all readable, and what is missing in it."""
    return _CLAIMS[kind.name](said)


def _held(said: Said) -> tuple[list[Claim], list[Fault]]:
    names = (
        "title",
        "on",
        "sector",
        "mode",
        "venue",
        "told_projects",
        "told_institutions",
        "told_visitors",
        "note",
    )
    facts = HeldFacts(**{name: said.values[name] for name in names if name in said.values})
    return [Claim(facts, {})], []


def _landing(said: Said) -> tuple[list[Claim], list[Fault]]:
    facts = LandingFacts(
        project_id=UNKNOWN,
        on=said.get("on", None),
        year=said.get("year", said.year),
        amount_fen=said.get("planned", None) or None,
        place=said.get("platform"),
        plan=said.get("plan"),
        industrialised=said.get("industrialised", False),
        note=said.get("note"),
    )
    return [Claim(facts, {"amount_fen": "planned"})], []


def _investment(said: Said) -> tuple[list[Claim], list[Fault]]:
    given = dict(said.values)
    if "paid" not in said.fields and "paid_on" in given and "signed" in given:
        given["paid"] = given["signed"]  # the sheet's one amount is what came in on that day
    missing = []
    if not given.get("project") and not given.get("firm"):
        missing.append(_missing("project", _("项目名称")))
    steps = [_Step(ThreadStep.SIGNED, "signed", "signed_on"), _Step(ThreadStep.PAID, "paid", "paid_on")]
    if _is_whole(steps[1], given) and not _is_whole(steps[0], given):
        steps = steps[1:]  # paid, and of the signing too little is told to make a row of it
    return _steps(Kind.INVESTMENT, steps, given, missing)


def _loan(said: Said) -> tuple[list[Claim], list[Fault]]:
    given = dict(said.values)
    pooled = _Step(ThreadStep.POOLED, None, "pooled_on")
    credited = _Step(ThreadStep.CREDITED, "credit", "credit_on")
    lent = _Step(ThreadStep.LENT, "lent", "lent_on")
    if (
        "credit" in given
        and "credit_on" not in said.fields
        and any(_is_whole(s, given) for s in (pooled, lent))
    ):
        told = f"授信金额：{in_wan(given.pop('credit'))}"  # the sheet has no day to make a row of it
        given["note"] = "；".join(part for part in (given.get("note"), told) if part)
    return _steps(Kind.LOAN, [pooled, credited, lent], given, [])


def _hire(said: Said) -> tuple[list[Claim], list[Fault]]:
    facts = HireFacts(
        on=said.get("on", None),
        year=said.get("year", said.year),
        category=said.get("category"),
        name=_number_of(said),
        place=said.get("country"),
        note=said.get("note"),
    )
    return [Claim(facts, {"name": "code", "place": "country"})], []


def _number_of(said: Said) -> str:
    """By which a hire is known again: its number, else the name; a bare 3 is one of its list's year and firm only."""
    code, whose = said.get("code"), said.get("person") or said.get("firm")
    if not re.fullmatch(r"\d{1,4}", code):
        return str(code or said.get("person"))
    year = said.values["on"].year if "on" in said.values else said.get("year", said.year)
    return f"{year}-{code} {whose}".strip()[:200]


def _incubator(said: Said) -> tuple[list[Claim], list[Fault]]:
    facts = IncubatorFacts(
        year=said.get("year", said.year),
        name=said.get("name"),
        area_m2=said.get("area"),
        running=said.get("running", False),
        place=said.get("city"),
        note=said.get("note"),
    )
    return [Claim(facts, {"area_m2": "area", "place": "city"})], []


def _rating(said: Said) -> tuple[list[Claim], list[Fault]]:
    facts = RatingFacts(
        year=said.get("year", said.year),
        company_id=UNKNOWN,
        category=said.get("grade"),
        note=said.get("note"),
    )
    return [Claim(facts, {"category": "grade"})], []


def _policy_payment(said: Said) -> tuple[list[Claim], list[Fault]]:
    """A payment to one firm of a batch is told apart by the firm."""
    facts = PolicyPaymentFacts(
        on=said.get("on", None),
        year=said.get("year", said.year),
        category=said.get("category"),
        amount_fen=said.get("amount"),
        name=" ".join(said.values[part] for part in ("batch", "firm") if part in said.values)[:200],
        note=said.get("note"),
    )
    return [Claim(facts, {"amount_fen": "amount", "name": "batch"})], []


@dataclass(frozen=True)
class _Step:
    """A step of a deal and the fields of a sheet that tell it; a pool entry has no amount."""

    step: ThreadStep
    amount: str | None
    on: str


def _is_whole(step: _Step, given: Values) -> bool:
    return bool(given.get(step.on)) and (step.amount is None or bool(given.get(step.amount)))


def _steps(
    kind: Kind, steps: list[_Step], given: dict[str, Any], faults: list[Fault]
) -> tuple[list[Claim], list[Fault]]:
    claims = []
    for step in steps:
        amount, on = given.get(step.amount or "") or None, given.get(step.on)
        if on is None and amount is None:
            continue
        if on is None:
            faults.append(_missing(step.on, _DAY_WORDS[step.step]))
        elif amount is None and step.amount is not None:
            faults.append(_missing(step.amount, _AMOUNT_WORDS[step.step]))
        else:
            facts = StepFacts(kind, step.step, on=on, amount_fen=amount, note=given.get("note", ""))
            claims.append(Claim(facts, {"on": step.on, "amount_fen": step.amount or step.on}))
    if not claims and not faults:
        faults.append(_missing(steps[0].on, _DAY_WORDS[steps[0].step]))
    return claims, faults


_DAY_WORDS = {
    ThreadStep.SIGNED: _("签约日期"),
    ThreadStep.PAID: _("到账日期"),
    ThreadStep.POOLED: _("入库日期"),
    ThreadStep.CREDITED: _("授信日期"),
    ThreadStep.LENT: _("放款日期"),
}
_AMOUNT_WORDS = {ThreadStep.SIGNED: _("投资金额"), ThreadStep.PAID: _("到账金额")} | {
    ThreadStep.CREDITED: _("授信金额"),
    ThreadStep.LENT: _("放款金额"),
}


def _missing(field: str, words: object) -> Fault:
    return Fault(field, _("%(field)s未填写", field=words))


_CLAIMS: dict[str, Callable[[Said], tuple[list[Claim], list[Fault]]]] = {
    "roadshow": _held,
    "landing": _landing,
    "investment": _investment,
    "loan": _loan,
    "hire": _hire,
    "incubator": _incubator,
    "rating": _rating,
    "policy_payment": _policy_payment,
}
