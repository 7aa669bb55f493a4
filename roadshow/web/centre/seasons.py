from itertools import count

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.agenda import many as agenda_many
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches.queries import count_by_state
from roadshow.programme import many, operations, queries
from roadshow.programme.drafting import set_wishes as keep_wishes
from roadshow.programme.models import Season
from roadshow.programme.rules import TARGET, YEARS, year_to_plan
from roadshow.programme.states import RoadshowState
from roadshow.programme.wishes import (
    MONTHS,
    OF_A_FIELD,
    Wishes,
    covered,
    lacking_days,
    pace,
    wishes_faults,
    wishes_of,
)
from roadshow.web.asked import asked_words, asked_year
from roadshow.web.exports import send_workbook
from roadshow.web.fields import Form, Prose, Ticks, Whole, flash_refusal, flash_taken, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.picking import picked
from roadshow.web.words import month_name

from . import blueprint
from .roadshows import listing_of
from .strip import strip_of

MONTH_WORDS = {month: LazyString(month_name, month) for month in MONTHS}


class SeasonForm(Form):
    year = Whole(_("年份"), [InputRequired(_("请填写年份"))], within=YEARS)
    target = Whole(_("目标场次"), [InputRequired(_("请填写目标场次"))], within=TARGET, default=15)


class TargetForm(Form):
    target = Whole(_("目标场次"), [InputRequired(_("请填写目标场次"))], within=TARGET)
    below = BooleanField(_("仍用这个目标"))


class WeeksForm(Form):
    weeks = Whole(_("路演前几周截止"), [InputRequired(_("请填写征集在路演前几周截止"))], within=many.WEEKS)


class WishesForm(Form):
    """With one number more for each field of technology."""

    themes = Prose(_("主题"))
    avoid: Ticks

    @property
    def of_fields(self) -> list[Whole]:
        return [self[f"field_{sector}"] for sector in SECTORS]

    def wishes(self) -> Wishes:
        wanted = {sector: self[f"field_{sector}"].data or 0 for sector in SECTORS}
        return Wishes(self.themes.data.splitlines(), wanted, self.avoid.data or [])

    def faults(self) -> list[Fault]:
        return wishes_faults(self.wishes().cleaned())


for _sector, _words in SECTORS.items():
    setattr(WishesForm, f"field_{_sector}", Whole(_words, within=OF_A_FIELD))
WishesForm.avoid = Ticks(_("不安排的月份"), words=MONTH_WORDS)  # below them, as on the page


def seasons_listing() -> Listing[Season]:
    held, dated = queries.count_held(), queries.count_dated()

    def missing(season: Season) -> int | None:
        there = held.get(season.year, 0) + dated.get(season.year, 0)
        return lacking_days(season, there) if season.target else None

    columns: tuple[Column[Season], ...] = (
        Column(
            _("年度"),
            lambda season: season.year,
            kind="year",
            link=lambda season: url_for("centre.show_season", year=season.year),
            shown=lambda season: _("%(year)d年", year=season.year),
        ),
        Column(_("目标（场）"), lambda season: season.target, kind="n"),
        Column(_("已举办"), lambda season: held.get(season.year, 0), kind="n"),
        Column(_("已定日期"), lambda season: dated.get(season.year, 0), kind="n"),
        Column(_("还差"), missing, kind="n"),
    )
    return Listing(_("年度计划"), "centre.export_seasons", columns)


@blueprint.get("/seasons")
@may("roadshow.read")
def list_seasons() -> str:
    return render_template(
        "centre/seasons/list_seasons.html", listing=seasons_listing(), seasons=queries.list_seasons()
    )


@blueprint.get("/seasons.xlsx")
@may("roadshow.read")
def export_seasons() -> Response:
    return send_workbook(seasons_listing(), queries.list_seasons())


