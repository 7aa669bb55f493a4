"""What a season and a roadshow must satisfy; form, command and import ask the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from roadshow.foundation import clock
from roadshow.foundation.bounds import Between, Years, phone_faults, text_faults
from roadshow.foundation.days import lazy_day_time, time_of
from roadshow.foundation.errors import Fault
from roadshow.foundation.promises import promise_faults
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.text import clean, one_line
from roadshow.halls.models import Hall
from roadshow.halls.rules import hours_faults

from .models import Roadshow, Season
from .states import RoadshowState

FIRST_YEAR, LAST_YEAR = 2000, 2100
YEARS, TARGET, PLACES, COUNTED = (
    Years(FIRST_YEAR, LAST_YEAR),
    Between(1, 366),
    Between(1, 100),
    Between(0, 1_000_000),
)
LONGEST = timedelta(hours=14)
TITLE, LEAD = 200, 50  # characters
PLANNED_FROM = 10  # month in which the next year is planned


@dataclass(frozen=True)
class RoadshowFacts:
    """What an organiser says of a roadshow; times of day in Shanghai, ``hall`` one of ours, ``branches`` others.

    Without a day it has no hours either, and no need of a hall.
    """

    title: str
    on: date | None = None
    starts: time | None = None
    ends: time | None = None
    hall: Hall | None = None
    sector: str | None = None
    places: int = 8
    summary: str = ""
    branches: Sequence[Hall] = ()
    on_rest_day: bool = False  # whoever says so knows that people are off that day
    title_en: str = ""
    summary_en: str = ""
    lead_name: str = ""
    lead_phone: str = ""
    seen: int | None = None  # the last line of the trail that a change began from, as its form carries it

    @property
    def starts_at(self) -> datetime | None:
        return clock.moment(self.on, self.starts) if self.on and self.starts else None

    @property
    def ends_at(self) -> datetime | None:
        return clock.moment(self.on, self.ends) if self.on and self.ends else None

    def cleaned(self) -> "RoadshowFacts":
        return replace(
            self,
            title=one_line(self.title),
            title_en=one_line(self.title_en),
            summary=clean(self.summary),
            summary_en=clean(self.summary_en),
            lead_name=one_line(self.lead_name),
            lead_phone=one_line(self.lead_phone),
            branches=sorted(set(self.branches), key=lambda hall: hall.id),
        )

    @property
    def halls(self) -> list[Hall]:
        """The main one first."""
        return [*([self.hall] if self.hall else []), *self.branches]

    def columns(self) -> dict[str, object]:
        """As the row keeps them."""
        words = ("title", "title_en", "summary", "summary_en", "lead_name", "lead_phone")
        names = (*words, "sector", "places", "on", "starts_at", "ends_at", "hall")
        return {name: getattr(self, name) for name in names} | {"branches": list(self.branches)}


@dataclass(frozen=True)
class HeldFacts:
    """What a year's ledger says of a roadshow that is over: a day, no hours."""

    title: str
    on: date
    sector: str | None = None
    mode: str | None = None
    venue: str = ""
    told_projects: int | None = None
    told_institutions: int | None = None
    told_visitors: int | None = None
    note: str = ""


def season_faults(year: int, target: int) -> list[Fault]:
    return YEARS.faults("year", _("年份"), year) + TARGET.faults("target", _("目标场次"), target)


def due_by(target: int, today: date, year: int, avoid: Collection[int] = ()) -> int:
    """How many an even pace over the months that are not avoided has by the end of this one; all in a past year."""
    last = min(max((today.year - year) * 12 + today.month, 0), 12)
    months = [month for month in range(1, 13) if month not in avoid]
    return target * sum(month <= last for month in months) // len(months)


def year_to_plan(today: date) -> int:
    """Whose season should be open by now: from October on the next one's."""
    return today.year + (today.month >= PLANNED_FROM)


def roadshow_faults(facts: RoadshowFacts, *, season: Season, now: datetime) -> list[Fault]:
    """Of a roadshow yet to come: what is wrong with its words, its hours, its hall."""
    whens = when_faults(facts, years=(season.year,), now=now)
    faults = word_faults(facts) + place_faults(facts) + whens
    return faults if whens else faults + open_faults(facts, facts.halls)


