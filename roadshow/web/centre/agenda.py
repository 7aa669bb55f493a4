"""The running order of a roadshow, worked on part by part, by several at once."""

from dataclasses import replace
from http import HTTPStatus

from flask import (
    abort,
    flash,
    get_template_attribute,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Draft
from roadshow.agenda.words import did, name_of
from roadshow.foundation.errors import Missing, Overtaken, Refused
from roadshow.programme.queries import get_roadshow
from roadshow.web import drafts
from roadshow.web.asked import asked_words, number
from roadshow.web.fields import say
from roadshow.web.guards import may
from roadshow.web.in_calendars import answers_to
from roadshow.web.paging import Shown, asked_page

from . import blueprint
from .agenda_acts import ACTS, Sent, at_speaker, done, overtaken, refused, seen, sent_to
from .agenda_forms import FORMATS, AddForm, FormatForm, PartForm, speakers
from .running_order import Order, Told, drawing_of, edits_of, stage_of

FRAGMENT = "X-Fragment"  # asks for, and marks, what of the page an act may change, without the page around it
LOTS_STAY = frozenset({"add", "change", "format", "move", "place", "remove"})


@blueprint.route("/roadshows/<int:roadshow_id>/agenda", methods=["GET", "POST"])
@may("agenda.make")
def show_agenda(roadshow_id: int) -> Response:
    stage = stage_of(roadshow_id)
    if request.method == "GET":
        return _answer(Order(stage, queries.get_draft(roadshow_id), _kept()))
    act = request.form.get("do", "move")
    if act not in ACTS:
        abort(HTTPStatus.BAD_REQUEST)
    sent = sent_to(stage)
    try:
        draft = ACTS[act](sent)
    except Refused as refusal:
        draft = queries.get_draft(roadshow_id)
        return _answer(Order(stage_of(roadshow_id), draft, refused(act, sent, refusal, draft)), act, sent)
    order = Order(stage, draft)
    words = done(act, sent, order)
    if request.headers.get(FRAGMENT):
        return _answer(replace(order, told=Told(say=words, key=sent.key)), act)
    flash(words)
    return _to(roadshow_id, sent.key)


@blueprint.route("/roadshows/<int:roadshow_id>/agenda/<int:key>", methods=["GET", "POST"])
@may("agenda.make")
def change_part(roadshow_id: int, key: int) -> Response:
    stage, draft = stage_of(roadshow_id), queries.get_draft(roadshow_id)
    part, told = draft.find(key), Told()
    if part is None:
        return _gone(Order(stage, draft), key)
    form = PartForm.of(part, draft.turn(key), draft.number)
    if form.validate_on_submit():
        try:
            facts = form.part(part), form.position.data
            operations.change_part(stage.roadshow, key, *facts, seen=seen(), actor=current_user.actor)
            flash(_("已修改“%(name)s”。", name=name_of(facts[0])))
            return _to(roadshow_id, key)
        except Overtaken as refusal:
            told, form.seen.data = overtaken(refusal.who, refusal.did), draft.number
        except Refused as refusal:
            say(form, at_speaker(refusal, form, draft, key))
    page = render_template(
        "centre/agenda/change_part.html",
        form=form,
        part=part,
        name=name_of(part),
        stage=stage,
        draft=draft,
        told=told,
        speakers=speakers(),
    )
    return make_response(page, HTTPStatus.CONFLICT if told.who else HTTPStatus.OK)


@blueprint.get("/roadshows/<int:roadshow_id>/agenda/versions")
@may("agenda.make")
def list_versions(roadshow_id: int) -> str:
    roadshow, page = get_roadshow(roadshow_id), asked_page()
    versions = queries.list_versions(roadshow_id, asked_words("q"))
    public = queries.list_published_versions(roadshow_id)
    return render_template(
        "centre/agenda/list_versions.html",
        roadshow=roadshow,
        edits=edits_of(versions.page(page), public, None if roadshow.date_pending else roadshow.starts_at),
        shown=Shown(page, versions.count()),
    )


def _answer(order: Order, act: str = "", sent: Sent | None = None) -> Response:
    """The page, or to a script its parts; ``sent`` is what was refused, and stays in its form."""
    adding = sent.adding if sent and act == "add" else AddForm(prefix="add", formdata=None)
    formatting = sent.formatting if sent and act == "format" else _format_form(order.draft)
    fragment = FRAGMENT in request.headers
    shown = {
        "order": order,
        "adding": adding,
        "formatting": formatting,
        "form": adding if adding.errors else formatting,
        "formats": FORMATS,
        "drawing": None if fragment and act in LOTS_STAY else drawing_of(order.stage.id),
        "lots": not (fragment and act in LOTS_STAY),
    }
    if fragment:
        page = get_template_attribute("centre/agenda/_sections.html", "sections")(**shown)
    else:
        answers = answers_to(order.draft, order.stage.roadshow.uid)
        page = render_template(
            "centre/agenda/show_agenda.html", speakers=speakers(), answers=answers, **shown
        )
    answer = make_response(page, HTTPStatus.CONFLICT if order.told.who else HTTPStatus.OK)
    if fragment:
        answer.headers[FRAGMENT] = "agenda"
    return answer


def _format_form(draft: Draft) -> FormatForm:
    return FormatForm(prefix="format", formdata=None, data=vars(draft.format))


def _kept() -> Told:
    """What was typed into a row when the session had ended."""
    typed = dict((drafts.typed() or MultiDict()).items())
    key = number(typed.get("key", ""))
    return Told() if key is None else Told(key=key, typed=typed)


def _gone(order: Order, key: int) -> Response:
    """A part that somebody removed while it was open at another's. Raises: Missing when it never was there."""
    later = queries.list_versions_after(order.stage.id, seen()) if request.method == "POST" else []
    if not later:
        raise Missing(f"part {key} of the agenda of roadshow {order.stage.id}")
    return _answer(replace(order, told=overtaken(later[-1].who, [did(version) for version in later])))


def _to(roadshow_id: int, key: int = 0) -> Response:
    anchor = f"part-{key}" if key else None
    url = url_for(".show_agenda", roadshow_id=roadshow_id, _anchor=anchor)
    return redirect(url, HTTPStatus.SEE_OTHER)
