"""Amounts are whole fen (分); only this module turns them into words and back, and never rounds money."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from flask_babel import lazy_gettext as _

from .errors import Refused

YUAN, WAN, MILLION, YI = 100, 10_000_00, 1_000_000_00, 100_000_000_00
LONGEST = 24  # digits of a figure; of a longer one, decimals would be rounded away
LARGEST = 2**53  # fen; some 90 万亿元: beyond any real deal, and exact in every client
_UNITS = {"亿元": YI, "亿": YI, "万元": WAN, "万": WAN, "元": YUAN}
_AMOUNT = re.compile(r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>亿元?|万元?|元)?")


def plain(number: Decimal) -> str:
    """Without exponent or trailing zeros: 0.9350 → 0.935, 1E+1 → 10."""
    return f"{number.normalize():f}"


def wan(fen: int) -> Decimal:
    """Fen as 万元, exact."""
    return Decimal(fen) / WAN


def in_wan(fen: int) -> str:
    """For desks and lists: 350,500,000 fen → 350.5万元, 3,000,000,000 → 3,000万元."""
    return f"{wan_figure(fen)}万元"


def wan_figure(fen: int) -> str:
    """The bare figure of a column headed 万元: thousands marked, nothing rounded away."""
    whole, _, rest = plain(wan(fen)).partition(".")
    return f"{int(whole):,}{'.' + rest if rest else ''}"


def in_yi(fen: int) -> str:
    """For the bulletin: 67,000,000,000 fen → 6.7亿元, 9,350,000,000 → 0.935亿元."""
    return f"{plain(Decimal(fen) / YI)}亿元"


def in_million(fen: int) -> str:
    """For English readers: 67,000,000,000 fen → RMB 670 million."""
    whole, _, rest = plain(Decimal(fen) / MILLION).partition(".")
    return f"RMB {int(whole):,}{'.' + rest if rest else ''} million"


def times(now: int, before: int) -> str | None:
    """How many times last year's, one decimal, half up: 67000, 16000 → 4.2; None without a last year."""
    if not before:
        return None
    return str((Decimal(now) / before).quantize(Decimal("0.1"), ROUND_HALF_UP))


def read_amount(typed: object, *, unit: int = WAN) -> int:
    """What a person typed as whole fen: 1200万, 0.5亿元, "1,500.00", full-width digits; a bare number in ``unit`` fen.

    Raises: Refused when it is no amount, finer than a fen, negative or beyond all reason.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(typed))).lstrip("¥￥")
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise Refused(_("金额无法识别（%(typed)s）", typed=str(typed).strip()[:40]))
    figure = match["figure"].replace(",", "")
    try:
        fen = Decimal(figure) * (_UNITS[match["unit"]] if match["unit"] else unit)
    except InvalidOperation:
        raise Refused(_("金额无法识别（%(typed)s）", typed=text[:40])) from None
    if len(figure) > LONGEST or fen != fen.to_integral_value() or fen > LARGEST:
        raise Refused(_("金额超出可登记的范围（%(typed)s）", typed=text[:40]))
    return int(fen)
