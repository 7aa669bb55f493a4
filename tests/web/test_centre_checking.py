"""The working view of whoever checks: what waits for them, with its evidence, verified or refused several at once."""

from datetime import date

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.ledgers import operations as ledgers
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import LandingFacts, RatingFacts
from roadshow.outcomes.many import verify_matching
from roadshow.outcomes.states import Doubt, RowState
from roadshow.outcomes.waiting import ToCheck
from tests import make
from tests.conftest import AsRole, Counted
from tests.ledgers import sheets
from tests.ledgers.sampled import brought_in
from tests.web.owned import faults
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
CHECK = "/centre/outcomes/waiting"


def landed(by: Actor = COMMAND, year: int = 2025, **facts: object) -> int:
    said = {"amount_fen": 100 * WAN, **facts}
    return operations.log(LandingFacts(make.project().id, date(year, 5, 4), **said), actor=by).id  # type: ignore[arg-type]


@pytest.fixture
def ids(app: Flask) -> list[int]:
    with app.app_context():
        return [landed() for _number in range(3)]


def states(app: Flask, ids: list[int]) -> list[RowState]:
    with app.app_context():
        return [queries.get_row(number).state for number in ids]


def test_what_waits_stands_kind_by_kind_with_who_logged_it(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        operations.log(RatingFacts(2025, make.company().id, "绿色"), actor=COMMAND)
        landed()
    page = as_role(Role.RECORDER).get(CHECK).text
    assert words_of(page, "section.checking h2") == ["项目落地1", "三色评价1"]
    assert "登记人：command" in page


def test_doubtful_rows_stand_before_all_others_and_say_why(app: Flask, as_role: AsRole) -> None:
    other = sheets.landing(30, 统一社会信用代码=sheets.code(1), 承担企业="完全另一家公司")
    deals = [sheets.INVESTMENT, sheets.investment("示例项目0", 到账金额=20_000)]
    with app.app_context():
        for _number in range(25):
            landed()
        twice = queries.get_row(landed())
        twice.affirmed = Doubt.DOUBLE
        db.session.commit()
        brought_in(3, other, 投资=deals)
    recorder = as_role(Role.RECORDER)
    page = recorder.get(CHECK).text
    assert words_of(page, "section.checking h2") == ["请先看3", "项目落地22"]
    whys = [
        "请先看：已确认不是同一笔",
        "请先看：统一社会信用代码是“示例企业1有限公司”的，行里写的是“完全另一家公司”",
        "请先看：“到账”合计20,000万元，超过“签约”合计300万元",
    ]
    assert words_of(page, "li.waiting p.note") == whys
    assert words_of(recorder.get(f"{CHECK}?view=table").text, "tr.picking p.note") == whys
    assert words_of(recorder.get(f"{CHECK}?page=2").text, "li.waiting p.note") == []
    in_english = recorder.get(f"{CHECK}?lang=en").text
    assert words_of(in_english, "section.checking h2")[0] == "Look at first3"


def test_the_box_for_all_that_match_says_how_many_are_left_to_a_sample(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        landed()
        landed()
        brought_in(30)
    page = as_role(Role.RECORDER).get(f"{CHECK}?view=cards").text
    words = "选中符合条件的全部2项（另有30项按台账抽样，不在其中）"
    assert "".join(words_of(page, "form.bulk label.pick")) == words


def test_own_rows_and_what_was_seen_do_not_wait(app: Flask, as_role: AsRole, ids) -> None:
    recorder = as_role(Role.RECORDER)
    with app.app_context():
        operations.verify(queries.get_row(ids[0]), actor=make.actor(Role.RECORDER))
        name = make.project().name
    typed = {"project": name, "on": "2025-06-01", "roadshow": "", "place": "", "plan": "", "amount_fen": "1"}
    recorder.post("/centre/outcomes/landings/new", data=typed)
    assert len(words_of(recorder.get(CHECK).text, "li.waiting")) == 2
    assert len(words_of(as_role(Role.RECORDER).get(CHECK).text, "li.waiting")) == 3


def test_several_are_verified_at_once_and_one_by_its_own_button(app: Flask, as_role: AsRole, ids) -> None:
    recorder = as_role(Role.RECORDER)
    recorder.post(CHECK, data={"picked": ids[:2], "do": "verify", "why": ""})
    assert states(app, ids) == [RowState.VERIFIED, RowState.VERIFIED, RowState.LOGGED]
    recorder.post(CHECK, data={"only": ids[2], "why": ""})
    assert states(app, ids)[2] == RowState.VERIFIED


def test_several_are_refused_with_one_reason(app: Flask, as_role: AsRole, ids) -> None:
    told = as_role(Role.RECORDER).post(
        CHECK, data={"picked": ids[:2], "do": "refuse", "why": "没有凭证"}, follow_redirects=True
    )
    assert words_of(told.text, "p.note") == ["2条标为核对未通过，不再计入年度数字。"]
    assert states(app, ids) == [RowState.REFUSED, RowState.REFUSED, RowState.LOGGED]


@pytest.mark.parametrize(
    ("why", "words"), [("  ", "请写明原因"), ("长" * 501, "原因最多500个字，现在是501个字")]
)
def test_a_refusal_says_why_and_what_was_picked_stays_picked(app: Flask, as_role, ids, why, words) -> None:
    page = as_role(Role.RECORDER).post(CHECK, data={"picked": ids[:2], "do": "refuse", "why": why}).text
    assert faults(page) == [words]
    assert page.count(" checked") == 2
    assert states(app, ids) == [RowState.LOGGED] * 3


def test_a_correction_shows_what_it_changes_and_why(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        wrong = queries.get_row(landed(place="老园区"))
        operations.correct(wrong, {"place": "新园区", "amount_fen": 120 * WAN}, "换了平台", actor=COMMAND)
    page = as_role(Role.RECORDER).get(CHECK).text
    assert "原因：换了平台" in page
    assert words_of(page, "li.waiting tbody th") == ["计划总投资", "落地平台"]
    assert words_of(page, "li.waiting tbody td") == ["100万元", "120万元", "老园区", "新园区"]


def test_it_is_narrowed_by_year_kind_and_who_logged(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        other = make.actor(Role.RECORDER)
        landed(year=2024)
        landed(other)
        operations.log(RatingFacts(2025, make.company().id, "绿色"), actor=COMMAND)
    recorder = as_role(Role.RECORDER)
    found = {
        asked: len(words_of(recorder.get(f"{CHECK}?{asked}").text, "li.waiting"))
        for asked in ("", "year=2024", "kind=rating", "kind=nonsense", "year=x", f"by={other.name}")
    }
    assert list(found.values()) == [3, 1, 1, 3, 3, 1]


def test_all_that_match_the_filter_are_verified_at_once(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        ids = [landed() for _number in range(30)]
        other = landed(year=2024)
        wrong = queries.get_row(landed())
        correction = operations.correct(wrong, {"amount_fen": 1}, "更正", actor=COMMAND).id
    recorder = as_role(Role.RECORDER)
    assert "选中符合条件的全部32项" in recorder.get(f"{CHECK}?year=2025").text
    recorder.post(f"{CHECK}?year=2025", data={"all": "99999", "do": "verify", "why": ""})
    assert states(app, [*ids, correction]) == [RowState.VERIFIED] * 31
    assert states(app, [other]) == [RowState.LOGGED]


def test_what_came_after_the_page_was_seen_waits(app: Flask, as_role: AsRole, ids) -> None:
    with app.app_context():
        later = landed()
    as_role(Role.RECORDER).post(CHECK, data={"all": str(ids[-1]), "do": "verify", "why": ""})
    assert states(app, [*ids, later]) == [RowState.VERIFIED] * 3 + [RowState.LOGGED]


def test_all_that_match_are_never_ones_own_nor_refused_together(app: Flask, as_role: AsRole, ids) -> None:
    with app.app_context():
        mine = make.actor(Role.RECORDER)
        own = landed(mine)
        assert verify_matching(ToCheck(mine.id), 99999, actor=mine).count == 3
    assert states(app, [own]) == [RowState.LOGGED]
    page = as_role(Role.RECORDER).post(CHECK, data={"all": "99999", "do": "refuse", "why": "没有凭证"}).text
    assert "“全部”只用于核对通过" in page


def test_a_dense_table_says_the_same_of_each_row(as_role: AsRole, ids) -> None:
    page = as_role(Role.RECORDER).get(f"{CHECK}?view=table").text
    assert len(words_of(page, "section.checking tr.picking")) == 3
    assert "计划总投资 100万元" in " ".join(words_of(page, "section.checking td.whole")[0].split())


def test_it_is_narrowed_to_the_rows_of_one_file(app: Flask, as_role: AsRole, ids) -> None:
    with app.app_context():
        content = sheets.workbook({"引进": [sheets.LANDING, sheets.landing(1), sheets.landing(2)]}).getvalue()
        kept = ledgers.upload("2021.xlsx", content, 2021, actor=COMMAND)
        ledgers.confirm(kept, actor=COMMAND)
        file_id = kept.id
    recorder = as_role(Role.RECORDER)
    assert len(words_of(recorder.get(f"{CHECK}?file={file_id}").text, "tr.picking")) == 2
    recorder.post(f"{CHECK}?file={file_id}", data={"all": "99999", "do": "verify", "why": ""})
    assert states(app, ids) == [RowState.LOGGED] * 3
    assert len(words_of(recorder.get(f"{CHECK}?file={file_id}").text, "tr.picking")) == 0


def test_nothing_that_waits_says_so(as_role: AsRole) -> None:
    assert "没有等您核对的成果" in as_role(Role.RECORDER).get(CHECK).text


def test_a_page_beyond_the_last_is_the_last(as_role: AsRole, ids) -> None:
    assert len(words_of(as_role(Role.RECORDER).get(f"{CHECK}?page=9").text, "li.waiting")) == 3


def test_it_costs_the_same_however_many_are_doubtful(app: Flask, as_role: AsRole, counted: Counted) -> None:
    recorder, costs = as_role(Role.RECORDER), []
    for many in (1, 12):
        with app.app_context():
            first = many * 100
            wrong = {"统一社会信用代码": sheets.code(first), "承担企业": "完全另一家公司"}
            more = (sheets.landing(first + 50 + number, **wrong) for number in range(many))
            deals = (sheets.investment(f"示例项目{first}", 轮次=f"{n}轮", 到账金额=900) for n in range(many))
            content = {
                "引进": [sheets.LANDING, sheets.landing(first), *more],
                "投资": [sheets.INVESTMENT, *deals],
            }
            kept = ledgers.upload("2021.xlsx", sheets.workbook(content).getvalue(), 2021, actor=COMMAND)
            ledgers.confirm(kept, actor=COMMAND)
        with counted() as statements:
            page = recorder.get(CHECK).text
        costs.append(len(statements))
    assert (costs[0], "请先看" in page) == (costs[1], True)


def test_it_costs_the_same_however_many_wait(app: Flask, as_role: AsRole, counted: Counted) -> None:
    recorder, costs = as_role(Role.RECORDER), []
    for many in (1, 20):
        with app.app_context():
            for _number in range(many):
                row = queries.get_row(landed())
                operations.verify(row, actor=make.actor(Role.RECORDER))
                operations.correct(row, {"amount_fen": 1}, "更正", actor=COMMAND)
        with counted() as statements:
            assert recorder.get(CHECK).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
