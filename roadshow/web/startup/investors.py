"""What a project's owners learn of institutions: who looked, who would like to talk or invest, who has the contact."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.attendance.viewing import count_viewers, list_looks
from roadshow.meetings import queries
from roadshow.meetings.models import TOLD, InterestLevel
from roadshow.meetings.queries import Wanted
from roadshow.projects.queries import get_own_project
from roadshow.web.asked import asked_words
from roadshow.web.facts import Fact
from roadshow.web.guards import may
from roadshow.web.talks import standing_of

from . import blueprint


@blueprint.get("/projects/<int:project_id>/investors")
@may("project.own")
def show_investors(project_id: int) -> str:
    """Whoever follows it is only counted: to look on without being spoken to is theirs to choose."""
    project = get_own_project(current_user.id, project_id)
    interests = queries.list_told(project_id)
    talks = queries.list_talks([interest.id for interest in interests])
    return render_template(
        "startup/investors/show_investors.html",
        project=project,
        interests=interests,
        standings={interest_id: standing_of(talk) for interest_id, talk in talks.items()},
        follows=queries.count_by_level(Wanted(project_id=project_id)).get(InterestLevel.FOLLOW, 0),
        looks=list_looks(project_id, asked_words("q")),
        people=count_viewers([project_id])[project_id],
        passed=queries.list_passed_on(project_id, asked_words("q")),
    )


def investor_facts(project_id: int) -> list[Fact]:
    """How many looked, follow it and would like more; nothing before anybody looked."""
    people = count_viewers([project_id])[project_id]
    if not people:
        return []
    counts = queries.count_by_level(Wanted(project_id=project_id))
    told, follows = sum(counts.get(level, 0) for level in TOLD), counts.get(InterestLevel.FOLLOW, 0)
    return [
        Fact(_("看过资料"), _("%(count)d人", count=people)),
        Fact(_("约谈或投资的意向"), ngettext("%(num)d家", "%(num)d家", told)),
        Fact(_("关注"), ngettext("%(num)d家", "%(num)d家", follows)),
    ]
