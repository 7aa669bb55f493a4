from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model

READ, TAKE_IN = "read_ledger", "take_in_ledger"  # jobs
JOBS = (READ, TAKE_IN)


class Stage(StrEnum):
    """Where a job of ours is."""

    OPENING = "opening"
    CHECKING = "checking"
    WRITING = "writing"


STAGE_WORDS = {
    Stage.OPENING: _("读取单元格"),
    Stage.CHECKING: _("逐行核对"),
    Stage.WRITING: _("写入台账"),
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
