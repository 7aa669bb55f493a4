"""A startup's own calendar: until when something is to be done, and when its projects are on stage."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.agenda import operations as agenda
from roadshow.agenda.entries import pitch_uid
from roadshow.feeds.models import Kind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import LateCode
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.models import MemberRight
from tests import make
from tests.conftest import Counted
from tests.feeds.built import events
from tests.feeds.owned import address, asked, fetched, said

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def person(inside: Flask):
    return make.person()


@pytest.fixture
def company(person):
    return make.company(person)


def test_the_close_of_a_call_is_there_once_for_all_that_apply_to_it(client: FlaskClient, person, company):
    at = make.roadshow(S.CALLING, title="新能源专场")
    make.pitch(at, P.DRAFT, make.project(company, name="示例甲"))
    make.pitch(at, P.SUBMITTED, make.project(company, name="示例乙"))
    [event] = fetched(client, address(person, Kind.STARTUP))
    assert (str(event["SUMMARY"]), event.start, event.end - event.start) == (
        "征集截止：新能源专场",
        clock.local(at.call_closes_at),
        timedelta(minutes=1),
    )
    assert str(event["DESCRIPTION"]).split("\n")[:3] == ["新能源专场", "示例甲：草稿", "示例乙：待初筛"]
    assert (str(event["TRANSP"]), str(event["CLASS"])) == ("TRANSPARENT", "PRIVATE")


@pytest.mark.parametrize(
    ("state", "facts", "title"),
    [
        (P.RETURNED, {"due_at": timedelta(days=3)}, "补正截止：示例甲"),
        (P.ACCEPTED, {"confirm_by_at": timedelta(days=3)}, "确认参加截止：示例甲"),
    ],
)
def test_what_waits_for_a_word_of_theirs_is_there(
    client: FlaskClient, person, company, state: P, facts: dict[str, timedelta], title: str
):
    due = {name: clock.now() + later for name, later in facts.items()}
    row = make.pitch(None, state, make.project(company, name="示例甲"), **due)
    found = {str(event["SUMMARY"]): event for event in fetched(client, address(person, Kind.STARTUP))}
    assert found[title].start == clock.local(next(iter(due.values())))
    assert str(found[title]["URL"]).endswith(f"/startup/pitches/{row.id}")


def test_a_confirmed_place_and_one_given_back_wait_for_nothing(client: FlaskClient, person, company):
    due = clock.now() + timedelta(days=3)
    make.pitch(None, P.ACCEPTED, make.project(company), confirm_by_at=due, confirmed_at=clock.now())
    make.pitch(None, P.WITHDRAWN, make.project(company), confirm_by_at=due)
    titles = [title for title, _status in said(fetched(client, address(person, Kind.STARTUP)))]
    assert [title.split("：")[0] for title in titles] == ["征集截止"]


def test_who_was_let_in_late_has_until_the_end_of_the_code(client: FlaskClient, person, company):
    at = make.roadshow(S.SELECTING)
    ends = clock.now() + timedelta(days=2)
    facts = {"code": "SPAET12345", "for_whom": "示例", "made_at": clock.now(), "made_by": "测试"}
    code = make.saved(LateCode(roadshow_id=at.id, ends_at=ends, **facts))
    make.pitch(at, P.DRAFT, make.project(company, name="示例甲"), late_code_id=code.id)
    found = {str(event["SUMMARY"]): event.start for event in fetched(client, address(person, Kind.STARTUP))}
    assert found["补报截止：示例甲"] == clock.local(ends)


def test_a_deadline_that_is_put_off_is_the_same_event_a_step_on(client: FlaskClient, person, company):
    row = make.pitch(None, P.RETURNED, make.project(company), due_at=clock.now() + timedelta(days=3))
    path = address(person, Kind.STARTUP)
    before = fetched(client, path)[-1]
    pitches.extend_correction(row, clock.now() + timedelta(days=5), actor=make.SOMEONE)
    after = fetched(client, path)[-1]
    assert (after["UID"], after["SEQUENCE"] - before["SEQUENCE"]) == (before["UID"], 1)
    assert after.start - before.start == timedelta(days=2)


def test_a_turn_on_stage_is_the_event_of_the_public_feed_by_its_name(client: FlaskClient, person, company):
    at = make.roadshow(S.SELECTING)
    row = make.pitch(at, P.ACCEPTED, make.project(company, name="示例甲", whole=False))
    make.pitch(at, P.ACCEPTED, make.project(name="别家项目"))
    agenda.make_draft(at, seen=0, actor=make.SOMEONE)
    agenda.publish_agenda(at, actor=make.SOMEONE)
    uid = pitch_uid(at.uid, row.id)
    own = {str(event["UID"]): event for event in fetched(client, address(person, Kind.STARTUP))}
    public = {
        str(event["UID"]): event for event in events(asked(client, f"/calendar/roadshow/{at.uid}.ics").data)
    }
    assert (str(own[uid]["SUMMARY"]), str(public[uid]["SUMMARY"])) == ("项目路演：示例甲", "项目路演")
    same = ("DTSTART", "DTEND", "SEQUENCE", "STATUS", "LAST-MODIFIED")
    assert [own[uid][name] for name in same] == [public[uid][name] for name in same]
    assert [uid for uid, event in own.items() if "别家" in str(event["SUMMARY"])] == []


def test_when_the_roadshow_is_cancelled_all_of_it_is(client: FlaskClient, person, company):
    at = make.roadshow(S.CALLING, title="停办的")
    make.pitch(at, P.SUBMITTED, make.project(company))
    path = address(person, Kind.STARTUP)
    programme.cancel(at, "停电", actor=make.SOMEONE)
    assert said(fetched(client, path)) == [("【已取消】征集截止：停办的", "CANCELLED")]


def test_it_holds_all_firms_that_its_person_acts_for_and_no_other(client: FlaskClient, person, company):
    second = make.company()
    make.member(second, MemberRight.VIEWER, person)
    for firm in (company, second, make.company(make.person())):
        make.pitch(None, P.SUBMITTED, make.project(firm))
    assert len(fetched(client, address(person, Kind.STARTUP))) == 2


def test_it_costs_the_same_however_many(client: FlaskClient, person, company, counted: Counted):
    path, costs = address(person, Kind.STARTUP), []
    for _time in range(2):
        for _more in range(2):
            at = make.roadshow(S.SELECTING)
            make.pitch(at, P.ACCEPTED, make.project(company), confirm_by_at=clock.now() + timedelta(days=1))
            agenda.make_draft(at, seen=0, actor=make.SOMEONE)
            agenda.publish_agenda(at, actor=make.SOMEONE)
        asked(client, path)
        db.session.commit()
        with counted() as statements:
            asked(client, path)
        costs.append(len(statements))
    assert costs == [10, 10]
