"""What a row of a sheet claims: one sheet row may be several rows of the ledger (signed and paid; pool, credit, loan).

Ids of projects, firms and roadshows are not known yet; the facts carry zero for them until the import finds the things.
"""

import re
from collections.abc import Callable

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.outcomes.facts import (
    EvaluationFacts,
    HireFacts,
    IncubatorFacts,
    LandingFacts,
    PolicyPaymentFacts,
    RatingFacts,
    RecognitionFacts,
)
from roadshow.programme.rules import HeldFacts

from . import step_claims
from .claim import ABROAD, UNKNOWN, Claim, Claimed, Said, exchange_of, in_yuan
from .kinds import Kind as SheetKind


def claims_of(kind: SheetKind, said: Said) -> Claimed:
    """The claims of a row whose cells were all readable, and what is missing in it."""
    return _CLAIMS[kind.name](said)


def _held(said: Said) -> Claimed:
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


def _landing(said: Said) -> Claimed:
    exchange = exchange_of(said.values)
    facts = LandingFacts(
        project_id=UNKNOWN,
        on=said.get("on", None),
        year=said.get("year", said.year),
        amount_fen=in_yuan(said.get("planned", None) or None, exchange),
        place=said.get("platform"),
        plan=said.get("plan"),
        industrialised=said.get("industrialised", False),
        note=said.get("note"),
        exchange=exchange,
    )
    return [Claim(facts, {"amount_fen": "planned"} | ABROAD)], []


def _hire(said: Said) -> Claimed:
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


def _incubator(said: Said) -> Claimed:
    facts = IncubatorFacts(
        year=said.get("year", said.year),
        name=said.get("name"),
        area_m2=said.get("area"),
        running=said.get("running", False),
        place=said.get("city"),
        note=said.get("note"),
        off_site=said.get("off_site", True),
        running_since=said.get("running_since", None),
    )
    return [Claim(facts, {"area_m2": "area", "place": "city"})], []


def _rating(said: Said) -> Claimed:
    facts = RatingFacts(
        year=said.get("year", said.year),
        company_id=UNKNOWN,
        category=said.get("grade"),
        note=said.get("note"),
    )
    return [Claim(facts, {"category": "grade"})], []


def _policy_payment(said: Said) -> Claimed:
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


def _evaluation(said: Said) -> Claimed:
    facts = EvaluationFacts(
        year=said.get("year", said.year),
        name=said.get("name"),
        score=said.get("score"),
        category=said.get("grade"),
        note=said.get("note"),
    )
    fine = facts.score == round(facts.score, 2)
    return [Claim(facts, {"category": "grade"})], [] if fine else [Fault("score", _("得分最多两位小数"))]


def _recognition(said: Said) -> Claimed:
    facts = RecognitionFacts(
        on=said.get("on", None),
        year=said.get("year", said.year),
        company_id=UNKNOWN,
        category=said.get("category"),
        level=said.get("level"),
        certificate=said.get("certificate"),
        valid_until=said.get("valid_until", None),
        note=said.get("note"),
    )
    return [Claim(facts, {})], []


_CLAIMS: dict[str, Callable[[Said], Claimed]] = {
    "roadshow": _held,
    "landing": _landing,
    "investment": step_claims.investment,
    "intent": step_claims.intent,
    "loan": step_claims.loan,
    "repayment": step_claims.repayment,
    "hire": _hire,
    "hire_step": step_claims.hire_step,
    "incubator": _incubator,
    "evaluation": _evaluation,
    "residency": step_claims.residency,
    "rating": _rating,
    "recognition": _recognition,
    "policy_payment": _policy_payment,
}
