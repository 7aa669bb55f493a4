from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from roadshow.accounts.models import OneTimeLink, Person
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.investors.models import Institution
from roadshow.notices.models import Invite
from roadshow.programme.models import Roadshow

from .states import CONFIRMED, HAS_PLACE, AttendanceState

GUEST = "guest"  # what an event in a calendar is about
CONSTRAINT_WORDS |= {
    "uq_attendance_attendance_roadshow_id_email": _("这个邮箱已在这场路演的参会名单里"),
    "uq_attendance_request_roadshow_id_person_id": _("您已经申请过这场路演的邀请"),
    "uq_attendance_attendance_in_place_of_id": _("已由一位同事代为参加"),
    "uq_attendance_seat_attendance_id": _("这个人已有座位"),
    "uq_attendance_scan_attendance_id": _("这张入场码已经用过"),
    "uq_attendance_scan_uid": _("这次签到已经收到"),
}


class Mode(StrEnum):
    """Where a seat is: places here and places online are counted apart, and have waitlists of their own."""

    ONSITE = "onsite"
    ONLINE = "online"


MODE_WORDS = {Mode.ONSITE: _("现场"), Mode.ONLINE: _("线上")}
MODE_WITHIN = {
    Mode.ONSITE: lazy_pgettext("within", "现场"),
    Mode.ONLINE: lazy_pgettext("within", "线上"),
}
"""Within a sentence."""
REMINDS_BEFORE = timedelta(days=3)  # of the day until which to answer
OTHER = {Mode.ONSITE: Mode.ONLINE, Mode.ONLINE: Mode.ONSITE}


class Via(StrEnum):
    """How somebody came onto the list."""

    INVITED = "invited"
    REGISTERED = "registered"
    COLLEAGUE = "colleague"
    WALK_IN = "walk_in"


VIA_WORDS = {
    Via.INVITED: _("受邀"),
    Via.REGISTERED: _("自行报名"),
    Via.COLLEAGUE: _("同事代为参加"),
    Via.WALK_IN: _("现场登记"),
}


class Seating(Model):
    """How guests come to a roadshow; one without a row invites nobody yet. Its places are rows of ``Seat``."""

    __tablename__ = "attendance_seating"
    __table_args__ = (CheckConstraint("offer_hours > 0", name="offer_hours_positive"),)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), primary_key=True)
    open_to_public: Mapped[bool] = mapped_column(default=False)
    answer_by_at: Mapped[datetime | None]  # until then whoever was invited answers
    offer_hours: Mapped[int] = mapped_column(default=24)  # in which who moves up confirms the seat
    reminded_at: Mapped[datetime | None]  # when the clock reminded of that day
    changed_at: Mapped[datetime]
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")


class Attendance(Model):
    """One guest of one roadshow, from invitation to the door; known by the address, with an account or without."""

    __tablename__ = "attendance_attendance"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "email"),
        CheckConstraint(
            "(state = 'waitlisted' OR switching) = (turn IS NOT NULL)", name="turn_while_waiting"
        ),
        Index("uq_attendance_attendance_in_place_of_id", "in_place_of_id", unique=True),
        Index("ix_attendance_attendance_roadshow_id_state", "roadshow_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))  # lower case; who walks in may have none
    name: Mapped[str] = mapped_column(String(100))
    name_pinyin: Mapped[str] = mapped_column(String(400), default="")  # for the door: whole and initials
    organisation: Mapped[str] = mapped_column(String(200), default="")
    via: Mapped[Via] = mapped_column(one_of(Via))
    mode: Mapped[Mode] = mapped_column(one_of(Mode), default=Mode.ONSITE)
    state: Mapped[AttendanceState] = mapped_column(one_of(AttendanceState), default=AttendanceState.INVITED)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes, why it was suggested
    serial: Mapped[int] = mapped_column(default=0)  # counts links and tickets: an older one is revoked
    turn: Mapped[int | None]  # on the waitlist of its mode, or while it is switching of the other one
    switching: Mapped[bool] = mapped_column(default=False)  # has a seat, and waits for one of the other mode
    confirm_by_at: Mapped[datetime | None] = mapped_column(index=True)  # of an offered seat
    reminded_at: Mapped[datetime | None]
    agreed_to: Mapped[str] = mapped_column(String(20), default="")  # version of the privacy statement
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_attendance.id"))
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]  # as the door noted it
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    invite: Mapped[Invite | None] = relationship(  # what their calendar was told, and answered
        primaryjoin=lambda: and_(foreign(Invite.about_id) == Attendance.id, Invite.about == GUEST),
        uselist=False,
        viewonly=True,
    )

    @property
    def waits_for(self) -> Mode | None:
        """Of which mode it waits for a seat."""
        return OTHER[self.mode] if self.switching else self.mode if self.turn is not None else None

    @property
    def has_ticket(self) -> bool:
        """Whether a confirmed seat on site is theirs."""
        return self.mode is Mode.ONSITE and self.state in CONFIRMED

    @property
    def is_seated_online(self) -> bool:
        return self.mode is Mode.ONLINE and self.state in CONFIRMED

    @property
    def comes_online(self) -> bool:
        """Whether what they have or wait for is a seat online: the hall is not where they go."""
        return self.mode is Mode.ONLINE and self.state in HAS_PLACE

    @property
    def was_there(self) -> bool:
        """Once it is over: let in at the door, or with a seat online, where there is no door."""
        return self.is_seated_online or self.state is AttendanceState.CHECKED_IN


