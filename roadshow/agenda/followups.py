"""What a running order makes of what happens below: who is told, and whose minutes are free again."""

from roadshow.foundation.happenings import on
from roadshow.occupancy import operations as occupancy
from roadshow.pitches.happenings import LeftStage
from roadshow.programme.happenings import Cancelled, CloseMoved, Moved, Renamed, Restored
from roadshow.programme.queries import get_roadshow
from roadshow.programme.showing import show_order_changed
from roadshow.programme.states import WITH_AGENDA

from .letters import tell_cancelled, tell_close, tell_moved, tell_name, tell_off_stage, tell_restored


@on(LeftStage)
def free_projects(happening: LeftStage) -> None:
    """A project that leaves the stage keeps nobody's minute, and no visitor reads of it; its part stays in the draft
    until somebody removes it."""
    for project_id in happening.project_ids:
        occupancy.give_back(happening.roadshow_id, "project", project_id)
    roadshow = get_roadshow(happening.roadshow_id)
    if roadshow.state in WITH_AGENDA:
        show_order_changed(roadshow.id)
        tell_off_stage(roadshow, happening.project_ids)


@on(Moved)
def tell_of_move(happening: Moved) -> None:
    tell_moved(get_roadshow(happening.roadshow_id), happening.was, happening.now)


@on(Renamed)
def tell_of_name(happening: Renamed) -> None:
    tell_name(get_roadshow(happening.roadshow_id))


@on(CloseMoved)
def tell_of_close(happening: CloseMoved) -> None:
    tell_close(get_roadshow(happening.roadshow_id), happening.was, happening.now)


@on(Cancelled)
def tell_of_cancelling(happening: Cancelled) -> None:
    tell_cancelled(get_roadshow(happening.roadshow_id), happening.reason)


@on(Restored)
def tell_of_restoring(happening: Restored) -> None:
    tell_restored(get_roadshow(happening.roadshow_id))
