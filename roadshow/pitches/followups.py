"""Who applied is told when the roadshow moves or falls out."""

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.happenings import on
from roadshow.notices.operations import Reader, queue
from roadshow.programme.happenings import Cancelled, Postponed
from roadshow.programme.queries import get_roadshow
from roadshow.projects.queries import list_owners

from . import queries
from .states import PitchState

_TOLD = [state for state in PitchState if state not in (PitchState.DECLINED, PitchState.WITHDRAWN)]


@on(Postponed)
def tell_applicants_of_move(happening: Postponed) -> None:
    title = get_roadshow(happening.roadshow_id).title
    was, now = f"{clock.local(happening.was):%Y-%m-%d %H:%M}", f"{clock.local(happening.now):%Y-%m-%d %H:%M}"
    queue(
        "roadshow.postponed",
        _applicants(happening.roadshow_id),
        subject=_("改期：%(title)s", title=title),
        body=_(
            "“%(title)s”的时间由%(was)s改为%(now)s（北京时间）。您的申请继续有效。",
            title=title,
            was=was,
            now=now,
        ),
    )


@on(Cancelled)
def tell_applicants_of_cancelling(happening: Cancelled) -> None:
    title = get_roadshow(happening.roadshow_id).title
    queue(
        "roadshow.cancelled",
        _applicants(happening.roadshow_id),
        subject=_("取消：%(title)s", title=title),
        body=_("“%(title)s”已取消。原因：%(reason)s", title=title, reason=happening.reason),
    )


def _applicants(roadshow_id: int) -> list[Reader]:
    """Everyone who acts for a project that is still in it, once each."""
    projects = [pitch.project_id for pitch in queries.list_pitches_in(roadshow_id, *_TOLD)]
    people = {member.person.id: member.person for _project, member in list_owners(projects)}
    return [
        Reader(person.id, person.name, person.email, person.language or "zh") for person in people.values()
    ]
