"""A list in pages; which one is shown stands in the address."""

from dataclasses import dataclass
from math import ceil

from flask import request

from .language import here

LAST = 10**6


@dataclass(frozen=True)
class Shown:
    """One page of a list, as the part ``pager`` asks for it."""

    page: int
    total: int
    per_page: int = 50

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.per_page))

    def url(self, number: int) -> str:
        return here(page=number)


def asked_page() -> int:
    """The page that the address names; the first when it names none or nonsense."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= LAST else 1
