"""A large ledger is read and taken in beside the pages: it can be left, called off, and outlives whoever was at it."""

import io
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow import worker
from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.jobs import operations as jobs
from roadshow.ledgers import operations, queries, workbook
from roadshow.ledgers.ledger import read_ledger
from roadshow.ledgers.models import JOBS, Upload, UploadState
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import RowState
from roadshow.reports.bulletin import as_json
from roadshow.reports.queries import year_figures
from tests.conftest import AsRole, Counted
from tests.ledgers import sheets
from tests.web.reading import texts

ROWS = 20
LEDGER: Mapping[str, sheets.Rows] = {
    "引进": [
        sheets.LANDING,
        *(sheets.landing(number) for number in range(ROWS)),
        ("示例乙", "示例", None, "二月三十"),
    ]
}


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "READ_AT_ONCE", 0)


def upload(client: FlaskClient, content: Mapping[str, sheets.Rows] = LEDGER) -> str:
    file = sheets.workbook(content), "台账.xlsx"
    return str(client.post("/centre/ledgers/new", data={"file": file, "year": "2021"}).location)


def work(app: Flask) -> None:
    while worker.work_once(app):
        pass


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Row).count()


def kept(content: Mapping[str, sheets.Rows] = LEDGER) -> Upload:
    return operations.upload("a.xlsx", sheets.workbook(content).getvalue(), 2021, actor=COMMAND)


