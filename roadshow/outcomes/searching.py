"""Rows of the ledger by what they are about, or who logged them."""

from sqlalchemy import ColumnElement, or_, select

from roadshow.foundation.text import name_key
from roadshow.projects.models import Company, Project

from .models import Row, Thread


def named(text: str) -> ColumnElement[bool]:
    """However it is spelt; of firms and projects also what their own names do not say of each other."""
    key = name_key(text)
    firms = select(Company.id).where(Company.name_key.contains(key, autoescape=True))
    named = Project.name_key.contains(key, autoescape=True)
    projects = select(Project.id).where(or_(named, Project.company_id.in_(firms)))
    threads = select(Thread.id).where(Thread.counterpart.icontains(text, autoescape=True))
    own = [column.icontains(text, autoescape=True) for column in (Row.name, Row.logged_by)]
    things = [Row.project_id.in_(projects), Row.company_id.in_(firms)] if key else []
    return or_(*things, *own, Row.thread_id.in_(threads))
