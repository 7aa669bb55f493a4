"""Amounts are whole fen (分); only this module turns them into words and back, and never rounds money."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import lazy_gettext as _

from .bounds import quoted
from .errors import Fault, Refused

YUAN, WAN, MILLION, YI = 100, 10_000_00, 1_000_000_00, 100_000_000_00
LONGEST = 24  # digits of a figure; of a longer one, decimals would be rounded away
LARGEST = 90 * 10_000 * YI  # fen; beyond any real deal, and below 2**53, so exact in every client
_UNITS = {"亿元": YI, "亿": YI, "万元": WAN, "万": WAN, "元": YUAN}
_AMOUNT = re.compile(
    r"(?P<minus>[-−])?(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>亿元?|万元?|元)?"
)


def plain(number: Decimal, *, thousands: bool = False) -> str:
    """Without exponent or trailing zeros: 0.9350 → 0.935, 1E+1 → 10; with ``thousands`` 3500 → 3,500."""
    return f"{number.normalize():{',' if thousands else ''}f}"


def wan(fen: int) -> Decimal:
    """Fen as 万元, exact."""
    return Decimal(fen) / WAN


def in_wan(fen: int) -> str:
    """For desks and lists: 350,500,000 fen → 350.5万元, 3,000,000,000 → 3,000万元."""
    return f"{wan_figure(fen)}万元"


def wan_figure(fen: int) -> str:
    """The bare figure of a column headed 万元: thousands marked, nothing rounded away."""
    return plain(wan(fen), thousands=True)


def in_yi(fen: int) -> str:
    """For the bulletin: 67,000,000,000 fen → 6.7亿元, 9,350,000,000 → 0.935亿元."""
    return f"{plain(Decimal(fen) / YI)}亿元"


def in_million(fen: int) -> str:
    """For English readers: 67,000,000,000 fen → RMB 670 million."""
    return f"RMB {plain(Decimal(fen) / MILLION, thousands=True)} million"


def times(now: int, before: int) -> str | None:
    """How many times last year's, one decimal, half up: 67000, 16000 → 4.2; None without a last year."""
    if not before:
        return None
    return str((Decimal(now) / before).quantize(Decimal("0.1"), ROUND_HALF_UP))


def compared(now: int, before: int) -> str | None:
    """``times`` in words; None where it would be 0.0."""
    found = times(now, before)
    return None if found == "0.0" else found


def read_amount(typed: object, *, unit: int = WAN, name: object = None, signed: bool = False) -> int:
    """What a person typed as whole fen: 1200万, 0.5亿元, "1,500.00", full-width digits; a bare number in ``unit`` fen.

    ``name`` is what the form calls it; what is ``signed`` may be a loss.
    Raises: Refused when it is no amount, finer than a fen, negative or beyond all reason.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(typed))).lstrip("¥￥")
    match, said = _AMOUNT.fullmatch(text), {"name": name or _("金额"), "typed": quoted(str(typed).strip())}
    if not match:
        raise Refused(
            _("%(name)s“%(typed)s”无法识别。请写数字，可带单位，例如3000、1,200万或0.5亿元", **said)
        )
    if match["minus"] and not signed:
        raise Refused(_("%(name)s“%(typed)s”须大于零", **said))
    figure = match["figure"].replace(",", "")
    beyond = len(figure.partition(".")[0]) > LONGEST
    fen = Decimal(LARGEST + 1 if beyond else figure) * (_UNITS[match["unit"]] if match["unit"] else unit)
    if fen > LARGEST:
        raise Refused(_("%(name)s“%(typed)s”太大，最多90万亿元。请核对数字和单位", **said))
    if len(figure) > LONGEST or fen != fen.to_integral_value():
        raise Refused(_("%(name)s“%(typed)s”的小数太多，最多精确到分（0.01元）", **said))
    return -int(fen) if match["minus"] else int(fen)


def sum_faults(field: str, name: object, fen: int | None, *, least: int = 1) -> list[Fault]:
    """Of what is kept, by the name that its form gives it; what was not said is no fault."""
    if fen is None or least <= fen <= LARGEST:
        return []
    return [Fault(field, _("%(name)s“%(amount)s”超出范围，请核对数字和单位", name=name, amount=in_wan(fen)))]


def amount_faults(field: str, fen: int) -> list[Fault]:
    """Of what is kept."""
    return [] if 0 < fen <= LARGEST else [Fault(field, _("金额须大于零"))]
