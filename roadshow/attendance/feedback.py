"""What guests say of a roadshow that is over: from one to five, and in words. Each says it once, and may say it anew
while it is asked for.

Whoever reads it reads what was said and not by whom, so the trail does not name them either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from roadshow.foundation import clock
from roadshow.foundation.bounds import Between, text_faults
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.text import clean

from .answering import check_link
from .models import Attendance, Feedback
from .states import COMING

SCORE, LONGEST = Between(1, 5), 1000  # characters
ASKED_FOR = timedelta(days=30)  # after its end


@dataclass(frozen=True)
class Said:
    """Of one roadshow: how many gave each score, the best first; what was said in words, the latest first."""

    by_score: dict[int, int]
    words: Sequence[str]

    @property
    def count(self) -> int:
        return sum(self.by_score.values())

    @property
    def mean(self) -> str:
        """To a tenth, a half rounded up: 4.5; nothing while nobody has said anything."""
        if not self.count:
            return ""
        points = sum(score * many for score, many in self.by_score.items())
        tenths = (points * 20 + self.count) // (2 * self.count)
        return f"{tenths // 10}.{tenths % 10}"


@operation
def say(guest: Attendance, score: int, words: str, *, serial: int) -> None:
    """In place of what they said before. ``serial`` is that of the link they came by.

    Raises: Refused with the faults, or when they are not asked; Gone when the link was revoked.
    """
    hold(guest)
    check_link(guest, serial)
    words = clean(words).strip()
    refuse_faults(feedback_faults(score, words))
    if fault := asking_fault(guest, clock.now()):
        raise Refused(fault)
    row = find_feedback(guest.id) or Feedback(attendance_id=guest.id)
    row.score, row.words, row.at = score, words, clock.now()
    db.session.add(row)


def feedback_faults(score: int, words: str) -> list[Fault]:
    faults = [] if score in SCORE else [Fault("score", _("请选1至5分"))]
    return faults + text_faults("words", _("想说的话"), words, LONGEST)


def is_over(guest: Attendance, now: datetime) -> bool:
    """Held, or past its end though nobody has said so yet; one that was cancelled never is."""
    ends_at = guest.roadshow.ends_at
    past = guest.roadshow.state in COMING and ends_at is not None and ends_at <= now
    return guest.roadshow.is_held or past


def asking_fault(guest: Attendance, now: datetime) -> object | None:
    """Why they are not asked what they think."""
    if not guest.was_there:
        return _("评价只请到场的来宾填写")
    if not is_over(guest, now):
        return _("路演结束后才能评价")
    ends_at = guest.roadshow.ends_at
    if ends_at is not None and now > ends_at + ASKED_FOR:
        return _("评价已经截止")
    return None


def find_feedback(guest_id: int) -> Feedback | None:
    return db.session.get(Feedback, guest_id)


def said_of(roadshow_id: int) -> Said:
    rows = select(Feedback.score, func.count()).join(Attendance, Attendance.id == Feedback.attendance_id)
    rows = rows.where(Attendance.roadshow_id == roadshow_id).group_by(Feedback.score)
    found = {row[0]: row[1] for row in db.session.execute(rows)}
    words = select(Feedback.words).join(Attendance, Attendance.id == Feedback.attendance_id)
    words = words.where(Attendance.roadshow_id == roadshow_id, Feedback.words != "")
    said = db.session.scalars(words.order_by(Feedback.at.desc(), Feedback.attendance_id.desc()))
    return Said({score: found.get(score, 0) for score in range(SCORE.most, SCORE.least - 1, -1)}, list(said))
