"""Names of roadshows and halls in the reader's language, where rows are asked for them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select, union_all

from roadshow.foundation.db import db
from roadshow.foundation.languages import spoken
from roadshow.halls.models import Hall

from .models import Roadshow


def title_column() -> ColumnElement[str]:
    """A roadshow's title as ``spoken_title`` says it."""
    return _spoken(Roadshow.title, Roadshow.title_en)


def place_column() -> ColumnElement[str]:
    """The hall of a roadshow, or where it was held; the hall is joined."""
    return func.coalesce(_spoken(Hall.name, Hall.name_en), Roadshow.venue)


def english_names(names: Collection[str]) -> dict[str, str]:
    """Stored name → English name, of these names of roadshows and halls that have one; one statement, for readers of
    English alone."""
    if spoken() != "en" or not names:
        return {}
    pairs = ((Roadshow.title, Roadshow.title_en), (Hall.name, Hall.name_en))
    asked = (select(name, english).where(name.in_(names), english != "") for name, english in pairs)
    return {row[0]: row[1] for row in db.session.execute(union_all(*asked))}


def _spoken(name: Any, english: Any) -> ColumnElement[str]:
    return func.coalesce(func.nullif(english, literal_column("''")), name) if spoken() == "en" else name
