"""``flask applications import``: what came in and what did not, in words and as JSON."""

import json
from pathlib import Path

from click.testing import Result
from flask import Flask

from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.ledgers.sheets import APPLIED, applied, workbook


def run(app: Flask, folder: Path, *options: str, roadshow_id: int | None = None) -> Result:
    """Of a sheet with a row that comes in and one that does not."""
    file = folder / "名单.xlsx"
    file.write_bytes(workbook({"报名": [APPLIED, applied(1), applied(2, 邮箱="无此邮箱")]}).getvalue())
    with app.app_context():
        roadshow_id = make.roadshow(S.CALLING).id if roadshow_id is None else roadshow_id
    return app.test_cli_runner().invoke(
        args=["applications", "import", str(roadshow_id), str(file), *options]
    )


def applicants(app: Flask) -> list[str]:
    with app.app_context():
        return [pitch.entered_by for pitch in db.session.query(Pitch)]


def test_json_is_all_that_stands_on_standard_output(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, "--json")
    told = json.loads(result.stdout)
    reason = {"sheet": "报名", "row": 3, "column": "邮箱", "reason": "这不是一个邮箱地址"}
    told.pop("roadshow")
    assert (result.exit_code, told) == (0, {"added": 1, "there": 0, "refused": 1, "reasons": [reason]})
    assert applicants(app) == ["command"]


def test_a_dry_run_writes_nothing(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path, "--dry-run").stdout.splitlines() == [
        "报名 第3行“邮箱”：这不是一个邮箱地址",
        "试运行，没有写入：新增1个，已经申请过0个，未导入1个",
    ]
    assert applicants(app) == []


def test_who_may_not_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, "--as", "nobody@test.example")
    assert (result.exit_code, result.stderr) == (2, "nobody@test.example 不存在、已停用或无权这样做\n")


def test_a_roadshow_that_is_none_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, roadshow_id=987)
    assert (result.exit_code, result.stderr) == (2, "没有编号为987的路演场次\n")


def test_a_sheet_that_is_none_is_refused(app: Flask, tmp_path: Path) -> None:
    result = run(app, tmp_path, "--sheet", "丙", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]) == (
        2,
        "文件里没有名为“丙”的工作表，或它是空的",
    )
