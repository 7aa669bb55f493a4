"""Applications by what their project or its firm is called."""

from typing import TypeVarTuple

from sqlalchemy import Select, or_, select

from roadshow.foundation.text import name_key
from roadshow.projects.models import Company, Project

from .models import Pitch

Columns = TypeVarTuple("Columns")


def named(rows: Select[*Columns], text: str) -> Select[*Columns]:
    """Of these applications those with the text in their project's or firm's name; without a text all."""
    key = name_key(text)
    if not key:
        return rows
    firms = select(Company.id).where(Company.name_key.contains(key, autoescape=True))
    names = or_(Project.name_key.contains(key, autoescape=True), Project.company_id.in_(firms))
    return rows.where(Pitch.project_id.in_(select(Project.id).where(names)))
