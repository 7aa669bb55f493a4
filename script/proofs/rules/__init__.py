"""The rules themselves, by room: how each is set up for one round, and what the tables then hold."""

from script.proofs.races import RACES
from script.proofs.rules import (
    accounts,
    agenda,
    halls,
    ledgers,
    outcomes,
    pitches,
    planning,
    programme,
    registering,
    screening,
    seats,
)  # they enter RACES

__all__ = [
    "RACES",
    "accounts",
    "agenda",
    "halls",
    "ledgers",
    "outcomes",
    "pitches",
    "planning",
    "programme",
    "registering",
    "screening",
    "seats",
]
