"""The one ledger of what institutions would like with projects, at all roadshows."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.meetings import queries
from roadshow.meetings.models import LEVEL_WORDS, TOLD, Interest, InterestLevel
from roadshow.meetings.queries import Wanted
from roadshow.meetings.states import TalkState
from roadshow.reports.figures.figure import Listed
from roadshow.web.asked import asked_id, asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.facts import Fact
from roadshow.web.guards import may, way
from roadshow.web.interests import in_words, range_of
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.talks import standing_of, talk_facts
from roadshow.web.words import moment, word

from . import blueprint
from .scopes import behind

INTERESTS: Listing[Interest] = Listing(
    lazy_gettext("投资意向"),
    "centre.export_interests",
    (
        Column(
            lazy_gettext("项目"),
            lambda one: one.project.name,
            "project",
            link=lambda one: url_for("centre.show_interest", interest_id=one.id),
            under=lambda one: one.project.company.name if one.project.company else None,
        ),
        Column(
            lazy_gettext("企业"),
            lambda one: one.project.company.name if one.project.company else None,
            sheet_only=True,
        ),
        Column(lazy_gettext("投资机构"), lambda one: one.institution.name, "institution"),
        Column(lazy_gettext("意向"), lambda one: word(one.level), "level", "word"),
        Column(lazy_gettext("金额从"), lambda one: one.low_fen, "low", "money"),
        Column(lazy_gettext("到"), lambda one: one.high_fen, "high", "money"),
        Column(lazy_gettext("约谈"), lambda one: standing_of(one.talk), kind="word"),
        Column(lazy_gettext("来源路演"), lambda one: str(one.roadshow.spoken_title), "roadshow"),
        Column(lazy_gettext("登记人"), lambda one: one.by, "by", "word"),
        Column(lazy_gettext("时间"), lambda one: one.at, "at", "when"),
    ),
)


def asked_for() -> Wanted:
    """Which interests the address names; nonsense filters nothing."""
    return Wanted(
        asked_words("q"),
        request.args.get("level", type=InterestLevel),
        asked_id("roadshow"),
        asked_id("institution"),
        asked_id("project"),
        among=behind(Listed.INTERESTS),
    )


@blueprint.get("/interests")
@may("interest.read")
def list_interests() -> str:
    wanted, page = asked_for(), asked_page()
    found = queries.list_interests(wanted, INTERESTS.order)
    counts = queries.count_by_level(wanted)
    return render_template(
        "centre/interests/list_interests.html",
        listing=INTERESTS,
        interests=found.page(page),
        wanted=wanted,
        levels=[(level, counts.get(level, 0)) for level in InterestLevel],
        roadshows=[(roadshow.id, roadshow.spoken_title) for roadshow in queries.list_roadshows()],
        shown=Shown(page, found.count()),
    )


@blueprint.get("/interests.xlsx")
@may("interest.read")
def export_interests() -> Response:
    return send_workbook(INTERESTS, queries.list_interests(asked_for(), INTERESTS.order))


@blueprint.get("/interests/<int:interest_id>")
@may("interest.read")
def show_interest(interest_id: int) -> str:
    """Also one that was taken back, with all that was ever said."""
    interest = queries.get_interest(interest_id)
    project, institution = interest.project, interest.institution
    talk = queries.find_talk(interest_id)
    return render_template(
        "centre/interests/show_interest.html",
        interest=interest,
        facts=[
            Fact(_("项目"), project.name, way("centre.show_project", project_id=project.id)),
            Fact(
                _("投资机构"), institution.name, way("centre.show_institution", institution_id=institution.id)
            ),
            Fact(_("意向"), word(interest.level) or _("已收回")),
            Fact(_("金额"), range_of(interest)),
            Fact(_("提供给项目方"), word(interest.shares)),
            *(
                talk_facts(talk)
                if talk
                else [Fact(_("约谈"), _("项目方还没有答复") if interest.level in TOLD else None)]
            ),
            Fact(
                _("来源路演"),
                interest.roadshow.spoken_title,
                way("centre.show_roadshow", roadshow_id=interest.roadshow_id),
            ),
        ],
        history=[
            Fact(
                moment(said.at),
                in_words(said),
                beside=_("，").join((said.by, str(said.roadshow.spoken_title))),
            )
            for said in queries.list_said(interest_id)
        ],
    )


def interest_facts(roadshow_id: int | None = None, project_id: int | None = None) -> list[Fact]:
    """How many there are of a roadshow or a project, and the way to them; nothing while there are none."""
    counts = queries.count_by_level(Wanted(roadshow_id=roadshow_id, project_id=project_id))
    if not counts or "interest.read" not in current_user.permissions:
        return []
    parts = [
        _("%(level)s%(count)d个", level=LEVEL_WORDS[level], count=counts[level])
        for level in reversed(InterestLevel)
        if level in counts
    ]
    url = url_for("centre.list_interests", roadshow=roadshow_id, project=project_id)
    talks = queries.count_talks(roadshow_id, project_id)
    told = [
        _("%(state)s%(count)d场", state=word(state), count=talks[state])
        for state in TalkState
        if state in talks
    ]
    return [
        Fact(_("投资意向"), _("，").join(parts), url),
        *([Fact(_("约谈"), _("，").join(told), url)] if told else []),
    ]
