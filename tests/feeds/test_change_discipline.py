"""SEQUENCE and LAST-MODIFIED move together, and exactly when what the roadshow's own calendar shows is another."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta

import icalendar
import pytest
from flask_babel import force_locale

from roadshow.agenda import operations as agenda
from roadshow.agenda import queries as orders
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.agenda.putting_off import set_new_date
from roadshow.feeds.calendars import one_roadshow
from roadshow.foundation import clock
from roadshow.foundation.errors import Missing
from roadshow.halls import operations as halls
from roadshow.halls.models import Hall
from roadshow.halls.points import Point
from roadshow.halls.rules import HallFacts
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import list_pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme import many
from roadshow.programme import operations as programme
from roadshow.programme.entries import Edition
from roadshow.programme.models import Roadshow
from roadshow.programme.putting_off import put_off
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.states import RoadshowState as S
from roadshow.projects import consents
from roadshow.projects.snapshot import snapshot_of
from tests import make

pytestmark = pytest.mark.usefixtures("inside")

Act = Callable[[Roadshow], object]
WHO = make.SOMEONE
COUNTED = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
LATER = timedelta(minutes=1)


@dataclass(frozen=True)
class Seen:
    """``shown``: the lines of the calendar in both languages but for what counts; ``counted``: those, of each event."""

    shown: list[bytes]
    counted: set[tuple[int, datetime]]
    uid: str
    sequence: int
    changed_at: datetime


def see(roadshow: Roadshow) -> Seen:
    shown, counted = list[bytes](), set[tuple[int, datetime]]()
    for language in ("zh", "en"):
        body = _body(roadshow.uid, language)
        lines = body.replace(b"\r\n ", b"").split(b"\r\n")
        shown += [line for line in lines if not line.startswith(tuple(map(str.encode, COUNTED)))]
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT") if body else ():
            assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
            counted.add((int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt))
    return Seen(shown, counted, roadshow.uid, roadshow.sequence, roadshow.changed_at)


def _body(uid: str, language: str) -> bytes:
    """Empty while there is none."""
    with force_locale(language):
        try:
            return one_roadshow(uid, Edition(language, "https://roadshow.example"), today=clock.today()).body
        except Missing:
            return b""


def planned() -> Roadshow:
    return make.roadshow(where=make.hall(name="一号路演厅"), title="光芯片专场")


def calling() -> Roadshow:
    roadshow = planned()
    programme.open_call(roadshow, make.begins(roadshow) - timedelta(days=14), actor=WHO)
    make.pitch(roadshow)
    return roadshow


def selecting() -> Roadshow:
    roadshow = calling()
    pitches.close_call(roadshow, actor=WHO)
    return roadshow


def published() -> Roadshow:
    """In a hall and a branch; on its stage two projects, of which one may be named, and a speech; a third has a place
    and is not in the order yet."""
    facts = {"branches": [make.hall(name="上海分会场")], "title": "光芯片专场"}
    roadshow = make.roadshow(S.SELECTING, make.hall(name="一号路演厅"), **facts)
    for name in ("甲项目", "乙项目"):
        make.pitch(roadshow, P.ACCEPTED, make.project(name=name))
    agree_or_take_back(1, "publishing")(roadshow)
    agenda.make_draft(roadshow, seen=0, actor=WHO)
    agenda.add_part(
        roadshow, Part(SlotKind.SPEECH, 10, title="主旨发言", speaker="示例专家"), seen=1, actor=WHO
    )
    agenda.publish_agenda(roadshow, actor=WHO)
    make.pitch(roadshow, P.ACCEPTED, make.project(name="丙项目"))
    return roadshow


def live() -> Roadshow:
    roadshow = published()
    roadshow.state = S.LIVE
    return make.saved(roadshow)


def held() -> Roadshow:
    roadshow = published()
    roadshow.state = S.HELD
    return make.saved(roadshow)


def cancelled() -> Roadshow:
    roadshow = published()
    programme.cancel(roadshow, "场馆检修", actor=WHO)
    return roadshow


def change(**new: object) -> Act:
    """Of what is said of the roadshow."""

    def act(roadshow: Roadshow) -> None:
        assert roadshow.starts_at is not None
        assert roadshow.ends_at is not None
        said = {
            "starts": clock.local(roadshow.starts_at).time(),
            "ends": clock.local(roadshow.ends_at).time(),
            "on_rest_day": True,
        }
        known = {each.name for each in fields(RoadshowFacts)} - {*said, "seen"}
        facts = RoadshowFacts(**({name: getattr(roadshow, name) for name in known} | said | new))  # type: ignore[arg-type]  # the table says them right
        agenda.change_roadshow(roadshow, facts, actor=WHO)

    return act


def elsewhere(roadshow: Roadshow) -> None:
    change(hall=make.hall(name="二号路演厅"))(roadshow)


def also_elsewhere(roadshow: Roadshow) -> None:
    change(branches=[*roadshow.branches, make.hall(name="线上")])(roadshow)


def change_hall(which: int = 0, *, closed: bool = False, **new: object) -> Act:
    def act(roadshow: Roadshow) -> None:
        hall: Hall = roadshow.halls[which]
        known = {each.name: getattr(hall, each.name) for each in fields(HallFacts)}
        halls.change_hall(hall, HallFacts(**(known | new)), closed=closed, actor=WHO)

    return act


def date_pending() -> Roadshow:
    roadshow = published()
    put_off(roadshow, "场馆检修", actor=WHO)
    return roadshow


def give_date(roadshow: Roadshow) -> None:
    later = make.begins(roadshow) + timedelta(days=7)
    set_new_date(roadshow, later, on_rest_day=True, actor=WHO)


def postpone(roadshow: Roadshow) -> None:
    later = make.begins(roadshow) + timedelta(days=7)
    agenda.postpone(roadshow, later, on_rest_day=True, actor=WHO)


def publish_anew(edit: Callable[[Roadshow, int], object]) -> Act:
    """With an edit of the draft, which is handed the number that was seen."""

    def act(roadshow: Roadshow) -> None:
        edit(roadshow, orders.get_draft(roadshow.id).number)
        agenda.publish_agenda(roadshow, actor=WHO)

    return act


def move_a_part(roadshow: Roadshow, seen: int) -> None:
    key = orders.get_draft(roadshow.id).parts[1].key
    agenda.move_part(roadshow, key, 3, seen=seen, actor=WHO)


def remove_a_part(roadshow: Roadshow, seen: int) -> None:
    agenda.remove_part(roadshow, orders.get_draft(roadshow.id).parts[1].key, seen=seen, actor=WHO)


def give_questions_more_of_the_time(roadshow: Roadshow, seen: int) -> None:
    part = orders.get_draft(roadshow.id).parts[1]
    agenda.set_minutes(roadshow, part.key, part.minutes, part.questions + 1, seen=seen, actor=WHO)


def pick_the_speaker_from_the_accounts(roadshow: Roadshow, seen: int) -> None:
    part = next(part for part in orders.get_draft(roadshow.id).parts if part.kind is SlotKind.SPEECH)
    speaker = make.person(name=part.speaker)
    agenda.change_part(roadshow, part.key, replace(part, speaker_id=speaker.id), seen=seen, actor=WHO)


def edit_the_draft(roadshow: Roadshow) -> None:
    move_a_part(roadshow, orders.get_draft(roadshow.id).number)


def withdraw(number: int) -> Act:
    return lambda roadshow: pitches.withdraw(list_pitches(roadshow.id)[number], actor=WHO)


def agree_or_take_back(number: int, what: str) -> Act:
    def act(roadshow: Roadshow) -> None:
        project = list_pitches(roadshow.id)[number].project
        consents.note_consent(project, what, not getattr(snapshot_of(project).landing, what), actor=WHO)

    return act


def change_the_call(roadshow: Roadshow) -> None:
    programme.change_call(roadshow, make.closes(roadshow) + timedelta(days=1), actor=WHO)


def on_its_day(act: Act) -> Act:
    def acted(roadshow: Roadshow) -> None:
        with clock.at(make.begins(roadshow) + timedelta(hours=1)):
            act(roadshow)

    return acted


TABLE: dict[str, tuple[Callable[[], Roadshow], Act, bool]] = {
    "a plan is renamed": (planned, change(title="新名"), False),
    "its call is opened": (
        planned,
        lambda row: programme.open_call(row, make.begins(row) - timedelta(days=7), actor=WHO),
        True,
    ),
    "calls are opened for many": (planned, lambda row: many.open_calls([row.id], 2, actor=WHO), True),
    "published without a call": (planned, lambda row: programme.publish(row, actor=WHO), True),
    "many are published": (planned, lambda row: many.publish_many([row.id], actor=WHO), True),
    "the close of its call is changed": (calling, change_the_call, True),
    "its call is closed": (calling, lambda row: pitches.close_call(row, actor=WHO), True),
    "somebody applies": (calling, make.pitch, False),
    "somebody withdraws an application": (calling, withdraw(0), False),
    "while it calls it is cancelled": (
        calling,
        lambda row: programme.cancel(row, "场馆检修", actor=WHO),
        True,
    ),
    "a project is screened": (
        selecting,
        lambda row: pitches.screen(list_pitches(row.id)[0], actor=WHO),
        False,
    ),
    "renamed": (published, change(title="新名"), True),
    "renamed in English": (published, change(title_en="Photonics"), True),
    "another summary": (published, change(summary="八个项目"), True),
    "another field": (published, change(sector="energy"), True),
    "places only": (published, change(places=9), False),
    "nothing is changed": (published, change(), False),
    "another hall": (published, elsewhere, True),
    "one branch more": (published, also_elsewhere, True),
    "no branch any more": (published, change(branches=[]), True),
    "it ends later": (published, change(ends=time(18)), True),
    "postponed": (published, postpone, True),
    "cancelled": (published, lambda row: programme.cancel(row, "场馆检修", actor=WHO), True),
    "the doors are opened": (published, on_its_day(lambda row: programme.start(row, actor=WHO)), False),
    "postponed while the doors are open": (live, postpone, True),
    "finished": (live, on_its_day(lambda row: pitches.finish_roadshow(row, actor=WHO)), False),
    "closed": (held, lambda row: programme.close(row, actor=WHO), False),
    "put off until there is a date": (published, lambda row: put_off(row, "场馆检修", actor=WHO), True),
    "given a date after it was put off": (date_pending, give_date, True),
    "cancelled after it was put off": (
        date_pending,
        lambda row: programme.cancel(row, "不办了", actor=WHO),
        True,
    ),
    "restored": (cancelled, lambda row: agenda.restore(row, actor=WHO), True),
    "its hall is renamed": (published, change_hall(name="科创厅"), True),
    "its hall is renamed in English": (published, change_hall(name_en="Main hall"), True),
    "its hall has another address": (published, change_hall(address="示例路1号"), True),
    "its hall has an address in English": (published, change_hall(address_en="1 Shili Road"), True),
    "its hall has a place on the map": (published, change_hall(point=Point(30.7, 121.0)), True),
    "its hall goes online": (
        published,
        change_hall(online=True, address="", link="https://meet.example/1"),
        True,
    ),
    "its hall holds more": (published, change_hall(capacity=500), False),
    "its hall is closed": (published, change_hall(closed=True), False),
    "nothing of its hall is changed": (published, change_hall(), False),
    "its branch is renamed": (published, change_hall(1, name="松江分会场"), True),
    "its branch has a place on the map": (published, change_hall(1, point=Point(31.0, 121.2)), False),
    "the hall of a cancelled one is renamed": (cancelled, change_hall(name="科创厅"), True),
    "the draft of its order is edited": (published, edit_the_draft, False),
    "its order is published anew": (published, publish_anew(move_a_part), True),
    "a part is taken out of its order": (published, publish_anew(remove_a_part), True),
    "questions have more of a project's time": (
        published,
        publish_anew(give_questions_more_of_the_time),
        False,
    ),
    "a speaker is picked from the accounts": (
        published,
        publish_anew(pick_the_speaker_from_the_accounts),
        False,
    ),
    "a project on its stage withdraws": (published, withdraw(0), True),
    "a project that is not in the order withdraws": (published, withdraw(2), False),
    "a project may be named": (published, agree_or_take_back(1, "publishing"), True),
    "a project may be named no more": (published, agree_or_take_back(0, "publishing"), True),
    "a project that is not in the order may be named no more": (
        published,
        agree_or_take_back(2, "publishing"),
        False,
    ),
    "a project's contact may be passed on": (published, agree_or_take_back(0, "passing_on"), False),
}


@pytest.mark.parametrize(("build", "act", "changes"), TABLE.values(), ids=TABLE)
def test_what_counts_moves_exactly_when_what_is_shown_does(
    build: Callable[[], Roadshow], act: Act, changes: bool
):
    with clock.at(make.moment(make.DAY, 9)):
        roadshow = build()
    with clock.at(make.moment(make.DAY, 9) + LATER):
        before = see(roadshow)
        act(roadshow)
        after = see(roadshow)
    counts = after.sequence > before.sequence, after.changed_at > before.changed_at
    assert (after.shown != before.shown, after.uid) == (changes, before.uid)
    if before.shown != [b"", b""] or changes:
        assert counts == (changes, changes)
    assert after.sequence >= before.sequence
    assert after.changed_at >= before.changed_at
    shown = {(after.sequence, after.changed_at.replace(microsecond=0))}
    assert after.counted == (shown if after.shown != [b"", b""] else set())
