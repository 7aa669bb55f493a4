"""Figures as a clerk types them: money, areas, counts."""

import re
from decimal import Decimal, InvalidOperation
from typing import TypeGuard

from flask_babel import lazy_gettext as _

from roadshow.foundation import money
from roadshow.foundation.errors import Refused

from .cells import Unreadable, plain, says_nothing, shown

LONGEST_FIGURE = 24  # signs; beyond it decimals would be rounded, and no sum or area is meant
FOREIGN = 0  # the unit of a column in another currency than yuan

_CURRENCY = re.compile(r"^(人民币|rmb|cny|[¥￥])|(人民币|rmb|cny|整)$", re.IGNORECASE)
_SMALLER_UNITS = {"千万": 10_000_000, "百万": 1_000_000, "千": 1_000}
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_AMOUNT = re.compile(rf"({_FIGURE.pattern})(亿元?|万元?|元)?")
_SUM_OF_UNITS = re.compile(r"(\d+亿元?)(\d+万元?)?(\d+(?:\.\d+)?元)?|(\d+万元?)(\d+(?:\.\d+)?元)")
_IN_SMALLER_UNITS = re.compile(rf"({_FIGURE.pattern})(千万|百万|千(?=元))元?")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?")
_AREA = re.compile(rf"({_FIGURE.pattern})(万平方米|万平米|万平|万m2|平方米|平米|平方|平|m2)?")


def read_amount(value: object, unit: int = money.WAN) -> int | None:
    """Whole fen; a bare figure is in ``unit`` fen, a unit typed in the cell wins.

    Raises: Unreadable.
    """
    if says_nothing(value):
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


def read_area(value: object, unit: int = 1) -> Decimal | None:
    """Square metres; a bare figure is in ``unit`` square metres.

    Raises: Unreadable, also on less than a hundredth of a square metre.
    """
    if says_nothing(value):
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
    if says_nothing(value):
        return None
    text = _figure(value) if _is_number(value) else re.sub(r"\s", "", plain(value))
    try:
        number = Decimal(re.sub(r"(?<=\d)(多?个|项|家|人次?|名|位|场)$", "", text).replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number != number.to_integral_value() or not 0 <= number < 10**9:
        raise Unreadable(_("数量无法识别（%(value)s）", value=shown(value)))
    return int(number)


def read_number(value: object) -> Decimal | None:
    """A rate or a score, with six decimals at most.

    Raises: Unreadable.
    """
    if says_nothing(value):
        return None
    text = _figure(value) if _is_number(value) else re.sub(r"\s", "", plain(value)).removesuffix("分")
    if len(text) > LONGEST_FIGURE or not _NUMBER.fullmatch(text):
        raise Unreadable(_("数字无法识别（%(value)s）", value=shown(value)))
    return Decimal(text.replace(",", ""))


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
