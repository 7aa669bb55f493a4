"""A sheet of applications: each row by the rules of what is typed in, what stays out told, nothing twice."""

import io
import zipfile
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask_babel import force_locale
from openpyxl import Workbook, load_workbook

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.foundation.languages import LANGUAGES
from roadshow.ledgers import applying
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.applications import MOST, AppliedRow, read_applications
from roadshow.ledgers.blank import blank_sheet
from roadshow.ledgers.models import ApplicationFile
from roadshow.ledgers.queries import list_application_files
from roadshow.pitches import asking, operations
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_questions
from roadshow.pitches.rules import QuestionFacts
from roadshow.pitches.states import PitchState as P
from roadshow.pitches.states import QuestionKind
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.models import Company, Project
from tests import make
from tests.ledgers.sheets import APPLIED, Rows, code, saved, workbook
from tests.ledgers.sheets import applied as row

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def sheet(*rows: Sequence[object], headers: Sequence[object] = APPLIED) -> io.BytesIO:
    return workbook({"报名": [headers, *rows]})


def read(roadshow: Roadshow, file: io.BytesIO, name: str | None = None) -> list[AppliedRow]:
    return read_applications(file, list_questions(roadshow.id), name)


def take_in(
    roadshow: Roadshow, *rows: Sequence[object], headers: Sequence[object] = APPLIED
) -> tuple[int, int, int]:
    """How many came in, were there, stayed out."""
    plan = applying.take_in(roadshow, read(roadshow, sheet(*rows, headers=headers)), actor=make.SOMEONE)
    return len(plan.added), plan.there, plan.refused


def faults(
    *rows: Sequence[object], roadshow: Roadshow | None = None, headers: Sequence[object] = APPLIED
) -> list[tuple[int, str, str]]:
    found = read(roadshow or make.roadshow(S.CALLING), sheet(*rows, headers=headers))
    return [(each.row, each.column, str(each.words)) for line in found for each in line.faults]


def refusal(file: io.BytesIO, name: str | None = None) -> str:
    with pytest.raises(Refused) as refused:
        read(make.roadshow(S.CALLING), file, name)
    return str(refused.value)


def count(model: type[Company | Project | Pitch]) -> int:
    return db.session.query(model).count()


def test_a_row_is_an_application_like_one_that_is_typed_in():
    assert take_in(make.roadshow(S.CALLING), row()) == (1, 0, 0)
    pitch = db.session.query(Pitch).one()
    assert (pitch.state, pitch.submitted_at, pitch.entered_by) == (
        P.SUBMITTED,
        clock.now(),
        make.SOMEONE.name,
    )
    assert (pitch.contact_name, pitch.contact_phone, pitch.contact_email) == (
        "示例联系人",
        "13800000000",
        "paper1@test.example",
    )
    project = pitch.project
    assert (project.name, project.sector, project.stage) == ("示例项目1", "materials", "a")
    assert (project.company.name, project.company.uscc) == ("示例企业1", code(1))


def test_the_same_sheet_twice_adds_nothing():
    roadshow = make.roadshow(S.CALLING)
    assert [take_in(roadshow, row(1), row(2)), take_in(roadshow, row(1), row(2))] == [(2, 0, 0), (0, 2, 0)]
    assert (count(Company), count(Project), count(Pitch)) == (2, 2, 2)


def test_the_same_sheet_twice_adds_nothing_where_two_firms_have_one_name():
    make.company(name="示例企业1"), make.company(name="示例企业1")
    roadshow, nameless = make.roadshow(S.CALLING), row(1, 统一社会信用代码=None)
    assert [take_in(roadshow, nameless), take_in(roadshow, nameless)] == [(1, 0, 0), (0, 1, 0)]
    assert (count(Company), count(Project), count(Pitch)) == (3, 1, 1)