@blueprint.route("/seasons/new", methods=["GET", "POST"])
@may("season.plan")
def open_season() -> str | Response:
    form = SeasonForm(year=asked_year(otherwise=next_year()))
    if form.validate_on_submit():
        try:
            season = operations.open_season(form.year.data, form.target.data, actor=current_user.actor)
            flash(_("已开启%(year)d年度计划，目标%(target)d场。", year=season.year, target=season.target))
            return redirect(url_for(".show_season", year=season.year))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/seasons/open_season.html", form=form)


def next_year() -> int:
    """The first that has no plan yet, from the one on that is to be planned now."""
    planned = {season.year for season in queries.list_seasons()}
    return next(year for year in count(year_to_plan(clock.today())) if year not in planned)


@blueprint.get("/seasons/<year:year>")
@may("roadshow.read")
def show_season(year: int) -> str:
    season, today = queries.get_season(year), clock.today()
    roadshows = queries.list_roadshows(year)
    strip = strip_of(roadshows, today, year)
    return render_template(
        "centre/seasons/show_season.html",
        season=season,
        roadshows=roadshows,
        found=[
            row for row in roadshows if asked_words("q").lower() in f"{row.title}\n{row.spoken_title}".lower()
        ],
        listing=listing_of(count_by_state([roadshow.id for roadshow in roadshows]), one_year=True),
        entries=list_entries_of("season", season.id),
        strip=strip,
        lacking=lacking_days(season, strip.dated),
        undated=[row for row in roadshows if row.on is None and row.state is RoadshowState.PLANNED],
        covered=covered(season, roadshows),
        pace=pace(season, roadshows, today),
        pickable=[row.id for row in roadshows if row.on and row.state is RoadshowState.PLANNED],
        to_copy=0 if roadshows or season.is_over else len(queries.list_to_copy(year - 1)),
    )


@blueprint.route("/seasons/<year:year>/target", methods=["GET", "POST"])
@may("season.plan")
def set_target(year: int) -> str | Response:
    season = queries.get_season(year)
    form = TargetForm(target=season.target)
    if form.validate_on_submit():
        try:
            operations.set_target(season, form.target.data, below=form.below.data, actor=current_user.actor)
            flash(_("%(year)d年度目标现在是%(target)d场。", year=year, target=form.target.data))
            return redirect(url_for(".show_season", year=year))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/seasons/set_target.html", form=form, season=season)


@blueprint.route("/seasons/<year:year>/wishes", methods=["GET", "POST"])
@may("season.plan")
def set_wishes(year: int) -> str | Response:
    season = queries.get_season(year)
    form = WishesForm(data=typed_of(wishes_of(season)))
    if form.validate_on_submit():
        try:
            keep_wishes(season, form.wishes(), actor=current_user.actor)
            flash(_("已保存%(year)d年度的要求。", year=year))
            return redirect(url_for(".show_season", year=year))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/seasons/set_wishes.html", form=form, season=season)


def typed_of(wishes: Wishes) -> dict[str, object]:
    """As the form asks for them."""
    fields = {f"field_{sector}": wanted for sector, wanted in wishes.fields.items()}
    return {"themes": "\n".join(wishes.themes), "avoid": wishes.avoid, **fields}


@blueprint.post("/seasons/<year:year>/calls")
@may("roadshow.run")
def open_calls(year: int) -> Response:
    form = WeeksForm()
    if form.validate():
        taken = many.open_calls(picked(), form.weeks.data, actor=current_user.actor)
        flash_taken(taken, ngettext("已开始征集%(num)d场。", "已开始征集%(num)d场。", taken.count))
    else:
        flash_refusal(Refused(form.weeks.errors[0]))
    return redirect(url_for(".show_season", year=year))


@blueprint.post("/seasons/<year:year>/publish")
@may("agenda.make")
def publish_many(year: int) -> Response:
    taken = agenda_many.publish_many(picked(), actor=current_user.actor)
    flash_taken(taken, ngettext("已发布%(num)d场。", "已发布%(num)d场。", taken.count))
    return redirect(url_for(".show_season", year=year))
