"""Days as the database reckons them, said alike for both."""

from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class DaysBetween(FunctionElement[int]):
    """(earlier, later) → how many days."""

    inherit_cache = True
    type = Integer()


class ShanghaiDay(FunctionElement[Any]):
    """The day on which a moment was, here."""

    inherit_cache = True
    type = Date()


class LastDay(FunctionElement[Any]):
    """The last day of a year."""

    inherit_cache = True
    type = Date()


@compiles(DaysBetween)
def _days_between(element: DaysBetween, compiler: Any, **kw: Any) -> str:
    earlier, later = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({later} - {earlier})"


@compiles(DaysBetween, "sqlite")
def _days_between_in_sqlite(element: DaysBetween, compiler: Any, **kw: Any) -> str:
    earlier, later = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(ShanghaiDay)
def _shanghai_day(element: ShanghaiDay, compiler: Any, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AT TIME ZONE 'Asia/Shanghai' AS DATE)"


@compiles(ShanghaiDay, "sqlite")
def _shanghai_day_in_sqlite(element: ShanghaiDay, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+8 hours')"


@compiles(LastDay)
def _last_day(element: LastDay, compiler: Any, **kw: Any) -> str:
    return f"make_date({compiler.process(element.clauses, **kw)}, 12, 31)"


@compiles(LastDay, "sqlite")
def _last_day_in_sqlite(element: LastDay, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} || '-12-31')"
