"""Days proposed for roadshows that have none are kept as rows, until they are accepted, proposed anew, or the roadshow
gets its day by hand."""

from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from roadshow.audit.operations import record, record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.halls.models import Hall
from roadshow.halls.rules import hours_faults
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy

from . import queries, rules
from .models import Planned, Proposed, Roadshow, Season
from .planning import Plan, Suggestion, plan_season, standing
from .showing import show_changed
from .states import RoadshowState
from .taking import hold_halls, list_told_clashes, rows_of
from .wanted import Wanted, read, spelled

SECONDS = 4.0  # that somebody waits for a page


def propose(season: Season, wanted: Wanted, *, actor: Actor) -> Plan:
    """Days for the season's roadshows without one, in place of what was proposed before. No lock is held while it is
    reckoned. Raises: Refused as ``plan_season`` does.
    """
    plan = plan_season(season.year, wanted, SECONDS)
    keep(season, wanted, plan, actor=actor)
    return plan


@operation
def keep(season: Season, wanted: Wanted, plan: Plan, *, actor: Actor) -> None:
    """What got its day meanwhile is left out."""
    hold(season)
    asked = spelled(wanted)
    undated = {row.id for row in queries.list_undated(season.year)}
    of_season = select(Roadshow.id).where(Roadshow.season_id == season.id)
    db.session.execute(delete(Proposed).where(Proposed.roadshow_id.in_(of_season)))
    rows = [_row(each.roadshow, each, wanted) for each in plan.suggestions if each.roadshow]
    rows = [row for row in rows if row.roadshow_id in undated]
    db.session.add_all(rows)
    facts = {"asked": asked, "made_at": clock.now(), "many": len(undated)}
    facts |= {name: getattr(plan, name) for name in ("points", "gap", "short")}
    db.session.merge(Planned(season_id=season.id, **facts))
    record("season.planned", actor, "season", season.id, str(season.year), proposed=len(rows))


@operation
def accept(season: Season, ids: Collection[int], *, actor: Actor) -> list[Roadshow]:
    """Give these roadshows the proposed days and halls: all of them or none.

    Raises: Refused with every clash, with each rule of what was asked that they would break by now, or when a proposal
    is no more what it was.
    """
    _hold_all(season, queries.list_proposed(season, ids))
    proposed, planned = queries.list_proposed(season, ids), queries.find_planned(season)
    if not ids or not planned or len(proposed) < len(set(ids)):
        raise Refused(_("有的建议刚刚变了，或者这场已经定了日期。请看过现在的建议再采纳。"))
    overtaken = standing(season, read(planned.asked)).overtaken(proposed)
    taken = [
        each for row in proposed for each in rows_of(row.roadshow, row.halls, row.starts_at, row.ends_at)
    ]
    clashes = list_told_clashes(taken)
    refuse_faults([fault for row in proposed for fault in _faults(row, clashes, overtaken.get(row.id))])
    told = {
        row.roadshow_id: {"on": clock.local(row.starts_at).date(), "hall": row.hall.name} for row in proposed
    }
    done = [_date(row) for row in proposed]
    named = [
        (row.id, row.title) for row in done
    ]  # read before others are queued for, which makes everything stale
    occupancy.take(*taken)
    record_many("roadshow.dated", actor, "roadshow", named, told)
    record("season.dated", actor, "season", season.id, str(season.year), dated=len(named))
    return done


def _hold_all(season: Season, proposed: Sequence[Proposed]) -> None:
    """Whoever else accepts, proposes or changes one of them waits, and then sees what became of it."""
    roadshows = {row.roadshow_id for row in proposed}
    hold_halls({hall for row in proposed for hall in row.halls})
    hold(season)
    for roadshow_id in sorted(roadshows):
        hold(queries.get_roadshow(roadshow_id))


def _row(roadshow: Roadshow, suggestion: Suggestion, wanted: Wanted) -> Proposed:
    return Proposed(
        roadshow_id=roadshow.id,
        hall_id=suggestion.halls[0].id,
        starts_at=clock.moment(suggestion.on, wanted.starts),
        ends_at=clock.moment(suggestion.on, wanted.ends),
        **vars(suggestion.why),
    )


def _faults(
    row: Proposed, clashes: Sequence[tuple[Occupancy, object]], overtaken: object | None
) -> list[Fault]:
    """What has come between, each named by the roadshow that it stops; what names the other thing is said first."""
    faults: Sequence[Fault] = [
        *rules.hour_faults(row.starts_at, row.ends_at, now=clock.now()),
        *_state_faults(row.roadshow),
        *(Fault("hall", words) for taken, words in clashes if taken.roadshow_id == row.roadshow_id),
        *(fault for hall in row.halls for fault in _hall_faults(row, hall)),
    ]
    if overtaken is not None and not faults:
        faults = [Fault("on", overtaken)]
    title = row.roadshow.title
    return [Fault("", _("“%(title)s”：%(why)s", title=title, why=fault.words)) for fault in faults]


def _state_faults(roadshow: Roadshow) -> list[Fault]:
    wants = roadshow.state is RoadshowState.PLANNED and roadshow.on is None
    return [] if wants else [Fault("on", _("已经有日期，或不再需要日期"))]


def _hall_faults(row: Proposed, hall: Hall) -> list[Fault]:
    closed = [rules.closed_fault(hall, "hall")] if hall.closed else []
    return hours_faults(hall, row.starts_at, row.ends_at) + closed


def _date(row: Proposed) -> Roadshow:
    """Its halls are still to be taken."""
    roadshow, hall = row.roadshow, row.hall
    roadshow.on, roadshow.hall = clock.local(row.starts_at).date(), hall
    roadshow.dated_at = clock.now()
    roadshow.starts_at, roadshow.ends_at = row.starts_at, row.ends_at
    db.session.delete(row)
    show_changed(roadshow)
    return roadshow
