"""A list in pages; which one is shown stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from flask import request

from .language import here

LAST = 10**6
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """One page of a list, as the part ``pager`` asks for it."""

    page: int
    total: int
    per_page: int = 50

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.per_page))

    def rows_of(self, known: Sequence[T]) -> Sequence[T]:
        """Those of this page, of a list that is known whole."""
        return known[(self.page - 1) * self.per_page : self.page * self.per_page]

    def url(self, number: int) -> str:
        return here(page=number)


def asked_page() -> int:
    """The page that the address names; the first when it names none or nonsense."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= LAST else 1
