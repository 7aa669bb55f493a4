"""The same outcome logged by eight at once is one, whatever its kind, with its firm and its evidence."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from roadshow.documents.models import Document
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import facts as f
from roadshow.outcomes.entries import Entry, Evidence, join, log_entry
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import AlsoAt, Row, Thread
from roadshow.outcomes.operations import begin
from roadshow.outcomes.queries import get_thread
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Company
from tests import make
from tests.documents.made import arrived
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
T = ThreadStep
ON, NEW = date(2026, 3, 1), "示例新企业"
ONE_WINS = [REFUSED] * 7 + [WON]
LOAN = f.StepFacts(Kind.LOAN, T.CREDITED, ON, 500 * WAN)
ENTRIES = {
    Kind.LOAN: Entry(LOAN, ThreadOf(Kind.LOAN, "示例银行"), NEW),
    Kind.HIRE: Entry(
        f.HireFacts(ON, "海外工程师", name="HW-1"), ThreadOf(Kind.HIRE, "HW-1", round="海外工程师"), NEW
    ),
    Kind.RESIDENCY: Entry(
        f.ResidencyFacts(T.MOVED_IN, ON, 0, "示例孵化器"), ThreadOf(Kind.RESIDENCY, "示例孵化器"), NEW
    ),
    Kind.RATING: Entry(f.RatingFacts(2026, 0, "绿色"), None, NEW),
    Kind.RECOGNITION: Entry(f.RecognitionFacts(ON, 0, "高新技术企业"), None, NEW),
    Kind.INCUBATOR: Entry(f.IncubatorFacts(2026, "示例孵化器", Decimal(820), True)),
    Kind.EVALUATION: Entry(f.EvaluationFacts(2026, "示例孵化器", Decimal(90))),
    Kind.POLICY_PAYMENT: Entry(f.PolicyPaymentFacts(ON, "创新券", 5 * WAN, "第1批")),
}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("kind", ENTRIES)
def test_one_of_eight_logs_it_with_its_firm(app: Flask, kind: Kind) -> None:
    def log() -> object:
        return lambda: log_entry(ENTRIES[kind], actor=make.SOMEONE)

    answers = at_once(app, [log] * 8)
    with app.app_context():
        assert (answers, count(Row), count(Company)) == (ONE_WINS, 1, int(bool(ENTRIES[kind].new_firm)))


def test_one_of_eight_logs_a_deal_with_its_evidence(app: Flask) -> None:
    with app.app_context():
        of = ThreadOf(Kind.INVESTMENT, "示例创投", project_id=make.project().id, round="A轮")
        files = [arrived() for _number in range(8)]
    facts = f.StepFacts(Kind.INVESTMENT, T.SIGNED, ON, 3000 * WAN)

    def log(number: int) -> object:
        entry = Entry(facts, of, evidence=(Evidence("协议", files[number]),))
        return lambda: log_entry(entry, actor=make.SOMEONE)

    answers = at_once(app, [lambda number=number: log(number) for number in range(8)])  # type: ignore[misc]  # each its own
    with app.app_context():
        assert (answers, count(Row), count(Thread), count(Document)) == (ONE_WINS, 1, 1, 1)


def test_eight_who_join_one_deal_note_their_roadshow_once(app: Flask) -> None:
    with app.app_context():
        first, second = (make.roadshow(RoadshowState.HELD).id for _number in range(2))
        of = ThreadOf(Kind.INVESTMENT, "示例创投", project_id=make.project().id, round="A轮")
        facts = f.StepFacts(Kind.INVESTMENT, T.SIGNED, ON, 3000 * WAN, first)
        thread_id = begin(of, facts, actor=make.SOMEONE).thread_id
    again = Entry(f.StepFacts(Kind.INVESTMENT, T.SIGNED, ON, 3000 * WAN, second), of)

    def press() -> object:
        thread = get_thread(thread_id or 0)
        return lambda: join(thread, again, actor=make.SOMEONE)

    answers = at_once(app, [press] * 8)
    with app.app_context():
        assert (answers, count(Row), count(AlsoAt)) == ([WON] * 8, 1, 1)
