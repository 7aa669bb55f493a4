"""What other pages tell of the board: what is to be done today, and who introduced whom."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.foundation import clock
from roadshow.outcomes.board import list_due
from roadshow.outcomes.introductions import list_introduced, list_of_institution
from roadshow.outcomes.letters import address_part, thing_of
from roadshow.web.facts import Fact
from roadshow.web.guards import way
from roadshow.web.todo import Todo
from roadshow.web.words import day

MOST_PURSUED = 5


def to_pursue() -> Iterator[Todo]:
    """A reader's own whose date has come, and how many more there are."""
    today = clock.today()
    due = list_due(current_user.id, today)
    for pursuit in due[:MOST_PURSUED]:
        on = pursuit.next_on or today
        yield Todo(
            by=_("今天") if on == today else day(on),
            soon=True,
            words=pursuit.next_what,
            more=_("跟进：%(name)s", name=thing_of(pursuit)),
            url=url_for("centre.pursue", card=address_part(pursuit)),
            verb=_("去跟进"),
            due=on,
        )
    if more := len(due[MOST_PURSUED:]):
        yield Todo(
            by=_("今天"),
            soon=True,
            words=ngettext("另有%(num)d项跟进到了日期", "另有%(num)d项跟进到了日期", more),
            more=_("由您跟进，最早到期的在前"),
            url=url_for("centre.show_board", owner=current_user.id, due=1),
            verb=_("去看看"),
            due=today,
        )


def reads_interests() -> bool:
    """Whether this reader is told what institutions marked on their pages."""
    return "interest.read" in current_user.permissions


def project_introductions(project_id: int) -> list[Fact]:
    """Whom who introduced to it."""
    found = list_introduced([project_id], [], marked=reads_interests()).get((project_id, None), [])
    return [
        Fact(each.whom, _("由%(by)s引荐", by=each.by), institution_url(each.institution_id)) for each in found
    ]


def institution_introductions(institution_id: int) -> list[Fact]:
    """To what it was introduced by whom, and whom it introduced."""
    return [
        Fact(
            each.thing,
            _("由%(by)s引荐", by=each.introduced.by)
            if each.introduced.institution_id == institution_id
            else _("引荐了%(whom)s", whom=each.introduced.whom),
            way("centre.show_project", project_id=each.project_id) if each.project_id else None,
        )
        for each in list_of_institution(institution_id, marked=reads_interests())
    ]


def institution_url(institution_id: int | None) -> str | None:
    return way("centre.show_institution", institution_id=institution_id) if institution_id else None
