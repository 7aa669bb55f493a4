"""Several planned roadshows made public at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import Between
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import refuse_faults
from roadshow.foundation.many import Left, Taken
from roadshow.foundation.steps import step_fault

from . import queries
from .models import Roadshow
from .rules import close_fault
from .showing import go
from .states import STATE_WORDS, STORY, RoadshowState

WEEKS = Between(0, 52)
USUAL_WEEKS = 2  # before a roadshow its call closes, unless somebody says otherwise


def usual_close(roadshow: Roadshow) -> datetime | None:
    """When a call closes unless somebody says otherwise; None when that is past, or it has no hours."""
    close = roadshow.starts_at and roadshow.starts_at - timedelta(weeks=USUAL_WEEKS)
    return close if close and close > clock.now() else None


@operation
def open_calls(ids: Collection[int], weeks: int, *, actor: Actor) -> Taken:
    """Call for projects for these, each until so many weeks before it begins; the others stay as they are.

    Raises: Refused on odd weeks.
    """
    refuse_faults(WEEKS.faults("weeks", _("路演前几周截止"), weeks))
    done, left = list[Roadshow](), list[Left]()
    for roadshow in _held(ids):
        closes_at = roadshow.starts_at and roadshow.starts_at - timedelta(weeks=weeks)
        if fault := _fault(roadshow, RoadshowState.CALLING) or close_fault(roadshow, closes_at, clock.now()):
            left.append(Left(roadshow.spoken_title, fault))
        else:
            roadshow.call_closes_at = closes_at
            go(roadshow, RoadshowState.CALLING)
            done.append(roadshow)
    told = {row.id: {"closes_at": row.call_closes_at} for row in done}
    record_many("roadshow.call_opened", actor, "roadshow", _named(done), told)
    return Taken(len(done), left)


@operation
def publish_many(ids: Collection[int], *, actor: Actor) -> Taken:
    """Make these public as they are, without a call; the others stay as they are."""
    done, left = list[Roadshow](), list[Left]()
    for roadshow in _held(ids):
        if fault := _fault(roadshow, RoadshowState.PUBLISHED):
            left.append(Left(roadshow.spoken_title, fault))
        else:
            go(roadshow, RoadshowState.PUBLISHED)
            done.append(roadshow)
    record_many("roadshow.published", actor, "roadshow", _named(done))
    return Taken(len(done), left)


def _held(ids: Collection[int]) -> list[Roadshow]:
    return [hold(roadshow) for roadshow in queries.list_roadshows_by_id(ids)]


def _fault(roadshow: Roadshow, to: RoadshowState) -> object | None:
    if roadshow.state is not RoadshowState.PLANNED:  # a running order is published from its own page
        return step_fault(STORY, roadshow.state, to, STATE_WORDS) or _("已经公开，请在它自己的页面上办理")
    return None if roadshow.starts_at else _("还没有日期")


def _named(rows: Collection[Roadshow]) -> list[tuple[int, str]]:
    return [(row.id, row.title) for row in rows]
