"""One roadshow's own calendar tells what is on its stage, as its public page does."""

from collections.abc import Callable
from datetime import timedelta

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.agenda import operations as agenda
from roadshow.agenda import queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import list_pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_public_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.feeds.built import events

SPEECH = Part(SlotKind.SPEECH, 10, title="园区介绍", speaker="示例嘉宾")


@pytest.fixture
def uid(app: Flask) -> str:
    """A speech, and two projects on stage, of which the owners of the first agreed that it is named."""
    return staged(app, 1)


def staged(app: Flask, named: int) -> str:
    with app.app_context():
        roadshow = make.roadshow(state=S.SELECTING)
        for number in range(named):
            make.pitch(roadshow, P.ACCEPTED, make.project(name=f"示例{number + 1}号"))
        make.pitch(roadshow, P.ACCEPTED, make.project(name="示例不公开", whole=False))
        agenda.make_draft(roadshow, seen=0, actor=make.SOMEONE)
        agenda.add_part(roadshow, SPEECH, 1, seen=1, actor=make.SOMEONE)
        agenda.publish_agenda(roadshow, actor=make.SOMEONE)
        return roadshow.uid


def change(app: Flask, uid: str, act: Callable[[Roadshow], object]) -> None:
    with app.app_context():
        act(get_public_roadshow(uid))


def fetched(client: FlaskClient, uid: str) -> list[icalendar.Event]:
    return events(client.get(f"/calendar/roadshow/{uid}.ics").data)


def told(found: list[icalendar.Event]) -> list[tuple[str, str]]:
    return [(str(event["SUMMARY"]), str(event["STATUS"])) for event in found[1:]]


def test_each_part_is_an_event_and_only_a_project_that_agreed_is_named(client: FlaskClient, uid: str):
    assert [summary for summary, _status in told(fetched(client, uid))] == [
        "园区介绍",
        "开场",
        "项目路演：示例1号",
        "项目路演",
        "自由对接",
    ]


def test_the_parts_follow_each_other_from_the_roadshows_start(client: FlaskClient, uid: str):
    whole, speech, opening, *_rest = fetched(client, uid)
    assert (speech.start, speech.end - speech.start) == (whole.start, timedelta(minutes=10))
    assert opening.start == speech.end


def test_a_part_keeps_its_name_when_it_moves_and_all_move_with_the_roadshow(
    app: Flask, client: FlaskClient, uid: str
):
    before = fetched(client, uid)
    later = before[0].start + timedelta(days=7)
    change(app, uid, lambda row: programme.postpone(row, later, on_rest_day=True, actor=make.SOMEONE))
    after = fetched(client, uid)
    assert [event["UID"] for event in after] == [event["UID"] for event in before]
    assert {new.start - old.start for old, new in zip(before, after, strict=True)} == {timedelta(days=7)}
    assert {new["SEQUENCE"] - old["SEQUENCE"] for old, new in zip(before, after, strict=True)} == {1}


def test_a_part_that_was_taken_out_is_cancelled_and_not_gone(app: Flask, client: FlaskClient, uid: str):
    def take_out_the_speech(row: Roadshow) -> None:
        draft = queries.get_draft(row.id)
        agenda.remove_part(row, draft.parts[0].key, seen=draft.number, actor=make.SOMEONE)
        agenda.publish_agenda(row, actor=make.SOMEONE)

    change(app, uid, take_out_the_speech)
    assert ("【已取消】园区介绍", "CANCELLED") in told(fetched(client, uid))


def test_a_project_that_withdraws_is_cancelled_at_once(app: Flask, client: FlaskClient, uid: str):
    before = fetched(client, uid)[0]["SEQUENCE"]

    def withdraw(row: Roadshow) -> None:
        (pitch,) = [each for each in list_pitches(row.id) if each.project.name == "示例1号"]
        pitches.withdraw(pitch, actor=make.SOMEONE)

    change(app, uid, withdraw)
    after = fetched(client, uid)
    assert ("【已取消】项目路演：示例1号", "CANCELLED") in told(after)
    assert {event["SEQUENCE"] for event in after} == {before + 1}


def test_when_the_roadshow_is_cancelled_so_is_all_that_was_on_its_stage(
    app: Flask, client: FlaskClient, uid: str
):
    change(app, uid, lambda row: programme.cancel(row, "场地停电", actor=make.SOMEONE))
    assert {status for _summary, status in told(fetched(client, uid))} == {"CANCELLED"}


def test_before_the_order_is_public_nothing_is_told_of_it(app: Flask, client: FlaskClient):
    with app.app_context():
        roadshow = make.roadshow(state=S.SELECTING)
        agenda.add_part(roadshow, SPEECH, 1, seen=0, actor=make.SOMEONE)
        uid = roadshow.uid
    assert len(fetched(client, uid)) == 1


def test_it_costs_the_same_however_many_are_on_stage(app: Flask, client: FlaskClient, counted: Counted):
    costs = set()
    for named in (1, 4):
        uid = staged(app, named)
        with counted() as statements:
            fetched(client, uid)
        costs.add(len(statements))
    assert costs == {5}
