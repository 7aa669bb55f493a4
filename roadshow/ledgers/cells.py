"""What a clerk typed into one cell, read exactly or refused with the value named; None stands for an empty cell."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from roadshow.foundation.bounds import FILLERS
from roadshow.foundation.errors import Refused
from roadshow.foundation.text import clean, one_line

from .words import NO_WORDS, YES_WORDS

MOST_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
SHOWN = 40  # characters of a cell that a reason repeats
LONGEST_NOTHING = 8  # a longer text says something, or is all white space

_EMPTY = FILLERS | {""}
_NOTHING = _EMPTY | {"无", "暂无", "没有", "空"}
_NOT_YET = re.compile(
    r"[尚还暂均]?未(签约|签订|签|到账|到位|到款|实缴|缴付|缴款|出资|打款|拨付|拨款|支付|兑付|入库|入池|授信|批复|"
    r"放款|放贷|发放|贷款|提款|用信|支用)"
)
_NO_CODE_YET = frozenset(
    "办理中 正在办理 申请中 申办中 注册中 待注册 未注册 尚未注册 暂未注册 待办理 未办理".split()
)
_YUAN = re.compile(r"(人民币|rmb|cny|¥)?([(/]?(rmb|cny|亿元?|万元?|元)\)?)?")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


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
    return text.strip() if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


def is_empty(value: object) -> bool:
    """Whether the cell says nothing: empty, or only a dash or stroke."""
    return value is None or (isinstance(value, str) and _is_one_of(value, _EMPTY))


def read_prose(value: object, longest: int = 2000) -> str | None:
    """As ``read_text``, with its lines and blanks kept."""
    if not isinstance(value, str) or is_empty(value):
        return read_text(value, longest)
    try:
        text = clean(value)
    except Refused as refusal:
        raise Unreadable(refusal.words) from None
    return _bounded(text, longest)


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
    return _bounded(text, longest)


def _bounded(text: str, longest: int) -> str | None:
    if len(text) > longest:
        raise Unreadable(_("最多%(longest)d个字，现在是%(count)d个字", longest=longest, count=len(text)))
    return text or None


def says_nothing(value: object) -> bool:
    """Whether the cell is empty or says that there is nothing, or nothing yet (未到账, 尚未放款)."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    return _is_one_of(value, _NOTHING) or ("未" in value and bool(_NOT_YET.fullmatch(plain(value))))


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


def read_currency(value: object) -> None:
    """Nothing to keep: only yuan come in.

    Raises: Unreadable on another currency.
    """
    if not is_empty(value) and not _YUAN.fullmatch(re.sub(r"\s", "", plain(value)).casefold()):
        raise Unreadable(_("币种不是人民币（%(value)s）", value=shown(value)))


def read_yes(value: object) -> bool | None:
    """是, 有, √, 已投入运行 … and their opposites.

    Raises: Unreadable.
    """
    if isinstance(value, bool):
        return value
    if value is None:
        return None
    text = plain(value).casefold().rstrip("。.")
    if text in YES_WORDS:
        return True
    if text in NO_WORDS:
        return False
    if text in _EMPTY:
        return None
    raise Unreadable(_("应填“是”或“否”（%(value)s）", value=shown(value)))


def read_uscc(value: object) -> str | None:
    """The unified social credit code in capitals, its check digit proven.

    Raises: Unreadable, also on a number: a spreadsheet keeps only 15 of its digits.
    """
    if says_nothing(value):
        return None
    if isinstance(value, int | float) and value > MOST_EXACT:
        raise Unreadable(
            _("统一社会信用代码须按文本填写，表格按数值保存时已丢失末几位（%(value)s）", value=shown(value))
        )
    code = re.sub(r"[\s\-'‘’]", "", plain(value)).upper()
    if code in _NO_CODE_YET:
        return None
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
