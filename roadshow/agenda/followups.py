"""What a running order makes of what happens below: who is told, and whose minutes are free again."""

from roadshow.foundation.happenings import on
from roadshow.notices.kinds import Change
from roadshow.occupancy import operations as occupancy
from roadshow.pitches.happenings import LeftStage
from roadshow.pitches.queries import list_pitches_of
from roadshow.programme.happenings import Cancelled, CloseMoved, Moved, Renamed, Restored
from roadshow.programme.queries import get_roadshow
from roadshow.programme.showing import show_order_changed
from roadshow.programme.states import WITH_AGENDA
from roadshow.projects.happenings import NamingChanged

from .changes import change_of, tell_cancelled, tell_close, tell_moved, tell_restored
from .known import overtake, refresh
from .letters import tell_name, tell_off_stage
from .queries import list_slots
from .staged import list_staged_of


@on(LeftStage)
def free_projects(happening: LeftStage) -> None:
    """A project that leaves the stage keeps nobody's minute, and no visitor reads of it; its part stays in the draft
    until somebody removes it."""
    for project_id in happening.project_ids:
        occupancy.give_back(happening.roadshow_id, "project", project_id)
    roadshow = get_roadshow(happening.roadshow_id)
    if roadshow.state in WITH_AGENDA:
        if any(
            slot.pitch and slot.pitch.project_id in happening.project_ids for slot in list_slots(roadshow.id)
        ):
            show_order_changed(roadshow.id)
        tell_off_stage(roadshow, happening.project_ids)


@on(NamingChanged)
def show_named(happening: NamingChanged) -> None:
    """In the calendar of each roadshow on whose stage it ever was; by id, so that two never wait for each other."""
    roadshows = {pitch.roadshow for pitch in list_pitches_of(happening.project_id)}
    in_turn = sorted(roadshows, key=lambda each: each.id)
    for roadshow, staged in list_staged_of(in_turn).items():
        if any(each.pitch and each.pitch.project_id == happening.project_id for each in staged):
            show_order_changed(roadshow.id)


@on(Moved)
def tell_of_move(happening: Moved) -> None:
    roadshow = get_roadshow(happening.roadshow_id)
    overtake(roadshow, change_of(happening.was, happening.now))
    tell_moved(roadshow, happening.was, happening.now, happening.closes)


@on(Renamed)
def tell_of_name(happening: Renamed) -> None:
    roadshow = get_roadshow(happening.roadshow_id)
    refresh(roadshow)
    tell_name(roadshow)


@on(CloseMoved)
def tell_of_close(happening: CloseMoved) -> None:
    roadshow = get_roadshow(happening.roadshow_id)
    overtake(roadshow, Change.CALL_MOVED)
    tell_close(roadshow, happening.was, happening.now)


@on(Cancelled)
def tell_of_cancelling(happening: Cancelled) -> None:
    roadshow = get_roadshow(happening.roadshow_id)
    overtake(roadshow, Change.PUT_OFF if roadshow.date_pending else Change.CANCELLED)
    tell_cancelled(roadshow, happening.reason)


@on(Restored)
def tell_of_restoring(happening: Restored) -> None:
    roadshow = get_roadshow(happening.roadshow_id)
    overtake(roadshow, Change.RESTORED)
    if happening.was is None or roadshow.stand is None:
        tell_restored(roadshow)
    else:
        tell_moved(roadshow, happening.was, roadshow.stand, happening.closes)