def test_a_sheet_that_has_the_codes_by_now_adds_nothing():
    roadshow = make.roadshow(S.CALLING)
    assert take_in(roadshow, row(1, 统一社会信用代码=None), row(2, 统一社会信用代码=None)) == (2, 0, 0)
    assert take_in(roadshow, row(1), row(2)) == (0, 2, 0)
    assert (count(Company), count(Project), count(Pitch)) == (2, 2, 2)


def test_a_later_row_gives_the_firm_its_code():
    rows = (
        row(1, 统一社会信用代码=None),
        row(1, 项目名称="另一个"),
        row(1, 项目名称="第三个", 企业名称="别的名字"),
    )
    assert take_in(make.roadshow(S.CALLING), *rows) == (3, 0, 0)
    assert [(firm.name, firm.uscc) for firm in db.session.query(Company)] == [("示例企业1", code(1))]


def test_a_row_that_is_wrong_stays_out_and_the_others_come_in():
    wrong = row(2, 技术领域="炼金术", 邮箱="paper@test", 联系人=None)
    roadshow = make.roadshow(S.CALLING)
    assert take_in(roadshow, row(1), wrong, row(3)) == (2, 0, 1)
    sectors = (
        "电子信息、生物与新医药、航空航天、新材料、高技术服务、新能源与节能、资源与环境、先进制造与自动化"
    )
    said = faults(row(1), wrong, roadshow=roadshow)
    assert [(number, column) for number, column, _words in said] == [
        (3, "技术领域"),
        (3, "联系人"),
        (3, "邮箱"),
    ]
    assert said[0][2] == f"无法识别“炼金术”，应为：{sectors}"


def test_a_firm_is_found_by_its_code_and_its_project_by_name():
    firm = make.company(name="别的名字", uscc=code(1))
    project = make.project(firm, name="示例项目1", one_line="原来的")
    assert take_in(make.roadshow(S.CALLING), row(1, 项目名称="示例 项目1")) == (1, 0, 0)
    assert (count(Company), db.session.query(Pitch).one().project, project.one_line) == (1, project, "原来的")


def test_rows_of_one_firm_make_it_once():
    rows = row(1), row(1, 项目名称="另一个"), row(1, 统一社会信用代码=None, 项目名称="第三个")
    assert take_in(make.roadshow(S.CALLING), *rows) == (3, 0, 0)
    assert (count(Company), count(Project)) == (1, 3)


def test_a_project_that_stands_there_twice_is_told_at_its_second_row():
    roadshow = make.roadshow(S.CALLING)
    plan = applying.take_in(roadshow, read(roadshow, sheet(row(), row())), actor=make.SOMEONE)
    assert [str(line.there) for line in plan.left] == ["与工作表“报名”第2行是同一个项目"]
    assert count(Pitch) == 1


def test_a_project_that_has_applied_is_told_so():
    roadshow = make.roadshow(S.CALLING)
    make.pitch(roadshow, P.SUBMITTED, make.project(make.company(uscc=code(1)), name="示例项目1"))
    plan = applying.take_in(roadshow, read(roadshow, sheet(row())), actor=make.SOMEONE)
    assert [str(line.there) for line in plan.left] == ["该项目已申请本场路演"]


def test_columns_come_in_any_order_under_a_title_and_by_other_names():
    headers = ("手机号", "报名人", "项目", "公司名称", "所属领域", "轮次", "项目亮点", "序号")
    values = ("0573-8500 0000", "示例联系人", "示例项目", "示例企业", "生物医药", "Pre-A轮", "一句话", 7)
    roadshow = make.roadshow(S.CALLING)
    file = workbook({"说明": [["先读这里"]], "名单": [["报名表"], headers, values]})
    applying.take_in(roadshow, read(roadshow, file), actor=make.SOMEONE)
    pitch = db.session.query(Pitch).one()
    assert (pitch.contact_phone, pitch.project.sector, pitch.project.stage) == (
        "0573-8500 0000",
        "biomedicine",
        "pre_a",
    )


