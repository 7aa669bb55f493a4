"""The year's roadshows: the list, one of them, putting one on and changing it."""

from dataclasses import replace
from datetime import time

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from roadshow.agenda import operations as agenda
from roadshow.agenda.queries import list_slots
from roadshow.attendance.online import list_rooms
from roadshow.audit.queries import last_number, list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Overtaken, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.steps import steps_for
from roadshow.pitches.queries import count_by_state, count_places_taken
from roadshow.pitches.states import ON_STAGE, PitchState
from roadshow.programme import operations, queries
from roadshow.programme.lists import Wanted, list_roadshows_shown
from roadshow.programme.models import Roadshow
from roadshow.programme.rules import PLACES, RoadshowFacts, word_faults
from roadshow.programme.states import BEFORE_HELD, HELD, STORY, RoadshowState
from roadshow.web.asked import asked_words, asked_year
from roadshow.web.exports import send_workbook
from roadshow.web.facts import roadshow_facts
from roadshow.web.fields import Choice, Day, Hour, Prose, Text, Ticks, Whole, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.roadshow_days import held_on, held_on_day, hours_or_was
from roadshow.web.seen import Seen
from roadshow.web.words import hours, sector, slot_hours

from . import blueprint
from .beside import beside
from .first_steps import point_to_next
from .hall_fields import HallsForm, known_halls
from .interests import interest_facts
from .roadshow_outcomes import outcomes_at
from .scopes import Listed, behind
from .standing import drawn
from .timeline import lines_of

# a tab → the states it shows; what is archived was held too
TABS: dict[RoadshowState, frozenset[RoadshowState]] = {
    state: HELD if state in HELD else frozenset({state})
    for state in RoadshowState
    if state is not RoadshowState.CLOSED
}
Applied = dict[int, dict[PitchState, int]]


def listing_of(applied: Applied, *, one_year: bool = False) -> Listing[Roadshow]:
    """``applied``: roadshow id → state → how many. Of one year, in the order of their days, they are not sorted."""

    def sent(roadshow: Roadshow) -> int | None:
        counts = applied.get(roadshow.id, {})
        return sum(counts.values()) - counts.get(PitchState.DRAFT, 0) or None

    def chosen(roadshow: Roadshow) -> int | None:
        counts = applied.get(roadshow.id, {})
        return sum(counts.get(state, 0) for state in ON_STAGE) if roadshow.starts_at else None

    columns: tuple[Column[Roadshow], ...] = (
        Column(
            _("场次"),
            lambda roadshow: str(roadshow.spoken_title),
            "title",
            link=lambda roadshow: url_for("centre.show_roadshow", roadshow_id=roadshow.id),
            under=lambda roadshow: sector(roadshow.sector),
        ),
        Column(_("领域"), lambda roadshow: sector(roadshow.sector), sheet_only=True),
        Column(
            _("状态"),
            lambda roadshow: str(roadshow.state_words),
            "state",
            "state",
            shape=drawn,
        ),
        Column(
            _("日期"),
            lambda roadshow: roadshow.announced_on,
            "on",
            under=hours_or_was,
            shown=lambda roadshow: held_on_day(roadshow) if one_year else held_on(roadshow),
        ),
        Column(_("时间"), hours, kind="word", sheet_only=True),
        Column(_("场地"), lambda roadshow: str(roadshow.announced_where), "where"),
        Column(_("申请"), sent, kind="n"),
        Column(
            _("已入选"),
            chosen,
            kind="n",
            shown=lambda roadshow: f"{chosen(roadshow)}/{roadshow.places}" if roadshow.starts_at else None,
        ),
        Column(_("上台项目数"), lambda roadshow: roadshow.places, kind="n", sheet_only=True),
    )
    if one_year:
        return Listing(_("本年度的路演"), "", [replace(column, by="") for column in columns])
    return Listing(lazy_pgettext("many", "路演场次"), "centre.export_roadshows", columns)


class RoadshowForm(HallsForm):
    title = Text(_("场次名称"), [InputRequired(_("请填写场次名称"))])
    sector = Choice(_("领域"), choices=[("", _("不限领域")), *SECTORS.items()])
    places = Whole(_("上台项目数"), [InputRequired(_("请填写上台项目数"))], within=PLACES, default=8)
    lead_name = Text(lazy_pgettext("roadshow", "负责人"))
    lead_phone = Text(_("负责人电话"))
    summary = Prose(_("简介"))
    title_en = Text(_("英文名称"))
    summary_en = Prose(_("英文简介"))
    on = Day(_("日期"), [Optional()])
    starts = Hour(_("开始时间"), [Optional()], default=time(13, 30))
    ends = Hour(_("结束时间"), [Optional()], default=time(17))
    on_rest_day = BooleanField(_("仍在休息日举办"))
    hall = Choice(_("场地"))
    branches = Ticks(_("分会场"))

    def faults(self) -> list[Fault]:
        """Of its words alone: its day and hours are judged together, and only within their year."""
        return word_faults(self.facts().cleaned())

    def facts(self) -> RoadshowFacts:
        return RoadshowFacts(
            title=self.title.data,
            on=self.on.data,
            starts=self.starts.data,
            ends=self.ends.data,
            hall=self.main_hall(),
            branches=self.branch_halls(),
            sector=self.sector.data or None,
            places=self.places.data,
            summary=self.summary.data,
            title_en=self.title_en.data,
            summary_en=self.summary_en.data,
            lead_name=self.lead_name.data,
            lead_phone=self.lead_phone.data,
            on_rest_day=self.on_rest_day.data,
        )


