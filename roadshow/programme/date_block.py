"""When and where a roadshow is, as letters say it: one labelled line each, which the HTML part draws as a block."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.foundation.days import full_moment, time_of
from roadshow.notices.kinds import Place

from .models import Roadshow
from .states import RoadshowState

EVENT = Place(
    _("路演的时间和地点，每项一行；没有定日期没有这几行"),
    _("路演时间：示例时间（北京时间）\n地点：示例路演厅，示例路1号"),
)


def event_lines(roadshow: Roadshow) -> LazyString:
    """Of one that is off, the hours that it was to have."""
    return LazyString(_lines, roadshow)


def hours_of(roadshow: Roadshow) -> str:
    return f"{full_moment(roadshow.starts_at)}–{time_of(roadshow.ends_at)}"


def place_of(roadshow: Roadshow) -> str:
    """Hall and address."""
    return str(_("，")).join(filter(None, (str(roadshow.spoken_where), str(roadshow.spoken_address))))


def _lines(roadshow: Roadshow) -> str:
    if roadshow.starts_at is None:
        return ""
    when, off = hours_of(roadshow), roadshow.state is RoadshowState.CANCELLED
    lines = [
        _("原定时间：%(when)s（北京时间）", when=when)
        if off
        else _("路演时间：%(when)s（北京时间）", when=when)
    ]
    if roadshow.date_pending:
        lines.append(_("新的日期：待定"))
    if place := place_of(roadshow):
        lines.append(
            _("原定地点：%(where)s", where=place)
            if roadshow.date_pending
            else _("地点：%(where)s", where=place)
        )
    return "\n".join(map(str, lines))
