"""Workbooks as clerks type them, built for one test each."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from stdnum.cn import uscc

Rows = Sequence[Sequence[object]]


def workbook(sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None) -> io.BytesIO:
    """An .xlsx of these sheets; ``merges`` are blocks by sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for block in (merges or {}).get(name, ()):
            sheet.merge_cells(block)
    return saved(book)


def saved(book: Workbook) -> io.BytesIO:
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content


def code(number: int) -> str:
    """A valid USCC, another for each number."""
    body = f"91330482MA{number:07d}"
    return body + uscc.calc_check_digit(body)


LANDING = ("项目名称", "承担企业", "统一社会信用代码", "引进日期", "计划总投资", "是否产业化", "所属计划")
INVESTMENT = ("项目名称", "投资机构", "轮次", "投资金额", "签约日期", "到账日期", "到账金额")
LOAN = (
    "企业名称",
    "统一社会信用代码",
    "入库日期",
    "合作银行",
    "授信金额",
    "授信日期",
    "放款金额",
    "放款日期",
)
"""Headers of a plain ledger."""


def landing(number: int = 1, **changes: object) -> tuple[object, ...]:
    """A row under LANDING."""
    plain = (f"示例项目{number}", f"示例企业{number}有限公司", code(number), "2021-03-05", 1200, "是", None)
    return tuple(changes.get(header, value) for header, value in zip(LANDING, plain, strict=True))


def investment(project: str, **changes: object) -> tuple[object, ...]:
    """A row under INVESTMENT."""
    plain = (project, "示例基金", "A轮", 300, "2021-04-01", "2021-05-01", 300)
    return tuple(changes.get(header, value) for header, value in zip(INVESTMENT, plain, strict=True))


APPLIED = (
    "企业名称",
    "统一社会信用代码",
    "项目名称",
    "一句话介绍",
    "技术领域",
    "发展阶段",
    "联系人",
    "电话",
    "邮箱",
)
"""Headers of a plain sheet of applications."""


def applied(number: int = 1, **changes: object) -> tuple[object, ...]:
    """A row under APPLIED that may come in."""
    firm, project, email = f"示例企业{number}", f"示例项目{number}", f"paper{number}@test.example"
    plain = (firm, code(number), project, "一句话", "新材料", "A轮", "示例联系人", 13800000000, email)
    return tuple(changes.get(header, value) for header, value in zip(APPLIED, plain, strict=True))
