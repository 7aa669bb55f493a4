"""What one row of a sheet claims, and what is missing in it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.outcomes.facts import Facts
from roadshow.outcomes.identity import Exchanged
from roadshow.outcomes.rules import CURRENCIES
from roadshow.programme.rules import HeldFacts, held_faults

UNKNOWN = 0  # an id that is still to be found

Values = Mapping[str, Any]
_CODES = {str(words): code for code, words in CURRENCIES.items()}


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


Claimed = tuple[list[Claim], list[Fault]]
ABROAD = {"currency": "foreign", "rate": "rate", "rate_source": "rate_source"}
"""Where what is said of another currency comes from."""


def missing(field: str, words: object) -> Fault:
    return Fault(field, _("%(field)s未填写", field=words))


def exchange_of(values: Values) -> Exchanged | None:
    """In which other currency the money of the row was; None where it says nothing of one."""
    if not values.get("foreign") and not values.get("foreign_sum"):
        return None
    named = str(values.get("foreign", ""))
    return Exchanged(
        _CODES.get(named, named.upper()),
        values.get("foreign_sum") or 0,
        values.get("rate") or Decimal(0),
        values.get("rate_source", ""),
    )


def in_yuan(amount_fen: int | None, exchange: Exchanged | None) -> int | None:
    """What the row says, or else what the exchange comes to."""
    if amount_fen is None and exchange and exchange.rate:
        return exchange.fen
    return amount_fen
