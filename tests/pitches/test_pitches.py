from datetime import timedelta

import pytest

from roadshow.foundation import clock, days
from roadshow.foundation.errors import Refused
from roadshow.pitches import operations, queries
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import ON_STAGE, STATE_WORDS, STORY
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

DUE = timedelta(days=3)


def returned(pitch: Pitch, reason: str) -> None:
    """To be mended within three days."""
    operations.return_for_correction(pitch, reason, clock.now() + DUE, actor=make.SOMEONE)


def declined(pitch: Pitch, reason: str) -> None:
    operations.decline(pitch, reason, actor=make.SOMEONE)


pytestmark = pytest.mark.usefixtures("in_spring", "inside")
STEPS = {
    P.SUBMITTED: lambda pitch: operations.submit(pitch, actor=make.SOMEONE),
    P.RETURNED: lambda pitch: returned(pitch, "缺少声明"),
    P.SCREENED: lambda pitch: operations.screen(pitch, actor=make.SOMEONE),
    P.ACCEPTED: lambda pitch: operations.accept(pitch, actor=make.SOMEONE),
    P.WAITLISTED: lambda pitch: operations.waitlist(pitch, actor=make.SOMEONE),
    P.DECLINED: lambda pitch: operations.decline(pitch, "领域不符", actor=make.SOMEONE),
    P.WITHDRAWN: lambda pitch: operations.withdraw(pitch, actor=make.SOMEONE),
}


def test_every_state_of_a_pitch_has_its_row_and_its_word():
    assert set(STORY) == set(P) == set(STATE_WORDS)


@pytest.mark.parametrize("there", STEPS)
@pytest.mark.parametrize("here", P)
def test_only_the_steps_of_the_story_are_taken(here: P, there: P):
    pitch = make.pitch(state=here)
    if there in {step.to for step in STORY[here]}:
        STEPS[there](pitch)
        assert pitch.state == there
    else:
        with pytest.raises(Refused):
            STEPS[there](pitch)
        assert pitch.state == here


