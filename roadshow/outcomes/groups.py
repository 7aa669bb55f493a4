"""Rows of the ledger added up by what they have in common: every group leads to exactly its rows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, extract, func, literal_column, select

from roadshow.foundation.db import db
from roadshow.programme.spoken import title_column
from roadshow.projects.models import Project

from .models import Row
from .queries import Wanted, narrowed


class By(StrEnum):
    """By what rows are told apart."""

    YEAR = "year"
    MONTH = "month"
    SECTOR = "sector"
    STAGE = "stage"
    ROADSHOW = "roadshow"


@dataclass(frozen=True)
class Group:
    """Rows in force with the same key; ``narrow`` is what to ask of ``Wanted`` to list exactly these.

    ``name`` is a roadshow's title in the reader's language, or the code of a field or stage; empty where the rows have
    none.
    """

    narrow: dict[str, Any]
    name: str
    rows: int
    fen: int


_NOTHING: ColumnElement[str] = literal_column("''")
_NONE: ColumnElement[int] = literal_column("0")
_month = func.coalesce(extract("month", Row.on), _NONE)
_KEYS: dict[By, tuple[Any, ...]] = {
    By.YEAR: (Row.year,),
    By.MONTH: (Row.year, _month),
    By.SECTOR: (func.coalesce(Project.sector, _NOTHING),),
    By.STAGE: (func.coalesce(Project.stage, _NOTHING),),
}


def list_groups(by: By, wanted: Wanted) -> list[Group]:
    """In the order of time, or of their codes; one statement."""
    keys = _keys(by)
    rows = select(*keys, func.count(Row.id), func.coalesce(func.sum(Row.amount_fen), _NONE))
    rows = rows.select_from(Row).outerjoin(Row.project).outerjoin(Row.roadshow)
    rows = narrowed(rows, wanted).group_by(*keys).order_by(*keys)
    return [_group(by, found[:-2], found[-2], int(found[-1])) for found in db.session.execute(rows)]


def _keys(by: By) -> tuple[Any, ...]:
    if by is By.ROADSHOW:
        return func.coalesce(Row.roadshow_id, _NONE), func.coalesce(title_column(), _NOTHING)
    return _KEYS[by]


def _group(by: By, key: tuple[Any, ...], rows: int, fen: int) -> Group:
    match by:
        case By.YEAR:
            return Group({"year": key[0]}, "", rows, fen)
        case By.MONTH:
            return Group({"year": key[0], "month": int(key[1])}, "", rows, fen)
        case By.ROADSHOW:
            return Group({"roadshow_id": key[0]}, key[1], rows, fen)
        case _:
            return Group({by.value: key[0]}, key[0], rows, fen)
