from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db, hold, hold_name, operation
from roadshow.foundation.errors import Missing, Refused, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import one_line
from roadshow.jobs import operations as jobs
from roadshow.jobs.models import Task

from . import queries
from .arriving import Arrived
from .flaws import Flaw
from .happenings import DocumentChanging
from .models import (
    EXAMINE,
    KIND_WORDS,
    REMOVE,
    Citation,
    Document,
    DocumentKind,
    Level,
    Version,
    View,
    ViewKind,
)
from .rules import MOST_DOCUMENTS, MOST_VERSIONS, document_faults
from .states import STATE_WORDS, STORY, VersionState


@operation
def add_deck(project_id: int, title: str, level: Level | None, arrived: Arrived, *, actor: Actor) -> Document:
    """A deck of a project, to be checked by the worker. Raises: Refused with the faults, or when there are too many."""
    return _add(DocumentKind.DECK, ("project", project_id), title, level, arrived, actor)


@operation
def add_evidence(outcome_id: int, title: str, arrived: Arrived, *, actor: Actor) -> Document:
    """The evidence of a ledger's row. Raises: Refused as ``add_deck`` does."""
    return _add(DocumentKind.EVIDENCE, ("outcome", outcome_id), title, None, arrived, actor)


@operation
def hand_in_licence(company_id: int, arrived: Arrived, *, actor: Actor) -> Document:
    """A company's licence, or a new version of it. Raises: Refused when there are too many versions."""
    hold_name(f"documents of company {company_id}")
    if known := queries.find_document("company", company_id):
        replace(known, arrived, actor=actor)
        return known
    title = str(KIND_WORDS[DocumentKind.LICENCE])
    return _add(DocumentKind.LICENCE, ("company", company_id), title, None, arrived, actor)


def _add(
    kind: DocumentKind, of: tuple[str, int], title: str, level: Level | None, arrived: Arrived, actor: Actor
) -> Document:
    thing, thing_id = of
    title = one_line(title)
    refuse_faults(document_faults(title, kind, level))
    hold_name(f"documents of {thing} {thing_id}")
    if queries.count_documents(thing, thing_id) >= MOST_DOCUMENTS:
        raise Refused(_("这里已有%(count)d份材料，请先删去不用的", count=MOST_DOCUMENTS))
    document = Document(
        thing=thing, thing_id=thing_id, kind=kind, title=title, level=level, made_at=clock.now()
    )
    db.session.add(document)
    _add_version(document, 1, arrived, actor)
    record("document.added", actor, "document", document.id, title, file=arrived.name)
    return document


@operation
def replace(document: Document, arrived: Arrived, *, actor: Actor) -> Version:
    """A new version; the earlier ones stay, and the last sound one is shown until this one is found sound.

    Raises: Refused when there are too many, Missing when it is being removed.
    """
    _hold_living(document)
    if len(document.versions) >= MOST_VERSIONS:
        raise Refused(_("这份材料已有%(count)d个版本，请另传一份", count=MOST_VERSIONS))
    version = _add_version(document, document.latest.number + 1, arrived, actor)
    record("document.replaced", actor, "document", document.id, document.title, file=arrived.name)
    return version


def _add_version(document: Document, number: int, arrived: Arrived, actor: Actor) -> Version:
    version = Version(
        document=document,
        number=number,
        state=VersionState.RECEIVED,
        uploaded_by_id=actor.id,
        uploaded_by=actor.name,
        uploaded_at=clock.now(),
        **vars(arrived),
    )
    db.session.add(version)
    db.session.flush()
    jobs.ask(EXAMINE, version.id, actor=actor)
    return version


@operation
def change(document: Document, title: str, level: Level | None, *, actor: Actor) -> None:
    """Raises: Refused with the faults, Missing when it is being removed."""
    _hold_living(document)
    title = one_line(title)
    refuse_faults(document_faults(title, document.kind, level))
    changes = take_over(document, {"title": title, "level": level})
    record("document.changed", actor, "document", document.id, title, **changes)


