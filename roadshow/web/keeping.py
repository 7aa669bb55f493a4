"""Numbers and their units. What a line's end must not tear: a number and its unit, a date, a hall and its number, the
name of a file."""

import re

from flask import Flask
from flask_babel import gettext, pgettext
from markupsafe import Markup, escape

from roadshow.reports import bulletin

NUMBER = r"第?\d[\d,.]*"
UNITS = "亿元|万元|万平方米|平方米|分钟|小时|个字|元|个|家|场|项|条|行|名|人|件|份|批|期|页|次|届|层|号|位|天|年|倍|字"
KEPT = re.compile(
    rf"(?:\d+年)?\d+月\d+日(?: 周.)?|{NUMBER}(?:{UNITS})|RMB [\d,.]+(?: million)?|\d\d?:\d\d–\d\d?:\d\d"
    r"|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:\d\d?–)?"
    r"\d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4})?"
    r"|\b(?:[Hh]all|[Rr]oom|row) \d+\b"
)
FILE = re.compile(r"[^\s“”《》（）()<>]+\.(?:xlsx|csv|pdf|pptx|ics)\b")


def kept(words: object) -> Markup:
    """The same words, with what belongs together marked for the style sheet."""
    said = FILE.sub(r'<span class="asis">\g<0></span>', str(escape(words)))
    return Markup(KEPT.sub(r'<span class="keep">\g<0></span>', said))  # noqa: S704  escaped above


def unbroken(words: object) -> Markup:
    """As ``kept``, in parts that may be handed markup instead of words: that stays as it is."""
    said = escape(words)
    return said if "<" in said else kept(said)


def breakable(address: str) -> Markup:
    """An address that rather breaks after a stroke than within a word."""
    return Markup(re.sub(r"(?<=\w)/(?=\w)", "/<wbr>", str(escape(address))))  # noqa: S704  escaped above


def counted_in(category: str) -> str:
    """The unit that people of this sort are counted in: 名, a team in 个."""
    return pgettext("teams", "个") if category.endswith("团队") else gettext("名")


def init_app(app: Flask) -> None:
    app.add_template_filter(kept)
    app.add_template_filter(unbroken)
    app.add_template_filter(counted_in)
    app.add_template_filter(breakable)
    app.add_template_filter(bulletin.money, "bulletin_money")
