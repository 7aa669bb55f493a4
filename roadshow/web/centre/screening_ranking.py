"""The ranking of a roadshow's applications, and what is decided of them, held back until it is sent."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Refused
from roadshow.foundation.listing import Matching
from roadshow.foundation.many import Taken
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches.queries import count_places_taken, list_picked
from roadshow.pitches.rules import fault_of
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.screening import deciding, queries
from roadshow.screening.models import Sheet
from roadshow.screening.standings import Ranked, in_order, ranked
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.fields import flash_refusal, flash_taken, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.picking import among, as_asked, picked
from roadshow.web.posting import with_letters
from roadshow.web.words import word

from . import blueprint
from .accepting import lacking_of
from .pitches import DeclineForm
from .ranking_columns import RANKING, Line, workbook_columns

AT_ONCE = (PitchState.ACCEPTED, PitchState.WAITLISTED)


@blueprint.get("/roadshows/<int:roadshow_id>/ranking")
@may("pitch.select")
def list_ranking(roadshow_id: int) -> str:
    roadshow = get_roadshow(roadshow_id)
    all_rows = ranked(queries.get_setup(roadshow_id))
    rows = in_order(_asked(all_rows), RANKING.order)
    shown = Shown(asked_page(), len(rows))
    held, taken = queries.list_held(roadshow_id), count_places_taken(roadshow_id)
    return render_template(
        "centre/screening_ranking/list_ranking.html",
        roadshow=roadshow,
        listing=RANKING,
        rows=shown.rows_of(rows),
        shown=shown,
        matching=Matching.of([row.id for row in rows]),
        sectors=SECTORS.items(),
        states=[
            (state, word(state)) for state in PitchState if state in {row.applied.state for row in all_rows}
        ],
        decided=len(held),
        seen=queries.seen(held),
        free=queries.count_places_free(roadshow.places, taken, held),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/ranking.xlsx")
@may("pitch.select")
def export_ranking(roadshow_id: int) -> Response:
    roadshow, setup = get_roadshow(roadshow_id), queries.get_setup(roadshow_id)
    sheets: dict[int, list[Sheet]] = {}
    for sheet in queries.list_sheets_of(roadshow_id):
        sheets.setdefault(sheet.pitch_id, []).append(sheet)
    rows = in_order(_asked(ranked(setup)), RANKING.order)
    lines = [line for row in rows for line in _lines(row, sheets.get(row.id, []))]
    return send_workbook(workbook_columns(queries.list_criteria(setup)), lines, roadshow)


@blueprint.post("/roadshows/<int:roadshow_id>/ranking/decide")
@may("pitch.select")
def decide_pitches(roadshow_id: int) -> Response:
    """Several at once, where no word of ours is needed; or undecided again."""
    roadshow, do = get_roadshow(roadshow_id), request.form.get("do", "")
    if do != "forget" and do not in AT_ONCE:
        abort(400)
    try:
        if do == "forget":
            taken = deciding.forget_many(roadshow, _picked(roadshow), seen=_seen(), actor=current_user.actor)
            flash_taken(taken, _("%(count)d个项目的拟定结果已撤回。", count=taken.count))
        else:
            to = PitchState(do)
            _say_decided(_decide(roadshow, to), to)
    except Refused as refusal:
        flash_refusal(refusal)
    return _back(roadshow_id)


@blueprint.post("/roadshows/<int:roadshow_id>/ranking/decline")
@may("pitch.select")
def decline_ranked(roadshow_id: int) -> str | Response:
    """First from the list, to ask for the reason; then from its own page."""
    roadshow, form = get_roadshow(roadshow_id), DeclineForm()
    pitches = list_picked(roadshow_id, _picked(roadshow))
    if not pitches:
        flash(_("没有勾选任何一项。"), "now")
        return _back(roadshow_id)
    if "reason" in request.form and form.validate():
        try:
            _say_decided(_decide(roadshow, PitchState.DECLINED, form.reason.data), PitchState.DECLINED)
            return _back(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/screening_ranking/decline_ranked.html",
        form=form,
        roadshow=roadshow,
        pitches=pitches,
        seen=_seen(),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/decisions")
@may("pitch.select")
def list_decisions(roadshow_id: int) -> str:
    roadshow, page, held = get_roadshow(roadshow_id), asked_page(), queries.list_held(roadshow_id)
    found = queries.list_open_decisions_shown(roadshow_id, asked_words("q"))
    decisions, setup = found.page(page), queries.find_setup(roadshow_id)
    return render_template(
        "centre/screening_ranking/list_decisions.html",
        roadshow=roadshow,
        decisions=decisions,
        shown=Shown(page, found.count()),
        total=len(held),
        first_turn=min((each.turn for each in held if each.turn), default=None),
        seen=queries.seen(held),
        faults={each.id: fault_of(each.pitch, each.to) for each in decisions},
        free=queries.count_places_free(roadshow.places, count_places_taken(roadshow_id), held),
        notice_days=setup.notice_days if setup else 0,
        **lacking_of(roadshow_id, decisions),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/decisions/up")
@may("pitch.select")
def move_up_decision(roadshow_id: int) -> Response:
    roadshow = get_roadshow(roadshow_id)
    try:
        for pitch_id in picked()[:1]:
            deciding.move_up(roadshow, pitch_id, seen=_seen(), actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_decisions", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/decisions/send")
@may("pitch.select")
def send_decisions(roadshow_id: int) -> Response:
    roadshow = get_roadshow(roadshow_id)
    try:
        taken = deciding.send(roadshow, seen=_seen(), actor=current_user.actor)
        flash_taken(taken, with_letters(_("%(count)d个结果已发出。", count=taken.count)))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_decisions", roadshow_id=roadshow_id))


def _picked(roadshow: Roadshow) -> list[int]:
    return picked(among(lambda: [row.id for row in _asked(ranked(queries.get_setup(roadshow.id)))]))


def _back(roadshow_id: int) -> Response:
    """To the list, as it was asked for."""
    return redirect(as_asked(url_for(".list_ranking", roadshow_id=roadshow_id)))


def _asked(rows: list[Ranked]) -> list[Ranked]:
    """Those that the address asks for; nonsense filters nothing."""
    state, text = request.args.get("state", type=PitchState), asked_words("q").lower()
    rows = [row for row in rows if text in f"{row.applied.project}\n{row.applied.company}".lower()]
    rows = [row for row in rows if request.args.get("sector") not in SECTORS.keys() - {row.applied.sector}]
    return [row for row in rows if row.applied.state is state] if state else rows


def _decide(roadshow: Roadshow, to: PitchState, reason: str = "") -> Taken:
    """In the order of the ranking, which a waitlist keeps."""
    chosen, setup = set(_picked(roadshow)), queries.get_setup(roadshow.id)
    ids = [row.id for row in ranked(setup) if row.id in chosen]
    return deciding.decide_many(roadshow, ids, to, reason, seen=_seen(), actor=current_user.actor)


def _say_decided(taken: Taken, to: PitchState) -> None:
    words = _("%(count)d个项目拟定为“%(state)s”，发出以后项目方才看得到。", count=taken.count, state=word(to))
    flash_taken(taken, words)


def _lines(row: Ranked, sheets: Sequence[Sheet]) -> list[Line]:
    return [Line(row, sheet) for sheet in sheets] or [Line(row, None)]


def _seen() -> str:  # what the reader saw of the decisions when they pressed
    return request.form.get("seen", "")
