"""The rules themselves: how each is set up for one round, and what counts as given."""

from script.proofs.races import RACES

__all__ = ["RACES"]
