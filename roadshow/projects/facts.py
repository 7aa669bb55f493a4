"""What a project's form asks, step by step; every answer may be missing while it is written.

Codes are those of ``choices``, amounts whole fen.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

WHOLE_BP = 10_000  # hundredths of a percent
NEAREST = 100_00  # fen: what is computed is no more exact than what it is computed from


@dataclass(frozen=True)
class ProjectFacts:
    """What is said of a project; ``sector`` and ``stage`` are codes, or None while unknown."""

    name: str
    one_line: str = ""
    description: str = ""
    sector: str | None = None
    stage: str | None = None


@dataclass(frozen=True)
class ApplicantFacts:
    """Who applies, and whom to ask; ``region`` is a code of GB/T 2260."""

    kind: str | None = None
    source: str | None = None
    contact_name: str = ""
    contact_mobile: str = ""
    contact_email: str = ""
    registered_on: date | None = None
    region: str = ""
    address: str = ""
    capital_fen: int | None = None
    staff: int | None = None
    research_staff: int | None = None

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_mobile or self.contact_email)


@dataclass(frozen=True)
class TechnologyFacts:
    """``readiness`` is a TRL, 1 to 9."""

    readiness: int | None = None
    product: str = ""
    certificates: str = ""
    awards: str = ""


@dataclass(frozen=True)
class YearFacts:
    """A year's business; a loss is a profit below zero."""

    year: int | None = None
    revenue_fen: int | None = None
    profit_fen: int | None = None
    research_fen: int | None = None


@dataclass(frozen=True)
class MarketFacts:
    market: str = ""
    competitors: str = ""
    model: str = ""
    years: tuple[YearFacts, ...] = ()

    @cached_property
    def in_turn(self) -> "MarketFacts":
        """With the latest year first, those that nobody named last."""
        return replace(self, years=tuple(sorted(self.years, key=lambda year: -(year.year or 0))))


@dataclass(frozen=True)
class RoundFacts:
    """A round that is closed; ``stage`` as its investors called it."""

    stage: str | None = None
    on: date | None = None
    investors: str = ""
    amount_fen: int | None = None


@dataclass(frozen=True)
class FinancingFacts:
    """``equity_bp``: hundredths of a percent of the firm that the ask buys."""

    ask_fen: int | None = None
    equity_bp: int | None = None
    use_of_funds: str = ""
    loan_fen: int | None = None
    rounds: tuple[RoundFacts, ...] = ()

    @property
    def pre_money_fen(self) -> int | None:
        """What the firm is worth before the money comes: computed, to the nearest 100 yuan; None without ask or
        share."""
        if self.ask_fen is None or not self.equity_bp:
            return None
        worth, parts = self.ask_fen * (WHOLE_BP - self.equity_bp), self.equity_bp * NEAREST
        return (worth + parts // 2) // parts * NEAREST


@dataclass(frozen=True)
class TeammateFacts:
    name: str = ""
    role: str = ""
    background: str = ""


@dataclass(frozen=True)
class RightFacts:
    """One of the project's intellectual property."""

    kind: str | None = None
    title: str = ""
    number: str = ""


@dataclass(frozen=True)
class TeamFacts:
    people: tuple[TeammateFacts, ...] = ()
    rights: tuple[RightFacts, ...] = ()
    no_dispute: bool = False


@dataclass(frozen=True)
class LandingFacts:
    """What it wants of the city, who may read what, and what its owner agrees to and declares."""

    wish: str | None = None
    area_m2: int | None = None
    wanted_on: date | None = None
    level: str | None = None
    handling: bool = False
    passing_on: bool = False
    publishing: bool = False
    truth: bool = False


StepFacts = (
    ProjectFacts | ApplicantFacts | TechnologyFacts | MarketFacts | FinancingFacts | TeamFacts | LandingFacts
)
STEP_OF: dict[type, str] = {
    ProjectFacts: "overview",
    ApplicantFacts: "applicant",
    TechnologyFacts: "technology",
    MarketFacts: "market",
    FinancingFacts: "financing",
    TeamFacts: "team",
    LandingFacts: "landing",
}
