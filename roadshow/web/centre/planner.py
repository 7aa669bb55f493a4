"""Days for the roadshows that have none: what is asked, what is proposed and why, what is left out and why not."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_ngettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.accounts.queries import list_people_by_id
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.halls.hours import WEEKDAYS
from roadshow.halls.queries import list_halls
from roadshow.ical.reading import days_of
from roadshow.occupancy.queries import list_taken
from roadshow.programme import proposing, queries
from roadshow.programme.models import Planned, Proposed, Season
from roadshow.programme.planning import Why, standing, why_hall
from roadshow.programme.rules import length_faults
from roadshow.programme.wanted import A_WEEK, NOTICE_WEEKS, Wanted, read
from roadshow.web.bodies import takes_files
from roadshow.web.fields import Form, Hour, Ticks, Whole, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.picking import picked
from roadshow.web.words import in_a_row, span, whole_month

from . import blueprint
from .first_steps import point_to_next

NEAR_YEAR = timedelta(days=7)  # events farther from the season say nothing about it
WORKING_DAYS = {number: WEEKDAYS[number] for number in range(5)}


class PlannerForm(Form):
    notice_weeks = Whole(
        _("至少提前"), [InputRequired(_("请填写提前几周，不需要就填0"))], within=NOTICE_WEEKS
    )
    most_a_week = Whole(_("每周最多"), [InputRequired(_("请填写每周最多几场"))], within=A_WEEK)
    starts = Hour(_("开始时间"), [InputRequired(_("请填写开始时间"))])
    ends = Hour(_("结束时间"), [InputRequired(_("请填写结束时间"))])
    halls = Ticks(_("场地"))
    disliked = Ticks(_("尽量不选的星期"), words=WORKING_DAYS)
    people = Ticks(_("须到场的人"))
    events = FileField(_("要避开的外部活动"))
    drop_events = BooleanField(_("不再避开以前上传的活动"))

    def faults(self) -> list[Fault]:
        starts, ends = self.starts.data, self.ends.data
        return length_faults(starts, ends) if starts and ends else []

    def offer(self, season: Season) -> None:
        """The open halls, and those picked before they closed; of people those known to be somewhere that year."""
        picked = (self.is_submitted() and self.halls.data) or ()
        halls = [hall for hall in list_halls() if not hall.closed or hall.id in picked]
        self.halls.offer({hall.id: hall.spoken_name for hall in halls})
        self.people.offer(busy_people(season.year))

    def wanted(self, known: Wanted, year: int) -> Wanted:
        """Raises: Refused when what was uploaded is no calendar."""
        names = ("starts", "ends", "notice_weeks", "most_a_week", "halls", "disliked", "people")
        return Wanted(**{name: self[name].data for name in names}, events=self._events(known, year))

    def _events(self, known: Wanted, year: int) -> Sequence[date]:
        if not self.events.data:
            return () if self.drop_events.data else tuple(known.events)
        first, last = date(year, 1, 1) - NEAR_YEAR, date(year, 12, 31) + NEAR_YEAR
        with closing(self.events.data) as file:
            return sorted(on for on in days_of(file.read()) if first <= on <= last)


@blueprint.route("/seasons/<year:year>/planner", methods=["GET", "POST"])
@may("roadshow.plan")
@takes_files()
def show_planner(year: int) -> str | Response:
    season = queries.get_season(year)
    planned = queries.find_planned(season)
    known = read(planned.asked) if planned else Wanted()
    form = PlannerForm(data=vars(known) | {"events": None})
    form.offer(season)
    if form.validate_on_submit():
        try:
            proposing.propose(season, form.wanted(known, year), actor=current_user.actor)
            return redirect(url_for(".show_planner", year=year, _anchor="proposed"))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/planner/show_planner.html",
        form=form,
        season=season,
        known=known,
        undated=queries.list_undated(year),
        **answered(season, planned, known),
    )


@blueprint.post("/seasons/<year:year>/planner/accept")
@may("roadshow.plan")
def accept_days(year: int) -> Response:
    season = queries.get_season(year)
    try:
        done = proposing.accept(season, picked(), actor=current_user.actor)
        flash(lazy_ngettext("已定下%(num)d场的日期。", "已定下%(num)d场的日期。", len(done)))
        point_to_next()
    except Refused as refusal:
        flash_refusal(refusal)
    left = queries.list_undated(year)
    return redirect(url_for(".show_planner" if left else ".show_season", year=year))


@dataclass(frozen=True)
class Line:
    """One proposal as the page says it."""

    id: int
    title: str
    url: str
    sector: str | None
    on: date
    hours: str
    hall: str
    why_hall: object | None
    why: str
    gone: object | None


def answered(season: Season, planned: Planned | None, known: Wanted) -> dict[str, object]:
    """What was proposed, and by month and reason what was not; nothing before the planner was asked."""
    if planned is None:
        return {"planned": None, "lines": [], "left_out": []}
    rows, now = queries.list_proposed(season), standing(season, known)
    overtaken = now.overtaken(rows)
    lines = [_line(row, known, overtaken.get(row.id)) for row in rows]
    chosen = {line.on for line in lines}
    left_out = {on: why for on, why in now.left_out(planned.short).items() if on not in chosen}
    return {"planned": planned, "lines": lines, "left_out": by_month(left_out)}


def _line(row: Proposed, known: Wanted, gone: object | None) -> Line:
    why = Why(row.off, row.near, row.disliked, row.elsewhere).words()
    return Line(
        id=row.id,
        title=str(row.roadshow.spoken_title),
        url=url_for(".show_roadshow", roadshow_id=row.roadshow_id),
        sector=row.roadshow.sector,
        on=clock.local(row.starts_at).date(),
        hours=span(row.starts_at, row.ends_at),
        hall=str(row.hall.spoken_name),
        why_hall=why_hall(row.hall, row.roadshow.hall, known),
        why=gettext("；").join(str(words) for words in why),
        gone=gone,
    )


def by_month(left_out: Mapping[date, object]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Month → reason and its days (1–4、8), in the order of the first of each."""
    months = []
    for month, days in groupby(left_out, key=lambda on: on.month):
        reasons: dict[str, list[date]] = {}
        for on in days:
            reasons.setdefault(str(left_out[on]), []).append(on)
        months.append((whole_month(month), [(why, day_numbers(found)) for why, found in reasons.items()]))
    return months


def day_numbers(days: Sequence[date]) -> str:
    """Of one month: 1–4、8."""
    runs = groupby(enumerate(days), key=lambda pair: pair[1].day - pair[0])
    ends = [[on.day for _number, on in run] for _key, run in runs]
    return in_a_row(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in ends)


def busy_people(year: int) -> dict[int, str]:
    """Person → name, of those who are taken somewhere in a year."""
    between = clock.day_bounds(date(year, 1, 1), date(year, 12, 31))
    ids = {row.what_id for row in list_taken("person", *between)}
    return {person.id: person.name for person in list_people_by_id(ids)} if ids else {}
