"""Staff's own calendars: all roadshows with their states, and what takes a hall."""

from datetime import time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.feeds.models import Kind
from roadshow.foundation import clock
from roadshow.programme import operations as programme
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.feeds.owned import address, asked, fetched, said, who_may_have

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.mark.parametrize(
    ("state", "title", "status"),
    [
        (S.PLANNED, "【已列入计划】示例专场", "TENTATIVE"),
        (S.CALLING, "【项目征集中】示例专场", "TENTATIVE"),
        (S.SELECTING, "【遴选中】示例专场", "TENTATIVE"),
        (S.PUBLISHED, "【议程已发布】示例专场", "CONFIRMED"),
        (S.LIVE, "【进行中】示例专场", "CONFIRMED"),
        (S.HELD, "【已举办】示例专场", "CONFIRMED"),
        (S.CLOSED, "【已归档】示例专场", "CONFIRMED"),
    ],
)
def test_every_state_is_said_in_words(inside: Flask, client: FlaskClient, state: S, title: str, status: str):
    row = make.roadshow(state, title="示例专场")
    [event] = fetched(client, address(who_may_have(Kind.CENTRE), Kind.CENTRE))
    assert (str(event["SUMMARY"]), str(event["STATUS"]), str(event["UID"])) == (title, status, row.uid)
    assert str(event["CLASS"]) == ("PRIVATE" if state is S.PLANNED else "PUBLIC")
    assert str(event["URL"]).endswith(f"/centre/roadshows/{row.id}")


def test_a_plan_that_is_cancelled_is_said_to_be_for_thirty_days(inside: Flask, client: FlaskClient):
    row = make.roadshow(S.PLANNED, title="示例专场")
    path = address(who_may_have(Kind.CENTRE), Kind.CENTRE)
    programme.cancel(row, "停电", actor=make.SOMEONE)
    found = [said(fetched(client, path))]
    with clock.at(make.begins(row) + timedelta(days=31)):
        found.append(said(fetched(client, path)))
    assert found == [[("【已取消】示例专场", "CANCELLED")], []]


def test_a_step_that_the_public_does_not_see_is_counted_too(inside: Flask, client: FlaskClient):
    row = make.roadshow(S.PUBLISHED, on=make.DAY)
    path, before = address(who_may_have(Kind.CENTRE), Kind.CENTRE), row.sequence
    fetched(client, path)
    with clock.at(make.begins(row)):
        programme.start(row, actor=make.SOMEONE)
        [event] = fetched(client, path)
        assert (int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt) == (before + 1, clock.now())
    assert row.sequence == before


def test_one_without_a_day_waits_outside(inside: Flask, client: FlaskClient):
    make.undated()
    assert fetched(client, address(who_may_have(Kind.CENTRE), Kind.CENTRE)) == []


def test_a_halls_calendar_tells_what_takes_it_and_for_how_long(inside: Flask, client: FlaskClient):
    hall, other = make.hall(), make.hall()
    make.roadshow(S.PLANNED, hall, title="示例专场", on=make.DAY)
    make.roadshow(S.PLANNED, other)
    make.use(hall, make.DAY - timedelta(days=1), time(9), time(12), what="示例商会年会")
    make.blackout(hall, make.DAY + timedelta(days=1), why="检修")
    found = fetched(client, address(who_may_have(Kind.HALL), Kind.HALL, hall))
    assert sorted(said(found)) == [
        ("【其他占用】示例商会年会", "CONFIRMED"),
        ("【已列入计划】示例专场", "TENTATIVE"),
        ("【暂停使用】检修", "CONFIRMED"),
    ]
    [told] = [str(event["DESCRIPTION"]) for event in found if "专场" in str(event["SUMMARY"])]
    assert told.split("\n")[0] == "场地占用12:30–17:30（含布场与撤场）"


@pytest.mark.parametrize("kind", [Kind.CENTRE, Kind.HALL])
def test_it_costs_the_same_however_many(inside: Flask, client: FlaskClient, counted: Counted, kind: Kind):
    hall, costs = make.hall(), []
    path = address(who_may_have(kind), kind, hall if kind is Kind.HALL else None)
    for time_ in range(2):
        for more in range(3):
            on = make.DAY + timedelta(days=10 * time_ + 2 * more)
            make.roadshow(S.CALLING, hall, on=on)
            make.use(hall, on + timedelta(days=1))
        asked(client, path)
        with counted() as statements:
            asked(client, path)
        costs.append(len(statements))
    assert costs[0] == costs[1]
