"""What parts of a row of the ledger must satisfy; the facts of each kind (facts.py) ask these."""

from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Years, name_faults, text_faults
from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import amount_faults, in_million, in_wan
from roadshow.foundation.text import Bilingual

from .identity import Exchanged, ThreadOf
from .states import Kind

DEEP_ROOT = "深根计划"
COLOURS = ("绿色", "蓝色", "黄色")
EARLIEST = date(2000, 1, 1)
NOTE = 2000  # characters
CURRENCIES = {
    "USD": _("美元"),
    "EUR": _("欧元"),
    "HKD": _("港元"),
    "JPY": _("日元"),
    "GBP": _("英镑"),
    "CHF": _("瑞士法郎"),
    "SGD": _("新加坡元"),
    "KRW": _("韩元"),
}
_HIGHEST_RATE = 1_000
_LARGEST_AREA = 10_000_000  # m²
_BEST = 100  # points of an evaluation


def day_faults(on: date, today: date) -> list[Fault]:
    if on > today:
        words = _("%(on)s还没有到，只登记已经发生的。请把日期改为今天或以前", on=lazy_full_day(on))
        return [Fault("on", words)]
    if on < EARLIEST:
        return [Fault("on", _("%(on)s早于2000年，请核对日期", on=lazy_full_day(on)))]
    return []


def when_faults(on: date | None, year: int | None, today: date) -> list[Fault]:
    """Of a day, or of the year where a list gives no day."""
    return year_faults(year or 0, today) if on is None else day_faults(on, today)


def year_faults(year: int, today: date) -> list[Fault]:
    return Years(EARLIEST.year, today.year).faults("year", _("年度"), year)


def money_faults(amount_fen: int | None, exchange: Exchanged | None = None, *, needed: bool) -> list[Fault]:
    """``amount_fen`` is what the exchange comes to where there is one."""
    if amount_fen is None:
        return [Fault("amount_fen", _("请填写金额"))] if needed else []
    return amount_faults("amount_fen", amount_fen) + (
        exchange_faults(exchange, amount_fen) if exchange else []
    )


def exchange_faults(exchange: Exchanged, amount_fen: int) -> list[Fault]:
    faults = []
    if exchange.currency not in CURRENCIES:
        faults.append(Fault("currency", _("币种不在所列之内")))
    if not (exchange.rate.is_finite() and 0 < exchange.rate < _HIGHEST_RATE):
        return [*faults, Fault("rate", _("汇率须大于0、小于1000：1单位外币合多少元人民币"))]
    faults += text_faults("rate_source", _("汇率来源"), exchange.rate_source, 100, empty=_("请填写汇率来源"))
    if amount_fen != exchange.fen:
        worth = Bilingual(in_wan(exchange.fen), in_million(exchange.fen))
        faults.append(Fault("amount_fen", _("按所填汇率应合%(worth)s，与所填金额不符", worth=worth)))
    return faults


def category_faults(category: str) -> list[Fault]:
    return text_faults("category", _("类别"), category, 60, empty=_("请填写类别"))


def area_faults(area_m2: Decimal) -> list[Fault]:
    if area_m2.is_finite() and 0 < area_m2 < _LARGEST_AREA:
        return []
    return [Fault("area_m2", _("面积须大于0、小于一千万平方米"))]


def score_faults(score: Decimal) -> list[Fault]:
    if score.is_finite() and 0 <= score <= _BEST:
        return []
    return [Fault("score", _("得分须在0到100之间"))]


_COUNTERPART = {
    Kind.INVESTMENT: ("fund", _("投资机构"), _("请填写投资机构")),
    Kind.LOAN: ("bank", _("银行"), None),
    Kind.HIRE: ("name", _("人才编号"), _("请填写人才编号")),
    Kind.RESIDENCY: ("name", _("孵化器"), _("请填写孵化器")),
}


def thread_faults(of: ThreadOf) -> list[Fault]:
    """Of a thread's own words, by the fields of its form."""
    field, words, empty = _COUNTERPART[of.kind]
    faults = name_faults(field, words, of.counterpart, 200, empty=empty)
    if of.kind is Kind.HIRE:
        return faults + text_faults("category", _("类别"), of.round, 60, empty=_("请填写类别"))
    faults += text_faults("code", _("备案编号"), of.code, 30)
    return faults + text_faults("round", _("轮次"), of.round, 30)
