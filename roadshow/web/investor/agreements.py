"""What the institution declares and what its reader promises, each in a version of its own."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Missing, Refused
from roadshow.investors import agreements
from roadshow.investors.choices import TEXT, VERSION
from roadshow.investors.models import AgreementKind
from roadshow.web.facts import agreement_facts
from roadshow.web.fields import flash_refusal
from roadshow.web.guards import may

from . import blueprint
from .own import own_institution


@blueprint.get("/institution/agreements")
@may("institution.own")
def list_agreements() -> str:
    institution = own_institution()
    return render_template(
        "investor/agreements/list_agreements.html",
        institution=institution,
        texts=[(kind, VERSION[kind], TEXT[kind]) for kind in AgreementKind],
        agreed={
            AgreementKind.DECLARATION: agreements.has_declared(institution.id),
            AgreementKind.NDA: agreements.has_signed_nda(current_user.id),
        },
        facts=agreement_facts(agreements.list_agreements(institution.id)),
    )


@blueprint.post("/institution/agreements/<kind>")
@may("institution.own")
def agree(kind: str) -> Response:
    if kind not in list(AgreementKind):
        raise Missing(f"agreement {kind}")
    version = request.form.get("version", 0, type=int)
    try:
        agreements.agree(
            own_institution(), current_user.person, AgreementKind(kind), version, actor=current_user.actor
        )
        flash(_("已记下您的同意。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_agreements"))
