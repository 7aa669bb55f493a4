"""Roadshows to come that nobody is invited to yet."""

from datetime import date

from sqlalchemy import select

from roadshow.foundation.db import db
from roadshow.programme.models import Roadshow

from .models import Attendance
from .rules import COMING


def list_uninvited(since: date, until: date) -> list[Roadshow]:
    """Those with a day from ``since`` to ``until`` that guests can be invited to and whose list is empty; by day."""
    guests = select(Attendance.id).where(Attendance.roadshow_id == Roadshow.id)
    rows = select(Roadshow).where(Roadshow.state.in_(COMING), Roadshow.on.between(since, until))
    return list(db.session.scalars(rows.where(~guests.exists()).order_by(Roadshow.on, Roadshow.id)))
