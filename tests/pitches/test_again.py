"""Who withdrew applies again while the call is open, unless something was decided."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock, days
from roadshow.foundation.errors import Refused
from roadshow.pitches import asking, late, operations, queries
from roadshow.pitches.again import again_until
from roadshow.pitches.models import Pitch
from roadshow.pitches.rules import QuestionFacts
from roadshow.pitches.states import ENDED
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
KEPT = {"id", "roadshow_id", "project_id", "made_at", "message", "answers"}
ALREADY = ("该项目已申请本场路演", "project")


def withdrawn(*steps: Callable[[Pitch], None], **facts: object) -> Pitch:
    """One that took these steps and was withdrawn then."""
    pitch = make.pitch(**facts)
    for step in (*steps, withdraw):
        step(pitch)
    return pitch


def withdraw(pitch: Pitch) -> None:
    operations.withdraw(pitch, actor=make.SOMEONE)


def give_back(pitch: Pitch) -> None:
    until = clock.now() + timedelta(days=1)
    operations.return_for_correction(pitch, "缺少声明", until, actor=make.SOMEONE)


def screen(pitch: Pitch) -> None:
    operations.screen(pitch, actor=make.SOMEONE)


def accept(pitch: Pitch) -> None:
    operations.accept(pitch, actor=make.SOMEONE)


def waitlist(pitch: Pitch) -> None:
    operations.waitlist(pitch, actor=make.SOMEONE)


def again(pitch: Pitch, **facts: object) -> Pitch:
    return operations.apply(pitch.project, pitch.roadshow, actor=make.SOMEONE, **facts)


def refusal(pitch: Pitch) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        again(pitch)
    return str(refused.value), refused.value.field


def test_of_an_application_begun_again_only_what_was_written_stays():
    roadshow = make.roadshow(S.CALLING)
    asked = asking.ask(roadshow, QuestionFacts("为什么来"), actor=make.SOMEONE)
    facts = {"contact_name": "王一", "entered_by": "测试组织者", "frozen_at": clock.now(), "frozen": {}}
    pitch = withdrawn(give_back, at=roadshow, answers={str(asked.id): "找资金"}, **facts)
    later = clock.now() + timedelta(hours=1)
    with clock.at(later):
        assert again(pitch, message="改过了") is pitch
    left = {name: value for name, value in rows_of(pitch).items() if value and name not in KEPT}
    assert (left, pitch.made_at) == ({"state": P.DRAFT}, later)
    assert (pitch.message, pitch.answers) == ("改过了", {str(asked.id): "找资金"})


def rows_of(pitch: Pitch) -> dict[str, object]:
    return {column.key: getattr(pitch, column.key) for column in inspect(Pitch).column_attrs}


def test_the_trail_keeps_the_earlier_withdrawal():
    pitch = withdrawn()
    operations.apply_and_submit(pitch.project, pitch.roadshow, actor=make.SOMEONE)
    told = [entry.what for entry in list_entries_of("pitch", pitch.id)]
    assert (told, pitch.state) == (["pitch.submitted", "pitch.begun_again", "pitch.withdrawn"], P.SUBMITTED)


@pytest.mark.parametrize(
    "steps", [[screen], [screen, waitlist], [screen, accept], [screen, waitlist, accept]]
)
def test_who_withdraws_after_the_formal_check_stays_withdrawn(steps: list[Callable[[Pitch], None]]):
    pitch = withdrawn(*steps)
    assert (refusal(pitch), pitch.state, again_until(pitch)) == (ALREADY, P.WITHDRAWN, None)


def test_nobody_applies_again_once_the_call_is_over():
    pitch = withdrawn()
    closes = make.closes(pitch.roadshow)
    assert again_until(pitch) == closes
    with clock.at(closes):
        assert (refusal(pitch)[0], again_until(pitch)) == (f"征集已于{days.moment(closes)}截止", None)


def test_a_code_lets_in_one_application_once():
    roadshow = make.roadshow(S.CALLING)
    code = late.make_code(roadshow, "示例企业", make.begins(roadshow), actor=make.SOMEONE).code
    pitch = operations.apply(make.project(), roadshow, code=code, actor=make.SOMEONE)
    withdraw(pitch)
    assert refusal(pitch) == ALREADY


def test_only_what_may_be_begun_again_counts_as_not_applied():
    roadshow = make.roadshow(S.CALLING, places=3)
    gone, final = withdrawn(at=roadshow), withdrawn(screen, at=roadshow)
    assert queries.list_applied(roadshow.id) == {final.project_id}
    again(gone)
    assert queries.list_applied(roadshow.id) == {final.project_id, gone.project_id}
    assert queries.list_pitches_in(roadshow.id, P.WITHDRAWN) == [final]


def test_a_withdrawn_application_has_ended():
    assert P.WITHDRAWN in ENDED
