"""One roadshow as a schema.org Event: what search engines and phones read off its page."""

from flask_babel import lazy_gettext as _

from roadshow.foundation.clock import local
from roadshow.halls.models import Hall
from roadshow.programme.entries import Edition
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState

SCHEMA = "https://schema.org"


def event_data(roadshow: Roadshow, edition: Edition) -> dict[str, object]:
    """Nothing but what stands on its page; what is not known is left out."""
    said = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": str(roadshow.spoken_title),
        "description": str(roadshow.spoken_summary),
        "url": edition.page(roadshow.uid),
        "inLanguage": "zh-CN",
        "eventStatus": f"{SCHEMA}/{_status(roadshow)}",
        "eventAttendanceMode": _attendance(roadshow),
        "location": _places(roadshow, edition),
        "isAccessibleForFree": True,
        "organizer": {
            "@type": "Organization",
            "name": str(_("长三角G60全球科创路演中心")),
            "url": f"{edition.base_url}/",
        },
    }
    return {name: value for name, value in (said | _hours(roadshow)).items() if value}


def _status(roadshow: Roadshow) -> str:
    if roadshow.state is RoadshowState.CANCELLED:
        return "EventPostponed" if roadshow.date_pending else "EventCancelled"
    return "EventRescheduled" if roadshow.moved_from_at else "EventScheduled"


def _hours(roadshow: Roadshow) -> dict[str, object]:
    """Of one that is known by its day, the day."""
    moved = roadshow.moved_from_at
    return {
        "startDate": local(roadshow.starts_at).isoformat() if roadshow.starts_at else str(roadshow.on or ""),
        "endDate": local(roadshow.ends_at).isoformat() if roadshow.ends_at else "",
        "previousStartDate": local(moved).isoformat() if moved else "",
    }


def _places(roadshow: Roadshow, edition: Edition) -> dict[str, object] | list[dict[str, object]]:
    """Where it is; of several halls each, the main one first. An online room's link is no public's business.

    The old hours of one whose date is pending stay, as schema.org wants them of what is postponed; its halls do not.
    """
    if not roadshow.announced_where:
        return {}
    if roadshow.hall is None:
        return {"@type": "Place", "name": str(roadshow.spoken_where)}
    places = [_place(hall, edition.page(roadshow.uid)) for hall in roadshow.halls]
    return places if len(places) > 1 else places[0]


def _place(hall: Hall, page: str) -> dict[str, object]:
    if hall.online:
        return {"@type": "VirtualLocation", "name": str(hall.spoken_name), "url": page}
    place: dict[str, object] = {
        "@type": "Place",
        "name": str(hall.spoken_name),
        "address": str(hall.spoken_address),
    }
    if hall.point is None:
        return place
    latitude, longitude = hall.point
    return place | {"geo": {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}}


def _attendance(roadshow: Roadshow) -> str:
    """Not known of one that is in none of our halls."""
    ways = {hall.online for hall in roadshow.halls}
    kind = {(False,): "Offline", (True,): "Online", (False, True): "Mixed"}.get(tuple(sorted(ways)))
    return f"{SCHEMA}/{kind}EventAttendanceMode" if kind else ""
