"""What the cells of a line say, by the fields of its sheet."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from roadshow.foundation.money import WAN, wan
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.outcomes.rules import CURRENCIES

Line = dict[str, Any]
"""Field of a kind of sheet → what its cell says; what it does not say is not in it."""


def side_by_side(steps: Iterable[Any]) -> list[list[Any]]:
    """Each step of a thread on the first line that has room for it and tells the same beside it."""
    lines: list[list[Any]] = []
    for step in steps:
        line = next((line for line in lines if _goes_with(step, line)), None)
        if line is None:
            lines.append([step])
        else:
            line.append(step)
    return lines


def _goes_with(step: Any, line: list[Any]) -> bool:
    first = line[0]
    abroad = step.currency or first.currency
    alike = step.note == first.note and step.roadshow_id == first.roadshow_id and not abroad
    return alike and all(step.step is not other.step for other in line)


def said(*parts: Line) -> Line:
    return {name: value for part in parts for name, value in part.items() if value not in (None, "")}


def when(row: Any) -> Line:
    return {"on": row.on, "year": None if row.on else row.year}


def firm_of(row: Any) -> Line:
    """A firm that is known by its code alone is called by it."""
    return {"firm": row.firm, "uscc": row.uscc}


def described(row: Any) -> Line:
    return {"sector": _words(SECTORS, row.sector), "stage": _words(STAGES, row.stage)}


def hire_of(row: Any) -> Line:
    return {"code": row.name, "category": row.category, "country": row.place}


def held(show: Any) -> Line:
    names = ("on", "title", "mode", "told_projects", "told_institutions", "told_visitors", "note")
    told = {name: getattr(show, name) for name in names}
    return said(told, {"sector": _words(SECTORS, show.sector), "venue": show.hall or show.venue})


def in_wan(fen: int | None) -> Decimal | None:
    """The bare figure under 单位：万元."""
    return None if fen is None else wan(fen)


def abroad(row: Any) -> Line:
    if not row.currency:
        return {}
    named = str(CURRENCIES[row.currency])
    money = {"foreign": named, "foreign_sum": Decimal(row.hundredths) / WAN}
    return money | {"rate": row.rate, "rate_source": row.rate_source}


def yes(said: bool | None) -> str | None:
    return None if said is None else "是" if said else "否"


def _words(words: Mapping[str, object], code: str | None) -> str | None:
    return str(words[code]) if code and code in words else None
