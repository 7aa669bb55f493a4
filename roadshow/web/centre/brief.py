"""The bulletin whole, in the reader's language: what its page, its text, its Word file and its PDF all say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from roadshow.outcomes.closings import Closing
from roadshow.reports import closing
from roadshow.reports.bulletin import money, nothing_told, running_until, sentences, waiting
from roadshow.reports.queries import Step, Tally, YearFigures, year_figures
from roadshow.reports.records import NO_RECORD, can_be_zero, recorded
from roadshow.web.keeping import counted_in
from roadshow.web.language import lang
from roadshow.web.words import days, full_day, full_moment, known


@dataclass(frozen=True)
class Indicator:
    """A line of the bulletin's table. ``code`` says of what; of several of a sort, ``category`` says which."""

    code: str
    words: str
    value: str
    times: str = ""  # the year before's
    waits: int = 0  # rows behind it that nobody has verified yet
    category: str = ""

    @property
    def is_none(self) -> bool:
        return self.value in ("0", str(NO_RECORD))


@dataclass(frozen=True)
class Brief:
    """``closed``: by whom and when its figures were frozen; empty while they follow the ledger."""

    year: int
    on: date
    until: date | None  # of a year that still runs
    figures: YearFigures
    sentences: list[str]
    waiting: str
    recorded: bool  # whether the centre has a record of the year
    closed: str = ""
    before_recorded: bool = True  # whether it has one of the year before

    @property
    def title(self) -> str:
        return _("%(year)d年度科创路演工作情况", year=self.year)

    @property
    def flag(self) -> str:
        return _("科创路演简报")

    @property
    def centre(self) -> str:
        return _("长三角G60全球科创路演中心")

    @property
    def issued(self) -> str:
        return full_day(self.on)

    @property
    def by(self) -> str:
        period = days(date(self.year, 1, 1), self.until or date(self.year, 12, 31))
        return _("统计口径：%(days)s，到账以到账日期计", days=period)

    @property
    def summary(self) -> str:
        """One paragraph."""
        if not self.sentences:
            return nothing_told(self.year, recorded=self.recorded)
        said = _("；").join(self.sentences) + _("。")
        return said[0].upper() + said[1:]

    @property
    def waits(self) -> str:
        return _("以上含待核对的：%(what)s。", what=self.waiting) if self.waiting else ""

    @property
    def doubt(self) -> str:
        """For whoever issues it, where it is so many times a year of which other years' ledgers alone tell."""
        if self.before_recorded or not (self.figures.paid.compared or self.figures.lent.compared):
            return ""
        return before_unrecorded(self.year)

    @property
    def indicators(self) -> list[Indicator]:
        lines = [*_indicators(self.figures), *_of_talent(self.figures.talent)]
        if self.recorded and can_be_zero(self.year, self.on):
            return lines
        return [replace(line, value=str(NO_RECORD)) if line.is_none else line for line in lines]

    @property
    def notes(self) -> list[str]:
        notes = [
            _("仅计到账金额，不含意向与签约未到账部分；倍数保留一位小数。"),
            _("累计放贷含年内已归还部分。"),
        ]
        return [*notes, self.closed] if self.closed else notes

    @property
    def text(self) -> str:
        """To be pasted into anything; a line for each figure."""
        colon = _("：")
        lines = [f"{line.words}{colon}{_told(line)}" for line in self.indicators]
        notes = [f"{number}. {note}" for number, note in enumerate(self.notes, 1)]
        head = [f"{self.flag}  {self.centre}  {self.issued}", "", self.title, self.by]
        parts = [
            [_("一、总体情况"), self.summary, *filter(None, [self.waits])],
            [_("二、主要指标"), *lines],
            [_("注"), *notes],
        ]
        return "\n".join([*head, *(line for part in parts for line in ("", *part))]) + "\n"


def brief_of(year: int, today: date) -> Brief:
    """Of a closed year as it was closed."""
    official, until, known = closing.official(year), running_until(year, today), recorded([year - 1, year])
    if official is None:
        figures = year_figures(year)
        said, waits = sentences(figures, until), waiting(figures)
        return Brief(
            year, today, until, figures, said, waits, year in known, before_recorded=year - 1 in known
        )
    figures, closed = official.figures, _closed(official.closing)
    return Brief(year, today, None, figures, official.sentences[lang()], "", year in known, closed)


def before_unrecorded(year: int) -> str:
    return _(
        "%(before)d年没有本年台账，“是上年的几倍”只按写在别的年度台账里的%(before)d年的记录算，请核对后再用。",
        before=year - 1,
    )


def _closed(closed: Closing) -> str:
    words = (
        _("%(year)d年度已于%(when)s关账，第%(number)d号，SHA-256：%(sum)s。")
        if closed.number == 1
        else _("%(year)d年度已于%(when)s重述，第%(number)d号，SHA-256：%(sum)s。")
    )
    when = full_moment(closed.closed_at)
    return words % {"year": closed.year, "when": when, "number": closed.number, "sum": closed.sha256}


def _indicators(figures: YearFigures) -> Iterator[Indicator]:
    paid, lent, deep, sites = figures.paid, figures.lent, figures.deep_root, figures.incubators
    yield Indicator("held", _("举办路演（场）"), f"{figures.held:,}")
    yield Indicator(
        "landed", _("引进高层次科创项目（个）"), f"{figures.landed:,}", waits=figures.landed_unverified
    )
    yield Indicator("invested", _("创投基金投资项目（个）"), f"{paid.things:,}")
    yield Indicator("paid", _("创投基金投资，到账"), _money(paid.fen), _times(paid), paid.unverified)
    yield Indicator(
        "pooled", _("入库企业（家）"), f"{figures.pooled.things:,}", waits=figures.pooled.unverified
    )
    yield Indicator("lent", _("科技支行贷款，放贷"), _money(lent.fen), _times(lent), lent.unverified)
    yield Indicator(
        "deep_root", _("深根计划项目（个）"), f"{deep.projects:,}", waits=deep.projects_unverified
    )
    yield Indicator("incubators", _("域外孵化器（家）"), f"{sites.count:,}", waits=sites.unverified)


def _of_talent(talent: Tally) -> Iterator[Indicator]:
    for category, count in talent.parts.items():
        said = known(category)
        if lang() != "en":
            said = _("%(category)s（%(unit)s）", category=said, unit=counted_in(category))
        yield Indicator("talent", said, f"{count:,}", waits=talent.waits.get(category, 0), category=category)


def _money(fen: int) -> str:
    return str(money(fen)) if fen else "0"


def _times(step: Step) -> str:
    return _("%(times)s倍", times=step.compared) if step.compared else ""


def _told(line: Indicator) -> str:
    beside = [_("是上年的%(times)s", times=line.times)] if line.times else []
    if line.waits:
        beside.append(_("其中%(count)d条待核对", count=line.waits))
    return (
        _("%(value)s（%(beside)s）", value=line.value, beside=_("，").join(beside)) if beside else line.value
    )
