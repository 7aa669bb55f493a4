from sqlalchemy import select

from roadshow.foundation.db import db
from roadshow.foundation.languages import in_each

from .kinds import KINDS
from .models import Template


def words_of(kind: str) -> dict[str, tuple[str, str]]:
    """Language → subject and body with their placeholders: the centre's own words, else the built-in ones."""
    own = db.session.scalars(select(Template).where(Template.kind == kind))
    return built_in(kind) | {row.language: (row.subject, row.body) for row in own}


def built_in(kind: str) -> dict[str, tuple[str, str]]:
    return in_each(lambda: (str(KINDS[kind].subject), str(KINDS[kind].body)))