def test_what_the_call_asks_has_its_columns():
    roadshow = make.roadshow(S.CALLING)
    why = asking.ask(roadshow, QuestionFacts("为什么来", needed=True), actor=make.SOMEONE)
    facts = QuestionFacts("来几个人", QuestionKind.CHOICE, choices="一人 | one\n两人 | two")
    many = asking.ask(roadshow, facts, actor=make.SOMEONE)
    headers = (*APPLIED, "来几个人*", "为什么来")
    rows = (*row(1), "two", "找\n资金"), (*row(2), "三人", None)
    assert faults(*rows, roadshow=roadshow, headers=headers) == [
        (3, "为什么来", "请回答“为什么来”"),
        (3, "来几个人*", "无法识别“三人”，应为：一人、两人"),
    ]
    assert take_in(roadshow, *rows, headers=headers) == (1, 0, 1)
    assert db.session.query(Pitch).one().answers == {str(why.id): "找\n资金", str(many.id): "两人"}


@pytest.mark.parametrize("hostile", ["=cmd|' /C calc'!A0", "{{7*7}}", "<b>粗</b>", "'; DROP TABLE"])
def test_what_looks_like_orders_is_text(hostile: str):
    book = Workbook()
    book.active.append(APPLIED)
    book.active.append(row(项目名称=hostile))
    for cell in book.active[2]:
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    roadshow = make.roadshow(S.CALLING)
    applying.take_in(roadshow, read(roadshow, saved(book)), actor=make.SOMEONE)
    assert db.session.query(Project).one().name == hostile


def test_signs_that_nobody_sees_are_left_out():
    take_in(make.roadshow(S.CALLING), row(项目名称="示例\u202e项\u200b目_x0000__x0007_"))
    assert db.session.query(Project).one().name == "示例项目"


def test_a_formula_without_its_result_is_told_and_the_others_come_in():
    assert faults(row(1), row(2, 一句话介绍="=1+1")) == [
        (
            3,
            "一句话介绍",
            "工作表“报名”的单元格D3是公式，文件里没有它的计算结果；请在表格软件里打开并重新保存，或把公式粘贴为数值后再导入",
        )
    ]


def test_a_formula_that_came_to_nothing_is_told():
    book = Workbook()
    for values in (APPLIED, row(项目名称="#REF!")):
        book.active.append(values)
    found = read(make.roadshow(S.CALLING), saved(book))
    assert [(each.column, str(each.words)) for each in found[0].faults] == [
        ("项目名称", "公式的结果是错误值（#REF!）")
    ]


def test_a_code_kept_as_a_number_has_lost_its_end():
    assert [column for _row, column, _words in faults(row(统一社会信用代码=913304821234567890))] == [
        "统一社会信用代码"
    ]