class Registration(OneTimeLink, Model):
    """Somebody asks to come, and is on the list once the letter is opened that went to the address."""

    __tablename__ = "attendance_registration"
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))  # lower case
    name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200))
    mode: Mapped[Mode] = mapped_column(one_of(Mode))
    agreed_to: Mapped[str] = mapped_column(String(20))  # version of the privacy statement
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")


class InvitationRequest(Model):
    """A contact of a verified institution asks to be invited: once for each roadshow. It opens nothing by itself."""

    __tablename__ = "attendance_request"
    __table_args__ = (UniqueConstraint("roadshow_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    made_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    institution: Mapped[Institution] = relationship(lazy="joined")


class Seat(Model):
    """One place of a roadshow: a row each, so that no more can be given than there are."""

    __tablename__ = "attendance_seat"
    __table_args__ = (UniqueConstraint("attendance_id"),)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), primary_key=True)
    mode: Mapped[Mode] = mapped_column(one_of(Mode), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_attendance.id"))


class Viewing(Model):
    """Somebody was shown what a project handed in, for the institution that they acted for then; never changed."""

    __tablename__ = "attendance_viewing"
    __table_args__ = (Index("ix_attendance_viewing_project_id_person_id", "project_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitches_pitch.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    at: Mapped[datetime]


class Warned(Model):
    """Somebody has read the notice of risk before the figures of a roadshow's projects, once."""

    __tablename__ = "attendance_warned"
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    at: Mapped[datetime]


class Device(Model):
    """A phone or a computer at the door, paired for the day. Only a hash is kept: of the code that pairs it, later of
    the token that it got for it."""

    __tablename__ = "attendance_device"
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))  # which door
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]  # the end of the roadshow's day
    revoked_at: Mapped[datetime | None]
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")


class Way(StrEnum):
    """How the door knew somebody."""

    TICKET = "ticket"
    NAME = "name"
    WALK_IN = "walk_in"


WAY_WORDS = {Way.TICKET: _("入场码"), Way.NAME: _("查姓名"), Way.WALK_IN: _("现场登记")}


class Verdict(StrEnum):
    """What the door said."""

    ADMITTED = "admitted"
    AGAIN = "again"
    REVOKED = "revoked"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    FULL = "full"
    UNDONE = "undone"


VERDICT_WORDS = {
    Verdict.ADMITTED: _("可以入场"),
    Verdict.AGAIN: _("已经用过"),
    Verdict.REVOKED: _("已作废"),
    Verdict.ELSEWHERE: _("其他场次的入场码"),
    Verdict.UNKNOWN: _("不是本中心的入场码"),
    Verdict.FULL: _("没有空位"),
    Verdict.UNDONE: _("签到已撤销"),
}


class Scan(Model):
    """Somebody stood at the door; never changed, but that a mistaken check-in is undone, with a reason in the trail.

    ``uid`` is the device's own name for it: sent twice, it is one.
    """

    __tablename__ = "attendance_scan"
    __table_args__ = (
        Index(
            "uq_attendance_scan_attendance_id",
            "attendance_id",
            unique=True,
            sqlite_where=text("verdict = 'admitted'"),
            postgresql_where=text("verdict = 'admitted'"),
        ),
        CheckConstraint("verdict <> 'admitted' OR attendance_id IS NOT NULL", name="admitted_is_somebody"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"), index=True)
    # None: at the centre's desk
    device_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_device.id"))
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_attendance.id"))
    way: Mapped[Way] = mapped_column(one_of(Way))
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict))
    by: Mapped[str] = mapped_column(String(100))  # who, or which device
    at: Mapped[datetime]  # when it was done, also where it was sent later
    received_at: Mapped[datetime]
    # state, mode and turn of whom it let in
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    attendance: Mapped[Attendance | None] = relationship()


class Feedback(Model):
    """What a guest says of a roadshow that is over; no page says whose it is."""

    __tablename__ = "attendance_feedback"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score_of_five"),)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance_attendance.id"), primary_key=True)
    score: Mapped[int]
    words: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime]
