"""The day of a roadshow in words; one that was put off says that its date is to be announced, never the old day."""

from flask import Flask
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.days import day, full_day, full_moment
from roadshow.programme.models import Roadshow

from .shapes import WAITS, shape
from .words import hours

PENDING = _("日期待定")


def held_on(roadshow: Roadshow) -> str:
    """2026年9月24日 周四."""
    return str(PENDING) if roadshow.date_pending else full_day(roadshow.on)


def held_on_day(roadshow: Roadshow) -> str:
    """9月24日 周四."""
    return str(PENDING) if roadshow.date_pending else day(roadshow.on)


def was_to_be(roadshow: Roadshow) -> str:
    """Until when it was put off: the day and hour that no longer count; empty for every other."""
    return str(_("原定%(was)s", was=full_moment(roadshow.starts_at))) if roadshow.date_pending else ""


def hours_or_was(roadshow: Roadshow) -> str:
    """What is said below its day: its hours, or the day that no longer counts."""
    if not roadshow.date_pending or roadshow.on is None:
        return hours(roadshow)
    here = roadshow.on.year == clock.today().year
    return str(_("原定%(was)s", was=day(roadshow.on) if here else full_day(roadshow.on)))


def roadshow_shape(roadshow: Roadshow) -> str:
    """The kind of its badge for whoever reads it outside the centre."""
    return WAITS if roadshow.date_pending else shape(roadshow.state)


def init_app(app: Flask) -> None:
    for write in (held_on, held_on_day, was_to_be, hours_or_was, roadshow_shape):
        app.add_template_filter(write)
