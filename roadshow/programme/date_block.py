"""When and where a roadshow is, as letters say it: one labelled line each, which the HTML part draws as a block."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.foundation.days import full_moment, time_of
from roadshow.notices.kinds import Place

from .models import Roadshow, Stand
from .states import RoadshowState

EVENT = Place(
    _("路演的时间和地点，每项一行；没有定日期没有这几行"),
    _("路演时间：示例时间（北京时间）\n地点：示例路演厅，示例路1号"),
)


def event_lines(roadshow: Roadshow, known: Stand | None = None) -> LazyString:
    """Of one that is off, the hours and the hall that it was to have, or that its reader knows of."""
    return LazyString(_lines, roadshow, known)


def hours_of(roadshow: Roadshow | Stand) -> str:
    return f"{full_moment(roadshow.starts_at)}–{time_of(roadshow.ends_at)}"


def place_of(roadshow: Roadshow) -> str:
    """Hall and address."""
    return str(_("，")).join(filter(None, (str(roadshow.spoken_where), str(roadshow.spoken_address))))


def _lines(roadshow: Roadshow, known: Stand | None) -> str:
    if roadshow.starts_at is None:
        return ""
    when, off = hours_of(known or roadshow), roadshow.state is RoadshowState.CANCELLED
    lines = [
        _("原定时间：%(when)s（北京时间）", when=when)
        if off
        else _("路演时间：%(when)s（北京时间）", when=when)
    ]
    if roadshow.date_pending:
        lines.append(_("新的日期：待定"))
    place = place_of(roadshow)
    if known is not None and known.where != roadshow.spoken_where:
        place = str(known.where)
    if place:
        lines.append(
            _("原定地点：%(where)s", where=place)
            if roadshow.date_pending
            else _("地点：%(where)s", where=place)
        )
    return "\n".join(map(str, lines))
