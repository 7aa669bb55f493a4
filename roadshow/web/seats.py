"""What somebody who asks for a seat now would get, in words."""

from flask import Flask
from flask_babel import gettext, ngettext

from roadshow.attendance.availability import Availability, Openings, is_full
from roadshow.attendance.models import Mode

from .words import word


def seats_left(available: Availability) -> str:
    """Within a sentence or after a colon."""
    if available.is_full:
        return gettext("已满，候补第%(position)d位", position=available.position)
    return ngettext("还剩%(num)d个席位", "还剩%(num)d个席位", available.free)


def mode_choices(openings: Openings) -> list[tuple[Mode, str]]:
    """The modes to choose from in a form."""
    return [
        (mode, gettext("%(mode)s：%(seats)s", mode=word(mode), seats=seats_left(available)))
        for mode, available in openings.items()
    ]


def init_app(app: Flask) -> None:
    app.add_template_filter(seats_left)
    app.add_template_filter(is_full)
