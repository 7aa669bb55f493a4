"""What a reviewer does with an application: marks it, keeps away from it."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Overtaken, refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import clean
from roadshow.foundation.text import reason as given

from . import queries
from .models import Recusal, Setup, Sheet
from .operations import draw_another
from .reading import get_open_setup
from .rules import Line, sheet_faults
from .states import STATE_WORDS, STORY, SheetState


@operation
def keep(sheet: Sheet, points: Sequence[int | None], note: str, *, seen: int, actor: Actor) -> None:
    """What there is so far, marks may be missing; a sheet that was handed in stays whole, and handed in.

    Raises: Refused for marks out of bounds or once the reading is closed; Overtaken when ``seen`` is not its number;
    Missing for who may not read it.
    """
    _write(sheet, points, note, seen, actor, whole=False)
    if sheet.state is SheetState.OPEN:
        sheet.state = step_to(STORY, sheet.state, SheetState.STARTED, STATE_WORDS).to
    _record("sheet.kept", actor, sheet)


@operation
def hand_in(sheet: Sheet, points: Sequence[int | None], note: str, *, seen: int, actor: Actor) -> None:
    """The first time or changed. Raises: as ``keep``; Refused while a mark is missing."""
    _write(sheet, points, note, seen, actor, whole=True)
    if sheet.state is not SheetState.HANDED_IN:
        sheet.state = step_to(STORY, sheet.state, SheetState.HANDED_IN, STATE_WORDS).to
    sheet.handed_in_at = clock.now()
    _record("sheet.handed_in", actor, sheet)


@operation
def recuse(sheet: Sheet, reason: str, *, actor: Actor) -> None:
    """They keep away from it, whatever they have marked is gone, and another is drawn if there is one.

    Raises: Refused without a reason, or once the reading is closed; Missing for who may not read it anyway.
    """
    reason = given(reason, _("请写明回避的原因"))
    _hold_own(sheet, actor)
    pitch = sheet.pitch
    db.session.add(Recusal(pitch_id=pitch.id, person_id=sheet.person_id, reason=reason, at=clock.now()))
    _record("sheet.recused", actor, sheet, reason=reason)
    db.session.delete(sheet)
    db.session.flush()
    draw_another(pitch)


def _write(
    sheet: Sheet, points: Sequence[int | None], note: str, seen: int, actor: Actor, *, whole: bool
) -> None:
    note = clean(note)
    setup = _hold_own(sheet, actor)
    if sheet.number != seen:
        raise Overtaken(sheet.person.name, [])
    rubric = [Line(each.name, each.weight) for each in queries.list_criteria(setup)]
    whole = whole or sheet.state is SheetState.HANDED_IN
    refuse_faults(sheet_faults(rubric, points, note, whole=whole))
    sheet.points, sheet.note, sheet.number = list(points), note, sheet.number + 1


def _hold_own(sheet: Sheet, actor: Actor) -> Setup:
    """Locks the roadshow, which guards the reading, then the sheet."""
    roadshow = hold(sheet.pitch.roadshow)
    hold(sheet)
    queries.get_own_sheet(actor.id or 0, sheet.id)
    return get_open_setup(roadshow)


def _record(what: str, actor: Actor, sheet: Sheet, **changes: object) -> None:
    """Without marks: whoever reads the trail is no judge of them."""
    pitch = sheet.pitch
    record(what, actor, "sheet", sheet.id, pitch.project.name, roadshow=pitch.roadshow.title, **changes)
