from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadshow.foundation.db import Model, one_of
from roadshow.ical.invitation import Method

from .states import LetterState

MAIL = "mail"  # the channel of every letter until there is another


class Answer(StrEnum):
    """What somebody's calendar program answers to an invitation."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


ANSWER_WORDS = {Answer.ACCEPTED: _("接受"), Answer.TENTATIVE: _("暂定"), Answer.DECLINED: _("拒绝")}


class Letter(Model):
    """A letter, whole, from the outbox to the inbox; holds the reader as plain values."""

    __tablename__ = "notices_letter"
    __table_args__ = (
        Index("ix_notices_letter_state_due_at", "state", "due_at"),
        Index("ix_notices_letter_to_id_read_at", "to_id", "read_at"),
        UniqueConstraint("message_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    to_id: Mapped[int | None]
    to_name: Mapped[str] = mapped_column(String(100))
    to_address: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(5))  # zh or en; "zh en" for both, as letters once were
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)  # empty once a secret one is sent
    # language → placeholder → words; none once a secret one is sent
    values: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    secret: Mapped[bool] = mapped_column(default=False)
    # what it does to its reader's calendar, whole; without a method a file to keep
    calendar: Mapped[str | None] = mapped_column(Text)
    method: Mapped[Method | None] = mapped_column(one_of(Method))
    queued_at: Mapped[datetime] = mapped_column(index=True)
    channel: Mapped[str] = mapped_column(String(20), default=MAIL)
    state: Mapped[LetterState] = mapped_column(one_of(LetterState), default=LetterState.QUEUED)
    at_once: Mapped[bool] = mapped_column(default=False)  # it goes out in the quiet hours too
    useful_until: Mapped[datetime | None]  # when nobody needs it any more; None: always
    roadshow_id: Mapped[int | None] = mapped_column(index=True)  # which one it is about
    before: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # the plans that it says were changed
    overtaken: Mapped[bool] = mapped_column(
        default=False
    )  # what it says is not true any more, so it is not sent
    due_at: Mapped[datetime | None]  # not before; None when it is not to be sent any more
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(String(100))  # in its angle brackets
    sent_at: Mapped[datetime | None]
    why: Mapped[dict[str, str] | None] = mapped_column(JSON)  # language → why it waits, failed or is not sent
    read_at: Mapped[datetime | None]


class Invite(Model):
    """An event that a letter put into somebody's calendar: what it was last told, and what came back.

    ``about`` and ``about_id`` are plain values: whose matter the event is. An answer holds for the ``sequence`` that it
    was given to.
    """

    __tablename__ = "notices_invite"
    __table_args__ = (
        UniqueConstraint("uid", "address"),
        Index("ix_notices_invite_about_about_id", "about", "about_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36))  # as in the feeds
    address: Mapped[str] = mapped_column(String(254))  # lower case
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[int]
    sequence: Mapped[int]
    method: Mapped[Method] = mapped_column(one_of(Method))
    told_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer))
    answered_at: Mapped[datetime | None]  # by the clock of whoever answered


class Template(Model):
    """How the centre itself words a kind of letter in one language; without a row the built-in words hold."""

    __tablename__ = "notices_template"
    __table_args__ = (UniqueConstraint("kind", "language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(100))


class Unwanted(Model):
    """A kind of letter that whoever reads this address does not want by mail."""

    __tablename__ = "notices_unwanted"
    __table_args__ = (UniqueConstraint("address", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254))  # lower case
    kind: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
