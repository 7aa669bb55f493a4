"""Filling in a project's form, step by step, as it is typed."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import Model, db, hold, operation
from roadshow.foundation.errors import Overtaken, refuse_faults
from roadshow.foundation.happenings import announce
from roadshow.foundation.text import name_key

from .choices import DECLARED_VERSION, STEPS
from .facts import STEP_OF, MarketFacts, ProjectFacts, StepFacts
from .faults import faults_of
from .happenings import Changing, NamingChanged
from .models import Declared, Dossier, Project, Right, Round, Teammate, Year
from .rules import project_faults
from .snapshot import print_of, snapshot_of

SITTING = timedelta(minutes=30)  # what one person saves of one step meanwhile is one line of the trail
_ROWS: dict[str, type[Model]] = {"rounds": Round, "people": Teammate, "rights": Right}


@operation
def fill(project: Project, facts: StepFacts, *, seen: str, actor: Actor) -> None:
    """Save the answers of one step, however incomplete; ``seen`` is ``print_of`` what its reader began from.

    What is saved already is not saved again. Raises: Refused with the faults; Overtaken when somebody changed the
    step since.
    """
    hold(project)
    step, known = STEP_OF[type(facts)], snapshot_of(project)
    facts = facts.in_turn if isinstance(facts, MarketFacts) else facts
    if facts == known.step(step):
        return
    if seen != print_of(known.step(step)):
        raise Overtaken(_last_hand(project), [str(_("改了“%(step)s”", step=STEPS[step]))])
    refuse_faults(faults_of(facts))
    announce(Changing([project.id]))
    if isinstance(facts, ProjectFacts):
        write_overview(project, facts, actor)
        return
    for name, answer in vars(facts).items():
        if answer != getattr(known.step(step), name):
            _write(project, name, answer, actor)
    _record(project, step, actor)


def write_overview(project: Project, facts: ProjectFacts, actor: Actor) -> None:
    """A stub that is filled in is one no more."""
    changes = {name: [getattr(project, name), new] for name, new in vars(facts).items()}
    for name, new in vars(facts).items():
        setattr(project, name, new)
    project.name_key, project.stub = name_key(facts.name), project.stub and bool(project_faults(facts))
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record("project.changed", actor, "project", project.id, project.name, **changed)


def declare(project: Project, what: str, yes: bool, actor: Actor) -> None:
    """Agreed to or declared, or taken back, as of now; ``what`` is a code of ``choices.DECLARED``."""
    dossier = _dossier(project)
    dossier.declared = [row for row in dossier.declared if row.what != what]
    if yes:
        version, by = DECLARED_VERSION[what], actor.name[:100]
        dossier.declared.append(Declared(what=what, version=version, at=clock.now(), by=by))
    code = "project.declared" if yes else "project.took_back"
    record(code, actor, "project", project.id, project.name, declared=what)
    if what == "publishing":
        announce(NamingChanged(project.id))


def _dossier(project: Project) -> Dossier:
    if project.dossier is None:
        project.dossier = Dossier()
        db.session.flush()
    return project.dossier


def _write(project: Project, name: str, answer: Any, actor: Actor) -> None:
    dossier = _dossier(project)
    if name == "years":
        dossier.years = [Year(**vars(row)) for row in answer]
    elif name in _ROWS:
        setattr(dossier, name, [_row(_ROWS[name], number, row) for number, row in enumerate(answer)])
    elif name in DECLARED_VERSION:
        declare(project, name, answer, actor)
    else:
        setattr(dossier, name, answer)


def _row(kind: type[Model], position: int, facts: object) -> Model:
    return kind(position=position, **vars(facts))


def _record(project: Project, step: str, actor: Actor) -> None:
    """Answers are no matter for the trail, personal ones least of all: it says who worked on which step."""
    latest = next(iter(list_entries_of("project", project.id, limit=1)), None)
    same = latest and (latest.what, latest.actor_id, latest.changes) == (
        "project.filled",
        actor.id,
        {"filled": step},
    )
    if latest is None or not same or clock.now() - latest.at > SITTING:
        record("project.filled", actor, "project", project.id, project.name, filled=step)


def _last_hand(project: Project) -> str:
    latest = next(iter(list_entries_of("project", project.id, limit=1)), None)
    return latest.actor_name if latest else ""
