"""A project that leaves the stage keeps nobody's minute; its part stays in the draft until somebody removes it."""

from roadshow.foundation.happenings import on
from roadshow.occupancy import operations as occupancy
from roadshow.pitches.happenings import LeftStage


@on(LeftStage)
def free_projects(happening: LeftStage) -> None:
    for project_id in happening.project_ids:
        occupancy.give_back(happening.roadshow_id, "project", project_id)
