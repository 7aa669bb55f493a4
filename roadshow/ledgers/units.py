"""Units that stand over a column or a sheet, as words and as what a bare figure under them is worth."""

import re

from roadshow.foundation import money

from . import amounts, cells
from .kinds import Reads

_MONEY_UNITS = {
    "亿元": money.YI,
    "千万元": 10_000_000 * money.YUAN,
    "百万元": 1_000_000 * money.YUAN,
    "万元": money.WAN,
    "千元": 1_000 * money.YUAN,
    r"元(?=人民币|[^\u4e00-\u9fff]|$)": money.YUAN,  # not that of 开元街道
    r"\(亿\)": money.YI,
    r"\(万\)": money.WAN,
}
_FOREIGN = re.compile(r"美元|欧元|港元|港币|日元|英镑|usd|eur|hkd|us\$")
_WORDS = {amounts.FOREIGN: "美元", money.YUAN: "元"} | {
    fen: unit for unit, fen in _MONEY_UNITS.items() if unit.endswith("元")
}


def money_unit(words: str) -> int | None:
    """Fen of the unit named in a header or a line above it; FOREIGN for another currency."""
    text = cells.plain(words).casefold()
    if _FOREIGN.search(text):
        return amounts.FOREIGN
    return next((fen for unit, fen in _MONEY_UNITS.items() if re.search(unit, text)), None)


def area_unit(words: str) -> int | None:
    """Square metres of the unit named."""
    text = cells.plain(words).casefold()
    if re.search(r"万\s*(平方米|平米|m2|平)", text):
        return 10_000
    return 1 if re.search(r"平方米|平米|m2", text) else None


def unit_words(reads: Reads, unit: int) -> str:
    """To stand in a header behind its name; nothing where the column holds neither money nor areas."""
    if reads is Reads.AMOUNT:
        return f"（{_WORDS[unit]}）"
    if reads is Reads.AREA:
        return "（万平方米）" if unit > 1 else "（平方米）"
    return ""
