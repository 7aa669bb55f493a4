"""What is on: the way in, the list, a month, one roadshow."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from roadshow.agenda import queries as agenda
from roadshow.agenda.models import Slot
from roadshow.attendance.availability import list_open_to_public
from roadshow.attendance.counting import visits_of
from roadshow.feeds.structured import event_data
from roadshow.foundation import clock
from roadshow.foundation.sectors import SECTORS
from roadshow.programme import queries
from roadshow.programme.models import Roadshow
from roadshow.programme.states import WITH_AGENDA, RoadshowState
from roadshow.projects.consents import list_public
from roadshow.projects.snapshot import Snapshot
from roadshow.screening.public_notice import find_last_notice_day
from roadshow.web.asked import asked_month
from roadshow.web.codes import qr
from roadshow.web.guards import open_to_all
from roadshow.web.language import alternates, lang
from roadshow.web.maps import map_links
from roadshow.web.paging import Shown, asked_page

from . import blueprint, own_calendar
from .listed import Listed, choices, listed, listing
from .months import Month, months_of
from .site import contact

DATES_AT_HOME = 8


@dataclass(frozen=True)
class Stretch:
    """A slot of the running order at its hour; ``brief`` is None of a project that has not agreed to be named here."""

    at: datetime
    slot: Slot
    brief: Snapshot | None


@blueprint.get("/")
@open_to_all
def home() -> str:
    now, today = clock.now(), clock.today()
    first = queries.find_next(now)
    return render_template(
        "public/programme/home.html",
        first=listed(first) if first else None,
        countdown=_countdown(first, now) if first else "",
        upcoming=listing(queries.list_upcoming(today, limit=DATES_AT_HOME)),
        year=today.year,
        season=queries.find_season(today.year),
        held=queries.count_held([today.year]).get(today.year, 0),
        feed=own_calendar.all_roadshows(),
    )


@blueprint.get("/roadshows")
@open_to_all
def list_roadshows() -> str:
    today, wanted = clock.today(), choices()
    shown = Shown(asked_page(), queries.count_past(today, wanted.asked))
    return render_template(
        "public/programme/list_roadshows.html",
        upcoming=listing(queries.list_upcoming(today, wanted.asked)) if shown.page == 1 else [],
        past=listing(queries.list_past(today, wanted.asked, shown.page, shown.per_page)),
        shown=shown,
        wanted=wanted,
        sectors=SECTORS,
    )


@blueprint.get("/roadshows/month")
@open_to_all
def show_month() -> str:
    wanted, today = choices(), clock.today()
    month, asked = _month(wanted.asked, today), replace(wanted.asked, year=None)
    found = listing(queries.list_public_roadshows(month.first, month.last, asked))
    return render_template(
        "public/programme/show_month.html",
        month=month,
        months=months_of(month.year, queries.count_public_by_month(month.year, asked)),
        found=found,
        coming=None if found else _coming(asked, today),
        on_day=_by_day(found),
        wanted=wanted,
        sectors=SECTORS,
    )


@blueprint.get("/roadshows/<uuid:uid>")
@open_to_all
def show_roadshow(uid: UUID) -> str:
    roadshow = queries.get_public_roadshow(str(uid))
    return render_template(
        "public/programme/show_roadshow.html",
        listed=listed(roadshow),
        roadshow=roadshow,
        stretches=_running_order(roadshow),
        told=_told(roadshow),
        notice_day=find_last_notice_day(roadshow.id),
        feed=own_calendar.all_roadshows(),
        own=own_calendar.ways(roadshow),
        event=event_data(roadshow, own_calendar.edition()),
        openings=list_open_to_public([roadshow]).get(roadshow.id),
        maps=map_links(roadshow.hall),
        contact=contact(),
        code=qr(alternates()[lang()]),
    )


def _month(asked: queries.Asked, today: date) -> Month:
    """The one that the address names, or today's; in another year that its filter names, the first with something."""
    here = Month(today.year, today.month)
    named = Month(*(asked_month() or (today.year, today.month)))
    if asked.year is None or asked.year == named.year:
        return named
    if asked.year == here.year:
        return here
    return Month(asked.year, min(queries.count_public_by_month(asked.year, asked), default=named.number))


def _coming(asked: queries.Asked, today: date) -> Roadshow | None:
    upcoming = queries.list_upcoming(today, asked)
    return next((roadshow for roadshow in upcoming if roadshow.state is not RoadshowState.CANCELLED), None)


def _by_day(found: list[Listed]) -> dict[date, list[Listed]]:
    days: dict[date, list[Listed]] = defaultdict(list)
    for one in found:
        if one.roadshow.on:
            days[one.roadshow.on].append(one)
    return dict(days)


def _countdown(roadshow: Roadshow, now: datetime) -> str:
    """How long until it begins, in days as people count them."""
    if roadshow.starts_at is None or roadshow.on is None or roadshow.starts_at <= now:
        return _("正在进行")
    days = (roadshow.on - clock.local(now).date()).days
    near = {0: _("今天"), 1: _("明天")}
    return near.get(days) or ngettext("还有%(num)d天", "还有%(num)d天", days)


def _running_order(roadshow: Roadshow) -> list[Stretch]:
    """Empty until it is published, and for one that is known only by its day."""
    if roadshow.state not in WITH_AGENDA or roadshow.starts_at is None:
        return []
    slots = agenda.list_public_slots(roadshow.id)
    public = list_public([slot.pitch.project_id for slot in slots if slot.pitch])
    briefs = {slot.id: slot.pitch.brief for slot in slots if slot.pitch and slot.pitch.project_id in public}
    return [
        Stretch(roadshow.starts_at + timedelta(minutes=slot.begins), slot, briefs.get(slot.id))
        for slot in slots
    ]


def _told(roadshow: Roadshow) -> list[tuple[str, int]]:
    """Who was there, as its door or the year's ledger tells."""
    visits = visits_of(roadshow)
    counts = [
        (_("登台项目"), roadshow.told_projects),
        (_("到场机构"), visits.institutions),
        (_("到场人数"), visits.persons),
    ]
    return [(label, count) for label, count in counts if count is not None]
