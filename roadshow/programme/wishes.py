"""What a season is to be about, and how far it has come: rules and reckoning, asked by form, copy and page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Between
from roadshow.foundation.errors import Fault
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.text import one_line

from .models import Roadshow, Season
from .rules import due_by

MOST_THEMES, LONGEST_THEME = 20, 50
OF_A_FIELD = Between(0, 366)
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Wishes:
    """``fields``: code → how many, where 0 asks for nothing; ``avoid``: months without roadshows."""

    themes: Sequence[str] = ()
    fields: Mapping[str, int] = field(default_factory=dict)
    avoid: Sequence[int] = ()

    def cleaned(self) -> "Wishes":
        themes = dict.fromkeys(one_line(theme) for theme in self.themes)
        return replace(
            self,
            themes=[theme for theme in themes if theme],
            fields={sector: wanted for sector, wanted in self.fields.items() if wanted},
            avoid=sorted(set(self.avoid)),
        )


def wishes_of(season: Season) -> Wishes:
    return Wishes(season.themes.splitlines(), season.wanted, season.avoid)


def wishes_faults(wishes: Wishes) -> list[Fault]:
    faults = month_faults(wishes.avoid)
    if len(wishes.themes) > MOST_THEMES:
        faults.append(Fault("themes", _("主题最多%(most)d个", most=MOST_THEMES)))
    for theme in wishes.themes:
        if len(theme) > LONGEST_THEME:
            words = _("主题“%(theme)s…”超过%(most)d个字", theme=theme[:10], most=LONGEST_THEME)
            faults.append(Fault("themes", words))
    for sector, wanted in wishes.fields.items():
        if sector not in SECTORS:
            faults.append(Fault("fields", _("没有这个领域")))
        else:
            faults += OF_A_FIELD.faults(f"field_{sector}", SECTORS[sector], wanted)
    return faults


def month_faults(avoid: Iterable[int]) -> list[Fault]:
    """Of the months to stay away from; one at least is left."""
    avoid = sorted(set(avoid))
    wrong = [month for month in avoid if month not in MONTHS]
    if wrong:
        return [Fault("avoid", _("没有%(month)d月，月份是1至12", month=wrong[0]))]
    if len(avoid) == len(MONTHS):
        return [Fault("avoid", _("十二个月都不安排，就没有日子可排了，请至少留一个月"))]
    return []


@dataclass(frozen=True)
class Covered:
    """A field of a season: how many were wanted, and what there is; ``undated`` have no day yet."""

    sector: str
    wanted: int
    held: int
    dated: int
    undated: int

    @property
    def open(self) -> int:
        """Still to be given a day, or to be thought of."""
        return max(0, self.wanted - self.held - self.dated)

    @property
    def missing(self) -> int:
        """Not even planned."""
        return max(0, self.open - self.undated)


def covered(season: Season, roadshows: Iterable[Roadshow]) -> list[Covered]:
    """Field by field, of a season's roadshows, those that were wanted."""
    alive = [roadshow for roadshow in roadshows if not roadshow.is_off]

    def of(sector: str, wanted: int) -> Covered:
        here = [roadshow for roadshow in alive if roadshow.sector == sector]
        held = sum(roadshow.is_held for roadshow in here)
        undated = sum(roadshow.announced_on is None for roadshow in here)
        return Covered(sector, wanted, held, len(here) - held - undated, undated)

    return [of(sector, wanted) for sector, wanted in season.wanted.items()]


def lacking(season: Season, roadshows: Sequence[Roadshow]) -> list[str | None]:
    """A field for each of its target that nobody has even planned: of the fields that were wanted, then None for any.

    ``roadshows`` are the year's, by their days, and those without one.
    """
    alive = [roadshow for roadshow in roadshows if not roadshow.is_off]
    fields = [each.sector for each in covered(season, alive) for _number in range(each.missing)]
    return [*fields, *[None] * max(0, (season.target or 0) - len(alive) - len(fields))]


def lacking_days(season: Season, dated: int) -> int:
    """Of its target how many have no day yet when so many are held or have theirs; 0 without a target."""
    return max(0, (season.target or 0) - dated)


@dataclass(frozen=True)
class Pace:
    """Up to the end of this month: how many an even pace would have, and how many are held or have their day."""

    due: int
    there: int


def pace(season: Season, roadshows: Iterable[Roadshow], today: date) -> Pace | None:
    """Of this year's season with a target; of another none."""
    if not season.target or season.year != today.year:
        return None
    there = sum(
        not roadshow.is_off
        and roadshow.announced_on is not None
        and roadshow.announced_on.year == season.year
        and roadshow.announced_on.month <= today.month
        for roadshow in roadshows
    )
    return Pace(due_by(season.target, today, season.year, season.avoid), there)
