"""What was shown to whom is noted, told to its owners, and counted by persons over all roadshows."""

from datetime import timedelta

import pytest

from roadshow.attendance import viewing
from roadshow.attendance.models import Viewing
from roadshow.attendance.viewing import Look, count_viewers, list_looks, list_widely_seen
from roadshow.documents import operations as documents
from roadshow.documents.models import ViewKind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.investors import belonging
from roadshow.investors.agreements import agree
from roadshow.investors.choices import VERSION
from roadshow.investors.states import InstitutionState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.attendance.coming import colleague, guest, institution, investor, on_stage
from tests.documents.made import known

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_each_time_is_a_row_and_a_person_is_counted_once_wherever_they_looked():
    here, fund = on_stage(), institution()
    there = on_stage(of=here.project)
    person = investor(here.roadshow, fund)
    guest(there.roadshow, person)
    for pitch in (here, here, there):
        viewing.open_pitch(pitch.id, person=person)
    viewing.open_pitch(here.id, person=investor(here.roadshow))
    never = make.project()
    assert count_viewers([here.project_id, never.id]) == {here.project_id: 2, never.id: 0}
    assert sorted((look.people, look.times) for look in list_looks(here.project_id)) == [(1, 1), (1, 3)]


def test_who_may_not_read_is_no_viewer():
    pitch, stranger = on_stage(), colleague(institution())
    unverified = investor(pitch.roadshow, institution(state=InstitutionState.REGISTERED))
    viewing.open_pitch(pitch.id, person=unverified)
    with pytest.raises(Missing):
        viewing.open_pitch(pitch.id, person=stranger)
    assert db.session.query(Viewing).count() == 0


def test_owners_learn_which_institution_looked_when_and_at_how_many_pages():
    pitch, fund = on_stage(), institution(name="示例创投")
    first, second = investor(pitch.roadshow, fund), investor(pitch.roadshow, fund)
    deck = known(thing_id=pitch.project_id)
    for person, pages in ((first, (1, 2, 2)), (second, (2, 3))):
        viewing.open_pitch(pitch.id, person=person)
        for page in pages:
            documents.note_view(deck, ViewKind.PAGE, page, actor=person.acting())
    documents.note_view(deck, ViewKind.PAGE, 9, actor=make.actor())  # staff
    assert list_looks(pitch.project_id) == [Look("示例创投", 2, 2, 3, clock.now())]


def test_pages_count_for_the_institution_that_somebody_came_for_then():
    pitch, before, after = on_stage(), institution(name="示例创投"), institution(name="示例资本")
    person, deck = investor(pitch.roadshow, before), known(thing_id=pitch.project_id)
    for hour, of, pages in ((0, before, (1,)), (1, after, (2, 3))):
        with clock.at(clock.now() + timedelta(hours=hour)):
            belonging.get_contact(person.id).institution = of
            db.session.commit()
            for kind, version in VERSION.items():
                agree(of, person, kind, version, actor=person.acting())
            viewing.open_pitch(pitch.id, person=person)
            for page in pages:
                documents.note_view(deck, ViewKind.PAGE, page, actor=person.acting())
    assert {look.institution: look.pages for look in list_looks(pitch.project_id)} == {
        "示例创投": 1,
        "示例资本": 2,
    }


def test_two_hundred_persons_are_many():
    assert viewing.WARN_AT == 200


def test_from_so_many_persons_on_the_centre_is_warned_until_the_roadshow_is_closed(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(viewing, "WARN_AT", 2)
    pitch, seldom = on_stage(), on_stage()
    for seen, people in ((pitch, 2), (seldom, 1)):
        for _number in range(people):
            viewing.open_pitch(seen.id, person=investor(seen.roadshow))
    assert list_widely_seen() == [(pitch.project, 2)]
    pitch.roadshow.state = RoadshowState.CLOSED
    db.session.commit()
    assert list_widely_seen() == []
