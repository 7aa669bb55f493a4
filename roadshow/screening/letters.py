"""Who is told what: reviewers of what they are to read, whoever acts for a project of what was decided."""

from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.foundation.days import lazy_full_day
from roadshow.notices.kinds import KINDS, Kind, Place
from roadshow.notices.operations import Reader, Values, queue
from roadshow.pitches.states import PitchState
from roadshow.projects.queries import list_owners

from .models import Decision, Setup

_TITLE = Place(_("路演名称"), _("示例专场"))
_PROJECT = Place(_("项目名称"), _("示例项目"))
KINDS["screening.assigned"] = Kind(
    _("请评委评审"),
    subject=_("请您评审：{title}"),
    body=_("“{title}”有{count}份申请请您评审。{due}"),
    places={
        "title": _TITLE,
        "count": Place(_("几份申请"), "3"),
        "due": Place(_("评审截止日期的一句话，没有定就没有这句"), _("请在示例日期前完成。")),
    },
)
KINDS["screening.accepted"] = Kind(
    _("项目入选"),
    subject=_("遴选结果：{title}"),
    body=_("“{project}”入选“{title}”。议程发布后，上台时间会另行通知。"),
    places={"title": _TITLE, "project": _PROJECT},
    needed=True,
)
KINDS["screening.waitlisted"] = Kind(
    _("项目列为候补"),
    subject=_("遴选结果：{title}"),
    body=_("“{project}”列为“{title}”的候补，有名额空出时可能入选。"),
    places={"title": _TITLE, "project": _PROJECT},
    needed=True,
)
KINDS["screening.declined"] = Kind(
    _("项目未入选"),
    subject=_("遴选结果：{title}"),
    body=_("“{project}”未入选“{title}”。原因：{reason}\n项目仍可申请其他场次。"),
    places={
        "title": _TITLE,
        "project": _PROJECT,
        "reason": Place(_("未入选的原因"), _("示例原因"), needed=True),
    },
    needed=True,
)
_OF = {
    PitchState.ACCEPTED: "screening.accepted",
    PitchState.WAITLISTED: "screening.waitlisted",
    PitchState.DECLINED: "screening.declined",
}


def tell_assigned(setup: Setup, counts: Mapping[Person, int]) -> None:
    """How many applications came to each; who got none is told nothing."""
    due = _("请在%(day)s前完成。", day=lazy_full_day(setup.due_on)) if setup.due_on else ""
    said = {"title": setup.roadshow.spoken_title, "due": due}
    letters = {_reader(person): said | {"count": count} for person, count in counts.items() if count}
    queue("screening.assigned", letters)


def tell_decided(decisions: Collection[Decision]) -> None:
    """One letter a decision to everybody who acts for the project."""
    owners: dict[int, list[Person]] = {}
    for project_id, member in list_owners([each.pitch.project_id for each in decisions]):
        owners.setdefault(project_id, []).append(member.person)
    for kind in _OF.values():
        rounds: list[dict[Reader, Values]] = []  # who acts for several projects gets one letter in each
        for each in decisions:
            if _OF[each.to] == kind:
                for person in owners.get(each.pitch.project_id, ()):
                    _put(rounds, _reader(person), _values(each))
        for letters in rounds:
            queue(kind, letters)


def _put(rounds: list[dict[Reader, Values]], reader: Reader, values: Values) -> None:
    free = next((letters for letters in rounds if reader not in letters), None)
    if free is None:
        rounds.append({reader: values})
    else:
        free[reader] = values


def _values(decision: Decision) -> Values:
    said = {"title": decision.pitch.roadshow.spoken_title, "project": decision.pitch.project.name}
    return said | {"reason": decision.reason} if decision.to is PitchState.DECLINED else said


def _reader(person: Person) -> Reader:
    return Reader(person.id, person.name, person.email, person.language)