def test_a_project_applies_once_to_a_roadshow():
    pitch = make.pitch()
    with pytest.raises(Refused) as refusal:
        operations.apply(pitch.project, pitch.roadshow, actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("该项目已申请本场路演", "project")


def test_the_close_of_the_call_decides_though_nobody_has_noted_it():
    roadshow, project = make.roadshow(S.CALLING), make.project()
    with clock.at(make.closes(roadshow) - timedelta(seconds=1)):
        pitch = operations.apply(project, roadshow, actor=make.SOMEONE)
    closed = f"征集已于{days.moment(make.closes(roadshow))}截止"
    with clock.at(make.closes(roadshow)), pytest.raises(Refused) as refusal:
        operations.submit(pitch, actor=make.SOMEONE)
    assert (roadshow.state, pitch.state, str(refusal.value)) == (S.CALLING, P.DRAFT, closed)


@pytest.mark.parametrize("state", sorted(set(S) - {S.CALLING}))
def test_nobody_applies_where_no_call_is_open(state: S):
    with pytest.raises(Refused):
        operations.apply(make.project(), make.roadshow(state), actor=make.SOMEONE)


def test_there_are_as_many_accepted_as_places():
    roadshow = make.roadshow(S.SELECTING, places=2)
    first, second, third = [make.pitch(roadshow, P.SCREENED) for _number in range(3)]
    operations.accept(first, actor=make.SOMEONE)
    operations.accept(second, actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        operations.accept(third, actor=make.SOMEONE)
    assert (third.state, str(refusal.value)) == (P.SCREENED, "本场2个上台名额已满，可以先列为候补")
    operations.withdraw(first, actor=make.SOMEONE)
    operations.accept(third, actor=make.SOMEONE)
    assert third.state == P.ACCEPTED


@pytest.mark.parametrize("state", P)
def test_a_place_is_taken_by_who_is_or_was_on_stage(state: P):
    pitch = make.pitch(state=state)
    assert queries.count_places_taken(pitch.roadshow_id) == int(state in ON_STAGE)


def test_places_are_not_made_fewer_than_are_given():
    roadshow = make.roadshow(S.SELECTING, places=3)
    for _number in range(2):
        make.pitch(roadshow, P.ACCEPTED)
    change_places(roadshow, 2)
    with pytest.raises(Refused) as refusal:
        change_places(roadshow, 1)
    assert (roadshow.places, refusal.value.field) == (2, "places")
    assert str(refusal.value) == "已经选入2个项目，名额不能更少"


def change_places(roadshow: Roadshow, places: int) -> None:
    facts = make.roadshow_facts(roadshow.hall, title=roadshow.title, on=roadshow.on, places=places)
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)


@pytest.mark.parametrize("step", [P.SCREENED, P.ACCEPTED, P.WAITLISTED])
def test_while_places_are_left_projects_are_still_chosen_after_the_agenda_is_out(step: P):
    pitch = make.pitch(make.roadshow(S.PUBLISHED), P.SUBMITTED if step is P.SCREENED else P.SCREENED)
    STEPS[step](pitch)
    assert pitch.state == step


def test_nothing_is_sent_back_to_be_mended_once_the_agenda_is_out():
    pitch = make.pitch(make.roadshow(S.PUBLISHED), P.SUBMITTED)
    with pytest.raises(Refused):
        STEPS[P.RETURNED](pitch)
    assert pitch.state == P.SUBMITTED


@pytest.mark.parametrize("state", [S.LIVE, S.HELD, S.CLOSED, S.CANCELLED])
@pytest.mark.parametrize("step", [P.SCREENED, P.RETURNED, P.ACCEPTED, P.WAITLISTED])
def test_choosing_is_over_once_the_doors_open_or_the_roadshow_is_off(state: S, step: P):
    here = P.SUBMITTED if step in (P.SCREENED, P.RETURNED) else P.SCREENED
    pitch = make.pitch(make.roadshow(state), here)
    with pytest.raises(Refused):
        STEPS[step](pitch)
    assert pitch.state == here


def test_who_was_left_over_may_still_be_told_no_but_not_of_a_cancelled_roadshow():
    late = make.pitch(make.roadshow(S.HELD), P.WAITLISTED)
    operations.decline(late, "名额已满", actor=make.SOMEONE)
    assert (late.state, late.reason) == (P.DECLINED, "名额已满")
    off = make.pitch(make.roadshow(S.CANCELLED), P.WAITLISTED)
    with pytest.raises(Refused):
        operations.decline(off, "名额已满", actor=make.SOMEONE)


@pytest.mark.parametrize("step", [returned, declined])
@pytest.mark.parametrize("reason", ["", " \n", "长" * 501])
def test_no_is_not_said_without_a_reason(step, reason: str):
    pitch = make.pitch()
    with pytest.raises(Refused) as refusal:
        step(pitch, reason)
    assert (pitch.state, refusal.value.field) == (P.SUBMITTED, "reason")


def test_what_was_mended_is_submitted_again_and_the_reason_is_gone():
    pitch = make.pitch()
    returned(pitch, " 缺少声明 ")
    assert (pitch.state, pitch.reason, pitch.due_at) == (P.RETURNED, "缺少声明", clock.now() + DUE)
    operations.submit(pitch, "已补声明", actor=make.SOMEONE)
    assert (pitch.state, pitch.reason, pitch.message) == (P.SUBMITTED, "", "已补声明")
    assert pitch.due_at is None


@pytest.mark.parametrize("state", [S.CALLING, S.SELECTING])
def test_what_was_returned_is_handed_in_until_it_is_due_though_the_call_is_over(state: S):
    pitch = make.pitch(make.roadshow(state))
    with clock.at(make.closes(pitch.roadshow) + timedelta(hours=1)):
        returned(pitch, "缺少声明")
    due = make.closes(pitch.roadshow) + timedelta(hours=1) + DUE
    with clock.at(due), pytest.raises(Refused) as refusal:
        operations.submit(pitch, actor=make.SOMEONE)
    assert str(refusal.value) == f"补正已于{days.moment(due)}截止，需要延期请联系路演中心"
    with clock.at(due - timedelta(seconds=1)):
        operations.submit(pitch, actor=make.SOMEONE)
    assert pitch.state == P.SUBMITTED


def test_what_is_overdue_is_handed_in_once_it_has_more_time():
    pitch = make.pitch(make.roadshow(S.SELECTING))
    returned(pitch, "缺少声明")
    with clock.at(clock.now() + DUE):
        operations.extend_correction(pitch, clock.now() + DUE, actor=make.SOMEONE)
        operations.submit(pitch, actor=make.SOMEONE)
    assert pitch.state == P.SUBMITTED


def test_of_what_is_not_being_mended_the_time_is_not_extended():
    pitch = make.pitch(make.roadshow(S.SELECTING))
    with pytest.raises(Refused) as refusal:
        operations.extend_correction(pitch, clock.now() + DUE, actor=make.SOMEONE)
    assert str(refusal.value) == "这份申请现在不在补正，不能延期"


@pytest.mark.parametrize("later", [DUE, timedelta(), timedelta(days=50)])
def test_more_time_is_later_and_before_the_start(later: timedelta):
    pitch = make.pitch(make.roadshow(S.SELECTING))
    returned(pitch, "缺少声明")
    due = clock.now() + later
    with pytest.raises(Refused) as refusal:
        operations.extend_correction(pitch, due, actor=make.SOMEONE)
    assert (refusal.value.field, pitch.due_at) == ("due_on", clock.now() + DUE)


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=50)])
def test_something_to_mend_is_due_between_now_and_the_start(later: timedelta):
    pitch = make.pitch(make.roadshow(S.SELECTING))
    with pytest.raises(Refused) as refusal:
        operations.return_for_correction(pitch, "缺少声明", clock.now() + later, actor=make.SOMEONE)
    assert (refusal.value.field, pitch.state) == ("due_on", P.SUBMITTED)


@pytest.mark.parametrize("state", sorted(set(S) - {S.LIVE}))
def test_nobody_is_absent_but_while_the_roadshow_runs(state: S):
    pitch = make.pitch(make.roadshow(state), P.SCHEDULED)
    with pytest.raises(Refused):
        operations.mark_absent(pitch, actor=make.SOMEONE)
    assert pitch.state == P.SCHEDULED


def test_when_it_is_over_who_was_not_absent_has_presented():
    roadshow = make.roadshow(S.LIVE)
    there, away, gone = [make.pitch(roadshow, P.SCHEDULED) for _number in range(3)]
    operations.mark_absent(away, actor=make.SOMEONE)
    operations.withdraw(gone, actor=make.SOMEONE)
    with clock.at(make.ends(roadshow)):
        operations.finish_roadshow(roadshow, actor=make.SOMEONE)
    assert [pitch.state for pitch in (there, away, gone)] == [P.PRESENTED, P.ABSENT, P.WITHDRAWN]
    assert roadshow.state == S.HELD


def test_another_ones_application_is_missing_not_forbidden():
    owner, stranger = make.person(), make.person()
    pitch: Pitch = make.pitch(of=make.project(make.company(owner)))
    assert queries.list_own_pitches(owner.id) == [pitch]
    assert queries.list_own_pitches(stranger.id) == []
