"""Figures with decimals (areas, rates, scores) and money that may be in another currency, as people type them."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField

from roadshow.foundation import clock
from roadshow.foundation.bounds import Years, quoted
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import plain
from roadshow.outcomes.identity import Exchanged
from roadshow.outcomes.rules import CURRENCIES

from .fields import Amount, Choice, Form, Text, Whole

_FIGURE = re.compile(r"(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d+)?")


class Figure(StringField):
    """A number of so many decimals at most. ``data`` is a Decimal, or None when nothing sound was typed."""

    data: Any
    raw_data: Any

    def __init__(self, label: object, validators: object = None, *, decimals: int = 2, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.decimals = decimals

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data = []  # blanks are nothing typed
        elif _FIGURE.fullmatch(typed) and len(typed.partition(".")[2]) <= self.decimals:
            self.data = Decimal(typed.replace(",", ""))
        else:
            raise ValueError(
                _(
                    "%(name)s“%(typed)s”无法识别。请写数字，最多%(decimals)d位小数",
                    name=self.label.text,
                    typed=quoted(typed),
                    decimals=self.decimals,
                )
            )

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else plain(self.data)


class YearField(Whole):
    """A year of the past, from ``first`` to this one."""

    def __init__(self, label: object, validators: object = None, *, first: int = 2000, **more: Any) -> None:
        super().__init__(label, validators, within=Years(first, clock.today().year), **more)


class MoneyForm(Form):
    """An amount in yuan, or in another currency with its rate of that day and who says so."""

    amount_fen = Amount(_("金额"))
    currency = Choice(_("币种"), choices=[("", _("人民币")), *CURRENCIES.items()], default="")
    rate = Figure(_("当日汇率"), decimals=6)
    rate_source = Text(_("汇率来源"))

    @property
    def exchange(self) -> Exchanged | None:
        if not self.currency.data or self.rate.data is None or self.amount_fen.fen is None:
            return None
        return Exchanged(self.currency.data, self.amount_fen.fen, self.rate.data, self.rate_source.data)

    @property
    def fen(self) -> int | None:
        """In yuan."""
        return self.exchange.fen if self.exchange and self.rate.data else self.amount_fen.fen

    def money_faults(self) -> list[Fault]:
        """Of what belongs together."""
        if self.currency.data and self.rate.data is None:
            return [Fault("rate", _("请填写当日汇率：1单位外币合多少元人民币"))]
        if not self.currency.data and (self.rate.data is not None or self.rate_source.data):
            return [Fault("currency", _("填了汇率，请选择是哪种外币；人民币不填汇率"))]
        return []
