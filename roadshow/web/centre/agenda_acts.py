"""What the forms and buttons of a running order's page do; each sends the version that it saw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Draft
from roadshow.foundation.actor import Actor
from roadshow.foundation.errors import Overtaken, Refused
from roadshow.web.asked import number
from roadshow.web.fields import Form, say

from .agenda_forms import AddForm, FormatForm, RowForm
from .running_order import Order, Stage, Told

MOST_TOLD = 5  # of what others did meanwhile, the latest


class Unread(Refused):
    """What was typed is missing or no number; its form says so."""

    def __init__(self) -> None:
        super().__init__("")


@dataclass
class Sent:
    """An act with what came with it; ``key`` is the part that it was about, 0 when about none."""

    stage: Stage
    seen: int
    actor: Actor
    row: RowForm = field(default_factory=RowForm)
    adding: AddForm = field(default_factory=lambda: AddForm(prefix="add"))
    formatting: FormatForm = field(default_factory=lambda: FormatForm(prefix="format"))
    key: int = 0

    def read(self, *names: str) -> list[int]:
        """Numbers that a row sent, 0 for what is missing. Raises: Refused on what is no number."""
        self.row.validate()
        for name in names:
            if self.row[name].errors:
                raise Refused(self.row[name].errors[0], name)
        return [self.row[name].data or 0 for name in names]


def seen() -> int:
    typed = number(request.form.get("seen", ""))
    if typed is None:
        abort(HTTPStatus.BAD_REQUEST)
    return typed


def sent_to(stage: Stage) -> Sent:
    return Sent(stage, seen(), current_user.actor)


def _begin(sent: Sent) -> Draft:
    return operations.make_draft(sent.stage.roadshow, seen=sent.seen, actor=sent.actor)


def _add(sent: Sent) -> Draft:
    form = sent.adding
    if not form.validate():
        raise Unread
    part, position = form.part(), form.position.data
    draft = operations.add_part(sent.stage.roadshow, part, position, seen=sent.seen, actor=sent.actor)
    return _with_new(sent, draft)


def _place(sent: Sent) -> Draft:
    pitch_id, position = sent.read("pitch_id", "position")
    draft = operations.place_pitch(
        sent.stage.roadshow, pitch_id, position or None, seen=sent.seen, actor=sent.actor
    )
    return _with_new(sent, draft)


def _change(sent: Sent) -> Draft:
    (sent.key,) = sent.read("key")
    sent.read("minutes", "speech", "questions")
    minutes, questions = sent.row.length(request.form)
    return operations.set_minutes(
        sent.stage.roadshow, sent.key, minutes, questions, seen=sent.seen, actor=sent.actor
    )


def _move(sent: Sent) -> Draft:
    sent.key, position = sent.read("key", "position")
    return operations.move_part(sent.stage.roadshow, sent.key, position, seen=sent.seen, actor=sent.actor)


def _remove(sent: Sent) -> Draft:
    (key,) = sent.read("key")
    return operations.remove_part(sent.stage.roadshow, key, seen=sent.seen, actor=sent.actor)


def _format(sent: Sent) -> Draft:
    if not sent.formatting.validate():
        raise Unread
    format = sent.formatting.format()
    return operations.set_format(sent.stage.roadshow, format, seen=sent.seen, actor=sent.actor)


def _draw(sent: Sent) -> Draft:
    return operations.draw_lots(sent.stage.roadshow, seen=sent.seen, actor=sent.actor)


def _undo(sent: Sent) -> Draft:
    return operations.undo(sent.stage.roadshow, seen=sent.seen, actor=sent.actor)


def _publish(sent: Sent) -> Draft:
    operations.publish_agenda(sent.stage.roadshow, seen=sent.seen, actor=sent.actor)
    return queries.get_draft(sent.stage.id)


ACTS: dict[str, Callable[[Sent], Draft]] = {
    "begin": _begin,
    "add": _add,
    "place": _place,
    "change": _change,
    "move": _move,
    "remove": _remove,
    "format": _format,
    "draw": _draw,
    "undo": _undo,
    "publish": _publish,
}


def _with_new(sent: Sent, draft: Draft) -> Draft:
    sent.key = max(part.key for part in draft.parts)
    return draft


def done(act: str, sent: Sent, order: Order) -> str:
    """What came of it, for who cannot see it."""
    if sent.key:
        return _("%(did)s%(length)s", did=order.where(sent.key), length=order.length_said)
    words = {
        "begin": _("已生成议程。"),
        "draw": _("已抽签排定上台顺序。"),
        "format": _("用时已改，各环节的时间随之更新。"),
        "publish": _("已发布，访客和日历现在看得到。"),
        "remove": _("已移出议程。"),
        "undo": _("已撤销上一步。"),
    }[act]
    return words if act == "publish" else _("%(did)s%(length)s", did=words, length=order.length_said)


def refused(act: str, sent: Sent, refusal: Refused, draft: Draft) -> Told:
    """Put at its form, at its row, or told on top."""
    if isinstance(refusal, Overtaken):
        return replace(overtaken(refusal.who, refusal.did), key=sent.key, typed=_typed(act))
    if isinstance(refusal, Unread):
        return Told()
    if act in ("add", "format"):
        say(sent.adding if act == "add" else sent.formatting, at_speaker(refusal, sent.adding, draft))
        return Told()
    at, _dash, key = (refusal.field or "").partition("-")
    if at == "part" and draft.find(int(key)):
        return Told(key=int(key), why=str(refusal), typed=_typed(act) if int(key) == sent.key else {})
    if refusal.field and draft.find(sent.key):
        return Told(key=sent.key, why=str(refusal), field=refusal.field, typed=_typed(act))
    return Told(words=str(refusal))


def at_speaker(refusal: Refused, form: Form, draft: Draft, key: int = 0) -> Refused:
    """A clash of the part that this form is about is its speaker's; one of another part is nobody's field."""
    at, _dash, clashing = (refusal.field or "").partition("-")
    own = at == "part" and (int(clashing) == key or draft.find(int(clashing)) is None)
    return Refused(refusal.words, "speaker") if own and "speaker" in form else refusal


def overtaken(who: str, did: Sequence[str]) -> Told:
    """What others did meanwhile; the first of it is only counted when it is much."""
    more = len(did) - MOST_TOLD
    earlier = [ngettext("另有%(num)d处更早的改动", "另有%(num)d处更早的改动", more)] if more > 0 else []
    return Told(who=who or _("别人"), did=[*earlier, *did[-MOST_TOLD:]])


def _typed(act: str) -> dict[str, str]:
    names = ("minutes", "speech", "questions") if act == "change" else ()
    return {name: request.form[name][:9] for name in names if name in request.form}
