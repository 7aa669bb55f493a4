"""What is on: the way in, the list, one roadshow, and how to have it in one's own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from roadshow.agenda import queries as agenda
from roadshow.agenda.models import Slot
from roadshow.foundation import clock
from roadshow.foundation.sectors import SECTORS
from roadshow.programme import queries
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import Asked
from roadshow.programme.states import WITH_AGENDA, RoadshowState
from roadshow.web import words
from roadshow.web.asked import asked_year
from roadshow.web.guards import open_to_all
from roadshow.web.language import lang
from roadshow.web.paging import Shown, asked_page

from . import blueprint

DATES_AT_HOME = 8


@dataclass(frozen=True)
class Listed:
    """A roadshow as a visitor meets it; ``shape`` and ``state`` are its badge."""

    roadshow: Roadshow
    calls: bool
    coming: bool
    shape: str
    state: str

    @property
    def cancelled(self) -> bool:
        return self.roadshow.state is RoadshowState.CANCELLED

    @property
    def has_agenda(self) -> bool:
        return self.roadshow.state in WITH_AGENDA

    @property
    def other_year(self) -> bool:
        """A list of what is to come says the year only where it is not this one."""
        return self.coming and self.roadshow.on is not None and self.roadshow.on.year != clock.today().year

    @property
    def moved(self) -> bool:
        return self.roadshow.moved_from_at is not None and self.coming


@dataclass(frozen=True)
class Stretch:
    """A slot of the running order at its hour."""

    at: datetime
    slot: Slot


@dataclass(frozen=True)
class FeedAddress:
    """Where the calendar of all roadshows is: to copy, and to press on where a calendar program takes it."""

    https: str
    webcal: str


@blueprint.get("/")
@open_to_all
def home() -> str:
    now, today = clock.now(), clock.today()
    first = queries.find_next(now)
    return render_template(
        "public/programme/home.html",
        first=_listed(first) if first else None,
        countdown=_countdown(first, now) if first else "",
        upcoming=_listing(queries.list_upcoming(today, limit=DATES_AT_HOME)),
        year=today.year,
        season=queries.find_season(today.year),
        held=queries.count_held([today.year]).get(today.year, 0),
        feed=_feed_address(),
    )


@blueprint.get("/roadshows")
@open_to_all
def list_roadshows() -> str:
    today, asked = clock.today(), _asked()
    shown = Shown(asked_page(), queries.count_past(today, asked))
    return render_template(
        "public/programme/list_roadshows.html",
        upcoming=_listing(queries.list_upcoming(today, asked)) if shown.page == 1 else [],
        past=_listing(queries.list_past(today, asked, shown.page, shown.per_page)),
        shown=shown,
        asked=asked,
        years=_year_choices(asked.year),
        sectors=SECTORS,
    )


@blueprint.get("/roadshows/<uuid:uid>")
@open_to_all
def show_roadshow(uid: UUID) -> str:
    roadshow = queries.get_public_roadshow(str(uid))
    return render_template(
        "public/programme/show_roadshow.html",
        listed=_listed(roadshow),
        roadshow=roadshow,
        stretches=_running_order(roadshow),
        told=_told(roadshow),
        feed=_feed_address(),
        one_url=url_for("public.one_roadshow", uid=uid, lang=_feed_language()),
    )


@blueprint.get("/calendar")
@open_to_all
def subscribe() -> str:
    return render_template("public/programme/subscribe.html", feed=_feed_address())


def _asked() -> Asked:
    """What the address asks for; a year or a field that cannot be is no wish at all."""
    sector = request.args.get("sector")
    return Asked(asked_year(), sector if sector in SECTORS else None)


def _year_choices(asked: int | None) -> list[tuple[int, str]]:
    """Years that have something, and the one asked for, so that the page says what it was asked."""
    years = {*queries.list_public_years(), *([asked] if asked else [])}
    return [(year, _("%(year)d年", year=year)) for year in sorted(years, reverse=True)]


def _listing(roadshows: Iterable[Roadshow]) -> list[Listed]:
    return [_listed(roadshow) for roadshow in roadshows]


def _listed(roadshow: Roadshow) -> Listed:
    calls = roadshow.calls(clock.now())
    coming = roadshow.on is not None and roadshow.on >= clock.today() and not roadshow.is_held
    told = (
        RoadshowState.HELD if roadshow.is_held else roadshow.state
    )  # the archive is the centre's own affair
    shape, state = words.shape(told), words.word(told)
    if calls and roadshow.call_closes_at:
        closes = words.day(clock.local(roadshow.call_closes_at).date())
        shape, state = words.YOURS, _("项目征集中，%(day)s截止", day=closes)
    return Listed(roadshow, calls, coming, shape, state)


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
    return [Stretch(roadshow.starts_at + timedelta(minutes=slot.begins), slot) for slot in slots]


def _told(roadshow: Roadshow) -> list[tuple[str, int]]:
    """Who was there, as far as the year's ledger tells."""
    counts = [
        (_("登台项目"), roadshow.told_projects),
        (_("到场机构"), roadshow.told_institutions),
        (_("到场人数"), roadshow.told_visitors),
    ]
    return [(label, count) for label, count in counts if count is not None]


def _feed_address() -> FeedAddress:
    path = url_for("public.all_roadshows", lang=_feed_language())
    base = current_app.config["BASE_URL"]
    return FeedAddress(f"{base}{path}", f"webcal://{urlsplit(base).netloc}{urlsplit(base).path}{path}")


def _feed_language() -> str | None:
    """A feed speaks Chinese when its address names no language."""
    return None if lang() == "zh" else lang()
