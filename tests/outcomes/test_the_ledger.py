"""A row is never edited: it is verified by another person, or corrected by a row that names it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from roadshow.accounts.permissions import Role
from roadshow.audit.models import Entry
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import LandingFacts, StepFacts, facts_of
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Doubt, Kind, RowState, ThreadStep
from roadshow.projects.models import Project
from tests import make

TODAY = clock.today()


def landing(project: Project | None = None, **facts):
    return LandingFacts((project or make.project()).id, TODAY, **{"amount_fen": 100 * WAN} | facts)


def step(kind: ThreadStep, wan: int = 100, on: date = TODAY):
    return StepFacts(Kind.INVESTMENT, kind, on, wan * WAN)


def sum_of(kind: ThreadStep) -> int:
    return queries.count_rows(Wanted(step=kind))[1] // WAN


def test_a_row_counts_from_the_moment_it_is_logged(inside):
    operations.log(landing(), actor=make.actor(Role.RECORDER))
    assert queries.count_rows(Wanted(kind=Kind.LANDING)) == (1, 100 * WAN)


def test_nobody_verifies_a_row_of_their_own(inside):
    recorder = make.actor(Role.RECORDER)
    row = operations.log(landing(), actor=recorder)
    with pytest.raises(Refused, match="另一位同事"):
        operations.verify(row, actor=recorder)
    assert row.state == RowState.LOGGED


def test_the_database_itself_refuses_that_one_person_logs_and_verifies(inside):
    row = operations.log(landing(), actor=make.actor(Role.RECORDER))
    row.verified_by_id = row.logged_by_id
    with pytest.raises(IntegrityError, match="not_by_the_same_person"):
        db.session.commit()
    db.session.rollback()


def test_a_second_recorder_verifies_it(inside):
    row = operations.log(landing(), actor=make.actor(Role.RECORDER))
    second = make.actor(Role.RECORDER)
    operations.verify(row, actor=second)
    assert (row.state, row.verified_by_id) == (RowState.VERIFIED, second.id)


def test_what_a_command_logged_anyone_may_verify(inside):
    row = operations.log(landing(), actor=COMMAND)
    operations.verify(row, actor=make.actor(Role.RECORDER))
    assert row.state == RowState.VERIFIED


def test_a_verified_row_is_not_verified_again(inside):
    row = operations.log(landing(), actor=COMMAND)
    operations.verify(row, actor=make.actor())
    with pytest.raises(Refused):
        operations.verify(row, actor=make.actor())


def test_a_refused_row_leaves_the_figures_and_stays_in_the_ledger(inside):
    row = operations.log(landing(), actor=COMMAND)
    operations.refuse(row, "没有凭证", actor=make.actor())
    assert queries.count_rows(Wanted())[0] == 0
    assert queries.count_rows(Wanted(in_force=False))[0] == 1


def test_a_correction_counts_once_it_is_verified(inside):
    recorder = make.actor(Role.RECORDER)
    wrong = operations.log(landing(), actor=recorder)
    operations.verify(wrong, actor=make.actor())
    right = operations.correct(wrong, {"amount_fen": 120 * WAN}, "少写了20万", actor=recorder)
    assert queries.count_rows(Wanted()) == (1, 100 * WAN)
    operations.verify(right, actor=make.actor())
    assert queries.count_rows(Wanted()) == (1, 120 * WAN)
    assert (right.corrects_id, right.why) == (wrong.id, "少写了20万")


def test_a_correction_that_waits_stands_among_what_waits_though_it_does_not_count_yet(inside):
    wrong = operations.log(landing(), actor=COMMAND)
    operations.verify(wrong, actor=make.actor())
    waiting = operations.correct(wrong, {"amount_fen": 1}, "更正", actor=COMMAND)
    assert [row.id for row in queries.list_rows(Wanted(state=RowState.LOGGED))] == [waiting.id]
    assert [row.id for row in queries.list_rows(Wanted())] == [wrong.id]


def test_a_refused_row_stands_among_the_refused(inside):
    row = operations.log(landing(), actor=COMMAND)
    operations.refuse(row, "没有凭证", actor=make.actor())
    assert queries.count_rows(Wanted(state=RowState.REFUSED))[0] == 1


def test_the_wrong_row_is_never_changed(inside):
    wrong = operations.log(landing(), actor=COMMAND)
    before = facts_of(wrong)
    right = operations.correct(wrong, {"amount_fen": 120 * WAN}, "更正", actor=COMMAND)
    operations.verify(right, actor=make.actor())
    assert (facts_of(wrong), wrong.state) == (before, RowState.LOGGED)


def test_a_correction_that_moves_the_day_moves_the_year(inside):
    wrong = operations.log(landing(), actor=COMMAND)
    last_year = date(TODAY.year - 1, 12, 31)
    right = operations.correct(wrong, {"on": last_year}, "日期写错", actor=COMMAND)
    operations.verify(right, actor=make.actor())
    counted = [queries.count_rows(Wanted(year=year))[0] for year in (TODAY.year, TODAY.year - 1)]
    assert counted == [0, 1]


def test_one_row_has_one_correction_at_a_time(inside):
    wrong = operations.log(landing(), actor=COMMAND)
    operations.correct(wrong, {"amount_fen": 1}, "更正", actor=COMMAND)
    with pytest.raises(Refused, match="已有一次更正"):
        operations.correct(wrong, {"amount_fen": 2}, "更正", actor=COMMAND)


def test_after_a_refused_correction_another_may_be_made(inside):
    wrong = operations.log(landing(), actor=COMMAND)
    first = operations.correct(wrong, {"amount_fen": 1}, "更正", actor=COMMAND)
    operations.refuse(first, "没有依据", actor=make.actor())
    second = operations.correct(wrong, {"amount_fen": 2}, "更正", actor=COMMAND)
    assert second.corrects_id == wrong.id


def test_a_correction_without_a_reason_or_a_change_is_refused(inside):
    row = operations.log(landing(), actor=COMMAND)
    with pytest.raises(Refused, match="写明原因"):
        operations.correct(row, {"amount_fen": 1}, " ", actor=COMMAND)
    with pytest.raises(Refused, match="没有任何改动"):
        operations.correct(row, {"amount_fen": 100 * WAN}, "更正", actor=COMMAND)


def test_a_project_lands_once(inside):
    project = make.project()
    operations.log(landing(project), actor=COMMAND)
    with pytest.raises(Refused, match="已有相同的一条"):
        operations.log(landing(project, place="另一个平台"), actor=COMMAND)


def test_intent_signed_and_paid_are_three_sums(inside):
    project, actor = make.project(), make.actor()
    for kind, wan in ((ThreadStep.INTENT, 5000), (ThreadStep.SIGNED, 3000), (ThreadStep.PAID, 1000)):
        operations.begin_investment(project, "示例创投", "A轮", step(kind, wan), actor=actor)
    assert [sum_of(kind) for kind in (ThreadStep.INTENT, ThreadStep.SIGNED, ThreadStep.PAID)] == [
        5000,
        3000,
        1000,
    ]


def test_a_deal_is_known_again_however_its_fund_is_spelt(inside):
    project = make.project()
    first = operations.begin_investment(
        project, "示例（创投）", "A轮", step(ThreadStep.SIGNED), actor=COMMAND
    )
    second = operations.begin_investment(project, " 示例(创投)", "a轮", step(ThreadStep.PAID), actor=COMMAND)
    assert first.thread_id == second.thread_id


def test_payments_are_numbered_within_their_deal(inside):
    project = make.project()
    rows = [operations.begin_investment(project, "创投", "A轮", step(ThreadStep.SIGNED), actor=COMMAND)]
    rows += [
        operations.log_step(rows[0].thread, step(ThreadStep.PAID, wan), actor=COMMAND) for wan in (30, 40)
    ]
    assert [row.number for row in rows] == [1, 1, 2]


def test_nothing_is_paid_before_it_is_signed(inside):
    with pytest.raises(Refused, match="不能是“到账”，请先登记“意向”或“签约”"):
        operations.begin_investment(make.project(), "创投", "A轮", step(ThreadStep.PAID), actor=COMMAND)


def test_no_intent_follows_a_signing(signed):
    with pytest.raises(Refused, match="现在是“签约”，下一步不能是“意向”") as refusal:
        operations.log_step(signed.thread, step(ThreadStep.INTENT, 100), actor=COMMAND)
    assert refusal.value.field == "step"


def test_no_more_is_paid_than_was_signed(inside):
    deal = operations.begin_investment(
        make.project(), "创投", "A轮", step(ThreadStep.SIGNED), actor=COMMAND
    ).thread
    with pytest.raises(Refused, match="“到账”合计将超过“签约”合计20万元") as refusal:
        operations.log_step(deal, step(ThreadStep.PAID, 120), actor=COMMAND)
    assert refusal.value.field == Doubt.OVER


def test_who_is_sure_pays_more_than_was_signed_and_nobody_is_asked_again(inside):
    deal = operations.begin_investment(
        make.project(), "创投", "A轮", step(ThreadStep.SIGNED), actor=COMMAND
    ).thread
    sure = operations.log_step(deal, step(ThreadStep.PAID, 120), actor=COMMAND, sure={Doubt.OVER})
    again = operations.log_step(deal, step(ThreadStep.PAID, 5), actor=COMMAND)
    assert [row.doubts for row in (sure, again)] == [{Doubt.OVER}, set()]


def deal_of(signed: int, paid: int) -> list[Row]:
    """The signing and the payment of one deal, in 万元, verified."""
    first = operations.begin_investment(
        make.project(), "创投", "A轮", step(ThreadStep.SIGNED, signed), actor=COMMAND
    )
    rows = [first, operations.log_step(first.thread, step(ThreadStep.PAID, paid), actor=COMMAND)]
    for row in rows:
        operations.verify(row, actor=make.actor())
    return rows


@pytest.mark.parametrize(("corrected", "wan"), [(0, 70), (1, 120)], ids=["signed less", "paid more"])
def test_no_correction_makes_more_paid_than_signed(inside, corrected, wan):
    row = deal_of(signed=100, paid=80)[corrected]
    with pytest.raises(Refused, match="“到账”合计将超过“签约”合计") as refusal:
        operations.correct(row, {"amount_fen": wan * WAN}, "更正", actor=COMMAND)
    assert refusal.value.field == Doubt.OVER


@pytest.mark.parametrize(("corrected", "wan"), [(0, 200), (1, 100)], ids=["signed more", "paid more"])
def test_a_correction_within_what_was_signed_is_taken(inside, corrected, wan):
    row = deal_of(signed=100, paid=80)[corrected]
    assert operations.correct(row, {"amount_fen": wan * WAN}, "更正", actor=COMMAND).amount_fen == wan * WAN


def test_two_corrections_that_only_together_pay_too_much_are_not_both_verified(inside):
    signed, paid = deal_of(signed=100, paid=80)
    less = operations.correct(signed, {"amount_fen": 85 * WAN}, "更正", actor=COMMAND)
    more = operations.correct(paid, {"amount_fen": 95 * WAN}, "更正", actor=COMMAND)
    operations.verify(less, actor=make.actor())
    with pytest.raises(Refused, match="“到账”合计将超过“签约”合计10万元"):
        operations.verify(more, actor=make.actor())


@pytest.fixture
def signed(inside) -> Row:
    facts = step(ThreadStep.SIGNED, 100)
    return operations.begin_investment(make.project(), "创投", "A轮", facts, actor=COMMAND)


def test_a_signing_that_was_paid_on_is_not_refused(signed):
    operations.log_step(signed.thread, step(ThreadStep.PAID, 80), actor=COMMAND)
    with pytest.raises(Refused, match="这次签约之上已有到账"):
        operations.refuse(signed, "合同未盖章", actor=make.actor())
    assert signed.state == RowState.LOGGED


def test_a_signing_that_nothing_was_paid_on_is_refused(signed):
    operations.refuse(signed, "合同未盖章", actor=make.actor())
    assert signed.state == RowState.REFUSED


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(1991, 9, 15)}, "on"),
        ({"amount_fen": 0}, "amount_fen"),
    ],
)
def test_a_fault_names_its_field(inside, facts, field):
    whole = {"project_id": make.project().id, "on": TODAY, "amount_fen": 1} | facts
    assert [fault.field for fault in LandingFacts(**whole).faults(TODAY)] == [field]


def test_every_row_leaves_its_line_in_the_trail(inside):
    row = operations.log(landing(), actor=COMMAND)
    operations.verify(row, actor=make.actor())
    said = select(Entry.what).where(Entry.thing == "outcome").order_by(Entry.id)
    assert list(db.session.scalars(said)) == ["outcome.logged", "outcome.verified"]


def test_a_refused_step_leaves_no_deal_behind(inside):
    with pytest.raises(Refused):
        operations.begin_investment(make.project(), "创投", "A轮", step(ThreadStep.PAID), actor=COMMAND)
    assert db.session.scalar(select(func.count(Row.id))) == 0
    assert queries.list_thread_keys() == {}
