"""``flask ledger``: one JSON object for machines, words for people."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from roadshow.accounts import operations as accounts
from roadshow.accounts.permissions import Role
from roadshow.demo.ledger import FILE
from roadshow.foundation.db import Model, db
from roadshow.ledgers.columns import KINDS
from roadshow.outcomes.models import Row
from tests import databases
from tests.conftest import AnotherApp
from tests.ledgers import sheets

PASSWORD = "a long way to Pinghu"  # noqa: S105  of a person who lives as long as a test
NO_WORKBOOK = "文件的内容不是 .xlsx 表格，改名不算；请用表格软件打开后另存为 .xlsx 再上传"
DOUBTFUL = [(*sheets.INVESTMENT, "资金到位时间"), (*sheets.investment("甲"), "2021-01-01")]


def test_json_is_all_that_stands_on_standard_output(app: Flask, tmp_path: Path) -> None:
    wrong = sheets.landing(
        2, 统一社会信用代码="91330482MA20219991", 引进日期="2021年2月30日", 计划总投资="约三千"
    )
    rows = [sheets.LANDING, sheets.landing(1), sheets.landing(1), wrong]
    result = run(app, tmp_path, {"引进": rows}, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "year": 2021,
        "sheets": [
            {
                "sheet": "引进",
                "imported": 1,
                "duplicates": 1,
                "rejected": 1,
                "reasons": [
                    {"row": 4, "column": "统一社会信用代码", "reason": "统一社会信用代码校验位不符"},
                    {"row": 4, "column": "引进日期", "reason": "日期不存在（2月30日）"},
                    {"row": 4, "column": "计划总投资", "reason": "金额无法识别（约三千）"},
                ],
            }
        ],
    }


def test_the_same_file_again_was_taken(app: Flask, tmp_path: Path) -> None:
    content = {"引进": [sheets.LANDING, sheets.landing()]}
    assert [run(app, tmp_path, content).exit_code for _ in range(2)] == [0, 0]


def test_a_dry_run_writes_nothing(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing()]}, "--dry-run", "--json")
    assert (json.loads(result.stdout)["sheets"][0]["imported"], rows_of(app)) == (1, [])


def test_without_a_person_the_row_is_logged_by_command(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing()]})
    assert [(row.logged_by, row.logged_by_id) for row in rows_of(app)] == [("command", None)]


def test_a_person_who_may_import_is_named(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        accounts.make_person("recorder@test.example", "王登记", PASSWORD, [Role.RECORDER])
    run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing()]}, "--as", "recorder@test.example")
    assert [row.logged_by for row in rows_of(app)] == ["王登记"]


@pytest.mark.parametrize("email", ["leader@test.example", "nobody@test.example"])
def test_a_person_who_may_not_import_is_refused(app: Flask, tmp_path: Path, email: str) -> None:
    with app.app_context():
        accounts.make_person("leader@test.example", "李领导", PASSWORD, [Role.LEADER])
    result = run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing()]}, "--as", email)
    assert (result.exit_code, rows_of(app)) == (2, [])


def test_a_file_that_cannot_come_in_says_why(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"no spreadsheet")
    result = app.test_cli_runner().invoke(args=["ledger", "import", str(file), "--year", "2021", "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {"year": 2021, "sheets": [], "error": NO_WORKBOOK}


@pytest.mark.parametrize("name", ["no.xlsx", "."])
def test_a_file_that_cannot_be_opened_is_told_as_json_too(app: Flask, tmp_path: Path, name: str) -> None:
    command = ["ledger", "import", str(tmp_path / name), "--year", "2021", "--json"]
    result = app.test_cli_runner().invoke(args=command)
    assert (result.exit_code, json.loads(result.stdout)["sheets"]) == (2, [])


def test_nothing_taken_is_exit_2(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, {"投资": DOUBTFUL}, "--json")
    (sheet,) = json.loads(result.stdout)["sheets"]
    assert (result.exit_code, sheet["imported"], [reason["row"] for reason in sheet["reasons"]]) == (
        2,
        0,
        [1],
    )


def test_the_map_that_it_names_settles_it(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, {"投资": DOUBTFUL}, "--map", "到账日期=paid_on")
    assert (result.exit_code, len(rows_of(app))) == (0, 2)


def test_a_map_is_remembered_of_its_bureau_until_it_is_forgotten(app: Flask, tmp_path: Path) -> None:
    def imported(project: str, *how: str) -> int:
        rows = [DOUBTFUL[0], (*sheets.investment(project), "2021-01-01")]
        return run(app, tmp_path, {"投资": rows}, "--bureau", "示例局", *how).exit_code

    assert imported("甲", "--map", "到账日期=paid_on") == 0
    told = app.test_cli_runner().invoke(args=["ledger", "remembered"]).stdout
    assert told == "示例局  investment  到账日期=paid_on\n"
    assert imported("乙") == 0
    assert app.test_cli_runner().invoke(args=["ledger", "forget", "示例局"]).exit_code == 0
    assert imported("丙") == 2
    assert app.test_cli_runner().invoke(args=["ledger", "forget", "示例局"]).exit_code == 2


def test_a_dry_run_remembers_nothing(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, {"投资": DOUBTFUL}, "--bureau", "示例局", "--map", "到账日期=paid_on", "--dry-run")
    assert app.test_cli_runner().invoke(args=["ledger", "remembered"]).stdout == ""


@pytest.mark.parametrize("said", ["到账日期", "=paid_on", "到账日期=nonsense", "到账日期=landing.paid_on"])
def test_a_map_to_nothing_is_refused(app: Flask, tmp_path: Path, said: str) -> None:
    assert run(app, tmp_path, {"投资": DOUBTFUL}, "--map", said).exit_code == 2


def test_a_file_of_another_year_is_exit_2_until_that_is_said(app: Flask, tmp_path: Path) -> None:
    content = {"引进": [sheets.LANDING, sheets.landing()]}
    refused = run(app, tmp_path, content, year="2025")
    assert (refused.exit_code, "文件里的日期都在2021年" in refused.stderr, rows_of(app)) == (2, True, [])
    assert run(app, tmp_path, content, "--year-differs", year="2025").exit_code == 0


def test_rows_that_recur_come_in_each_year_where_the_file_states_it(app: Flask, tmp_path: Path) -> None:
    rated = [("企业名称", "统一社会信用代码", "评价等级"), ("示例企业", sheets.code(1), "绿色")]
    codes = [
        run(app, tmp_path, {"评价": [(f"{year}年度评价",), *rated]}, year=year).exit_code
        for year in ("2024", "2025")
    ]
    assert (codes, [row.year for row in rows_of(app)]) == ([0, 0], [2024, 2025])


def test_without_a_year_it_is_the_one_that_the_file_states(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(sheets.workbook({"引进": [sheets.LANDING, sheets.landing()]}).getvalue())
    result = app.test_cli_runner().invoke(args=["ledger", "import", str(file), "--json"])
    assert (result.exit_code, json.loads(result.stdout)["year"]) == (0, 2021)


def test_it_says_how_many_entries_the_rows_become(app: Flask, tmp_path: Path) -> None:
    content = {"投资": [sheets.INVESTMENT, sheets.investment("甲")]}
    assert "1行，记为2条：基金投资2条" in run(app, tmp_path, content).stdout


def test_a_year_that_no_ledger_is_of_is_refused(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing()]}, year="2099").exit_code == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite://", "数据库还没有建好或不是最新的，请先运行 script/server"),
        (
            "postgresql+psycopg://nobody@127.0.0.1:1/none",
            "连不上数据库，请检查 ROADSHOW_DATABASE_URL 和 ROADSHOW_DATA",
        ),
    ],
)
@pytest.mark.parametrize("command", [["bulletin", "2021"], ["ledger", "import", str(FILE), "--year", "2021"]])
def test_without_a_database_each_command_says_so_in_one_line(
    another_app: AnotherApp, tmp_path: Path, url: str, words: str, command: list[str]
) -> None:
    result = another_app(databases.settings_for(url, tmp_path)).test_cli_runner().invoke(args=command)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{words}\n")


@pytest.mark.parametrize("command", [["bulletin", "2021"], ["mail", "receive"]])
def test_a_database_that_lacks_only_a_column_is_not_up_to_date(
    another_app: AnotherApp, tmp_path: Path, command: list[str]
) -> None:
    old = another_app(databases.settings_for(f"sqlite:///{tmp_path}/old.db", tmp_path))
    with old.app_context():
        Model.metadata.create_all(db.engine)
        with db.engine.begin() as line:
            line.execute(text("ALTER TABLE programme_roadshow DROP COLUMN cancelled_from"))
    result = old.test_cli_runner().invoke(args=command, input="")
    words = "数据库还没有建好或不是最新的，请先运行 script/server"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{words}\n")


def test_a_bulletin_of_no_year_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["bulletin", "20211"])
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_year_is_written_out_and_read_back(app: Flask, tmp_path: Path) -> None:
    run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing(1), sheets.landing(2)]})
    file = tmp_path / "out.xlsx"
    result = app.test_cli_runner().invoke(args=["ledger", "export", "2021", str(file)])
    assert (result.exit_code, result.stdout) == (0, f"{file}：2行\n")
    again = app.test_cli_runner().invoke(args=["ledger", "import", str(file), "--year", "2021", "--json"])
    assert sum(sheet["duplicates"] for sheet in json.loads(again.stdout)["sheets"]) == 2


@pytest.mark.parametrize(
    ("year", "name", "words"),
    [
        ("2021", "out.xlsx", "还没有内容"),
        ("1999", "out.xlsx", "年度"),
        ("2022", "no/such/out.xlsx", "写不了文件"),
    ],
)
def test_what_cannot_be_written_out_says_why(
    app: Flask, tmp_path: Path, year: str, name: str, words: str
) -> None:
    run(app, tmp_path, {"引进": [sheets.LANDING, sheets.landing(引进日期="2022-03-05")]}, year="2022")
    result = app.test_cli_runner().invoke(args=["ledger", "export", year, str(tmp_path / name)])
    assert (result.exit_code, words in result.stderr, (tmp_path / name).exists()) == (2, True, False)


def test_fields_lists_every_name_for_map(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["ledger", "fields"]).stdout
    named = [line.split()[0] for line in told.splitlines()]
    assert named == [
        name for kind in KINDS for name in (kind.name, *(column.name for column in kind.columns))
    ]


def run(app: Flask, tmp_path: Path, content: dict[str, Any], *options: str, year: str = "2021") -> Result:
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(sheets.workbook(content).getvalue())
    return app.test_cli_runner().invoke(args=["ledger", "import", str(file), "--year", year, *options])


def rows_of(app: Flask) -> list[Row]:
    with app.app_context():
        return list(db.session.scalars(select(Row).order_by(Row.id)))


def test_the_bulletin_of_a_year_without_a_record_says_so(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["bulletin", "2019"])
    assert (result.exit_code, result.stdout) == (0, "2019年度无记录。\n")


def test_a_pipe_is_refused_before_it_is_read(app: Flask, tmp_path: Path) -> None:
    pipe = tmp_path / "ledger.xlsx"
    os.mkfifo(pipe)
    result = app.test_cli_runner().invoke(args=["ledger", "import", str(pipe)])
    assert (result.exit_code, result.stderr) == (
        2,
        f"打不开文件 {pipe}：不是普通文件，请先存成文件再导入\n",
    )
