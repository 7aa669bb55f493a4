from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of

from .flaws import Flaw
from .formats import PICTURES, Format
from .states import SOUND, VersionState

EXAMINE, REMOVE = "examine_document", "remove_document"  # jobs: of a version, of a document

CONSTRAINT_WORDS |= {
    "uq_documents_version_document_id_number": _("有人同时上传了新版本，请再试一次"),
    "uq_documents_version_key": _("这个文件刚刚已随另一条上传，请重新选择文件"),
}


class DocumentKind(StrEnum):
    DECK = "deck"
    EVIDENCE = "evidence"
    LICENCE = "licence"


KIND_WORDS = {
    DocumentKind.DECK: _("路演材料"),
    DocumentKind.EVIDENCE: _("证明材料"),
    DocumentKind.LICENCE: _("营业执照"),
}


class Level(StrEnum):
    """Who outside its own firm and the centre may be shown a deck, each fewer than the one before."""

    PUBLIC = "public"
    VERIFIED = "verified"
    NDA = "nda"
    JUDGES = "judges"


LEVEL_WORDS = {
    Level.PUBLIC: _("公开摘要"),
    Level.VERIFIED: _("认证机构"),
    Level.NDA: _("签署保密后"),
    Level.JUDGES: _("仅评审"),
}


class Stage(StrEnum):
    """Where a job of ours is."""

    LOOKING = "looking"
    DRAWING = "drawing"


STAGE_WORDS = {Stage.LOOKING: _("检查文件"), Stage.DRAWING: _("生成预览")}


class ViewKind(StrEnum):
    PAGE = "page"
    DOWNLOAD = "download"


VIEW_WORDS = {ViewKind.PAGE: _("看了一页"), ViewKind.DOWNLOAD: _("下载了文件")}


class Version(Model):
    """What was handed in at one time. Its files stand under ``key``, which tells nobody anything."""

    __tablename__ = "documents_version"
    __table_args__ = (UniqueConstraint("document_id", "number"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents_document.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))  # as its owner calls the file
    format: Mapped[Format] = mapped_column(one_of(Format))
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[str] = mapped_column(String(64))  # of what was handed in
    key: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[VersionState] = mapped_column(one_of(VersionState))
    flaw: Mapped[Flaw | None] = mapped_column(one_of(Flaw))
    pages: Mapped[int | None]  # None where they are not known
    previews: Mapped[int] = mapped_column(default=0)  # pages that can be looked at
    sizes: Mapped[list[list[int]] | None] = mapped_column(JSON)  # of each, in dots: width and height
    uploaded_by_id: Mapped[int | None]
    uploaded_by: Mapped[str] = mapped_column(String(100))
    uploaded_at: Mapped[datetime]
    document: Mapped["Document"] = relationship(back_populates="versions")

    @property
    def is_sound(self) -> bool:
        return self.state in SOUND

    @property
    def file(self) -> str:
        """Where in the storage what may be taken away stands: of a picture what was written anew."""
        return f"{self.key}/{'clean' if self.format in PICTURES else 'original'}"


class Document(Model):
    """A deck of a project, the evidence of a ledger's row: names its thing without a foreign key, as all is above it.

    One that is to be removed is nobody's any more; its files and rows go with the job that removes it.
    """

    __tablename__ = "documents_document"
    __table_args__ = (
        CheckConstraint("(kind = 'deck') = (level IS NOT NULL)", name="level_of_a_deck"),
        Index("ix_documents_document_thing", "thing", "thing_id"),
        {"sqlite_autoincrement": True},  # a number is never given twice: the log and the trail name it
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[int]
    kind: Mapped[DocumentKind] = mapped_column(one_of(DocumentKind))
    title: Mapped[str] = mapped_column(String(100))
    level: Mapped[Level | None] = mapped_column(one_of(Level))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    versions: Mapped[list[Version]] = relationship(
        back_populates="document", order_by=Version.number.desc(), lazy="selectin"
    )

    @property
    def latest(self) -> Version:
        """The last one that was handed in, whatever became of it."""
        return self.versions[0]

    @property
    def current(self) -> Version | None:
        """The one that is shown: the newest that was found sound."""
        return next((version for version in self.versions if version.is_sound), None)


class View(Model):
    """Somebody was shown a page, or took the file away; never changed."""

    __tablename__ = "documents_view"
    __table_args__ = (Index("ix_documents_view_version_id_person_id", "version_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("documents_version.id"))
    person_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[ViewKind] = mapped_column(one_of(ViewKind))
    page: Mapped[int | None]
    at: Mapped[datetime]
    version: Mapped[Version] = relationship(lazy="joined")


class Citation(Model):
    """Something rests on this very version, which therefore stays: an application as it was handed in."""

    __tablename__ = "documents_citation"
    __table_args__ = (UniqueConstraint("version_id", "thing", "thing_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("documents_version.id"))
    thing: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[int]
