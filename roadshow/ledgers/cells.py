"""What a clerk typed into one cell, read exactly or refused with the value named; None stands for an empty cell."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeGuard

from flask_babel import lazy_gettext as _
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from roadshow.foundation import money
from roadshow.foundation.errors import Refused
from roadshow.foundation.text import one_line

SHOWN = 40  # characters of a cell that a reason repeats
LONGEST_NOTHING = 8  # a longer text says something, or is all white space
LONGEST_FIGURE = 24  # signs; beyond it decimals would be rounded, and no sum or area is meant
FOREIGN = 0  # the unit of a column in another currency than yuan
EARLIEST, LATEST = 1949, 2100  # years that a ledger can mean
SERIALS = range(18_000, 73_416)  # Excel's numbers for about those years

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
_CURRENCY = re.compile(r"^(人民币|rmb|cny|[¥￥])|(人民币|rmb|cny|整)$", re.IGNORECASE)
_SMALLER_UNITS = {"千万": 10_000_000, "百万": 1_000_000, "千": 1_000}
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_AMOUNT = re.compile(rf"({_FIGURE.pattern})(亿元?|万元?|元)?")
_SUM_OF_UNITS = re.compile(r"(\d+亿元?)(\d+万元?)?(\d+(?:\.\d+)?元)?|(\d+万元?)(\d+(?:\.\d+)?元)")
_IN_SMALLER_UNITS = re.compile(rf"({_FIGURE.pattern})(千万|百万|千(?=元))元?")
_AREA = re.compile(rf"({_FIGURE.pattern})(万平方米|万平米|万平|万m2|平方米|平米|平方|平|m2)?")
_WEEKDAY = r"(?:\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
_HOUR = r"(?:[ T]\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒Z]?)?"
_DAY = re.compile(
    r"(\d{4})\s*[-./年、。]\s*(\d{1,2})\s*[-./月、。]\s*(\d{1,2})\s*[日号.]?" + _WEEKDAY + _HOUR
)
_PACKED_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_ONES = "一二三四五六七八九"
_HAN_DAY = re.compile(rf"([〇零○{_ONES}]{{4}})年([{_ONES}十]{{1,3}})月([{_ONES}十]{{1,3}})[日号]")
_HAN_DIGITS = {sign: index for index, sign in enumerate(f"零{_ONES}")} | {"〇": 0, "○": 0}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ ,-]+(\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


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


def read_amount(value: object, unit: int = money.WAN) -> int | None:
    """Whole fen; a bare figure is in ``unit`` fen, a unit typed in the cell wins.

    Raises: Unreadable.
    """
    if _says_nothing(value):
        return None
    if unit == FOREIGN:
        raise Unreadable(_("金额不是人民币（%(value)s）", value=shown(value)))
    text = _figure(value) if _is_number(value) else _typed_amount(value)
    if len(text) > LONGEST_FIGURE:
        raise _unreadable_amount(value)
    try:
        return _amount_of(text, unit)
    except Refused as refusal:
        raise Unreadable(refusal.words) from None


def _typed_amount(value: object) -> str:
    """The typed text with nothing around figures and units, proven to be an amount."""
    if not isinstance(value, str):
        raise _unreadable_amount(value)
    text = _CURRENCY.sub("", re.sub(r"\s*([亿万千百元])\s*", r"\1", plain(value))).strip()
    if not (_AMOUNT.fullmatch(text) or _SUM_OF_UNITS.fullmatch(text) or _IN_SMALLER_UNITS.fullmatch(text)):
        raise _unreadable_amount(value)
    return text


def _amount_of(text: str, unit: int) -> int:
    if parts := _SUM_OF_UNITS.fullmatch(text):
        return sum(money.read_amount(part) for part in parts.groups() if part)
    if parts := _IN_SMALLER_UNITS.fullmatch(text):
        return money.read_amount(parts[1], unit=_SMALLER_UNITS[parts[2]] * money.YUAN)
    return money.read_amount(text, unit=unit)


def _unreadable_amount(value: object) -> Unreadable:
    return Unreadable(_("金额无法识别（%(value)s）", value=shown(value)))


def _figure(value: float) -> str:
    """A number cell as the spreadsheet shows it: 15 digits, without the noise of binary fractions or an exponent."""
    return f"{Decimal(f'{value:.15g}'):f}"


def _says_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and _is_one_of(value, _NOTHING))


def _is_one_of(text: str, words: frozenset[str]) -> bool:
    if len(text) > LONGEST_NOTHING:
        return text.isspace()
    return plain(text).casefold() in words


def read_area(value: object, unit: int = 1) -> Decimal | None:
    """Square metres; a bare figure is in ``unit`` square metres.

    Raises: Unreadable, also on less than a hundredth of a square metre.
    """
    if _says_nothing(value):
        return None
    text = _figure(value) if _is_number(value) else re.sub(r"\s", "", plain(value))
    found = _AREA.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
    if not found:
        raise Unreadable(_("面积无法识别（%(value)s）", value=shown(value)))
    figure, typed = found.groups()
    if typed:
        unit = 10_000 if typed.startswith("万") else 1
    square_metres = Decimal(figure.replace(",", "")) * unit
    if square_metres != round(square_metres, 2):
        raise Unreadable(_("面积最多两位小数（%(value)s）", value=shown(value)))
    return square_metres


def read_count(value: object) -> int | None:
    """A whole number of things or people; 个, 家, 人 … after it are let pass.

    Raises: Unreadable.
    """
    if _says_nothing(value):
        return None
    text = _figure(value) if _is_number(value) else re.sub(r"\s", "", plain(value))
    try:
        number = Decimal(re.sub(r"(?<=\d)(多?个|项|家|人次?|名|位|场)$", "", text).replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number != number.to_integral_value() or not 0 <= number < 10**9:
        raise Unreadable(_("数量无法识别（%(value)s）", value=shown(value)))
    return int(number)


def read_year(value: object) -> int | None:
    """2021, 2021年, 2021年度.

    Raises: Unreadable.
    """
    if _says_nothing(value):
        return None
    found = re.fullmatch(r"((?:19|20)\d\d)(?:\.0)?\s*年?度?", plain(value))
    if not found:
        raise Unreadable(_("年度无法识别（%(value)s）", value=shown(value)))
    return int(found[1])


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


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
    if _says_nothing(value):
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


def read_date(value: object, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """A day from a date cell, an Excel serial or typed text.

    Raises: Unreadable.
    """
    if _says_nothing(value):
        return None
    day = _day_of(value, epoch)
    if day is None or not EARLIEST <= day.year <= LATEST:
        raise Unreadable(_("日期无法识别（%(value)s）", value=shown(value)))
    return day


def _day_of(value: object, epoch: datetime) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) and SERIALS.start <= value < SERIALS.stop:
        return _from_serial(value, epoch)
    if isinstance(value, str | int):
        return _typed_day(re.sub(r"[‐-―−]", "-", plain(value)), epoch)
    return None


def _from_serial(number: float, epoch: datetime) -> date | None:
    moment = from_excel(number, epoch)
    return moment.date() if isinstance(moment, datetime) else None


def _typed_day(text: str, epoch: datetime) -> date | None:
    if found := _DAY.fullmatch(text) or _PACKED_DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return _existing(year, month, day)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in SERIALS:
        return _from_serial(float(text), epoch)
    if found := _HAN_DAY.fullmatch(text):
        year = int("".join(str(_HAN_DIGITS[sign]) for sign in found[1]))
        return _existing(year, _han_number(found[2]), _han_number(found[3]))
    return _english_day(text.casefold())


def _han_number(text: str) -> int:
    """Up to 99: 十二 → 12, 二十 → 20, 三十一 → 31."""
    tens, ten, ones = text.rpartition("十")
    return (_HAN_DIGITS.get(tens or "一", 9) * 10 if ten else 0) + (_HAN_DIGITS.get(ones, 0) if ones else 0)


def _english_day(text: str) -> date | None:
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH_DAY_YEAR.fullmatch(text):
        month, day, year = found.groups()
    else:
        return None
    return _existing(int(year), _MONTHS.index(month[:3]) + 1, int(day)) if month[:3] in _MONTHS else None


def _existing(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(_("日期不存在（%(month)d月%(day)d日）", month=month, day=day)) from None
