"""One roadshow as an event of a calendar: nothing here but what any visitor may read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import moment
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.text import Bilingual
from roadshow.ical.event import Event, Hours, Status

from .models import Roadshow
from .states import RoadshowState as S

STATUS = {
    S.CALLING: Status.TENTATIVE,
    S.SELECTING: Status.TENTATIVE,
    S.PUBLISHED: Status.CONFIRMED,
    S.LIVE: Status.CONFIRMED,
    S.HELD: Status.CONFIRMED,
    S.CLOSED: Status.CONFIRMED,
    S.CANCELLED: Status.CANCELLED,
}
"""A planned one has no row: it is nobody's business yet."""


@dataclass(frozen=True)
class Edition:
    """All in which two readers' copies of a feed may differ; the words come in the request's language."""

    language: str
    base_url: str
    remind: int | None = None  # minutes before
    free: bool = False  # what is shown takes none of the reader's time
    fits: bool = False  # what is shown is marked as fitting what the reader looks for

    def page(self, uid: str) -> str:
        return f"{self.base_url}/roadshows/{uid}"

    def address(self, path: str, asked: Mapping[str, object] = MappingProxyType({})) -> str:
        """Of a feed in this language; Chinese is what it speaks when nothing is asked."""
        said = {name: value for name, value in asked.items() if value is not None}
        if self.language != "zh":
            said["lang"] = self.language
        return f"{self.base_url}{path}" + (f"?{urlencode(said)}" if said else "")


def entry(roadshow: Roadshow, edition: Edition) -> Event:
    """Built only from what its ``sequence`` counts: else its bytes would move while the number stands still.

    Raises: ValueError or KeyError when it has no day or is not public.
    """
    event = _event(roadshow, edition, STATUS[roadshow.state], _summary(roadshow))
    if not edition.fits or event.status is Status.CANCELLED:
        return event
    said = "\n".join(filter(None, (str(_("符合您的投资偏好，还没有席位")), event.description)))
    return replace(event, summary=str(_("【相符】%(title)s", title=event.summary)), description=said)


def staff_entry(roadshow: Roadshow, edition: Edition) -> Event:
    """For who may know of plans too: how far each is, in words. More than its ``sequence`` counts.

    Raises: ValueError when it has no day.
    """
    state = roadshow.state
    summary = _("【%(state)s】%(title)s", state=roadshow.state_words, title=roadshow.spoken_title)
    return replace(
        _event(roadshow, edition, STATUS.get(state, Status.TENTATIVE), str(summary)),
        url=f"{edition.base_url}/centre/roadshows/{roadshow.id}",
        private=not roadshow.is_public,
    )


def _event(roadshow: Roadshow, edition: Edition, status: Status, summary: str) -> Event:
    return Event(
        uid=roadshow.uid,
        sequence=roadshow.sequence,
        status=status,
        when=_when(roadshow),
        summary=summary,
        created=roadshow.made_at,
        changed=roadshow.changed_at,
        description=_description(roadshow),
        location=_location(roadshow),
        geo=None if roadshow.date_pending else roadshow.point,
        url=edition.page(roadshow.uid),
        online=str(_("线上参会（入口见链接页面）")) if any(hall.online for hall in roadshow.halls) else "",
        categories=(str(SECTORS[roadshow.sector]),) if roadshow.sector else (),
        free=edition.free,
        remind=edition.remind,
    )


def _when(roadshow: Roadshow) -> Hours | date:
    if roadshow.starts_at and roadshow.ends_at:
        return Hours(roadshow.starts_at, roadshow.ends_at)
    if roadshow.on is None:
        raise ValueError("it has no day")
    return roadshow.on


def _summary(roadshow: Roadshow) -> str:
    """Not every program shows STATUS, so the title says it too."""
    if roadshow.date_pending:
        return str(_("【延期待定】%(title)s", title=roadshow.spoken_title))
    if roadshow.state is S.CANCELLED:
        return str(_("【已取消】%(title)s", title=roadshow.spoken_title))
    return str(roadshow.spoken_title)


def _location(roadshow: Roadshow) -> str:
    """The main hall; none while the date is pending."""
    return "" if roadshow.date_pending else placed(roadshow.spoken_where, roadshow.spoken_address)


def placed(place: Bilingual, address: Bilingual) -> str:
    return str(_("%(place)s，%(address)s", place=place, address=address)) if address else str(place)


def _description(roadshow: Roadshow) -> str:
    lines = (*_news(roadshow), *_branches(roadshow), roadshow.spoken_summary)
    return "\n".join(str(line) for line in lines if line)


def _branches(roadshow: Roadshow) -> list[object]:
    if roadshow.date_pending:
        return []
    return [
        _("分会场：%(place)s", place=placed(hall.spoken_name, hall.spoken_address))
        for hall in roadshow.branches
    ]


def _reason(roadshow: Roadshow) -> object:
    """As the public page says it; set with the step that raises the ``sequence``."""
    return _("原因：%(reason)s", reason=roadshow.cancel_reason) if roadshow.cancel_reason else ""


def _news(roadshow: Roadshow) -> list[object]:
    """What has become of it, before what it is about."""
    if roadshow.date_pending:
        return [_("延期举办，新的日期待定；日历里的时间是原定时间，不再有效"), _reason(roadshow)]
    if roadshow.state is S.CANCELLED:  # where it had moved from no longer matters
        return [_reason(roadshow)]
    lines: list[object] = []
    if roadshow.moved_from_at:
        lines.append(_("原定%(moment)s，已改期", moment=moment(roadshow.moved_from_at)))
    if roadshow.state is S.CALLING and roadshow.call_opens_at:
        lines.append(_("%(moment)s开始征集项目", moment=moment(roadshow.call_opens_at)))
    if roadshow.state is S.CALLING and roadshow.call_closes_at:
        lines.append(_("项目征集中，%(moment)s截止", moment=moment(roadshow.call_closes_at)))
    if roadshow.state is S.SELECTING:
        lines.append(_("项目遴选中"))
    return lines