@operation
def delete_document(document: Document, *, actor: Actor) -> None:
    """Nobody sees it from now on; the worker removes its files. Raises: Refused while something rests on it."""
    jobs.call_off([EXAMINE], *(version.id for version in document.versions))
    _hold_living(document)
    announce(DocumentChanging(document.thing, document.thing_id))
    if queries.is_cited(document.id):
        raise Refused(_("有申请或成果以这份材料为准，它要随之保留，不能删除"))
    document.removed_at = clock.now()
    record("document.deleted", actor, "document", document.id, document.title)
    jobs.ask(REMOVE, document.id, actor=actor)


@operation
def cite(version_ids: Iterable[int], thing: str, thing_id: int) -> None:
    """These versions stay as long as the thing that rests on them; said twice it is said once.

    Raises: Missing when one of them is not sound, or is being removed.
    """
    wanted = set(version_ids)
    found = select(Version.document_id).where(Version.id.in_(wanted)).distinct()
    documents = select(Document).where(Document.id.in_(found)).order_by(Document.id)
    for document in list(db.session.scalars(documents)):
        hold(document)
    if len(queries.list_sound(wanted)) != len(wanted):
        raise Missing(f"versions {sorted(wanted)}")
    cited = {version.id for version in queries.list_cited(thing, thing_id)}
    db.session.add_all(
        Citation(version_id=one, thing=thing, thing_id=thing_id) for one in sorted(wanted - cited)
    )
    db.session.flush()


@operation
def note_view(version: Version, kind: ViewKind, page: int | None, *, actor: Actor) -> None:
    """Before anything is shown."""
    db.session.add(
        View(
            version_id=version.id,
            person_id=actor.id,
            name=actor.name,
            kind=kind,
            page=page,
            at=clock.now(),
        )
    )


@operation
def note_sound(version_id: int, pages: int | None, task: Task) -> None:
    """The worker found nothing wrong with it. Raises: Missing when it is being removed, or is another's now."""
    jobs.hold_task(task)
    version = _hold_version(version_id)
    if version.state is VersionState.RECEIVED:  # whoever died after this begins with it again
        announce(DocumentChanging(version.document.thing, version.document.thing_id))
        _step(version, VersionState.CHECKED)
    version.pages = pages


@operation
def keep_previews(version_id: int, pages: int | None, sizes: list[list[int]], task: Task) -> None:
    """Its pages were drawn, each so wide and so high, or none could be; the job ends with it.

    Raises: Missing as ``note_sound`` does.
    """
    jobs.finish(task)
    version = _hold_version(version_id)
    version.pages, version.previews, version.sizes = pages, len(sizes), sizes
    if sizes:
        _step(version, VersionState.PREVIEWED)


@operation
def refuse(version_id: int, flaw: Flaw, task: Task) -> None:
    """The worker found this. Raises: Missing as ``note_sound`` does."""
    jobs.finish(task)
    version = _hold_version(version_id)
    _step(version, VersionState.REFUSED)
    version.flaw = flaw
    document = version.document
    record("document.refused", task.actor, "document", document.id, document.title, flaw=flaw)


@operation
def forget(document_id: int, task: Task) -> None:
    """The rows of a document whose files are gone. Raises: Missing when the job is another's now."""
    jobs.finish(task)
    versions = select(Version.id).where(Version.document_id == document_id)
    jobs.call_off([EXAMINE], *db.session.scalars(versions))
    db.session.execute(delete(View).where(View.version_id.in_(versions)))
    db.session.execute(delete(Version).where(Version.document_id == document_id))
    db.session.execute(delete(Document).where(Document.id == document_id))


def _step(version: Version, to: VersionState) -> None:
    step_to(STORY, version.state, to, STATE_WORDS)
    version.state = to


def _hold_living(document: Document) -> None:
    hold(document)
    if document.removed_at is not None:
        raise Missing(f"document {document.id}")


def _hold_version(version_id: int) -> Version:
    version = queries.get_version(version_id)
    _hold_living(version.document)
    return version
