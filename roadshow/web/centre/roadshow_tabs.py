"""The tabs of one roadshow: the same on each of its pages, with counts, for what the reader may open."""

from dataclasses import dataclass

from flask import current_app, request
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from roadshow.attendance.queries import count_guests
from roadshow.attendance.states import AttendanceState
from roadshow.outcomes.queries import Wanted, count_rows
from roadshow.pitches.queries import count_by_state
from roadshow.pitches.states import ON_STAGE, PitchState
from roadshow.programme.models import Roadshow
from roadshow.screening.asked import count_asked
from roadshow.web.guards import way

from . import blueprint


@dataclass(frozen=True)
class RoadshowTab:
    """``modules``: the pages that stand under it."""

    endpoint: str
    label: object
    modules: frozenset[str]


def _tab(endpoint: str, label: object, *modules: str) -> RoadshowTab:
    return RoadshowTab(f"centre.{endpoint}", label, frozenset(modules))


TABS = (
    _tab("show_roadshow", _("概况"), "roadshows", "steps", "drafting"),
    _tab(
        "list_pitches",
        lazy_pgettext("desk", "申请"),
        *("pitches", "entering", "applications", "calls", "confirming"),
    ),
    _tab("show_screening", _("评审"), "screening", "screening_ranking", "screening_readers"),
    _tab("show_agenda", _("议程"), "agenda"),
    _tab(
        "list_guests",
        lazy_pgettext("desk", "来宾"),
        *("guests", "guest_acts", "guests_at_once", "guests_suggested", "inviting", "invitation_requests"),
    ),
    _tab("show_door", lazy_pgettext("desk", "现场"), "door"),
    _tab("show_feedback", _("会后"), "feedback"),
)


@blueprint.app_template_global()
def roadshow_tabs(roadshow: Roadshow) -> list[tuple[str, object, object, bool]]:
    """(url, words, count, whether this page stands under it); three statements, however much is counted."""
    view = current_app.view_functions[str(request.endpoint)]
    module = view.__module__.rpartition(".")[2]
    counts = counts_of(roadshow)
    return [
        (url, tab.label, counts.get(tab.endpoint), module in tab.modules)
        for tab in TABS
        if (url := way(tab.endpoint, roadshow_id=roadshow.id))
    ]


def counts_of(roadshow: Roadshow) -> dict[str, object]:
    """What a tab counts, by its endpoint; nothing is shown in place of 0."""
    pitches = count_by_state([roadshow.id]).get(roadshow.id, {})
    guests = {state: sum(modes.values()) for state, modes in count_guests(roadshow.id).items()}
    counts = {
        "centre.list_pitches": sum(pitches.values()) - pitches.get(PitchState.DRAFT, 0),
        "centre.show_agenda": sum(pitches.get(state, 0) for state in ON_STAGE),
        "centre.list_guests": sum(guests.values()),
        "centre.show_door": guests.get(AttendanceState.CHECKED_IN, 0),
    }
    if roadshow.is_held:
        counts["centre.show_feedback"] = count_rows(Wanted(seen_at=roadshow.id))[0]
        return {endpoint: count or None for endpoint, count in counts.items()}
    handed_in, asked = count_asked(roadshow.id)
    return {endpoint: count or None for endpoint, count in counts.items()} | {
        "centre.show_screening": f"{handed_in}/{asked}" if asked else None
    }
