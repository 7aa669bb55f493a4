"""A spreadsheet file opened with suspicion."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from roadshow.foundation.errors import Refused
from roadshow.ledgers import workbook
from roadshow.ledgers.ledger import read_ledger
from roadshow.ledgers.workbook import count_rows, open_workbook
from tests.ledgers import sheets

NO_WORKBOOK = "文件的内容不是 .xlsx 表格，改名不算；请用表格软件打开后另存为 .xlsx 再上传"


def test_rows_keep_the_numbers_that_a_person_sees() -> None:
    (sheet,) = open_workbook(sheets.workbook({"一": [["甲"], [], ["乙", None, 3]]}))
    assert sheet.rows == ((1, ("甲",)), (3, ("乙", None, 3)))


def test_the_sheets_own_word_on_its_size_is_not_believed() -> None:
    content = changed(
        sheets.workbook({"一": [["甲", "乙"], ["丙", "丁"]]}),
        "xl/worksheets/sheet1.xml",
        b'<dimension ref="A1:B2"',
        b'<dimension ref="A1:A1"',
    )
    (sheet,) = open_workbook(content)
    assert sheet.rows == ((1, ("甲", "乙")), (2, ("丙", "丁")))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", NO_WORKBOOK),
        (b"name,amount\n1,2\n", NO_WORKBOOK),
        (b"PK\x03\x04 torn", NO_WORKBOOK),
        (workbook._OLE + b"\0" * 600, "这是旧版 .xls 文件或加密文件，请另存为不带密码的 .xlsx 后再导入"),
        (workbook._OLE + b"\0" * 600 + workbook._ENCRYPTED, "文件已加密，请去掉打开密码后再导入"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes, words: str) -> None:
    assert refusal(io.BytesIO(content)) == words


def test_of_a_torn_sheet_nobody_knows_how_many_rows_it_has() -> None:
    torn = zipped({"xl/worksheets/sheet1.xml": b"<row " * 1000}, zipfile.ZIP_LZMA).getvalue()
    begins = torn.index(b"sheet1.xml") + len(b"sheet1.xml") + 4  # after how its packing is told
    assert count_rows(io.BytesIO(torn[:begins] + b"\xff" * 20 + torn[begins + 20 :])) == 0


def test_another_kind_of_zip_is_refused() -> None:
    assert refusal(zipped({"word/document.xml": b"<w/>"})) == NO_WORKBOOK


def test_a_file_over_50_mb_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sheets.workbook({"一": [["甲"]]})
    monkeypatch.setattr(workbook, "LARGEST_FILE", len(content.getvalue()) - 1)
    assert refusal(content) == "文件超过 50 MB，请拆分后再导入"


def test_a_directory_that_says_over_500_mb_is_refused_before_unpacking() -> None:
    big = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(500_000_001)})
    assert refusal(big) == "文件解压后超过 500 MB，不予打开"


def test_a_member_packed_too_tight_is_a_bomb() -> None:
    bomb = zipped({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": bytes(30_000_000)})
    assert refusal(bomb) == "文件的压缩比异常，疑似压缩炸弹，不予打开"


def test_entities_are_not_resolved() -> None:
    content = changed(
        sheets.workbook({"一": [["甲", "乙"]]}),
        "xl/worksheets/sheet1.xml",
        b"<worksheet",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet',
    )
    assert (
        refusal(content) == "文件已损坏或不是标准的 .xlsx 表格，无法读取；请用表格软件打开后另存为 .xlsx 再试"
    )


def test_row_200001_is_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    assert len(open_workbook(sheets.workbook({"一": [["甲"]] * 3}))[0].rows) == 3
    assert refusal(sheets.workbook({"一": [["甲"]] * 4})) == "文件超过 200,000 行，请拆分后再导入"
    assert (
        refusal(sheets.workbook({"一": [["甲"]] * 2, "二": [["甲"]] * 2}))
        == "文件超过 200,000 行，请拆分后再导入"
    )


def test_a_formula_without_its_value_is_refused_by_sheet_and_cell() -> None:
    rows = [sheets.LANDING, sheets.landing(计划总投资="=100*2")]
    with pytest.raises(Refused) as refused:
        read_ledger(sheets.workbook({"引进": rows}))
    assert str(refused.value) == (
        "工作表“引进”的单元格E2是公式，文件里没有它的计算结果；请在表格软件里打开并重新保存，或把公式粘贴为数值后再导入"
    )


def test_a_formula_in_a_total_row_harms_nobody() -> None:
    rows = [sheets.LANDING, sheets.landing(), ("合计", None, None, None, "=SUM(E2:E2)")]
    (sheet,) = read_ledger(sheets.workbook({"引进": rows})).sheets
    assert [row.number for row in sheet.rows] == [2]


def test_a_formula_with_its_value_is_that_value() -> None:
    content = changed(
        sheets.workbook({"引进": [sheets.LANDING, sheets.landing(计划总投资="=100*2")]}),
        "xl/worksheets/sheet1.xml",
        b"<f>100*2</f><v></v>",
        b"<f>100*2</f><v>200</v>",
    )
    (sheet,) = read_ledger(content).sheets
    assert sheet.rows[0].values["planned"] == 200 * 10_000_00


def test_a_file_without_any_known_sheet_is_refused() -> None:
    with pytest.raises(Refused):
        read_ledger(sheets.workbook({"通讯录": [["姓名", "电话"], ["张三", "1"]]}))


def test_a_hidden_sheet_is_left() -> None:
    book = Workbook()
    book.active.append(sheets.LANDING)  # type: ignore[union-attr]  # a new book has a sheet
    old = book.create_sheet("旧表")
    old.append(sheets.LANDING)
    old.sheet_state = "hidden"
    assert [bool(sheet.layout) for sheet in read_ledger(sheets.saved(book)).sheets] == [True, False]


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    whole = sheets.workbook({"引进": [sheets.LANDING, sheets.landing()]}).getvalue()
    for length in range(0, len(whole), 97):
        with pytest.raises(Refused):
            open_workbook(io.BytesIO(whole[:length]))


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    content.seek(0)
    return content


def changed(content: io.BytesIO, member: str, old: bytes, new: bytes) -> io.BytesIO:
    """The same file with one member edited as another program might have written it."""
    with zipfile.ZipFile(content) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[member]
    return zipped(members | {member: members[member].replace(old, new)})


def refusal(content: io.BytesIO) -> str:
    with pytest.raises(Refused) as refused:
        open_workbook(content)
    return str(refused.value)
