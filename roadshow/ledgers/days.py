"""A day as a clerk types it, or as a spreadsheet counts it."""

import re
from datetime import date, datetime

from flask_babel import lazy_gettext as _
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from .cells import Unreadable, plain, says_nothing, shown

EARLIEST, LATEST = 1949, 2100  # years that a ledger can mean
SERIALS = range(18_000, 73_416)  # Excel's numbers for about those years

_WEEKDAY = r"(?:\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
_HALF = r"(?:\s*\(?(?:上午|下午|中午|晚上|晚)\)?)?"
_CLOCK = r"(?:[01]?\d|2[0-3])[:时点](?:[0-5]?\d(?:[:分][0-5]?\d(?:\.\d+)?)?)?[分秒]?(?:Z|[+-]\d\d:?\d\d)?"
_HOUR = rf"(?:(?:[ T]|(?<=[日号午晚上)]))\s*{_CLOCK})?"
_DAY = re.compile(
    r"(\d{4})\s*[-./年、。,·\\]\s*(\d{1,2})\s*[-./月、。,·\\]\s*(\d{1,2})\s*[日号.]?"
    + _WEEKDAY
    + _HALF
    + _HOUR
)
_MONTH = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*(?:月份?)?")
_PACKED_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_ONES = "一二三四五六七八九"
_HAN_DAY = re.compile(rf"([〇零○{_ONES}]{{4}})年([{_ONES}十]{{1,3}})月([{_ONES}十]{{1,3}})[日号]")
_HAN_DIGITS = {sign: index for index, sign in enumerate(f"零{_ONES}")} | {"〇": 0, "○": 0}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ ,-]+(\d{4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def read_date(value: object, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """A day from a date cell, an Excel serial or typed text.

    Raises: Unreadable.
    """
    if says_nothing(value):
        return None
    day = _day_of(value, epoch)
    if day is None and _MONTH.fullmatch(plain(str(value))):
        raise Unreadable(_("日期要写到日（%(value)s）", value=shown(value)))
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
