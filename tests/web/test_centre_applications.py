"""A sheet of applications in the browser: uploaded, previewed, taken in; what stays out says why."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.ledgers.models import ApplicationFile
from roadshow.pitches.models import Pitch
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.ledgers.sheets import APPLIED, applied, workbook
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def organiser(as_role: AsRole) -> FlaskClient:
    return as_role(Role.ORGANISER)


@pytest.fixture
def calling(app: Flask) -> str:
    """The address of a roadshow whose call is open."""
    with app.app_context():
        return f"/centre/roadshows/{make.roadshow(S.CALLING, title='材料专场').id}"


def hand_in(client: FlaskClient, roadshow: str, *rows: tuple[object, ...], name: str = "名单.xlsx") -> str:
    """The address of its preview."""
    file = workbook({"报名": [APPLIED, *rows]})
    answer = client.post(f"{roadshow}/applications/new", data={"file": (file, name)})
    assert answer.status_code == 302
    return str(answer.location)


def cells_of(page: str) -> list[str]:
    return words_of(page, "tbody td, tbody th")


def test_the_preview_says_what_comes_in_and_what_does_not(organiser: FlaskClient, calling: str):
    at = hand_in(organiser, calling, applied(1), applied(2, 邮箱="无此邮箱"), applied(1))
    page = organiser.get(at).text
    assert words_of(page, "main p.note") == ["可以新增1个，已经申请过1个，不能导入1个。"]
    assert cells_of(page) == [
        "报名 第3行示例项目2",
        "邮箱",
        "这不是一个邮箱地址",
        "报名 第4行示例项目1",
        "—",
        "与工作表“报名”第2行是同一个项目",
        "示例项目1示例企业1",
        "新材料",
        "示例联系人",
    ]


def test_confirmed_it_is_taken_in_once(app: Flask, organiser: FlaskClient, calling: str):
    at = hand_in(organiser, calling, applied(1), applied(2, 邮箱="无此邮箱"))
    page = organiser.post(f"{at}/confirm", follow_redirects=True).text
    assert cells_of(page) == ["报名 第3行示例项目2", "邮箱", "这不是一个邮箱地址"]
    assert "这个文件已经导入" in organiser.post(f"{at}/confirm", follow_redirects=True).text
    with app.app_context():
        assert db.session.query(Pitch).count() == 1


def test_it_waits_until_it_is_dropped(app: Flask, organiser: FlaskClient, calling: str):
    at = hand_in(organiser, calling, applied(1))
    assert "名单.xlsx" in cells_of(organiser.get(f"{calling}/applications/new").text)[0]
    organiser.post(f"{at}/drop")
    with app.app_context():
        assert (db.session.query(ApplicationFile).count(), db.session.query(Pitch).count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_another_file_is_refused_at_its_field(organiser: FlaskClient, calling: str, content: bytes):
    answer = organiser.post(f"{calling}/applications/new", data={"file": (io.BytesIO(content), "名单.xlsx")})
    assert (answer.status_code, words_of(answer.text, "div#file-why")) == (
        200,
        ["文件的内容不是 .xlsx 表格，改名不算；请用表格软件打开后另存为 .xlsx 再上传"],
    )


def test_once_the_call_is_over_the_page_says_so(app: Flask, organiser: FlaskClient):
    with app.app_context():
        roadshow = f"/centre/roadshows/{make.roadshow(S.SELECTING).id}"
    page = organiser.get(f"{roadshow}/applications/new").text
    assert words_of(page, "main p.note") == ["这场路演现在不征集项目"]


def test_the_blank_sheet_has_its_columns(organiser: FlaskClient, calling: str):
    book = load_workbook(io.BytesIO(organiser.get(f"{calling}/applications/blank.xlsx").data))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["企业名称", "统一社会信用代码", "项目名称"]


def test_a_preview_costs_the_same_however_long(organiser: FlaskClient, calling: str, counted: Counted):
    counts = set[int]()
    for rows in ([applied(1)], [applied(number) for number in range(1, 6)]):
        at = hand_in(organiser, calling, *rows)
        with counted() as statements:
            organiser.get(at)
        counts.add(len(statements))
    assert len(counts) == 1