def change_faults(roadshow: Roadshow, facts: RoadshowFacts, *, now: datetime) -> list[Fault]:
    """Of what is new in ``facts``: a hall closed since, or hours that have come meanwhile, may stay as they are."""
    moved, known = moves(roadshow, facts), roadshow.halls
    whens = when_faults(facts, years=years_of(roadshow, now), now=now) if moved else []
    faults = word_faults(facts) + undated_faults(roadshow, facts)
    faults += place_faults(facts, () if moved else known) + whens
    fresh = [hall for hall in facts.halls if moved or hall not in known]
    return faults if whens else faults + open_faults(facts, fresh)


def undated_faults(roadshow: Roadshow, facts: RoadshowFacts) -> list[Fault]:
    """Its day is taken away only while nobody outside knows of it."""
    if facts.on is not None or roadshow.state is RoadshowState.PLANNED:
        return []
    return [Fault("on", _("这场已经公开，须有日期；要改日子请用改期"))]


def moves(roadshow: Roadshow, facts: RoadshowFacts) -> bool:
    """Whether its day or its hours would be others."""
    if roadshow.starts_at is None or roadshow.ends_at is None:
        return facts.on is not None
    begins, ends = clock.local(roadshow.starts_at), clock.local(roadshow.ends_at)
    known = (begins.date(), begins.time(), ends.date(), ends.time())
    return (facts.on, facts.starts, facts.on, facts.ends) != known


def years_of(roadshow: Roadshow, now: datetime) -> range:
    """Into which it may move: from a year before its season to a year after it, never into the past."""
    here, season = clock.local(now).year, roadshow.season.year
    return range(max(here, season - 1), max(here, season + 1) + 1)


def close_fault(roadshow: Roadshow, closes_at: datetime | None, now: datetime) -> object | None:
    """Of the moment at which its call is to close."""
    opens_at = roadshow.call_opens_at
    if closes_at and opens_at and closes_at <= opens_at:
        return _("征集%(opens)s才开始，截止须在这之后", opens=lazy_day_time(opens_at))
    if closes_at and roadshow.starts_at and now < closes_at <= roadshow.starts_at:
        return None
    return _("征集截止须在现在之后、路演开始之前")


def opening_faults(
    roadshow: Roadshow, opens_at: datetime | None, closes_at: datetime, now: datetime
) -> list[Fault]:
    """Of the moments at which its call is to open (None: at once) and to close."""
    if fault := close_fault(roadshow, closes_at, now):
        return [Fault("closes_on", fault)]
    if opens_at is None or now < opens_at < closes_at:
        return []
    return [Fault("opens_on", _("征集开始须在现在之后、征集截止之前"))]


def call_faults(roadshow: Roadshow, starts_at: datetime | None) -> list[Fault]:
    """An open call must be over before the roadshow begins."""
    closes_at = roadshow.call_closes_at
    if roadshow.state is not RoadshowState.CALLING or closes_at is None or starts_at is None:
        return []
    if starts_at >= closes_at:
        return []
    closes = lazy_day_time(closes_at)
    return [Fault("on", _("项目征集%(closes)s才截止，路演不能早于这个时间", closes=closes))]


def held_faults(facts: HeldFacts, *, today: date) -> list[Fault]:
    """Of a roadshow out of a ledger."""
    faults = title_faults(facts.title)
    if facts.on > today:
        faults.append(Fault("on", _("举办日期在今天之后，还不能登记为已举办")))
    if not facts.on.year >= FIRST_YEAR:
        faults.append(Fault("on", _("举办日期早于%(year)d年", year=FIRST_YEAR)))
    counts = {
        "told_projects": (_("项目数"), facts.told_projects),
        "told_institutions": (_("机构数"), facts.told_institutions),
        "told_visitors": (_("到场人数"), facts.told_visitors),
    }
    for field, (name, count) in counts.items():
        faults += [] if count is None else COUNTED.faults(field, name, count)
    return faults


