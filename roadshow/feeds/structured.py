"""One roadshow as a schema.org Event: what search engines and phones read off its page."""

from flask_babel import lazy_gettext as _

from roadshow.foundation.clock import local
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState

from .entries import Edition

SCHEMA = "https://schema.org"


def event_data(roadshow: Roadshow, edition: Edition) -> dict[str, object]:
    """Nothing but what stands on its page; what is not known is left out."""
    said = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": roadshow.title,
        "description": roadshow.summary,
        "url": edition.page(roadshow.uid),
        "inLanguage": "zh-CN",
        "eventStatus": f"{SCHEMA}/{_status(roadshow)}",
        "location": _place(roadshow),
        "organizer": {
            "@type": "Organization",
            "name": str(_("长三角G60全球科创路演中心")),
            "url": f"{edition.base_url}/",
        },
    }
    return {name: value for name, value in (said | _hours(roadshow)).items() if value}


def _status(roadshow: Roadshow) -> str:
    if roadshow.state is RoadshowState.CANCELLED:
        return "EventCancelled"
    return "EventRescheduled" if roadshow.moved_from_at else "EventScheduled"


def _hours(roadshow: Roadshow) -> dict[str, object]:
    """Of one that is known by its day, the day."""
    moved = roadshow.moved_from_at
    return {
        "startDate": local(roadshow.starts_at).isoformat() if roadshow.starts_at else str(roadshow.on or ""),
        "endDate": local(roadshow.ends_at).isoformat() if roadshow.ends_at else "",
        "previousStartDate": local(moved).isoformat() if moved else "",
    }


def _place(roadshow: Roadshow) -> dict[str, str]:
    if not roadshow.where:
        return {}
    place = {"@type": "Place", "name": roadshow.where}
    return place | {"address": roadshow.address} if roadshow.address else place
