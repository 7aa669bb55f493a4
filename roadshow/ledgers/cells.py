"""What a clerk typed into one cell, read exactly or refused with the value named; None stands for an empty cell."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from roadshow.foundation.errors import Refused
from roadshow.foundation.text import one_line

SHOWN = 40  # characters of a cell that a reason repeats
LONGEST_NOTHING = 8  # a longer text says something, or is all white space

_EMPTY = frozenset({"", "-", "--", "–", "—", "——", "/", "\\", "n/a"})
_NOTHING = _EMPTY | {"无", "暂无", "没有", "空"}
_YES = frozenset(
    "是 有 √ ✓ ✔ ☑ 对 真 y yes true t 1 1.0 已 已运行 运行 运行中 正常运行 投入运行 已投入运行 已投入 已投运 投运 "
    "已投用 投用 已启用 启用 已开园 已运营 运营中 运营 正常运营 在运营 产业化 产业化项目 已产业化 属于".split()
)
_NO = frozenset(
    "否 无 不 没有 × x ✗ ✘ ☐ 错 假 n no false f 0 0.0 未 未运行 在建 建设中 筹建 筹建中 规划中 装修中 未投入 "
    "未投入运行 未投运 未投用 未启用 未运营 筹备 筹备中 停运 已停运 非产业化 未产业化 非产业化项目 不是 不属于".split()
)


class Unreadable(Exception):  # noqa: N818  the word of the house: what the cell is
    """A cell that means nothing certain; ``words`` say why and name the value."""

    def __init__(self, words: object) -> None:
        super().__init__(words)
        self.words = words


def shown(value: object) -> str:
    """The cell as a reason repeats it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    return re.sub(r"\s+", " ", str(value)).strip()[:SHOWN]


def plain(value: object) -> str:
    """As text with full-width signs made narrow and no space around."""
    text = str(value)
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def is_empty(value: object) -> bool:
    """Whether the cell says nothing: empty, or only a dash or stroke."""
    return value is None or (isinstance(value, str) and _is_one_of(value, _EMPTY))


def read_text(value: object, longest: int = 2000) -> str | None:
    """One clean line; a whole number loses the .0 that a spreadsheet gives it.

    Raises: Unreadable when it is too long or holds what no database can keep.
    """
    if is_empty(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        text = shown(value) if isinstance(value, datetime) else one_line(str(value))
    except Refused as refusal:
        raise Unreadable(refusal.words) from None
    if len(text) > longest:
        raise Unreadable(_("最多%(longest)d个字，现在是%(count)d个字", longest=longest, count=len(text)))
    return text or None


def says_nothing(value: object) -> bool:
    """Whether the cell is empty or says that there is nothing."""
    return value is None or (isinstance(value, str) and _is_one_of(value, _NOTHING))


def _is_one_of(text: str, words: frozenset[str]) -> bool:
    if len(text) > LONGEST_NOTHING:
        return text.isspace()
    return plain(text).casefold() in words


def read_year(value: object) -> int | None:
    """2021, 2021年, 2021年度.

    Raises: Unreadable.
    """
    if says_nothing(value):
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)(?:\.0)?\s*年?度?", plain(value))
    if not found:
        raise Unreadable(_("年度无法识别（%(value)s）", value=shown(value)))
    return int(found[1])


def read_yes(value: object) -> bool | None:
    """是, 有, √, 已投入运行 … and their opposites.

    Raises: Unreadable.
    """
    if isinstance(value, bool):
        return value
    if value is None:
        return None
    text = plain(value).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text in _EMPTY:
        return None
    raise Unreadable(_("应填“是”或“否”（%(value)s）", value=shown(value)))


def read_uscc(value: object) -> str | None:
    """The unified social credit code in capitals, its check digit proven.

    Raises: Unreadable.
    """
    if says_nothing(value):
        return None
    code = re.sub(r"[\s\-]", "", plain(value)).upper()
    try:
        uscc.validate(code)
    except InvalidChecksum:
        raise Unreadable(_("统一社会信用代码校验位不符")) from None
    except ValidationError:
        raise Unreadable(_("统一社会信用代码格式不对（%(value)s）", value=shown(value))) from None
    if not code.strip("0"):
        raise Unreadable(_("统一社会信用代码不能全为零"))
    return code


def read_word(value: object, words: Mapping[str, str]) -> str | None:
    """The code of a known word (绿色, 绿, 绿牌 …).

    Raises: Unreadable.
    """
    if is_empty(value):
        return None
    found = words.get(re.sub(r"\s", "", plain(value)).casefold())
    if found is None:
        raise Unreadable(_("无法识别的内容（%(value)s）", value=shown(value)))
    return found
