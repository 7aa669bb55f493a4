"""What an address asks for in its query: nonsense asks for nothing."""

import re
from datetime import date
from typing import overload

from flask import abort, request

from roadshow.foundation.text import one_line
from roadshow.programme.rules import FIRST_YEAR, LAST_YEAR

from .addresses import LARGEST_ID

LONGEST = 100  # characters
MOST_DIGITS = 9  # of a version, a part, a line: as many as any integer column holds


@overload
def asked_year(name: str = "year", *, otherwise: int) -> int: ...
@overload
def asked_year(name: str = "year") -> int | None: ...
def asked_year(name: str = "year", *, otherwise: int | None = None) -> int | None:
    year = request.args.get(name, type=int)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else otherwise


def asked_month() -> tuple[int, int] | None:
    """Year and month, written 2026-11."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", request.args.get("month", ""))
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return (year, month) if FIRST_YEAR <= year <= LAST_YEAR else None


def asked_id(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ID else None


def posted_id(name: str) -> int:
    """In a form, as a button of ours sends it; anything else is 400."""
    number = request.form.get(name, type=int)
    if number is None or not 0 < number <= LARGEST_ID:
        abort(400)
    return number


def number(typed: str) -> int | None:
    """None for what no column of numbers holds."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS else None


def asks_for_less() -> bool:
    """Whether the address narrows or orders what its page lists."""
    return any(value for name, value in request.args.items() if name not in ("lang", "next", "page"))


def asked_day(name: str) -> date | None:
    """Of a year that we reckon with."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def asked_path() -> str | None:
    """Where the reader was going, as ``next`` names it: a clean path of ours, else nothing."""
    path = request.args.get("next", "")
    clean = path.startswith("/") and "//" not in path and "\\" not in path and path.isprintable()
    return path if clean else None


def asked_words(name: str) -> str:
    """As text that a database can compare with; empty when the address has none."""
    return one_line(request.args.get(name, ""))[:LONGEST]
