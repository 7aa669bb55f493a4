"""What a startup asks for, what it is worth and what it earns stands on no public page and in no feed."""

import gzip
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from roadshow.agenda import operations as agenda
from roadshow.foundation.money import WAN
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.projects.choices import STEPS
from roadshow.projects.facts import FinancingFacts, MarketFacts, RoundFacts, YearFacts
from roadshow.projects.filling import fill
from roadshow.projects.snapshot import Snapshot, print_of, snapshot_of
from roadshow.web.guards import OPEN, permission_of
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring")
CANARY = "金丝雀"
ASK, CAPITAL, REVENUE, PROFIT, RESEARCH, LOAN, ROUND = range(73_510_001, 73_510_008)  # 万元
EQUITY = 7_351  # hundredths of a percent
# in 亿元, in 万元, in fen, in RMB million; the share, the number and the words
SECRET = re.compile(rf"7,?351\.00|73,?510,?00|735,?100|73\.51%|13735173517|{CANARY}")


def _told() -> Snapshot:
    """With a canary wherever the public has nothing to see."""
    whole = make.WHOLE
    return replace(
        whole,
        overview=replace(whole.overview, description=CANARY),
        applicant=replace(
            whole.applicant, contact_name=CANARY, contact_mobile="13735173517", capital_fen=CAPITAL * WAN
        ),
        technology=replace(whole.technology, product=CANARY),
        market=MarketFacts(
            CANARY, CANARY, CANARY, (YearFacts(2025, REVENUE * WAN, -PROFIT * WAN, RESEARCH * WAN),)
        ),
        financing=FinancingFacts(
            ASK * WAN, EQUITY, CANARY, LOAN * WAN, (RoundFacts("a", None, CANARY, ROUND * WAN),)
        ),
        team=replace(whole.team, people=(), rights=()),
    )


@pytest.fixture
def uid(app: Flask) -> str:
    """Of a roadshow on whose published stage such a project stands."""
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.SELECTING)
        pitch, told = make.pitch(roadshow, PitchState.ACCEPTED), _told()
        told = replace(told, overview=replace(told.overview, name=pitch.project.name))
        for step in STEPS:
            seen = print_of(snapshot_of(pitch.project).step(step))
            fill(pitch.project, told.step(step), seen=seen, actor=make.SOMEONE)
        agenda.publish_agenda(roadshow, actor=make.SOMEONE)
        make.held(date(2025, 6, 1))
        return roadshow.uid


def _paths(app: Flask, uid: str) -> list[str]:
    """Every address that is open to all, of this roadshow where it names one."""
    known: dict[str, Any] = {"uid": uid, "year": 2026, "key": "all", "slug": "all", "name": "all"}
    addresses = app.url_map.bind("localhost")
    return [
        addresses.build(rule.endpoint, {name: known.get(name, "all") for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if _is_open(app, rule)
    ]


def _is_open(app: Flask, rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and permission_of(app.view_functions[rule.endpoint]) == OPEN


def test_no_public_page_or_feed_says_what_a_project_asks_for_is_worth_or_earns(
    app: Flask, client: FlaskClient, uid: str
):
    shown = {}
    for path in _paths(app, uid):
        answer = client.get(path, headers={"Accept-Encoding": "identity"})
        body = gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data
        shown[path] = (answer.status_code, SECRET.findall(body.decode("utf-8", errors="replace")))
    assert {path: found for path, (_code, found) in shown.items() if found} == {}
    assert f"/roadshows/{uid}" in {path for path, (code, _found) in shown.items() if code == 200}


def test_the_canary_is_there_for_whoever_may_read_it(app: Flask, uid: str):
    with app.app_context():
        pitch = make.db.session.query(make.Pitch).one()
        told = snapshot_of(pitch.project)
    assert (told.financing.ask_fen, told.market.market) == (ASK * WAN, CANARY)
