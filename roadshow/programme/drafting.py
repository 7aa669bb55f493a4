"""Roadshows that are only thought of yet: several at once, last year's again, one like another."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record, record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.text import name_key, one_line

from . import queries, rules
from .models import Roadshow, Season, SeasonField, SeasonMonth
from .rules import RoadshowFacts
from .wishes import Wishes, wishes_faults, wishes_of

MOST_AT_ONCE = 100  # lines
COMMAS = "，,、;；|｜"


@dataclass(frozen=True)
class Line:
    """One roadshow of several: a title, and its field if one was named."""

    title: str
    sector: str | None = None


def lines_of(text: str) -> list[Line]:
    """One roadshow a line, its field after the last comma: 光电子专场，电子信息. What names no field is all title."""
    return [_line(one_line(line)) for line in text.splitlines() if line.strip()]


def lines_faults(lines: Sequence[Line]) -> list[Fault]:
    if not 1 <= len(lines) <= MOST_AT_ONCE:
        return [
            Fault(
                "lines", _("一次可以添加1至%(most)d场，现在是%(many)d行", most=MOST_AT_ONCE, many=len(lines))
            )
        ]
    long = [number for number, line in enumerate(lines, 1) if not 1 <= len(line.title) <= rules.TITLE]
    words = _("第%(number)d行的名称须在1至%(most)d个字之间", number=long[0] if long else 0, most=rules.TITLE)
    return [Fault("lines", words)] if long else []


@operation
def plan_several(season: Season, lines: Sequence[Line], places: int, *, actor: Actor) -> list[Roadshow]:
    """All of them or none, without a day. Raises: Refused on odd lines or places, or of a year that is over."""
    hold(season)
    _refuse_past(season)
    facts = [RoadshowFacts(line.title, sector=line.sector, places=places) for line in lines]
    refuse_faults(lines_faults(lines) or rules.word_faults(facts[0]))
    return _draft(season, facts, actor=actor)


@operation
def copy_last_year(season: Season, *, actor: Actor) -> list[Roadshow]:
    """What last year had and was not cancelled, once more without a day; what is there already is not copied again.

    Themes, fields and months come along where the season has none of its own.
    Raises: Refused when there is nothing to copy, or of a year that is over.
    """
    hold(season)
    _refuse_past(season)
    last = queries.list_to_copy(season.year - 1)
    known = {row.copied_from_id for row in queries.list_of_season(season.year)}
    fresh = [row for row in last if row.id not in known]
    if not fresh:
        raise Refused(_("%(year)d年没有可以照搬的路演，或者都已经照搬过了", year=season.year - 1))
    before = queries.find_season(season.year - 1)
    if before is not None:
        _take_over_wishes(season, before)
    return _draft(season, [_same(row) for row in fresh], [row.id for row in fresh], actor=actor)


@operation
def clone_roadshow(roadshow: Roadshow, *, actor: Actor) -> Roadshow:
    """A new one with the same words, field, places and open halls, without a day: in its season or the next.

    Raises: Refused when no season is open.
    """
    year = max(roadshow.season.year, clock.today().year)
    season = queries.find_season_from(year)
    if season is None:
        raise Refused(_("%(year)d年还没有年度计划，先开启它，再安排路演。", year=year))
    hold(season)
    main = roadshow.hall if roadshow.hall and not roadshow.hall.closed else None
    branches = [hall for hall in roadshow.branches if not hall.closed]
    [clone] = _draft(season, [replace(_same(roadshow), hall=main, branches=branches)], actor=actor)
    return clone


@operation
def set_wishes(season: Season, wishes: Wishes, *, actor: Actor) -> None:
    """What the season is to be about, in place of what was wished. Raises: Refused on odd ones."""
    wishes = wishes.cleaned()
    hold(season)
    refuse_faults(wishes_faults(wishes))
    was = _told(wishes_of(season))
    _write(season, wishes)
    changes = {name: [was[name], now] for name, now in _told(wishes).items() if was[name] != now}
    record("season.wished", actor, "season", season.id, str(season.year), **changes)


def _line(line: str) -> Line:
    cut = max(line.rfind(comma) for comma in COMMAS)
    sector = sector_named(line[cut + 1 :]) if cut > 0 else None
    return Line(line[:cut].strip(), sector) if sector else Line(line)


def sector_named(words: str) -> str | None:
    """The field of this name in the reader's language, or of its beginning if only one begins so."""
    key = name_key(words)
    found = [code for code, name in SECTORS.items() if key and name_key(str(name)).startswith(key)]
    return found[0] if len(found) == 1 else None


def _refuse_past(season: Season) -> None:
    if season.is_over:
        raise Refused(_("%(year)d年已经过去，不能再添加路演", year=season.year))


def _draft(
    season: Season, facts: Sequence[RoadshowFacts], copied: Sequence[int] = (), *, actor: Actor
) -> list[Roadshow]:
    now = clock.now()
    rows = [
        Roadshow(
            uid=str(uuid.uuid4()), season=season, title_key=name_key(each.title), made_at=now, changed_at=now,
            **each.columns(),
        )
        for each in (one.cleaned() for one in facts)
    ]  # fmt: skip
    for row, source_id in zip(rows, copied, strict=False):
        row.copied_from_id = source_id
    db.session.add_all(rows)
    db.session.flush()
    record_many("roadshow.planned", actor, "roadshow", [(row.id, row.title) for row in rows])
    return rows


def _same(roadshow: Roadshow) -> RoadshowFacts:
    return RoadshowFacts(
        roadshow.title,
        sector=roadshow.sector,
        places=roadshow.places,
        summary=roadshow.summary,
        title_en=roadshow.title_en,
        summary_en=roadshow.summary_en,
    )


def _take_over_wishes(season: Season, before: Season) -> None:
    own, last = wishes_of(season), wishes_of(before)
    _write(season, Wishes(own.themes or last.themes, own.fields or last.fields, own.avoid or last.avoid))


def _write(season: Season, wishes: Wishes) -> None:
    season.themes = "\n".join(wishes.themes)
    season.fields = [SeasonField(sector=sector, wanted=wanted) for sector, wanted in wishes.fields.items()]
    season.months = [SeasonMonth(month=month) for month in wishes.avoid]


def _told(wishes: Wishes) -> dict[str, str]:
    """As the trail keeps it; the page that shows it finds the words."""
    fields = " ".join(f"{sector}:{wanted}" for sector, wanted in wishes.fields.items())
    return {"themes": "；".join(wishes.themes), "fields": fields, "avoid": " ".join(map(str, wishes.avoid))}