class KnownRoadshowForm(RoadshowForm):
    seen = Seen()

    def facts(self) -> RoadshowFacts:
        return replace(super().facts(), seen=self.seen.number)


def form_of(roadshow: Roadshow) -> KnownRoadshowForm:
    """The form, filled with what is known of it."""
    words = ("title", "title_en", "summary", "summary_en", "lead_name", "lead_phone")
    names = (*words, "sector", "on", "places")
    known = {name: getattr(roadshow, name) for name in names}
    if roadshow.starts_at and roadshow.ends_at:
        known |= {
            "starts": clock.local(roadshow.starts_at).time(),
            "ends": clock.local(roadshow.ends_at).time(),
        }
    known |= known_halls(roadshow) | {"seen": last_number("roadshow", roadshow.id)}
    return KnownRoadshowForm(data=known)


def asked_for() -> tuple[Wanted, RoadshowState | None]:
    """Which roadshows the address names, and the tab they stand under; nonsense filters nothing."""
    state = request.args.get("state", type=RoadshowState)
    tab = RoadshowState.HELD if state in HELD else state
    field = code if (code := request.args.get("sector")) in SECTORS else None
    states = TABS[tab] if tab else None
    return Wanted(asked_year(), states, field, behind(Listed.ROADSHOWS), asked_words("q")), tab


@blueprint.get("/roadshows")
@may("roadshow.read")
def list_roadshows() -> str:
    (wanted, tab), page = asked_for(), asked_page()
    counts = list_roadshows_shown(replace(wanted, states=None)).count_by_state()
    tabs = {each: sum(counts.get(state, 0) for state in states) for each, states in TABS.items()}
    found = list_roadshows_shown(wanted, listing_of({}).order)
    roadshows = found.page(page)
    return render_template(
        "centre/roadshows/list_roadshows.html",
        listing=listing_of(count_by_state([roadshow.id for roadshow in roadshows])),
        roadshows=roadshows,
        wanted=wanted,
        years=[(season.year, season.year) for season in queries.list_seasons()],
        sectors=SECTORS.items(),
        tab=tab,
        tabs_by_state=tabs,
        all=sum(tabs.values()),
        shown=Shown(page, found.count()),
    )


@blueprint.get("/roadshows.xlsx")
@may("roadshow.read")
def export_roadshows() -> Response:
    listing = listing_of(count_by_state())
    return send_workbook(listing, list_roadshows_shown(asked_for()[0], listing.order))


@blueprint.route("/seasons/<year:year>/roadshows/new", methods=["GET", "POST"])
@may("roadshow.plan")
def plan_roadshow(year: int) -> str | Response:
    season = queries.find_season(year)
    if season is None:
        flash(_("%(year)d年还没有年度计划，先开启它，再安排路演。", year=year), "now")
        return redirect(url_for(".open_season", year=year))
    form = RoadshowForm()
    form.offer_halls()
    if form.validate_on_submit():
        try:
            roadshow = operations.plan_roadshow(season, form.facts(), actor=current_user.actor)
            flash(_("已安排“%(title)s”，还没有公开。", title=roadshow.spoken_title))
            point_to_next()
            return redirect(url_for(".show_roadshow", roadshow_id=roadshow.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/roadshows/plan_roadshow.html", form=form, year=year, **beside(year))


@blueprint.get("/roadshows/<int:roadshow_id>")
@may("roadshow.read")
def show_roadshow(roadshow_id: int) -> str:
    roadshow = queries.get_roadshow(roadshow_id)
    steps = steps_for(STORY, roadshow.state, current_user.permissions)
    taken = count_places_taken(roadshow_id)
    return render_template(
        "centre/roadshows/show_roadshow.html",
        roadshow=roadshow,
        steps=steps,
        calls=roadshow.calls(clock.now()),
        opens_later=roadshow.call_opens_at is not None and clock.now() < roadshow.call_opens_at,
        changes=roadshow.state in BEFORE_HELD and "roadshow.plan" in current_user.permissions,
        timeline=lines_of(roadshow),
        taken=taken,
        facts=roadshow_facts(
            roadshow, taken, list_rooms([roadshow_id], current_user.person).get(roadshow_id, ())
        )
        + interest_facts(roadshow_id=roadshow_id),
        slots=[(slot, slot_hours(roadshow, slot)) for slot in list_slots(roadshow_id)],
        entries=list_entries_of("roadshow", roadshow_id),
        **outcomes_at(roadshow),
    )


@blueprint.route("/roadshows/<int:roadshow_id>/change", methods=["GET", "POST"])
@may("roadshow.plan")
def change_roadshow(roadshow_id: int) -> str | Response:
    roadshow = queries.get_roadshow(roadshow_id)
    if roadshow.date_pending and request.method == "GET":  # a form that was left open keeps what was typed
        flash(_("这场路演延期，日期待定：先定下新日期，再修改。"), "now")
        return redirect(url_for(".date_roadshow_anew", roadshow_id=roadshow_id))
    form = form_of(roadshow)
    form.offer_halls()
    if form.validate_on_submit():
        try:
            agenda.change_roadshow(roadshow, form.facts(), actor=current_user.actor)
            flash(_("已保存“%(title)s”。", title=roadshow.spoken_title))
            return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))
        except Refused as refusal:
            say(form, refusal)
            if isinstance(refusal, Overtaken):
                form.seen.data = last_number("roadshow", roadshow_id)  # by now its reader knows of it
    known = beside(roadshow.season.year, but_id=roadshow_id)
    return render_template("centre/roadshows/change_roadshow.html", form=form, roadshow=roadshow, **known)
