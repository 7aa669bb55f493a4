from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation.db import CONSTRAINT_WORDS, Model

READ, TAKE_IN = "read_ledger", "take_in_ledger"  # jobs
JOBS = (READ, TAKE_IN)
DRAW, ACCEPT = "draw_samples", "accept_sheets"  # jobs of a large file that came in
CHECK_JOBS = (DRAW, ACCEPT)

CONSTRAINT_WORDS |= {
    "ck_ledgers_sample_not_by_the_importer": _("自己导入的台账要由另一位同事核对"),
    "uq_ledgers_sample_open": _("这张表刚刚已抽样，请刷新后再看"),
    "uq_ledgers_sample_sheet_id_number": _("这张表刚刚已抽样，请刷新后再看"),
}


class Stage(StrEnum):
    """Where a job of ours is."""

    OPENING = "opening"
    CHECKING = "checking"
    WRITING = "writing"
    ACCEPTING = "accepting"


STAGE_WORDS = {
    Stage.OPENING: _("读取单元格"),
    Stage.CHECKING: _("逐行核对"),
    Stage.WRITING: _("写入台账"),
    Stage.ACCEPTING: _("接受抽样过的表"),
}


class UploadState(StrEnum):
    """How far an upload has come."""

    READING = "reading"
    READY = "ready"
    TAKING_IN = "taking_in"
    STOPPED = "stopped"
    FAILED = "failed"
    TAKEN_IN = "taken_in"


UPLOAD_WORDS = {
    UploadState.READING: _("正在读取"),
    UploadState.READY: _("待确认"),
    UploadState.TAKING_IN: _("正在导入"),
    UploadState.STOPPED: _("已停止读取"),
    UploadState.FAILED: _("没有完成"),
    UploadState.TAKEN_IN: _("已导入"),
}


class Upload(Model):
    """A ledger file on its way in: kept with what the person said of its columns until it is taken in or dropped.

    A ``large`` one is read and taken in by the worker, which leaves here what it found.
    """

    __tablename__ = "ledgers_upload"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int]  # for sheets without dates
    bureau: Mapped[str] = mapped_column(String(100), default="")  # as the file says, else as it was typed
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # empty once it was cleared away
    said: Mapped[dict[str, Any]] = mapped_column(JSON)  # header → field
    # what a person confirmed of its year: "year" whether the file disagrees, "sheets" those that recur
    sure: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None]
    uploaded_by: Mapped[str] = mapped_column(String(100))
    taken_at: Mapped[datetime | None]
    # once taken: sheet → [imported, duplicates, rejected]
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # once taken: kind of row, or "roadshow" → how many
    entries: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # ids of its first and last row: an import writes its rows in one go
    first_row: Mapped[int | None]
    last_row: Mapped[int | None]
    told_at: Mapped[datetime | None]  # when those who may check it were last told
    large: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[datetime | None]
    # language → what taking it in would do
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    refused: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # the rows that stay out


class ImportedSheet(Model):
    """What a sheet of a file that came in says, and which rows of the ledger it became.

    ``sums`` is one for each column of money: field, header, steps that it becomes, and in fen the sum of its cells
    (``fen``), of the lines that stayed out (``left``), of what became no row (``apart``), and the file's own total
    (``stated``). ``left`` has the lines that stayed out: number, what it says, and why in each language, or None for
    one that the ledger had. ``columns`` has what the preview says of the columns (``extras``, ``by_content``), the
    ``fields`` among them, and of lines whose code is that of a firm with another name (``misnamed``) the ids of their
    rows and why in each language.
    """

    __tablename__ = "ledgers_sheet"
    __table_args__ = (UniqueConstraint("upload_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("ledgers_upload.id"))
    place: Mapped[int]  # in the file
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(30))  # of sheet; empty for one that was not read
    lines: Mapped[int]  # rows of the file
    first_row: Mapped[int | None]  # ids of its rows
    last_row: Mapped[int | None]
    sums: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    left: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    left_count: Mapped[int]  # of which ``left`` has the first
    there_count: Mapped[int]  # of these the ledger had
    columns: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    upload: Mapped[Upload] = relationship()


class Sample(Model):
    """Lines of a sheet drawn by lot, to be compared with the file before the whole sheet is accepted.

    ``lines`` are as they were when it was drawn: number, cells under their headers, ids of their rows. ``left_out`` are
    rows that waited then and must be checked one by one.
    """

    __tablename__ = "ledgers_sample"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        CheckConstraint(
            "drawn_by_id <> importer_id AND (accepted_by_id IS NULL OR accepted_by_id <> importer_id)",
            name="not_by_the_importer",
        ),
        CheckConstraint("accepted_at IS NULL OR wrong_count = 0", name="accepted_without_wrong"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_count IS NULL)", name="accepted_says_how_many"),
        Index(
            "uq_ledgers_sample_open",
            "sheet_id",
            unique=True,
            sqlite_where=text("accepted_at IS NULL AND wrong_count = 0"),
            postgresql_where=text("accepted_at IS NULL AND wrong_count = 0"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("ledgers_sheet.id"))
    number: Mapped[int]  # 1, 2, … of its sheet
    seed: Mapped[str] = mapped_column(String(16))
    size: Mapped[int]  # lines
    among: Mapped[int]  # lines that it was drawn from
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True)
    left_out: Mapped[list[int]] = mapped_column(JSON, deferred=True)
    importer_id: Mapped[int | None]  # who uploaded the file
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int | None]
    drawn_by: Mapped[str] = mapped_column(String(100))
    wrong: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # line, why, by
    wrong_count: Mapped[int] = mapped_column(default=0)
    compared_at: Mapped[datetime | None]  # somebody confirmed it, and the worker accepts the sheet
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None]
    accepted_by: Mapped[str] = mapped_column(String(100), default="")
    accepted_count: Mapped[int | None]  # rows of the ledger
    sheet: Mapped[ImportedSheet] = relationship()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and not self.wrong_count


class Remembered(Model):
    """What a person said of a column of a bureau's sheet of one kind, when its file came in."""

    __tablename__ = "ledgers_remembered"
    __table_args__ = (UniqueConstraint("bureau_key", "kind", "header_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    bureau: Mapped[str] = mapped_column(String(100))
    bureau_key: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(30))
    header: Mapped[str] = mapped_column(String(200))
    header_key: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(60))
    said_at: Mapped[datetime]


class ApplicationFile(Model):
    """A sheet of applications to one roadshow: kept from its preview until a month after, whether it came in or not."""

    __tablename__ = "ledgers_application_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(100))
    taken_at: Mapped[datetime | None]
