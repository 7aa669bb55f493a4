"""A sheet of an imported ledger is accepted after a sample of it was compared with the file, never by its importer."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from roadshow import worker
from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_entries_of
from roadshow.documents.models import Document, DocumentKind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.lots import lot
from roadshow.foundation.money import WAN
from roadshow.jobs import operations as jobs
from roadshow.ledgers import operations, queries, sampling
from roadshow.ledgers.columns import LANDING
from roadshow.ledgers.models import ImportedSheet, Sample, Upload
from roadshow.ledgers.remaining import remaining_of
from roadshow.ledgers.standing import list_corrections, list_samples, list_sheets, standing_of
from roadshow.notices.models import Letter
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import facts_of
from roadshow.outcomes.models import Row
from roadshow.outcomes.returned import list_returned_to, reasons_of
from roadshow.outcomes.states import RowState
from roadshow.outcomes.waiting import ToCheck, list_to_check, waits
from tests import make
from tests.ledgers import sheets
from tests.ledgers.sampled import brought_in, drawn

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
TOTAL = ("合计", None, None, None, 1200 * 30, None, None)


def waiting(kept: Upload) -> int:
    return queries.count_waiting_in(kept)


def standing(kept: Upload):
    return standing_of(kept, list_sheets(kept), list_corrections(kept))


def rows_of(sample: Sample, place: int = 0) -> list[Row]:
    return [db.session.get_one(Row, row_id) for row_id in sample.lines[place]["rows"]]


def proven(row: Row) -> None:
    kind = DocumentKind.EVIDENCE
    make.saved(Document(thing="outcome", thing_id=row.id, kind=kind, title="凭证", made_at=clock.now()))


def test_doubtful_lines_are_in_the_sample_beside_those_drawn_by_lot() -> None:
    other = sheets.landing(90, 统一社会信用代码=sheets.code(1), 承担企业="完全另一家公司")
    twice = [sheets.investment(f"示例项目{number}", 到账金额=900) for number in (3, 5)]
    deals = [sheets.INVESTMENT, *(sheets.investment(f"示例项目{number}") for number in range(10, 40)), *twice]
    kept = brought_in(40, other, 投资=deals)
    drawn(kept)
    samples = list_samples(kept, whole=True)
    doubtful = [{42}, {32, 33}]
    found = [{line["line"] for line in sample.lines} for sample in samples]
    assert [own & first for own, first in zip(found, doubtful, strict=True)] == doubtful
    names = [f"{samples[0].sheet.name} 第{line}行" for line in range(2, 43)]
    by_lot = sorted(names, key=lambda name: lot(samples[0].seed, name))[:10]
    assert {f"{samples[0].sheet.name} 第{line}行" for line in found[0]} == {*by_lot, names[-1]}
    assert [sample.size for sample in samples] == list(map(len, found))


@pytest.mark.parametrize(
    ("lines", "before", "size"),
    [
        (3, 0, 3),
        (10, 0, 10),
        (11, 0, 10),
        (200, 0, 10),
        (201, 0, 11),
        (957, 0, 48),
        (40, 10, 20),
        (15, 10, 15),
    ],
)
def test_a_sample_has_ten_lines_and_one_in_twenty_and_twice_as_many_after_a_wrong_one(lines, before, size):
    assert sampling.size_of(lines, before) == size


def test_whoever_has_the_seed_draws_the_same_lines() -> None:
    sample = drawn(brought_in(40))
    names = {f"引进 第{line}行": line for line in range(2, 42)}
    again = sorted(names, key=lambda name: lot(sample.seed, name))[:10]
    assert [line["line"] for line in sample.lines] == sorted(names[name] for name in again)
    assert (sample.size, sample.among) == (10, 40)


def test_a_drawn_line_has_its_cells_as_they_were_typed_and_its_rows() -> None:
    deals = [sheets.INVESTMENT, sheets.investment("示例项目1")]
    kept = brought_in(2, 投资=deals)
    drawn(kept)
    landing, deal = list_samples(kept, whole=True)
    assert landing.lines[1]["cells"][:2] == [["项目名称", "示例项目1"], ["承担企业", "示例企业1有限公司"]]
    assert [row.step for row in rows_of(deal)] == ["signed", "paid"]


def test_a_sheet_is_accepted_at_once_after_its_sample_was_compared() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    sample = drawn(kept, checker)
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 30)
    assert (waiting(kept), sample.accepted_count, sample.accepted_by_id) == (0, 30, checker.id)
    told = [entry.what for entry in list_entries_of("upload", kept.id)]
    assert {what: told.count(what) for what in ("ledger.sampled", "ledger.sheet_accepted")} == {
        "ledger.sampled": 1,
        "ledger.sheet_accepted": 1,
    }


def test_nobody_accepts_without_confirming_the_comparison_or_without_a_sample() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    with pytest.raises(Refused, match="没有可以接受的表"):
        sampling.accept(kept, compared=True, actor=checker)
    drawn(kept, checker)
    with pytest.raises(Refused, match="请先确认已逐行对照"):
        sampling.accept(kept, compared=False, actor=checker)
    assert waiting(kept) == 30


def test_one_sheet_is_accepted_and_the_others_wait() -> None:
    kept = brought_in(12, 投资=[sheets.INVESTMENT, sheets.investment("示例项目1")])
    checker = make.actor(Role.RECORDER)
    drawn(kept, checker)
    deals = list_sheets(kept)[1]
    assert sampling.accept(kept, compared=True, sheet_ids=[deals.id], actor=checker) == (1, 2)
    assert waiting(kept) == 12


def test_a_second_press_draws_no_other_sample() -> None:
    kept = brought_in()
    seed = drawn(kept).seed
    with pytest.raises(Refused, match="没有可以抽样的表"):
        sampling.draw(kept, actor=make.actor(Role.RECORDER))
    assert [sample.seed for sample in list_samples(kept)] == [seed]


def test_the_importer_neither_draws_nor_marks_nor_accepts() -> None:
    importer = make.actor(Role.RECORDER)
    kept = brought_in(actor=importer)
    sample = drawn(kept)
    for act in (
        lambda: sampling.draw(kept, actor=importer),
        lambda: sampling.mark_wrong(sample, sample.lines[0]["line"], "不符", actor=importer),
        lambda: sampling.accept(kept, compared=True, actor=importer),
    ):
        with pytest.raises(Refused, match="自己导入的台账"):
            act()
    assert waiting(kept) == 30


@pytest.mark.parametrize("column", ["drawn_by_id", "accepted_by_id"])
def test_the_database_takes_no_sample_of_its_importer(column: str) -> None:
    kept = brought_in()
    sample = drawn(kept)
    done = {"accepted_at": clock.now(), "accepted_count": 1} if column == "accepted_by_id" else {}
    with pytest.raises(IntegrityError, match="not_by_the_importer"):
        db.session.execute(
            update(Sample).where(Sample.id == sample.id).values({column: kept.uploaded_by_id, **done})
        )
    db.session.rollback()


def test_the_database_accepts_no_sample_with_a_wrong_line() -> None:
    sample = drawn(brought_in())
    done = {"accepted_at": clock.now(), "accepted_count": 1, "wrong_count": 1}
    with pytest.raises(IntegrityError, match="accepted_without_wrong"):
        db.session.execute(update(Sample).where(Sample.id == sample.id).values(done))
    db.session.rollback()


def test_who_logged_a_row_of_a_sheet_does_not_accept_it_whoever_uploaded_the_file() -> None:
    confirmer = make.actor(Role.RECORDER)
    kept = brought_in(actor=confirmer)
    db.session.execute(update(Upload).values(uploaded_by_id=make.actor(Role.RECORDER).id))
    db.session.commit()
    drawn(kept, confirmer)
    with pytest.raises(Refused, match="里有您登记的成果"):
        sampling.accept(kept, compared=True, actor=confirmer)
    assert waiting(kept) == 30


def test_rows_with_evidence_are_left_to_be_checked_one_by_one() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    row = db.session.get_one(Row, kept.first_row)
    proven(row)
    sample = drawn(kept, checker)
    assert (sample.among, sample.left_out) == (29, [row.id])
    sampling.accept(kept, compared=True, actor=checker)
    assert list(db.session.scalars(select(Row.id).where(waits()))) == [row.id]


def test_evidence_and_corrections_that_came_after_the_draw_leave_their_rows_waiting() -> None:
    kept, checker = brought_in(40), make.actor(Role.RECORDER)
    sample = drawn(kept, checker)
    seen = {row_id for line in sample.lines for row_id in line["rows"]}
    first, second = [row_id for row_id in range(kept.first_row, kept.last_row) if row_id not in seen][:2]
    proven(db.session.get_one(Row, first))
    outcomes.correct(db.session.get_one(Row, second), {"amount_fen": WAN}, "更正", actor=checker)
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 38)
    waits_on = select(Row.id).where(waits(), Row.corrects_id.is_(None)).order_by(Row.id)
    assert list(db.session.scalars(waits_on)) == [first, second]


def test_evidence_that_was_taken_away_after_the_draw_is_no_way_into_the_sheet() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    row = db.session.get_one(Row, kept.first_row)
    proven(row)
    drawn(kept, checker)
    db.session.execute(update(Document).values(removed_at=clock.now()))
    db.session.commit()
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 29)


@pytest.mark.parametrize("act", ["refuse", "correct"])
def test_a_sample_with_a_row_that_was_refused_or_corrected_since_proves_nothing(act: str) -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    sample = drawn(kept, checker)
    [row] = rows_of(sample)
    if act == "refuse":
        outcomes.refuse(row, "不符", actor=checker)
    else:
        outcomes.correct(row, {"amount_fen": WAN}, "更正", actor=checker)
    with pytest.raises(Refused, match="在抽样之后被退回或更正"):
        sampling.accept(kept, compared=True, actor=checker)


def test_a_wrong_line_goes_back_with_its_reason_and_the_sheet_waits_for_twice_the_sample() -> None:
    importer, checker = make.actor(Role.RECORDER), make.actor(Role.RECORDER)
    kept = brought_in(60, actor=importer)
    first = drawn(kept, checker)
    [row], line = rows_of(first), first.lines[0]["line"]
    sampling.mark_wrong(first, line, "金额多了一个零", actor=checker)
    assert (row.state, first.wrong) == (
        RowState.REFUSED,
        [{"line": line, "why": "金额多了一个零", "by": checker.name, "rows": [row.id]}],
    )
    with pytest.raises(Refused, match="没有可以接受的表"):
        sampling.accept(kept, compared=True, actor=checker)
    sampling.draw(kept, actor=checker)
    _first, second = list_samples(kept, whole=True)
    both = [{each["line"] for each in sample.lines} for sample in (first, second)]
    assert (second.number, second.size, second.among, both[0] & both[1]) == (2, 20, 50, set())
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 59)
    told = [letter for letter in db.session.scalars(select(Letter)) if letter.kind == "ledger.returned"]
    assert [letter.to_id for letter in told] == [importer.id]


def test_of_a_sheet_whose_rows_were_all_seen_what_is_left_is_compared_once_more_and_accepted() -> None:
    kept, checker = brought_in(3), make.actor(Role.RECORDER)
    first = drawn(kept, checker)
    sampling.mark_wrong(first, first.lines[0]["line"], "不符", actor=checker)
    sampling.draw(kept, actor=checker)
    second = list_samples(kept, whole=True)[1]
    assert (second.size, [line["line"] for line in second.lines]) == (
        2,
        [line["line"] for line in first.lines[1:]],
    )
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 2)
    assert waiting(kept) == 0


def test_a_sheet_of_which_every_row_was_returned_is_done() -> None:
    kept, checker = brought_in(2), make.actor(Role.RECORDER)
    sample = drawn(kept, checker)
    for line in sample.lines:
        sampling.mark_wrong(sample, line["line"], "不符", actor=checker)
    [rest] = remaining_of(list_sheets(kept), [sample]).values()
    assert (waiting(kept), rest.to_draw, rest.left_out) == (0, {}, [])


def test_a_second_sample_larger_than_the_rest_has_the_rest_and_the_sheet_is_accepted_whole() -> None:
    kept, checker = brought_in(13), make.actor(Role.RECORDER)
    first = drawn(kept, checker)
    sampling.mark_wrong(first, first.lines[0]["line"], "不符", actor=checker)
    sampling.draw(kept, actor=checker)
    assert list_samples(kept)[1].size == 3
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 12)


def test_rows_with_evidence_are_left_when_all_others_were_seen() -> None:
    kept, checker = brought_in(3), make.actor(Role.RECORDER)
    proven(db.session.get_one(Row, kept.first_row))
    first = drawn(kept, checker)
    for line in first.lines:
        sampling.mark_wrong(first, line["line"], "不符", actor=checker)
    [rest] = remaining_of(list_sheets(kept), [first]).values()
    assert (rest.to_draw, rest.left_out) == ({}, [kept.first_row])
    outcomes.verify(db.session.get_one(Row, kept.first_row), actor=checker)
    assert waiting(kept) == 0


def test_no_sample_is_drawn_while_a_wrong_row_cannot_go_because_another_line_stands_on_it() -> None:
    days = {"到账日期": None, "到账金额": None}
    later = {"签约日期": None, "投资金额": None, "到账日期": "2021-06-01", "到账金额": 300}
    lines = [
        sheets.INVESTMENT,
        sheets.investment("示例项目0", **days),
        sheets.investment("示例项目0", **later),
    ]
    kept, checker = brought_in(1, 投资=lines), make.actor(Role.RECORDER)
    drawn(kept, checker)
    deal = list_samples(kept, whole=True)[1]
    assert sampling.mark_wrong(deal, 2, "不符", actor=checker).count == 0
    rest = remaining_of(list_sheets(kept), [deal])[deal.sheet_id]
    assert (list(rest.wrong), rest.to_draw) == ([2], {})
    payment, signing = rows_of(deal, 1)[0], rows_of(deal)[0]
    outcomes.refuse(payment, "不符", actor=checker)
    outcomes.refuse(signing, "不符", actor=checker)
    assert remaining_of(list_sheets(kept), [deal])[deal.sheet_id].wrong == {}


def test_only_the_wrong_entry_of_a_line_goes_back() -> None:
    deals = [sheets.INVESTMENT, sheets.investment("示例项目0")]
    kept, checker = brought_in(1, 投资=deals), make.actor(Role.RECORDER)
    drawn(kept, checker)
    deal = list_samples(kept, whole=True)[1]
    signed, paid = rows_of(deal)
    sampling.mark_wrong(deal, 2, "到账多了一个零", row_ids=[paid.id], actor=checker)
    assert (signed.state, paid.state) == (RowState.LOGGED, RowState.REFUSED)
    sampling.draw(kept, actor=checker)
    again = list_samples(kept, whole=True)[-1]
    assert [line["rows"] for line in again.lines] == [[signed.id]]


def test_an_entry_that_another_of_its_line_stands_on_goes_back_with_it_or_not_at_all() -> None:
    deals = [sheets.INVESTMENT, sheets.investment("示例项目0")]
    kept, checker = brought_in(1, 投资=deals), make.actor(Role.RECORDER)
    drawn(kept, checker)
    deal = list_samples(kept, whole=True)[1]
    signed, paid = rows_of(deal)
    for picked, words in (([signed.id], "到账"), ([], "请勾选哪几条")):
        with pytest.raises(Refused, match=words) as refused:
            sampling.mark_wrong(deal, 2, "不符", row_ids=picked, actor=checker)
        assert refused.value.field == "rows"
    assert (signed.state, paid.state, deal.wrong) == (RowState.LOGGED, RowState.LOGGED, [])


def test_a_row_that_was_returned_and_logged_again_is_checked_by_a_colleague() -> None:
    importer, checker = make.actor(Role.RECORDER), make.actor(Role.RECORDER)
    kept = brought_in(3, actor=importer)
    first = drawn(kept, checker)
    [wrong] = rows_of(first)
    sampling.mark_wrong(first, first.lines[0]["line"], "不符", actor=checker)
    assert list_returned_to(importer.id, 5) == [wrong]
    assert reasons_of([wrong.id]) == {wrong.id: "不符"}
    again = outcomes.log(facts_of(wrong), actor=importer)
    assert list_returned_to(importer.id, 5) == []
    assert again in list_to_check(ToCheck(checker.id)).page(1)


def test_steps_of_a_wrong_line_go_back_the_last_one_first() -> None:
    kept, checker = (
        brought_in(1, 投资=[sheets.INVESTMENT, sheets.investment("示例项目0")]),
        make.actor(Role.RECORDER),
    )
    drawn(kept, checker)
    deal = list_samples(kept, whole=True)[1]
    taken = sampling.mark_wrong(deal, 2, "不符", actor=checker)
    assert (taken.count, taken.left) == (2, [])


def test_a_line_is_marked_once_with_a_reason_and_never_after_the_sheet_was_accepted() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    sample = drawn(kept, checker)
    line = sample.lines[0]["line"]
    with pytest.raises(Refused, match="请写明原因"):
        sampling.mark_wrong(sample, line, " ", actor=checker)
    sampling.mark_wrong(sample, line, "不符", actor=checker)
    with pytest.raises(Refused, match="已标为不符"):
        sampling.mark_wrong(sample, line, "不符", actor=checker)
    sampling.draw(kept, actor=checker)
    sampling.accept(kept, compared=True, actor=checker)
    second = list_samples(kept, whole=True)[1]
    with pytest.raises(Refused, match="已接受"):
        sampling.mark_wrong(second, second.lines[0]["line"], "不符", actor=checker)


def test_a_sheet_stands_beside_its_own_figures_and_total() -> None:
    kept = brought_in(30, sheets.landing(1), ("示例乙", "示例", None, "二月三十", 500), TOTAL)
    [each] = standing(kept)
    [money] = each.sums
    assert (each.sheet.lines, each.lines_in, each.sheet.left_count, each.sheet.there_count) == (32, 30, 2, 1)
    assert (money.file, money.stands, money.left) == (37_700 * WAN, 36_000 * WAN, 1_700 * WAN)
    assert (money.stated, money.off) == (36_000 * WAN, -1_700 * WAN)
    assert [(line["line"], bool(line["why"])) for line in each.sheet.left] == [(32, False), (33, True)]


def test_what_was_returned_and_corrected_later_is_told_of_the_sheet() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    first, second = (db.session.get_one(Row, kept.first_row + number) for number in (0, 1))
    outcomes.refuse(first, "不符", actor=checker)
    right = outcomes.correct(second, {"amount_fen": 1_000 * WAN}, "更正", actor=make.actor(Role.RECORDER))
    outcomes.verify(right, actor=checker)
    [each] = standing(kept)
    assert (each.difference, each.count.returned, each.corrections) == (-1, 1, 1)
    assert each.sums[0].difference == -(1_200 + 200) * WAN


def test_money_without_a_day_of_its_own_is_told_apart() -> None:
    header = ("企业名称", "统一社会信用代码", "入库日期", "授信金额", "备注")
    kept = brought_in(1, 贷款=[header, ("示例企业甲", sheets.code(9), "2021-03-01", 300, None)])
    loans = next(each for each in standing(kept) if each.sheet.kind == "loan")
    assert [(each.stands, each.apart, each.apart_count) for each in loans.sums] == [(0, 300 * WAN, 1)]


def test_a_sum_that_is_both_signed_and_paid_counts_once() -> None:
    deals = [sheets.INVESTMENT[:6], *(sheets.investment(f"示例项目{n}")[:6] for n in range(2))]
    each = next(each for each in standing(brought_in(2, 投资=deals)) if each.sheet.name == "投资")
    assert [(one.file, one.stands) for one in each.sums] == [(600 * WAN, 600 * WAN)]


def test_a_file_that_came_in_before_sheets_were_noted_is_read_when_it_is_sampled() -> None:
    kept, checker = brought_in(30, ("示例乙", "示例", None, "二月三十")), make.actor(Role.RECORDER)
    db.session.query(ImportedSheet).delete()
    db.session.commit()
    drawn(kept, checker)
    [each] = standing(kept)
    assert (each.sheet.lines, each.lines_in, each.sheet.left_count) == (31, 30, 1)
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 30)


def test_pasted_lines_are_sampled_whole() -> None:
    lines = [sheets.LANDING[:5], *(sheets.landing(number)[:5] for number in range(4))]
    text = "\n".join("\t".join(map(str, line)) for line in lines)
    kept = operations.paste(LANDING, text, 2021, actor=make.actor(Role.RECORDER))
    operations.confirm(kept, actor=make.actor(Role.RECORDER))
    checker = make.actor(Role.RECORDER)
    assert drawn(kept, checker).size == 4
    assert sampling.accept(kept, compared=True, actor=checker) == (1, 4)


def test_content_is_kept_while_rows_wait_and_cleared_after() -> None:
    kept, checker = brought_in(), make.actor(Role.RECORDER)
    later = clock.now() + operations.KEPT + timedelta(days=1)
    with clock.at(later):
        operations.clear()
    assert kept.content
    drawn(kept, checker)
    sampling.accept(kept, compared=True, actor=checker)
    with clock.at(later):
        operations.clear()
    assert kept.content == b""


def test_a_file_whose_content_is_gone_is_not_sampled() -> None:
    kept = brought_in()
    db.session.execute(update(Upload).values(content=b""))
    db.session.commit()
    with pytest.raises(Refused, match="内容已清除"):
        drawn(kept)


def test_a_large_file_is_sampled_and_accepted_by_the_worker_once_though_it_dies(app: Flask) -> None:
    kept = brought_in(30, 投资=[sheets.INVESTMENT, sheets.investment("示例项目1")])
    kept_id, checker = kept.id, make.actor(Role.RECORDER)
    db.session.execute(update(Upload).values(large=True))
    db.session.commit()
    began = clock.now()
    assert sampling.draw(kept, actor=checker) is None
    with pytest.raises(Refused, match="正在后台处理"):
        sampling.draw(kept, actor=checker)
    while worker.work_once(app):
        pass
    kept = queries.get_upload(kept_id)
    assert sampling.accept(kept, compared=True, actor=checker) is None
    died = jobs.claim()
    assert died is not None
    sampling.accept_large(kept, sampling.list_compared(kept)[0], died)
    assert waiting(kept) == 2
    with clock.at(began + jobs.LEASE * 2):
        while worker.work_once(app):
            pass
    with pytest.raises(queries.Missing):
        worker.ledger_jobs.accept(died, lambda *_how_far: None)
    kept = queries.get_upload(kept_id)
    told = [entry.what for entry in list_entries_of("upload", kept_id)].count("ledger.sheet_accepted")
    assert (waiting(kept), told) == (0, 2)
