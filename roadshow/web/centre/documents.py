from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.audit.queries import list_entries_of
from roadshow.documents import operations as documents
from roadshow.documents import queries
from roadshow.documents.models import Document, DocumentKind
from roadshow.documents.rules import LARGEST
from roadshow.foundation.errors import Missing, Refused
from roadshow.outcomes import operations
from roadshow.outcomes.models import Row
from roadshow.outcomes.naming import name_of
from roadshow.outcomes.queries import get_row
from roadshow.outcomes.states import RowState
from roadshow.projects.queries import get_company, get_project
from roadshow.web.bodies import takes_files
from roadshow.web.documents import SEEN, EvidenceForm, Ways, send_file, send_page, viewed
from roadshow.web.fields import flash_refusal, say
from roadshow.web.frame import belongs_under
from roadshow.web.guards import may

from . import blueprint

WAYS = Ways("centre.show_document", "centre.show_page", "centre.download_document")


@blueprint.get("/documents/<int:document_id>")
@may("project.read")
def show_document(document_id: int) -> str:
    document = queries.get_document(document_id)
    if document.kind is not DocumentKind.EVIDENCE:
        belongs_under(
            "centre.list_projects" if document.kind is DocumentKind.DECK else "centre.list_companies"
        )
    return render_template(
        "centre/documents/show_document.html",
        place=place_of(document),
        removable=is_removable(document),
        shown=viewed(document, WAYS),
        entries=list_entries_of("document", document_id),
    )


@blueprint.get("/documents/<int:document_id>/<int:number>/pages/<int:page>.jpg")
@may("project.read")
def show_page(document_id: int, number: int, page: int) -> Response:
    return send_page(queries.get_document(document_id), number, page, SEEN)


@blueprint.get("/documents/<int:document_id>/<int:number>/file")
@may("project.read")
def download_document(document_id: int, number: int) -> Response:
    return send_file(queries.get_document(document_id), number, SEEN)


@blueprint.route("/outcomes/<int:row_id>/evidence/new", methods=["GET", "POST"])
@may("outcome.log")
@takes_files(LARGEST)
def attach_evidence(row_id: int) -> str | Response:
    row, form = get_row(row_id), EvidenceForm()
    if form.validate_on_submit():
        try:
            arrived = form.arrived(DocumentKind.EVIDENCE)
            document = documents.add_evidence(row.id, form.title.data, arrived, actor=current_user.actor)
            flash(_("已收到“%(name)s”，正在检查。您可以离开这一页。", name=document.title))
            return redirect(url_for(".show_outcome", row_id=row_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/documents/attach_evidence.html", form=form, row=row, name=name_of(row))


@blueprint.route("/documents/<int:document_id>/delete", methods=["GET", "POST"])
@may("outcome.log")
def delete_evidence(document_id: int) -> str | Response:
    document, row = evidence(document_id)
    if request.method == "GET":
        return render_template("centre/documents/delete_evidence.html", document=document, row=row)
    try:
        operations.remove_evidence(row, document, actor=current_user.actor)
        flash(_("已删除这份材料。"))
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".show_document", document_id=document_id))
    return redirect(url_for(".show_outcome", row_id=row.id))


def evidence(document_id: int) -> tuple[Document, Row]:
    """With its row of the ledger. Raises: Missing, also when it is somebody's deck."""
    document = queries.get_document(document_id)
    if document.kind is not DocumentKind.EVIDENCE:
        raise Missing(f"evidence {document_id}")
    return document, get_row(document.thing_id)


def is_removable(document: Document) -> bool:
    """Whether its reader may, as nobody has seen the evidence yet."""
    if document.kind is not DocumentKind.EVIDENCE or "outcome.log" not in current_user.permissions:
        return False
    return get_row(document.thing_id).state is RowState.LOGGED


def place_of(document: Document) -> tuple[str, str]:
    """Where it belongs: the address of its project's or its row's page, and what that is called."""
    if document.kind is DocumentKind.DECK:
        project = get_project(document.thing_id)
        return url_for(".show_project", project_id=project.id), project.name
    if document.kind is DocumentKind.LICENCE:
        company = get_company(document.thing_id)
        return url_for(".show_company", company_id=company.id), company.name
    row = get_row(document.thing_id)
    return url_for(".show_outcome", row_id=row.id), name_of(row)