def word_faults(facts: RoadshowFacts) -> list[Fault]:
    faults = title_faults(facts.title) + promise_faults("title", _("场次名称"), facts.title)
    if facts.sector is not None and facts.sector not in SECTORS:
        faults.append(Fault("sector", _("没有这个领域")))
    faults += PLACES.faults("places", _("上台项目数"), facts.places)
    faults += text_faults("title_en", _("英文名称"), facts.title_en, TITLE)
    faults += text_faults("summary_en", _("英文简介"), facts.summary_en, 5000)
    faults += text_faults("lead_name", lazy_pgettext("roadshow", "负责人"), facts.lead_name, LEAD)
    faults += phone_faults("lead_phone", facts.lead_phone)
    faults += promise_faults("summary", _("简介"), facts.summary)
    return faults + text_faults("summary", _("简介"), facts.summary, 5000)


def title_faults(title: str) -> list[Fault]:
    return text_faults("title", _("场次名称"), title, TITLE, empty=_("请填写场次名称"))


def place_faults(facts: RoadshowFacts | Roadshow, known: Collection[Hall] = ()) -> list[Fault]:
    """Of its halls; those that it is ``known`` to have in these hours may have closed since."""
    faults = [
        closed_fault(hall, field_of(hall, facts.hall))
        for hall in facts.halls
        if hall.closed and hall not in known
    ]
    if facts.hall is None and facts.on:
        faults.append(Fault("hall", _("请选择场地")))
    if facts.hall in facts.branches:
        faults.append(Fault("branches", _("主会场不能同时是分会场")))
    return faults


def closed_fault(hall: Hall, field: str) -> Fault:
    """Nothing new is put into one."""
    return Fault(field, _("%(hall)s已停用，请换一个场地", hall=hall.spoken_name))


def field_of(hall: Hall, main: Hall | None) -> str:
    """Of the form: where this hall was picked."""
    return "hall" if hall == main else "branches"


def open_faults(facts: RoadshowFacts, halls: Sequence[Hall]) -> list[Fault]:
    """Of these halls' opening hours; the day must be one that clocks can reckon with."""
    begins, ends = facts.starts_at, facts.ends_at
    if begins is None or ends is None:
        return []
    faults = [hours_faults(hall, begins, ends, field=field_of(hall, facts.hall)) for hall in halls]
    return [fault for each in faults for fault in each]


def when_faults(facts: RoadshowFacts, *, years: Collection[int], now: datetime) -> list[Fault]:
    """Day and hours together, or none of them. The year first: only within it are there moments to compare."""
    if facts.on is None:
        return []
    if faults := year_faults(facts.on.year, years):
        return faults
    if facts.starts_at is None or facts.ends_at is None:
        field = "starts" if facts.starts is None else "ends"
        return [Fault(field, _("定了日期，就要填写开始和结束时间"))]
    return hour_faults(facts.starts_at, facts.ends_at, now=now)


def year_faults(year: int, years: Collection[int]) -> list[Fault]:
    if year in years:
        return []
    if len(years) == 1:
        return [Fault("on", _("日期须在%(year)d年内", year=max(years)))]
    return [Fault("on", _("日期须在%(first)d至%(last)d年内", first=min(years), last=max(years)))]


def hour_faults(starts_at: datetime, ends_at: datetime, *, now: datetime) -> list[Fault]:
    """Within one day: the form says no others."""
    if faults := length_faults(starts_at, ends_at):
        return faults
    if clock.local(starts_at).date() != clock.local(ends_at).date():
        words = _("要到第二天%(ends)s才结束，一场路演须在当天结束，请早一点开始", ends=time_of(ends_at))
        return [Fault("ends", words)]
    if starts_at <= now:
        return [Fault("on", _("开始时间已经过去，请选今后的日期"))]
    return []


def length_faults(starts: datetime | time, ends: datetime | time) -> list[Fault]:
    """Of two moments, or of two times of one day."""
    begins, until = _moment(starts), _moment(ends)
    if until <= begins:
        return [Fault("ends", _("结束时间须晚于开始时间"))]
    return [Fault("ends", _("一场路演最长14小时"))] if until - begins > LONGEST else []


def _moment(when: datetime | time) -> datetime:
    return when if isinstance(when, datetime) else clock.moment(date(FIRST_YEAR, 1, 1), when)
