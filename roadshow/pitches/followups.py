"""Who applied is told when the roadshow moves or falls out."""

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.happenings import on
from roadshow.notices.operations import Reader, queue
from roadshow.programme.happenings import Cancelled, Postponed
from roadshow.programme.queries import get_roadshow

from . import queries


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
    people = queries.list_people_told(roadshow_id)
    return [Reader(person.id, person.name, person.email, person.language or "zh") for person in people]
