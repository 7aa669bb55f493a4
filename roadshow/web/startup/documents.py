from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.audit.queries import list_entries_of
from roadshow.documents import operations, queries
from roadshow.documents.models import Document, DocumentKind, View
from roadshow.documents.rules import LARGEST
from roadshow.foundation.errors import Missing, Refused
from roadshow.projects.belonging import may_edit
from roadshow.projects.models import MemberRight
from roadshow.projects.queries import get_own_company, get_own_project, list_ids_of_members
from roadshow.web.asked import asked_words
from roadshow.web.bodies import takes_files
from roadshow.web.documents import SEEN, AboutForm, DeckForm, FileForm, Ways, send_file, send_page, viewed
from roadshow.web.exports import send_workbook
from roadshow.web.fields import flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.words import word

from . import blueprint

VIEWERS_SHOWN = 10


class Place(NamedTuple):
    """What a document belongs to: a project, or for its licence a company."""

    name: str
    url: str
    company_id: int | None


WAYS = Ways("startup.show_document", "startup.show_page", "startup.download_document")

VIEWS: Listing[View] = Listing(
    _("谁看过"),
    "startup.export_views",
    (
        Column(_("姓名"), lambda view: view.name, "name"),
        Column(_("做了什么"), lambda view: word(view.kind), "kind", "word"),
        Column(_("版本"), lambda view: _("第%(number)d版", number=view.version.number), "version", "word"),
        Column(_("页"), lambda view: view.page, kind="n"),
        Column(_("时间"), lambda view: view.at, "at", "when"),
    ),
)


@blueprint.route("/projects/<int:project_id>/documents/new", methods=["GET", "POST"])
@may("project.own")
@takes_files(LARGEST)
def upload_document(project_id: int) -> str | Response:
    project, form = get_own_project(current_user.id, project_id, MemberRight.EDITOR), DeckForm()
    if form.validate_on_submit():
        try:
            arrived = form.arrived(DocumentKind.DECK)
            document = operations.add_deck(project_id, *form.said, arrived, actor=current_user.actor)
            flash(_("已收到“%(name)s”，正在检查。您可以离开这一页。", name=document.title))
            return redirect(url_for(".show_document", document_id=document.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/documents/upload_document.html", form=form, project=project)


@blueprint.route("/companies/<int:company_id>/licence", methods=["GET", "POST"])
@may("project.own")
@takes_files(LARGEST)
def upload_licence(company_id: int) -> str | Response:
    company, form = get_own_company(current_user.id, company_id, MemberRight.EDITOR), FileForm()
    if form.validate_on_submit():
        try:
            arrived = form.arrived(DocumentKind.LICENCE)
            document = operations.hand_in_licence(company_id, arrived, actor=current_user.actor)
            flash(_("已收到“%(name)s”，正在检查。您可以离开这一页。", name=document.title))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/documents/upload_licence.html", form=form, company=company)


@blueprint.get("/documents/<int:document_id>")
@may("project.own")
def show_document(document_id: int) -> str:
    document, place = own(document_id)
    return render_template(
        "startup/documents/show_document.html",
        place=place,
        shown=viewed(document, WAYS),
        viewers=queries.list_viewers(document_id, VIEWERS_SHOWN),
        entries=list_entries_of("document", document_id),
        known=list_ids_of_members(place.company_id),
        cited=queries.is_cited(document_id),
        edits=may_edit(current_user.id, place.company_id),
    )


@blueprint.route("/documents/<int:document_id>/replace", methods=["GET", "POST"])
@may("project.own")
@takes_files(LARGEST)
def replace_document(document_id: int) -> str | Response:
    document, place = own(document_id, MemberRight.EDITOR)
    form = FileForm()
    if form.validate_on_submit():
        try:
            operations.replace(document, form.arrived(document.kind), actor=current_user.actor)
            flash(_("已收到新版本，正在检查；通过之前，看到的还是原来的一版。"))
            return redirect(url_for(".show_document", document_id=document_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "startup/documents/replace_document.html", form=form, document=document, place=place
    )


@blueprint.route("/documents/<int:document_id>/change", methods=["GET", "POST"])
@may("project.own")
def change_document(document_id: int) -> str | Response:
    document, place = own_deck(document_id, MemberRight.EDITOR)
    form = AboutForm(obj=document)
    if form.validate_on_submit():
        try:
            operations.change(document, *form.said, actor=current_user.actor)
            flash(_("已修改材料。"))
            return redirect(url_for(".show_document", document_id=document_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "startup/documents/change_document.html", form=form, document=document, place=place
    )


@blueprint.route("/documents/<int:document_id>/delete", methods=["GET", "POST"])
@may("project.own")
def delete_document(document_id: int) -> str | Response:
    document, place = own(document_id, MemberRight.EDITOR)
    if request.method == "GET":
        return render_template("startup/documents/delete_document.html", document=document, place=place)
    try:
        operations.delete_document(document, actor=current_user.actor)
        flash(_("已删除这份材料。"))
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".show_document", document_id=document_id))
    return redirect(place.url)


@blueprint.get("/documents/<int:document_id>/views")
@may("project.own")
def list_views(document_id: int) -> str:
    document, place = own(document_id)
    page, views = asked_page(), queries.list_views(document_id, VIEWS.order, asked_words("q"))
    return render_template(
        "startup/documents/list_views.html",
        listing=VIEWS,
        document=document,
        place=place,
        views=views.page(page),
        shown=Shown(page, views.count()),
    )


@blueprint.get("/documents/<int:document_id>/views.xlsx")
@may("project.own")
def export_views(document_id: int) -> Response:
    document, _place = own(document_id)
    views = queries.list_views(document_id, VIEWS.order, asked_words("q"))
    return send_workbook(VIEWS, views, document.title)


@blueprint.get("/documents/<int:document_id>/<int:number>/pages/<int:page>.jpg")
@may("project.own")
def show_page(document_id: int, number: int, page: int) -> Response:
    document, _place = own(document_id)
    return send_page(document, number, page, SEEN)


@blueprint.get("/documents/<int:document_id>/<int:number>/file")
@may("project.own")
def download_document(document_id: int, number: int) -> Response:
    document, _place = own(document_id)
    return send_file(document, number, SEEN)


def own(document_id: int, right: MemberRight = MemberRight.VIEWER) -> tuple[Document, Place]:
    """With what it belongs to. Raises: Missing, also when it is somebody else's or the reader has not at least this
    right."""
    document = queries.get_document(document_id)
    if document.kind is DocumentKind.DECK:
        project = get_own_project(current_user.id, document.thing_id, right)
        return document, Place(
            project.name, url_for(".show_project", project_id=project.id), project.company_id
        )
    if document.kind is not DocumentKind.LICENCE:
        raise Missing(f"deck or licence {document_id}")
    company = get_own_company(current_user.id, document.thing_id, right)
    return document, Place(company.name, url_for(".show_company", company_id=company.id), company.id)


def own_deck(document_id: int, right: MemberRight) -> tuple[Document, Place]:
    """Raises: Missing as ``own`` does, and for a licence, which has neither title nor readers to choose."""
    document, place = own(document_id, right)
    if document.kind is not DocumentKind.DECK:
        raise Missing(f"deck {document_id}")
    return document, place
