"""Decks and evidence as every desk shows them: what a page knows of one, and how pages and files go out."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.documents import opening, queries
from roadshow.documents.arriving import Arrived, take
from roadshow.documents.formats import MEDIA
from roadshow.documents.models import EXAMINE, LEVEL_WORDS, Document, DocumentKind, Level, Version
from roadshow.documents.opening import Allowed
from roadshow.documents.states import VersionState
from roadshow.foundation import clock
from roadshow.jobs.models import Job
from roadshow.jobs.queries import find_latest

from .asked import asked_id
from .fields import Choice, Form, Text
from .language import lang
from .shapes import shape
from .words import full_moment, moment, word
from .working import Way, way_of

SEEN = Allowed(look=True, download=True)  # for its owners, and for the centre
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
MB = 1024 * 1024


class FileForm(Form):
    """A new version."""

    file = FileField(lazy_gettext("文件"), [FileRequired(lazy_gettext("请选择一个文件"))])

    def arrived(self, kind: DocumentKind) -> Arrived:
        """Kept, before anything speaks of it. Raises: Refused when it is none that can come in."""
        given = self.file.data
        return take(given.stream, given.filename or "", kind)


class EvidenceForm(FileForm):
    title = Text(lazy_gettext("标题"), [InputRequired(lazy_gettext("请填写标题"))])


class AboutForm(Form):
    """What is said of a deck."""

    title = Text(lazy_gettext("标题"), [InputRequired(lazy_gettext("请填写标题"))])
    level = Choice(
        lazy_gettext("谁可以看"),
        [InputRequired(lazy_gettext("请选择谁可以看"))],
        choices=[("", lazy_gettext("请选择")), *LEVEL_WORDS.items()],
    )

    @property
    def said(self) -> tuple[str, Level]:
        return self.title.data, Level(self.level.data)


class DeckForm(AboutForm, FileForm):
    pass


@dataclass(frozen=True)
class Line:
    """A document or a version among others, as the part ``document_lines`` asks for it."""

    name: str
    url: str
    under: str
    shape: str
    state: str
    file: str
    at: str


@dataclass(frozen=True)
class Page:
    """One of a version's pages, as the part ``viewer`` asks for it."""

    number: int
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Viewed:
    """A document as its page shows it: which version, its pages, and how far the last upload has come."""

    document: Document
    version: Version | None
    pages: list[Page]
    versions: list[Line]
    way: Way | None
    failed: str
    file_url: str | None

    @property
    def is_latest(self) -> bool:
        return self.version is self.document.latest


@dataclass(frozen=True)
class Ways:
    """The endpoints of one desk: a document, a page of a version, its file."""

    show: str
    page: str
    file: str


def viewed(document: Document, ways: Ways) -> Viewed:
    """The version that the address names, else the one that is shown. Raises: Missing when there is none of it."""
    version = queries.pick_version(document, asked_id("version"))
    job = find_latest([EXAMINE], document.latest.id)
    return Viewed(
        document,
        version,
        pages_of(version, lambda page: _page_url(version, ways.page, page)) if version else [],
        [_version_line(each, ways.show) for each in document.versions],
        way_of(job) if job and job.is_live else None,
        _failed(document.latest, job),
        _file_url(version, ways.file) if version and version.is_sound else None,
    )


def lines_of(documents: list[Document], show: str) -> list[Line]:
    """Each document by its latest version; ``show`` is the endpoint that they lead to."""
    return [
        _line(each.title, each.latest, url_for(show, document_id=each.id), _level(each)) for each in documents
    ]


def usable_and_failed(documents: list[Document], show: str) -> tuple[list[Line], list[Line]]:
    """Once one of them can be shown, those of which no version was accepted stand apart."""
    if not any(each.current for each in documents):
        return lines_of(documents, show), []
    failed = [
        each for each in documents if each.current is None and each.latest.state is VersionState.REFUSED
    ]
    return lines_of([each for each in documents if each not in failed], show), lines_of(failed, show)


def lines_of_versions(versions: list[Version], show: str) -> list[Line]:
    """Each of these very versions, by its document's title."""
    return [line_of_version(each, _version_url(each, show)) for each in versions]


def line_of_version(version: Version, url: str) -> Line:
    """By its document's title."""
    return _line(version.document.title, version, url, _level(version.document))


def pages_of(version: Version, url: Callable[[int], str]) -> list[Page]:
    """Those that can be looked at; ``url`` is where the page of a number is."""
    return [
        Page(number, url(number), wide, high) for number, (wide, high) in enumerate(version.sizes or [], 1)
    ]


def send_page(document: Document, number: int, page: int, allowed: Allowed) -> Response:
    """A page of the version that has this number."""
    return send_page_of(queries.get_numbered(document, number), page, allowed)


def send_page_of(version: Version, page: int, allowed: Allowed) -> Response:
    """With its reader and the time across it; nobody on the way keeps it."""
    person = current_user.person
    account = _("账号%(number)d", number=person.id)
    words = [
        f"{person.name}  {person.email}",
        f"{account}  {full_moment(clock.now())}",
    ]  # a name can be anybody's
    shown = opening.open_page(version, page, words, allowed=allowed, actor=current_user.actor)
    return _apart(Response(shown, mimetype="image/jpeg"), "inline", f"{page}.jpg")


def send_file(document: Document, number: int, allowed: Allowed) -> Response:
    """The file of the version that has this number."""
    return send_file_of(queries.get_numbered(document, number), allowed)


def send_file_of(version: Version, allowed: Allowed) -> Response:
    """To be kept by its reader."""
    media = MEDIA[version.format]
    file = opening.open_file(version, allowed=allowed, actor=current_user.actor)
    answer = Response(file.parts, mimetype=media)
    answer.content_length = file.size
    return _apart(answer, "attachment", file.name)


def size_in_words(size: int) -> str:
    return (
        _("%(size)s MB", size=f"{size / MB:.1f}")
        if size >= MB
        else _("%(size)s KB", size=f"{-(-size // 1024):,}")
    )


def _apart(answer: Response, how: str, name: str) -> Response:
    """Whatever it is, it runs nothing, frames nothing, and is nobody else's picture."""
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page_url(version: Version, page: str, number: int) -> str:
    return url_for(page, document_id=version.document_id, number=version.number, page=number)


def _file_url(version: Version, file: str) -> str:
    return url_for(file, document_id=version.document_id, number=version.number)


def _version_line(version: Version, show: str) -> Line:
    name = _("第%(number)d版", number=version.number)
    return _line(name, version, _version_url(version, show), version.uploaded_by)


def _version_url(version: Version, show: str) -> str:
    return url_for(show, document_id=version.document_id, version=version.number)


def _level(document: Document) -> str:
    return _("谁可以看：%(level)s", level=word(document.level)) if document.level else word(document.kind)


def _line(name: str, version: Version, url: str, under: str) -> Line:
    file = _("%(name)s（%(size)s）", name=version.name, size=size_in_words(version.size))
    return Line(
        name, url, under, shape(version.state), word(version.state), file, moment(version.uploaded_at)
    )


def _failed(version: Version, job: Job | None) -> str:
    """Why the last upload was not accepted, or could not be looked at."""
    if version.flaw is not None:
        return word(version.flaw)
    return str(job.words[lang()]) if job and job.words and not version.is_sound else ""
