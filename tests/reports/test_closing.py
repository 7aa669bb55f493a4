"""A year is closed for good: its figures hold, and what comes later stands beside them until it is closed too."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain

import pytest
from sqlalchemy import inspect, select, text

from roadshow.accounts.permissions import Role
from roadshow.audit.models import Entry
from roadshow.demo.ledger import FILE
from roadshow.documents.formats import Format
from roadshow.documents.models import Document, DocumentKind, Version
from roadshow.documents.states import VersionState
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.languages import in_each
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.ledger import read_ledger
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.closings import Closing, find_open, list_closings
from roadshow.outcomes.facts import IncubatorFacts, LandingFacts, StepFacts
from roadshow.outcomes.identity import Exchanged
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import list_waiting
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.reports.bulletin import as_json, sentences
from roadshow.reports.closing import close_restatement, close_year, official, open_restatement
from roadshow.reports.figures.answers import FIGURES
from roadshow.reports.frozen import canonical, lines_in, lines_of, of_plain, to_plain, unpacked
from roadshow.reports.proving import list_breaks
from roadshow.reports.queries import YearFigures, year_figures
from roadshow.reports.restated import restated
from tests import make

YEAR = 2021
pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def landing(wan: int = 100, on: date = date(YEAR, 5, 4)) -> Row:
    facts = LandingFacts(make.project().id, on, amount_fen=wan * WAN, plan="深根计划")
    return outcomes.log(facts, actor=COMMAND)


def verify_all(year: int = YEAR) -> None:
    verify_many([row.id for row in list_waiting(year, None)], actor=make.actor(Role.RECORDER))


@pytest.fixture
def leader():
    return make.actor(Role.LEADER)


@pytest.fixture
def closed(leader) -> Row:
    """One landing of 100万元 in a year that is closed."""
    row = landing()
    verify_all()
    close_year(YEAR, actor=leader)
    return row


def corrected(row: Row, wan: int) -> Row:
    return outcomes.correct(row, {"amount_fen": wan * WAN}, "少写了", actor=COMMAND)


def test_a_year_with_a_row_that_waits_is_not_closed(leader) -> None:
    landing()
    with pytest.raises(Refused, match="还有1条没有核对"):
        close_year(YEAR, actor=leader)
    assert official(YEAR) is None


def test_a_correction_that_would_take_a_row_out_of_the_year_must_be_settled_first(leader) -> None:
    row = landing()
    verify_all()
    outcomes.correct(row, {"on": date(YEAR + 1, 1, 2)}, "日期写错", actor=COMMAND)
    with pytest.raises(Refused, match="还有1条没有核对"):
        close_year(YEAR, actor=leader)


def test_a_row_that_a_verified_correction_replaced_waits_for_nobody(leader) -> None:
    wrong = landing()
    outcomes.verify(corrected(wrong, 120), actor=make.actor(Role.RECORDER))
    assert close_year(YEAR, actor=leader).number == 1
    with pytest.raises(Refused, match="已由核对过的更正代替"):
        outcomes.verify(wrong, actor=make.actor(Role.RECORDER))


def test_a_year_that_runs_is_not_closed(leader) -> None:
    with pytest.raises(Refused, match="2026年还没有结束，到2027年才能关账"):
        close_year(2026, actor=leader)


def test_a_year_is_closed_once(closed, leader) -> None:
    with pytest.raises(Refused, match="2021年度已经关账"):
        close_year(YEAR, actor=leader)


def test_the_sum_is_of_the_content_and_of_the_rows_as_anybody_takes_it(closed) -> None:
    [closing] = list_closings(YEAR)
    assert hashlib.sha256(closing.content.encode()).hexdigest() == closing.sha256
    content = json.loads(closing.content)
    again = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again == closing.content
    lines = unpacked(closing.rows)
    assert content["rows"] == {
        "count": 1,
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        "kinds": {"landing": {"counted": 1, "corrected": 0, "refused": 0}},
    }
    assert [line["amount_fen"] for line in map(json.loads, lines.splitlines())] == [100 * WAN]


def test_the_whole_ledger_of_2021_is_frozen_as_it_was(leader) -> None:
    with FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), YEAR, actor=COMMAND)
    verify_all()
    close_year(YEAR, actor=leader)
    frozen = official(YEAR)
    assert frozen is not None
    assert frozen.figures == year_figures(YEAR)
    assert frozen.published == as_json(year_figures(YEAR))
    named = json.loads(frozen.closing.content)["named"]
    assert set(named) == set(FIGURES)
    assert named["paid_fen"] == 67_000 * WAN
    assert frozen.sentences == in_each(lambda: sentences(year_figures(YEAR)))
    assert list_breaks(YEAR) == []


def test_figures_are_the_same_after_they_were_written_down() -> None:
    outcomes.log(IncubatorFacts(YEAR, "示例孵化器", Decimal("1234.5"), running=True), actor=COMMAND)
    landing()
    figures = year_figures(YEAR)
    assert of_plain(YearFigures, json.loads(json.dumps(to_plain(figures)))) == figures


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (lambda: LandingFacts(make.project().id, date(YEAR, 5, 4)), "on"),
        (lambda: LandingFacts(make.project().id, None, year=YEAR), "year"),
    ],
)
def test_a_new_row_of_a_closed_year_is_refused_by_its_field(closed, facts, field) -> None:
    with pytest.raises(Refused, match=r"2021年度已关账.*开启重述") as refusal:
        outcomes.log(facts(), actor=COMMAND)
    assert refusal.value.field == field


def test_a_step_of_a_closed_year_is_refused_and_one_of_an_open_year_goes_on(closed) -> None:
    project = make.project()
    signed = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, date(YEAR, 7, 1), 100 * WAN)
    with pytest.raises(Refused, match="2021年度已关账"):
        outcomes.begin_investment(project, "示例创投", "A轮", signed, actor=COMMAND)
    assert landing(on=date(YEAR + 1, 1, 3)).year == YEAR + 1


def test_no_row_is_moved_into_a_closed_year(closed) -> None:
    row = landing(on=date(YEAR + 1, 1, 3))
    with pytest.raises(Refused, match="2021年度已关账") as refusal:
        outcomes.correct(row, {"on": date(YEAR, 12, 31)}, "日期写错", actor=COMMAND)
    assert refusal.value.field == "on"


def test_an_import_refuses_rows_of_a_closed_year_one_by_one_and_takes_the_others(leader) -> None:
    landing(on=date(2020, 5, 4))
    verify_all(2020)
    close_year(2020, actor=leader)
    with FILE.open("rb") as file:
        plan = ledgers.take_in(read_ledger(file), YEAR, actor=COMMAND)
    reasons = [reason for sheet in plan.sheets for reason in sheet.reasons]
    closed = [reason for reason in reasons if str(reason.words).startswith("2020年度已关账")]
    assert (len(closed), {reason.column for reason in closed}) == (77, {"签约日期", "入库日期"})
    assert plan.imported > 0


def test_a_ledger_that_was_imported_before_its_year_was_closed_still_adds_nothing(leader) -> None:
    with FILE.open("rb") as file:
        first = ledgers.take_in(read_ledger(file), YEAR, actor=COMMAND)
    for year in (2020, 2021, 2022):
        verify_all(year)
    close_year(YEAR, actor=leader)
    with FILE.open("rb") as file:
        again = ledgers.take_in(read_ledger(file), YEAR, actor=COMMAND)
    assert (again.imported, again.duplicates) == (0, first.imported + first.duplicates)


def test_a_correction_opens_a_restatement_and_the_official_figures_hold_until_it_is_closed(
    closed, leader
) -> None:
    right = corrected(closed, 120)
    opened = find_open(YEAR)
    assert opened is not None
    assert (opened.number, opened.why) == (2, "少写了")
    outcomes.verify(right, actor=make.actor(Role.RECORDER))
    frozen = official(YEAR)
    assert frozen is not None
    assert (frozen.figures.planned_fen, year_figures(YEAR).planned_fen) == (100 * WAN, 120 * WAN)
    close_restatement(YEAR, "补充协议", actor=leader)
    after = official(YEAR)
    assert after is not None
    assert (after.closing.number, after.figures.planned_fen) == (2, 120 * WAN)
    assert list_breaks(YEAR) == []


def test_a_second_correction_goes_into_the_restatement_that_is_open(closed) -> None:
    right = corrected(closed, 120)
    outcomes.verify(right, actor=make.actor(Role.RECORDER))
    corrected(right, 130)
    assert [closing.number for closing in list_closings(YEAR)] == [1, 2]


def test_each_closing_names_the_sum_of_the_one_before(closed, leader) -> None:
    for number in (2, 3):
        open_restatement(YEAR, "年报审计", actor=leader)
        assert close_restatement(YEAR, "年报审计", actor=leader).number == number
    closings = list_closings(YEAR)
    before = [json.loads(closing.content)["before"] for closing in closings]
    assert before == [None, *(closing.sha256 for closing in closings[:-1])]


def test_a_restatement_is_not_closed_while_a_row_waits_or_without_a_reason(closed, leader) -> None:
    right = corrected(closed, 120)
    with pytest.raises(Refused, match="还有1条没有核对"):
        close_restatement(YEAR, "补充协议", actor=leader)
    outcomes.verify(right, actor=make.actor(Role.RECORDER))
    with pytest.raises(Refused, match="为什么重述") as refusal:
        close_restatement(YEAR, " ", actor=leader)
    assert refusal.value.field == "why"


def test_a_forgotten_row_comes_in_within_an_opened_restatement_alone(closed, leader) -> None:
    open_restatement(YEAR, "漏登一个项目", actor=leader)
    forgotten = landing(50)
    outcomes.verify(forgotten, actor=make.actor(Role.RECORDER))
    close_restatement(YEAR, "漏登一个项目", actor=leader)
    frozen = official(YEAR)
    assert frozen is not None
    assert frozen.figures.landed == 2
    with pytest.raises(Refused, match="2021年度已关账"):
        landing(60)


def test_a_restatement_is_opened_once_with_a_reason_and_of_a_closed_year_alone(closed, leader) -> None:
    with pytest.raises(Refused, match="为什么重述"):
        open_restatement(YEAR, "", actor=leader)
    with pytest.raises(Refused, match="2022年度还没有关账"):
        open_restatement(2022, "漏登", actor=leader)
    open_restatement(YEAR, "漏登", actor=leader)
    with pytest.raises(Refused, match="重述已经开启"):
        open_restatement(YEAR, "漏登", actor=leader)


def test_old_and_new_stand_side_by_side_row_by_row_and_figure_by_figure(closed, leader) -> None:
    right = corrected(closed, 120)
    outcomes.verify(right, actor=make.actor(Role.RECORDER))
    for _state in ("open", "closed"):
        shown = restated(list_closings(YEAR)[-1])
        assert [(str(each.words), each.before, each.after) for each in shown.figures] == [
            ("深根计划总投资（万元）", "100", "120"),
            ("引进项目计划总投资（万元）", "100", "120"),
        ]
        assert [(row.id, row.corrects_id) for row in shown.rows.page(1)] == [(right.id, closed.id)]
        assert (shown.was[-1], shown.sentences[-1]) == (
            "深根计划引进项目1个，总投资0.01亿元",
            "深根计划引进项目1个，总投资0.012亿元",
        )
        if find_open(YEAR):
            close_restatement(YEAR, "补充协议", actor=leader)


def test_a_row_that_leaves_a_closed_year_restates_it(closed, leader) -> None:
    moved = outcomes.correct(closed, {"on": date(YEAR + 1, 1, 2)}, "日期写错", actor=COMMAND)
    outcomes.verify(moved, actor=make.actor(Role.RECORDER))
    shown = restated(list_closings(YEAR)[-1])
    assert [row.id for row in shown.rows.page(1)] == [moved.id]
    assert ("引进高层次科创项目（个）", "1", "无记录") in [
        (str(each.words), each.before, each.after) for each in shown.figures
    ]


def tampered(statement: str, **values: object) -> list[str]:
    """What is found after somebody changed the tables behind our back."""
    db.session.execute(text(statement), values)
    db.session.commit()
    return [str(words) for words in list_breaks(YEAR)]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE outcomes_row SET amount_fen = 1", ["“amount_fen”关账时是100000000，现在是1"]),
        ("UPDATE outcomes_landing SET plan = ''", ['“plan”关账时是"深根计划"，现在是""']),
        ("UPDATE outcomes_row SET verified_by = '别人'", ["“verified_by”关账时是"]),
        ("UPDATE outcomes_row SET counts = false", ["“counts”关账时是true，现在是false"]),
        ("UPDATE outcomes_row SET year = 2020", ["关账时在台账里，现在没有了"]),
    ],
)
def test_a_row_changed_behind_our_back_is_seen(closed, statement, found) -> None:
    told = tampered(statement)
    assert [
        f"编号{closed.id}：{words}" in one or words in one for words, one in zip(found, told, strict=True)
    ] == [True] * len(found)


def test_a_row_put_in_behind_our_back_is_seen(closed, leader) -> None:
    open_restatement(YEAR, "漏登", actor=leader)
    forgotten = landing(50)
    assert list_breaks(YEAR) == []
    found = tampered("DELETE FROM outcomes_closing WHERE closed_at IS NULL")
    assert found == [f"编号{forgotten.id}：不在关账的记录里，也不属于任何重述"]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE outcomes_closing SET content = replace(content, '100', '900') WHERE number = 1",
            "第1号：内容与",
        ),
        (
            "UPDATE outcomes_closing SET rows = (SELECT rows FROM outcomes_closing WHERE number = 2)",
            "第1号：随附",
        ),
        ("DELETE FROM outcomes_closing WHERE number = 1", "第1号：年度、号数"),
    ],
)
def test_a_closing_changed_behind_our_back_is_seen(closed, leader, statement, words) -> None:
    outcomes.verify(corrected(closed, 120), actor=make.actor(Role.RECORDER))
    close_restatement(YEAR, "补充协议", actor=leader)
    assert [one[: len(words)] for one in tampered(statement)] == [words]


def test_a_closing_leaves_its_lines_in_the_trail(closed, leader) -> None:
    open_restatement(YEAR, "漏登", actor=leader)
    close_restatement(YEAR, "漏登", actor=leader)
    said = db.session.execute(
        select(Entry.what, Entry.changes).where(Entry.thing == "closing").order_by(Entry.id)
    )
    first, second = db.session.scalars(select(Closing).order_by(Closing.number))
    assert [(what, changes.get("sha256")) for what, changes in said] == [
        ("closing.closed", first.sha256),
        ("closing.opened", None),
        ("closing.restated", second.sha256),
    ]


def test_the_rows_of_a_closing_are_those_of_its_year_whatever_became_of_them(leader) -> None:
    kept, wrong, refused = landing(1), landing(2), landing(3)
    right = corrected(wrong, 4)
    outcomes.refuse(refused, "没有凭证", actor=make.actor(Role.RECORDER))
    verify_all()
    lines = list(lines_in(close_year(YEAR, actor=leader).rows))
    assert [(line["id"], line["counts"]) for line in lines] == [
        (kept.id, True),
        (wrong.id, False),
        (refused.id, False),
        (right.id, True),
    ]


def test_a_line_says_all_that_its_row_says_of_every_kind() -> None:
    with FILE.open("rb") as file:
        ledgers.take_in(read_ledger(file), YEAR, actor=COMMAND)
    exchange = Exchanged("USD", 100_00, Decimal("6.3757"), "中国人民银行")
    signed = StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, date(YEAR, 5, 4), 637_57, exchange=exchange)
    outcomes.begin_investment(make.project(), "示例创投", "A轮", signed, actor=COMMAND)
    outcomes.log(IncubatorFacts(YEAR, "示例孵化器", Decimal("1234.5"), running=True), actor=COMMAND)
    rows = list(db.session.scalars(select(Row).where(Row.year == YEAR).order_by(Row.id)))
    lines = [json.loads(canonical(line)) for line in lines_of(YEAR)]
    assert [(line["kind"], len(line)) for line in lines] == [(row.kind, len(said_by(row))) for row in rows]
    assert [
        name for row, line in zip(rows, lines, strict=True) for name in differing(said_by(row), line)
    ] == []
    assert {"foreign.rate", "thread.counterpart", "area_m2", "place", "plan"} <= {*chain(*lines)}


def said_by(row: Row) -> dict[str, object]:
    """All that a row says, by its object."""
    said = {each.key: getattr(row, each.key) for each in inspect(row).mapper.column_attrs}
    said = {key: value for key, value in said.items() if key not in ("row_id", "fingerprint")}
    if row.thread:
        said |= {f"thread.{key}": getattr(row.thread, key) for key in ("counterpart", "code", "round")}
    if row.foreign:
        names = ("row_id", "currency", "hundredths", "rate", "rate_source")
        said |= {f"foreign.{key}": getattr(row.foreign, key) for key in names}
    return said | {"evidence": []}


def differing(said: dict[str, object], line: dict[str, object]) -> list[str]:
    """Names of what a line says otherwise than its row: days in ISO 8601, moments in UTC, exact numbers in digits."""

    def plain(value: object) -> object:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat()
        if isinstance(value, date):
            return str(value)
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    return [name for name, value in said.items() if plain(value) != line[name]]


def test_evidence_that_is_gone_is_seen_and_what_was_added_is_not(closed, leader) -> None:
    other = landing(7, date(2020, 5, 4))
    ids = [evidence(number, row) for number, row in enumerate((other, other))]
    verify_all(2020)
    close_year(2020, actor=leader)
    evidence(3, other)
    assert list_breaks(2020) == []
    db.session.execute(
        text("UPDATE documents_document SET removed_at = made_at WHERE id = :id"), {"id": ids[0]}
    )
    db.session.commit()
    assert [str(words).partition("关账时是")[0] for words in list_breaks(2020)] == [
        f"编号{other.id}：“evidence”"
    ]


def evidence(number: int, row: Row) -> int:
    document = Document(
        thing="outcome", thing_id=row.id, kind=DocumentKind.EVIDENCE, title="回单", made_at=clock.now()
    )
    facts = {
        "number": 1,
        "name": "回单.pdf",
        "format": Format.PDF,
        "size": 1,
        "state": VersionState.PREVIEWED,
    }
    who = {"uploaded_by": "测试", "uploaded_at": clock.now()}
    document.versions = [Version(sha256=f"{number}" * 64, key=f"{number}" * 32, **facts, **who)]
    return make.saved(document).id


def test_to_close_costs_the_same_however_many_rows(leader, counted) -> None:
    costs = []
    for year, many in ((2019, 1), (2020, 20)):
        for _number in range(many):
            landing(on=date(year, 3, 4))
        verify_all(year)
        with counted() as statements:
            close_year(year, actor=leader)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_a_row_whose_day_was_moved_in_the_database_is_seen(closed) -> None:
    db.session.execute(text("UPDATE outcomes_row SET counted_on = '2020-01-01'"))
    db.session.commit()
    db.session.expire_all()
    assert [str(words) for words in list_breaks(YEAR)] == [
        f'编号{closed.id}：“counted_on”关账时是"2021-05-04"，现在是"2020-01-01"'
    ]
