"""Who came to earlier roadshows, and may be asked to come again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from roadshow.foundation.db import db
from roadshow.foundation.listing import containing
from roadshow.programme.models import Roadshow
from roadshow.programme.spoken import title_column
from roadshow.programme.states import HELD

from .models import Attendance
from .rules import Invitee
from .states import AttendanceState


@dataclass(frozen=True)
class Regular:
    """As they last came, and to how many roadshows; ``id`` is that of the guest they were then."""

    id: int
    name: str
    email: str
    organisation: str
    title: str
    on: date
    times: int

    @property
    def invitee(self) -> Invitee:
        return Invitee(self.email, self.name, self.organisation, [f"came:{self.times}"])


def list_who_came(
    before: Roadshow, *, same_field: bool = False, ids: Collection[int] | None = None, text: str = ""
) -> list[Regular]:
    """Who was at earlier roadshows, or at those of the same field, and is not on this one's list; of them only those
    whom one of these ``ids`` means, or who have the ``text`` in name, address or organisation. Each once, who came last
    comes first."""
    known = select(Attendance.email).where(Attendance.roadshow_id == before.id, Attendance.email.is_not(None))
    latest = (Roadshow.on.desc(), Attendance.id.desc())
    came = select(
        Attendance.id,
        Attendance.name,
        Attendance.email,
        Attendance.organisation,
        title_column().label("title"),
        Roadshow.on,
        func.count().over(partition_by=Attendance.email).label("times"),
        func.row_number().over(partition_by=Attendance.email, order_by=latest).label("place"),
    ).join(Attendance.roadshow)
    came = came.where(Roadshow.id != before.id, Roadshow.state.in_(HELD))
    came = came.where(Attendance.state == AttendanceState.CHECKED_IN)
    came = came.where(Attendance.email.is_not(None), Attendance.email.not_in(known))
    came = came.where(Roadshow.sector == before.sector) if same_field else came
    each = came.subquery().c
    rows = select(*(each[name] for name in Regular.__dataclass_fields__)).where(each.place == 1)
    rows = containing(rows, text, each.name, each.email, each.organisation)
    if ids is not None:
        rows = rows.where(each.email.in_(select(Attendance.email).where(Attendance.id.in_(ids))))
    found = db.session.execute(rows.order_by(each.on.desc(), each.id.desc()))
    return [Regular(*row) for row in found]