def test_it_is_read_by_the_worker_then_confirmed_then_taken_in(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    page = upload(recorder)
    assert "排队中" in recorder.get(page).text
    work(app)
    assert f"导入{ROWS}行" in recorder.get(page).text
    assert rows(app) == 0
    recorder.post(f"{page}/confirm")
    assert texts(recorder.get(page).text, "h1") == ["正在导入：台账.xlsx"]
    work(app)
    assert texts(recorder.get(page).text, "h1") == ["台账.xlsx"]
    assert rows(app) == ROWS


def test_the_preview_is_that_of_a_small_file(
    app: Flask, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = as_role(Role.RECORDER)
    large = upload(recorder)
    work(app)
    monkeypatch.setattr(operations, "READ_AT_ONCE", workbook.READ_AT_ONCE)
    small = upload(recorder)
    pages = [recorder.get(page).text for page in (large, small)]
    assert texts(pages[0], "td") == texts(pages[1], "td") != []
    files = [recorder.get(f"{page}/refused.xlsx").data for page in (large, small)]
    cells = [
        [row for sheet in workbook.open_workbook(io.BytesIO(file)) for row in sheet.rows] for file in files
    ]
    assert cells[0] == cells[1] != []


def test_it_is_told_in_the_language_of_whoever_reads(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    page = upload(recorder)
    work(app)
    assert "日期无法识别" in recorder.get(page).text
    assert "日期无法识别" not in recorder.get(f"{page}?lang=en").text


def test_while_it_is_read_the_page_says_how_far_and_looks_again(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    page = upload(recorder)
    with app.app_context():
        task = jobs.claim()
        assert task is not None
        jobs.tell(task, "opening", 84_000, 200_000)
    text = recorder.get(page).text
    assert '<meta http-equiv="refresh" content="1">' in text
    assert '<progress max="100" value="42"' in text
    assert "第1步，共2步：读取单元格" in text
    assert "84,000行，共200,000行" in text
    assert "台账正在读取" in recorder.get("/centre/").text
    assert "正在读取" in recorder.get("/centre/ledgers").text


def test_one_looks_again_less_and_less_often_and_not_for_ever(app: Flask, as_role: AsRole) -> None:
    began = clock.now()
    with clock.at(began):
        recorder = as_role(Role.RECORDER)
        page = upload(recorder)
    again = []
    for minutes in (0, 1, 20):
        with clock.at(began + timedelta(minutes=minutes)):
            again.append(recorder.get(page).text.partition('data-again="')[2].partition('"')[0])
    assert again == ["1", "6", "30"]
    with clock.at(began + timedelta(hours=2)):
        later = as_role(Role.RECORDER).get(page).text
    assert ("data-again" in later, "请告诉管理员" in later) == (False, True)


def test_reading_that_is_stopped_leaves_the_file_and_writes_nothing(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    page = upload(recorder)
    recorder.post(f"{page}/stop")
    work(app)
    assert texts(recorder.get(page).text, "h1") == ["已停止读取：台账.xlsx"]
    recorder.post(f"{page}/read")
    work(app)
    assert texts(recorder.get(page).text, "h1") == ["预览：台账.xlsx"]


def test_an_import_that_is_stopped_is_a_preview_again(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    page = upload(recorder)
    work(app)
    recorder.post(f"{page}/confirm")
    recorder.post(f"{page}/stop")
    work(app)
    assert texts(recorder.get(page).text, "h1") == ["预览：台账.xlsx"]
    assert rows(app) == 0


def test_whoever_is_reading_learns_that_it_was_dropped(app: Flask) -> None:
    with app.app_context():
        file = kept()
        task = jobs.claim()
        operations.drop(file, actor=COMMAND)
        teller = worker.Teller(task)
        with pytest.raises(queries.Missing):
            worker.ledger_jobs.read(task, teller)


def test_a_file_that_is_no_ledger_says_so_and_what_to_do(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    page = upload(recorder, {"水果": [("水果", "斤"), ("苹果", 3)]})
    work(app)
    text = recorder.get(page).text
    assert texts(text, "h1") == ["没有完成：台账.xlsx"]
    assert "没有认得出的台账" in text
    assert "请改好文件后重新上传" in text
    assert "No ledger was found" in recorder.get(f"{page}?lang=en").text


@pytest.mark.parametrize("raised", [Refused("坏了"), RuntimeError("ours")])
def test_a_job_that_fails_after_it_was_called_off_does_not_end_the_worker(
    app: Flask, monkeypatch: pytest.MonkeyPatch, raised: Exception
) -> None:
    with app.app_context():
        upload_id = kept().id

    def breaks(_task: object, _reached: object) -> None:
        jobs.call_off(JOBS, upload_id)
        raise raised

    monkeypatch.setitem(worker.DOES, "read_ledger", breaks)
    assert (worker.work_once(app), worker.work_once(app)) == (True, False)


def test_a_fault_of_ours_is_told_and_does_not_end_the_worker(
    app: Flask, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise ZeroDivisionError

    recorder = as_role(Role.RECORDER)
    page = upload(recorder)
    monkeypatch.setitem(worker.DOES, "read_ledger", breaks)
    work(app)
    assert "处理时出了故障" in recorder.get(page).text


def test_a_file_in_work_is_not_worked_on_twice(inside: Flask) -> None:
    file = kept()
    for again in (operations.read_again, operations.confirm):
        with pytest.raises(Refused, match="这个文件正在处理"):
            again(file, actor=COMMAND)


def test_an_answer_has_it_read_again(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    doubtful = [(*sheets.INVESTMENT, "资金到位时间"), (*sheets.investment("甲"), "2021-01-01")]
    page = upload(recorder, {"投资": doubtful})
    work(app)
    recorder.post(f"{page}/answer", data={"answer-1": "到账日期=paid_on"})
    assert "排队中" in recorder.get(page).text
    work(app)
    assert "导入1行" in recorder.get(page).text


def test_what_came_in_meanwhile_is_not_taken_in_again(app: Flask) -> None:
    """Between the plan, made without a lock, and the writing."""
    with app.app_context():
        file_id = kept().id
    work(app)
    with app.app_context():
        operations.confirm(queries.get_upload(file_id), actor=COMMAND)
        task = jobs.claim()
        assert task is not None

        def meanwhile(stage: str, _done: int, _total: int) -> None:
            if stage == "writing":
                ledger = read_ledger(sheets.workbook(LEDGER))
                operations.take_in(ledger, 2021, actor=COMMAND)

        with pytest.raises(Refused, match="没有可以新增的行"):
            worker.ledger_jobs.take_in(task, meanwhile)
    assert rows(app) == ROWS


def test_an_import_whose_worker_died_is_in_once_and_the_bulletin_is_the_same(app: Flask) -> None:
    began = clock.now()
    with app.app_context():
        file_id = kept().id
        work(app)
        operations.confirm(queries.get_upload(file_id), actor=COMMAND)
        died = jobs.claim()
    with clock.at(began + jobs.LEASE * 2):
        work(app)
    with app.app_context():
        before = as_json(year_figures(2021))
        with pytest.raises(queries.Missing):
            worker.ledger_jobs.take_in(died, lambda *_how_far: None)
        assert as_json(year_figures(2021)) == before
        assert queries.get_arrival(file_id).state is UploadState.TAKEN_IN
    assert rows(app) == ROWS


def test_old_files_are_cleared_away_and_of_those_that_were_checked_the_content(app: Flask) -> None:
    with app.app_context():
        dropped, taken = kept().id, kept().id
    work(app)
    with app.app_context():
        operations.confirm(queries.get_upload(taken), actor=COMMAND)
    work(app)
    with app.app_context():
        db.session.query(Row).update({"state": RowState.VERIFIED})
        db.session.commit()
    with clock.at(clock.now() + operations.KEPT + timedelta(days=1)), app.app_context():
        jobs.ask_daily(worker.CLEAR)
        work(app)
        uploads = db.session.query(Upload).all()
        assert [(kept.id, kept.content, kept.counts) for kept in uploads] == [
            (taken, b"", {"引进": [ROWS, 0, 1]})
        ]
        assert jobs.queries.list_latest(JOBS, [dropped]) == {}


def test_clearing_costs_the_same_however_many_files_are_old(app: Flask, counted: Counted) -> None:
    costs = []
    with app.app_context():
        for many in (1, 3):
            for _number in range(many):
                operations.upload(
                    "a.xlsx", sheets.workbook({"引进": [sheets.LANDING]}).getvalue(), 2021, actor=COMMAND
                )
            with clock.at(clock.now() + operations.KEPT + timedelta(days=1)), counted() as statements:
                operations.clear()
            costs.append(len(statements))
        assert db.session.query(Upload).count() == 0
    assert costs[0] == costs[1]
