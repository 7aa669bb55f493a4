"""What a Word template of the bulletin may name, each with what it is called and what stands there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from roadshow.press.word import Listing, Words
from roadshow.web.words import amount, known

from .brief import Brief

Item = dict[str, str]


@dataclass(frozen=True)
class Text:
    """A place for a few words."""

    words: object
    of: Callable[[Brief], str]


@dataclass(frozen=True)
class Lines:
    """A list; ``parts``: what each has → what that is called."""

    words: object
    parts: dict[str, object]
    of: Callable[[Brief], Iterator[Item]]


def _value(code: str) -> Callable[[Brief], str]:
    return lambda brief: next(line.value for line in brief.indicators if line.code == code)


def _times(code: str) -> Callable[[Brief], str]:
    return lambda brief: next(line.times for line in brief.indicators if line.code == code)


def _indicators(brief: Brief) -> Iterator[Item]:
    for line in brief.indicators:
        yield {
            "name": line.words,
            "value": line.value,
            "times": line.times or "—",
            "waiting": str(line.waits or "—"),
        }


def _others(brief: Brief) -> Iterator[Item]:
    for colour, count in brief.figures.ratings.parts.items():
        name = gettext("三色评价：%(colour)s（家）", colour=known(colour))
        yield {"name": name, "value": str(count)}
    for category, fen in brief.figures.policy_fen.parts.items():
        yield {"name": gettext("政策兑付：%(category)s", category=known(category)), "value": amount(fen)}


def _notes(brief: Brief) -> Iterator[Item]:
    for number, words in enumerate(brief.notes, 1):
        yield {"number": str(number), "words": words}


def _sentences(brief: Brief) -> Iterator[Item]:
    yield from ({"words": sentence} for sentence in brief.sentences)


TEXTS = {
    "year": Text(_("年度"), lambda brief: str(brief.year)),
    "next_year": Text(_("下一年度"), lambda brief: str(brief.year + 1)),
    "flag": Text(_("简报名称"), lambda brief: brief.flag),
    "centre": Text(_("中心名称"), lambda brief: brief.centre),
    "issued": Text(_("出具日期"), lambda brief: brief.issued),
    "title": Text(_("简报标题"), lambda brief: brief.title),
    "by": Text(_("统计口径"), lambda brief: brief.by),
    "summary": Text(_("总体情况，一整段"), lambda brief: brief.summary),
    "waits": Text(_("含待核对的说明，没有则为空"), lambda brief: brief.waits),
    "closed": Text(_("关账说明，没有关账则为空"), lambda brief: brief.closed),
    "held": Text(_("举办路演场数"), _value("held")),
    "landed": Text(_("引进高层次科创项目数"), _value("landed")),
    "invested": Text(_("创投基金投资项目数"), _value("invested")),
    "paid": Text(_("创投基金投资到账金额"), _value("paid")),
    "paid_times": Text(_("到账金额与上年之比"), _times("paid")),
    "pooled": Text(_("入库企业家数"), _value("pooled")),
    "lent": Text(_("科技支行贷款放贷金额"), _value("lent")),
    "lent_times": Text(_("放贷金额与上年之比"), _times("lent")),
    "deep_root": Text(_("深根计划项目数"), _value("deep_root")),
    "incubators": Text(_("域外孵化器家数"), _value("incubators")),
}
LISTS = {
    "indicators": Lines(
        _("主要指标，一行一个"),
        {"name": _("指标"), "value": _("数值"), "times": _("与上年之比"), "waiting": _("待核对")},
        _indicators,
    ),
    "others": Lines(_("三色评价和政策兑付"), {"name": _("名称"), "value": _("数值")}, _others),
    "sentences": Lines(_("总体情况，一句一项"), {"words": _("文字")}, _sentences),
    "notes": Lines(_("注"), {"number": _("序号"), "words": _("文字")}, _notes),
}


def words_of(brief: Brief) -> Words:
    return Words(
        {name: text.of(brief) for name, text in TEXTS.items()},
        {name: Listing(tuple(lines.parts), tuple(lines.of(brief))) for name, lines in LISTS.items()},
    )