def test_promised_returns_are_refused_as_in_the_form():
    assert faults(row(一句话介绍="保本又稳赚")) == [
        (2, "一句话介绍", "一句话介绍不能写“保本”：公开文字不得承诺回报，请删去")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blank_sheet_filled_in_comes_in(language: str):
    roadshow = make.roadshow(S.CALLING)
    facts = QuestionFacts("来几个人", QuestionKind.CHOICE, True, "How many", "一人 | one\n两人 | two")
    asking.ask(roadshow, facts, actor=make.SOMEONE)
    with force_locale(language):
        book = load_workbook(blank_sheet(list_questions(roadshow.id)))
        page, told = book.worksheets
        picked = {told.cell(line, 1).value: told.cell(line, 3).value for line in range(2, told.max_row + 1)}
        values = (
            "示例企业",
            code(1),
            "示例项目",
            "一句话",
            None,
            None,
            "",
            "示例联系人",
            "0573-8500 0000",
            "",
            "",
            None,
        )
        page.append(
            [
                value if value is not None else picked[head.value]
                for head, value in zip(page[1], values, strict=True)
            ]
        )
        plan = applying.take_in(roadshow, read(roadshow, saved(book)), actor=make.SOMEONE)
    assert (len(plan.added), plan.left) == (1, [])
    pitch = db.session.query(Pitch).one()
    assert (pitch.project.sector, pitch.project.stage, list((pitch.answers or {}).values())) == (
        "electronics",
        "none",
        ["一人"],
    )


def test_too_many_are_refused():
    assert (
        refusal(sheet(*map(row, range(1, MOST + 2))))
        == f"一次最多{MOST}个申请，这个文件里有{MOST + 1}个，请拆分后再导入"
    )


def test_a_large_file_is_refused_before_it_is_read():
    assert refusal(sheet(*([["长" * 200] * 9] * 3000))) == f"文件太大：一次最多{MOST}个申请，请拆分后再导入"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_spreadsheet_is_refused_in_words(content: bytes):
    assert ".xlsx" in refusal(io.BytesIO(content))


def test_a_torn_file_is_refused_in_words():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert refusal(file).startswith("文件已损坏")


def test_a_sheet_of_something_else_is_refused():
    assert refusal(workbook({"会议": [["议题", "发言人"], ["一", "二"]]})).startswith("没有一张表同时有")


def test_two_columns_for_one_thing_are_refused():
    assert refusal(sheet((*row(), "1380000"), headers=(*APPLIED, "手机"))) == (
        "工作表“报名”：“电话”和“手机”是同一项，请只留一列"
    )


def test_of_several_sheets_one_may_be_named():
    rows: Rows = [APPLIED, row(1)]
    file, roadshow = workbook({"甲": rows, "乙": [APPLIED, row(2)]}), make.roadshow(S.CALLING)
    assert [line.facts.company for line in read(roadshow, file, "乙")] == ["示例企业2"]
    assert [line.sheet for line in read(roadshow, file)] == ["甲", "乙"]
    assert refusal(file, "丙") == "文件里没有名为“丙”的工作表，或它是空的"


def test_nothing_comes_in_once_the_call_is_over():
    roadshow = make.roadshow(S.CALLING)
    rows = read(roadshow, sheet(row()))
    with clock.at(make.closes(roadshow) + timedelta(minutes=1)), pytest.raises(Refused, match="征集"):
        applying.take_in(roadshow, rows, actor=make.SOMEONE)
    assert count(Pitch) == 0


def test_a_file_is_kept_taken_in_once_and_cleared_away():
    roadshow = make.roadshow(S.CALLING)
    kept = applying.keep(roadshow, "名单.xlsx", sheet(row()).getvalue(), actor=make.SOMEONE)
    assert (list_application_files(roadshow.id), count(Pitch)) == ([kept], 0)
    applying.confirm(kept, actor=make.SOMEONE)
    assert (list_application_files(roadshow.id), count(Pitch)) == ([], 1)
    for again in (applying.confirm, applying.drop):
        with pytest.raises(Refused, match="这个文件已经导入"):
            again(kept, actor=make.SOMEONE)
    with clock.at(clock.now() + timedelta(days=31)):
        ledgers.clear()
    assert db.session.query(ApplicationFile).count() == 0


def test_a_file_with_nothing_new_is_not_taken_in():
    roadshow = make.roadshow(S.CALLING)
    take_in(roadshow, row())
    kept = applying.keep(roadshow, "名单.xlsx", sheet(row()).getvalue(), actor=make.SOMEONE)
    with pytest.raises(Refused, match="没有可以新增的申请"):
        applying.confirm(kept, actor=make.SOMEONE)
    applying.drop(kept, actor=make.SOMEONE)
    assert list_application_files(roadshow.id) == []


def test_a_row_of_a_project_that_withdrew_comes_in_again():
    roadshow = make.roadshow(S.CALLING)
    take_in(roadshow, row())
    (pitch,) = db.session.query(Pitch)
    operations.withdraw(pitch, actor=make.SOMEONE)
    assert (take_in(roadshow, row()), take_in(roadshow, row())) == ((1, 0, 0), (0, 1, 0))
    assert (pitch.state, pitch.entered_by) == (P.SUBMITTED, make.SOMEONE.name)
