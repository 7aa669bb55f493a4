"""What the calendars of those are told whose turn on a stage is published, moves, or is none any more."""

from datetime import datetime, timedelta

import icalendar
import pytest

from roadshow.accounts.models import Person
from roadshow.agenda import operations as agenda
from roadshow.agenda import queries
from roadshow.agenda.entries import part_uid, pitch_uid
from roadshow.agenda.models import SlotKind
from roadshow.foundation.db import db
from roadshow.halls import operations as halls
from roadshow.notices.models import Letter
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations
from roadshow.programme.models import Roadshow
from tests import make
from tests.agenda.test_who_is_told import change, on_stage

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def told() -> list[tuple[str, str, str, int, str, datetime]]:
    """Kind of letter, then METHOD, UID, SEQUENCE, SUMMARY and DTSTART of its event, by reader; forgotten afterwards."""
    found = []
    for row in db.session.query(Letter).order_by(Letter.to_id, Letter.id):
        assert row.calendar, row.kind
        calendar = icalendar.Calendar.from_ical(row.calendar)
        (event,) = calendar.events
        assert event["ATTENDEE"] == f"mailto:{row.to_address}"
        facts = str(event["UID"]), event["SEQUENCE"], str(event["SUMMARY"]), event["DTSTART"].dt
        found.append((row.kind, str(calendar["METHOD"]), *facts))
    db.session.query(Letter).delete()
    db.session.commit()
    return found


def staged() -> tuple[Roadshow, str, str, datetime]:
    """UIDs of its project and of its speech, and when it begins: a speech at 13:40 and the project at 13:50."""
    roadshow, _owner, _speaker = on_stage("新材料专场", forget=False)
    speech = next(part for part in queries.get_published(roadshow.id).parts if part.kind is SlotKind.SPEECH)
    uids = pitch_uid(roadshow.uid, pitch_of(roadshow).id), part_uid(roadshow.uid, speech.key)
    return roadshow, *uids, make.begins(roadshow)


def pitch_of(roadshow: Roadshow) -> Pitch:
    return db.session.query(Pitch).filter_by(roadshow_id=roadshow.id).one()


def after(begins: datetime, minutes: int) -> datetime:
    return begins + timedelta(minutes=minutes)


def test_a_published_order_puts_everyones_turn_into_their_calendar():
    roadshow, pitch, speech, begins = staged()
    number = roadshow.sequence
    assert told() == [
        ("agenda.published", "REQUEST", pitch, number, "“一号项目”上台：新材料专场", after(begins, 20)),
        ("agenda.published", "REQUEST", speech, number, "发言：新材料专场", after(begins, 10)),
    ]


def test_an_order_published_anew_moves_a_turn_and_takes_out_one_that_is_gone():
    roadshow, pitch, speech, begins = staged()
    told()
    draft = queries.get_draft(roadshow.id)
    agenda.remove_part(roadshow, draft.parts[1].key, seen=draft.number, actor=make.SOMEONE)
    agenda.publish_agenda(roadshow, actor=make.SOMEONE)
    number = roadshow.sequence
    assert told() == [
        ("agenda.changed", "REQUEST", pitch, number, "“一号项目”上台：新材料专场", after(begins, 10)),
        ("agenda.changed", "CANCEL", speech, number, "发言：新材料专场", after(begins, 10)),
    ]


def test_a_postponed_roadshow_moves_its_turns_and_keeps_their_names():
    roadshow, pitch, speech, begins = staged()
    told()
    later = begins + timedelta(days=7)
    agenda.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)
    number = roadshow.sequence
    assert told() == [
        ("roadshow.postponed", "REQUEST", pitch, number, "“一号项目”上台：新材料专场", after(later, 20)),
        ("roadshow.postponed", "REQUEST", speech, number, "发言：新材料专场", after(later, 10)),
    ]


def test_another_hall_is_told_to_calendars_though_the_hours_stay():
    roadshow, pitch, speech, _begins = staged()
    told()
    change(roadshow, hall=make.hall())
    assert [row[:3] for row in told()] == [
        ("roadshow.changed", "REQUEST", pitch),
        ("roadshow.changed", "REQUEST", speech),
    ]


def test_a_cancelled_roadshow_takes_its_turns_out():
    roadshow, pitch, speech, _begins = staged()
    told()
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert [(*row[:3], row[4]) for row in told()] == [
        ("roadshow.cancelled", "CANCEL", pitch, "“一号项目”上台：【已取消】新材料专场"),
        ("roadshow.cancelled", "CANCEL", speech, "发言：【已取消】新材料专场"),
    ]


def test_a_project_that_withdraws_is_taken_out_of_its_owners_calendar_by_a_short_letter():
    roadshow, pitch, _speech, _begins = staged()
    told()
    pitches.withdraw(pitch_of(roadshow), actor=make.SOMEONE)
    assert [row[:3] for row in told()] == [("calendar.left", "CANCEL", pitch)]


def test_another_title_is_told_to_those_who_have_it_in_their_calendar_and_to_nobody_else():
    roadshow, pitch, speech, _begins = staged()
    told()
    make.pitch(roadshow, P.SUBMITTED)
    change(roadshow, title="先进材料专场")
    assert [(*row[:3], row[4]) for row in told()] == [
        ("calendar.changed", "REQUEST", pitch, "“一号项目”上台：先进材料专场"),
        ("calendar.changed", "REQUEST", speech, "发言：先进材料专场"),
    ]


def test_so_is_another_name_of_its_hall():
    roadshow, pitch, speech, _begins = staged()
    told()
    hall = roadshow.hall
    assert hall is not None
    facts = make.hall_facts(name="新名字", address=hall.address)
    halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)
    rows = db.session.query(Letter).order_by(Letter.to_id).all()
    assert ["LOCATION:新名字" in str(row.calendar) for row in rows] == [True, True]
    assert [row[:3] for row in told()] == [
        ("calendar.changed", "REQUEST", pitch),
        ("calendar.changed", "REQUEST", speech),
    ]


def test_one_letter_carries_one_turn_and_each_further_one_has_its_own():
    roadshow, pitch, speech, _begins = staged()
    told()
    owner = pitch_of(roadshow).project.company.members[0].person
    assert isinstance(owner, Person)
    draft = queries.get_draft(roadshow.id)
    part = draft.parts[1]
    changed = type(part)(**{**vars(part), "speaker_id": owner.id})
    agenda.change_part(roadshow, part.key, changed, seen=draft.number, actor=make.SOMEONE)
    agenda.publish_agenda(roadshow, actor=make.SOMEONE)
    agenda.postpone(roadshow, make.begins(roadshow) + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE)
    rows = [row[:3] for row in told() if row[0] != "agenda.changed"]
    assert rows == [("roadshow.postponed", "REQUEST", speech), ("calendar.changed", "REQUEST", pitch)]
