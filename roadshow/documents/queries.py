from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, containing, in_turn, ordered

from .models import Citation, Document, Version, View, ViewKind
from .states import SOUND


def get_document(document_id: int) -> Document:
    """With its versions, the newest first. Raises: Missing, also when it is being removed."""
    document = db.session.get(Document, document_id)
    if document is None or document.removed_at is not None:
        raise Missing(f"document {document_id}")
    return document


def get_version(version_id: int) -> Version:
    """With its document. Raises: Missing, also when that is being removed."""
    version = db.session.get(Version, version_id, options=[joinedload(Version.document)])
    if version is None or version.document.removed_at is not None:
        raise Missing(f"version {version_id}")
    return version


def pick_version(document: Document, number: int | None) -> Version | None:
    """That one of a document, by default the one that is shown. Raises: Missing when there is none of this number."""
    return document.current if number is None else get_numbered(document, number)


def get_numbered(document: Document, number: int) -> Version:
    """Raises: Missing when it has no version of this number."""
    version = next((version for version in document.versions if version.number == number), None)
    if version is None:
        raise Missing(f"version {number} of document {document.id}")
    return version


def list_documents(thing: str, thing_id: int) -> list[Document]:
    """All that belong to a thing, with their versions, whatever became of these."""
    rows = select(Document).where(Document.thing == thing, Document.thing_id == thing_id)
    return list(db.session.scalars(rows.where(Document.removed_at.is_(None)).order_by(Document.id)))


def find_document(thing: str, thing_id: int) -> Document | None:
    """Of a thing that has one at most."""
    return next(iter(list_documents(thing, thing_id)), None)


def list_documents_of(thing: str, thing_ids: Collection[int]) -> dict[int, list[Document]]:
    """The same of several things, at the cost of one."""
    rows = select(Document).where(Document.thing == thing, Document.thing_id.in_(thing_ids))
    found: dict[int, list[Document]] = {}
    for document in db.session.scalars(rows.where(Document.removed_at.is_(None)).order_by(Document.id)):
        found.setdefault(document.thing_id, []).append(document)
    return found


def list_current(thing: str, thing_id: int) -> list[Version]:
    """Of each document of a thing the version that is shown; one without any is left out."""
    found = (document.current for document in list_documents(thing, thing_id))
    return [version for version in found if version is not None]


def list_cited(thing: str, thing_id: int) -> list[Version]:
    """On what a thing rests, with the documents."""
    rows = select(Version).join(Citation, Citation.version_id == Version.id)
    rows = rows.where(Citation.thing == thing, Citation.thing_id == thing_id)
    return list(db.session.scalars(rows.options(joinedload(Version.document)).order_by(Version.id)))


def count_documents(thing: str, thing_id: int) -> int:
    rows = select(func.count(Document.id)).where(Document.thing == thing, Document.thing_id == thing_id)
    return db.session.scalar(rows.where(Document.removed_at.is_(None))) or 0


def is_cited(document_id: int) -> bool:
    """Whether something rests on a version of it."""
    rows = select(Citation.id).join(Version, Version.id == Citation.version_id)
    return db.session.scalar(rows.where(Version.document_id == document_id).limit(1)) is not None


def list_held_keys(keys: Collection[str]) -> set[str]:
    """Those of these under which a version's files stand."""
    return set(db.session.scalars(select(Version.key).where(Version.key.in_(keys))))


def list_keys(document_id: int) -> list[str]:
    """Under which the files of all its versions stand, also when it is being removed."""
    rows = select(Version.key).where(Version.document_id == document_id)
    return list(db.session.scalars(rows.order_by(Version.id)))


def list_sound(version_ids: Iterable[int]) -> list[Version]:
    """Those of these that may be shown, with their documents, which are not being removed."""
    rows = select(Version).join(Version.document).options(joinedload(Version.document))
    rows = rows.where(Version.id.in_(list(version_ids)), Version.state.in_(SOUND))
    return list(db.session.scalars(rows.where(Document.removed_at.is_(None)).order_by(Version.id)))


VIEWS_BY = {
    "name": View.name,
    "at": View.at,
    "version": Version.number,
    "kind": in_turn(View.kind, ViewKind),
}


def list_views(document_id: int, order: Order | None = None, text: str = "") -> Listed[View]:
    """Each page that was shown and each file that was taken away, with its version, newest first; ``text`` is part of
    its reader's name."""
    rows = select(View).join(View.version).where(Version.document_id == document_id)
    rows = containing(rows, text, View.name)
    return Listed(ordered(rows, VIEWS_BY, order, View.at.desc(), View.id.desc()))


@dataclass(frozen=True)
class Viewer:
    """One person who saw something of a document: how many different pages, how often it was taken away."""

    name: str
    pages: int
    downloads: int
    last_at: datetime


def list_viewers(document_id: int, most: int) -> list[Viewer]:
    """Who was last comes first."""
    taken = func.sum(case((View.kind == ViewKind.DOWNLOAD, 1), else_=0))
    page = Version.number * 1000 + View.page
    last = func.max(View.at)
    rows = (
        select(func.max(View.name), func.count(page.distinct()), taken, last)
        .join(View.version)
        .where(Version.document_id == document_id)
        .group_by(View.person_id)
        .order_by(last.desc(), View.person_id)
        .limit(most)
    )
    return [Viewer(*row) for row in db.session.execute(rows)]
