"""Somebody says that a company is theirs and not its members'."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.queries import last_number
from roadshow.foundation.errors import Refused
from roadshow.projects import claiming, claims
from roadshow.projects.models import Claim, Company
from roadshow.web.asking_in import RefusalForm
from roadshow.web.facts import Fact, company_facts
from roadshow.web.fields import Prose, say
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member
from roadshow.web.words import moment, word

from . import blueprint
from .companies import CompanyCheckForm, checked


class TransferForm(CompanyCheckForm):
    reason = Prose(_("移交的原因"), [InputRequired(_("请写明移交的原因"))])


@blueprint.get("/claims/<int:claim_id>")
@may("company.admit")
def show_claim(claim_id: int) -> str:
    claim = claims.get_claim(claim_id)
    return render_template(
        "centre/claiming/show_claim.html",
        claim=claim,
        claimant=claim_facts(claim),
        members=member_facts(claim.company),
        company=[*company_facts(claim.company), *checked(claim.company)],
    )


@blueprint.route("/claims/<int:claim_id>/transfer", methods=["GET", "POST"])
@may("company.admit")
def transfer_company(claim_id: int) -> str | Response:
    """The page says once what follows: it cannot be taken back by a button."""
    claim = claims.get_claim(claim_id)
    form = TransferForm(seen=last_number("company", claim.company_id))
    form.uscc = claim.company.uscc
    if form.validate_on_submit():
        checked_by, seen = (form.proof, form.note.data), form.seen.number
        try:
            claiming.transfer(claim, *checked_by, form.reason.data, seen=seen, actor=current_user.actor)
            flash(_("已把“%(company)s”移交给%(name)s。", company=claim.company.name, name=claim.person.name))
            return redirect(url_for(".show_company", company_id=claim.company_id))
        except Refused as refusal:
            say(form, refusal)
            form.seen.data = last_number("company", claim.company_id)  # the page shows what stands now
    return render_template(
        "centre/claiming/transfer_company.html",
        form=form,
        claim=claim,
        claimant=claim_facts(claim),
        members=member_facts(claim.company),
    )


@blueprint.route("/claims/<int:claim_id>/refuse", methods=["GET", "POST"])
@may("company.admit")
def refuse_claim(claim_id: int) -> str | Response:
    claim, form = claims.get_claim(claim_id), RefusalForm()
    if form.validate_on_submit():
        try:
            claiming.refuse(claim, form.reason.data, actor=current_user.actor)
            flash(with_letter_to_member(_("没有同意，写明了原因。")))
            return redirect(url_for(".show_company", company_id=claim.company_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/claiming/refuse_claim.html", form=form, claim=claim)


def claim_facts(claim: Claim) -> list[Fact]:
    """Who claims it, what they say, and what they asked of the members before."""
    person = claim.person
    return [
        Fact(_("认领人"), person.name, beside=person.email),
        Fact(_("账号注册时间"), moment(person.made_at)),
        Fact(_("认领时间"), moment(claim.asked_at)),
        Fact(_("认领说明"), claim.statement),
        *(
            Fact(
                _("申请加入"),
                moment(asked.asked_at),
                beside=_("%(state)s：%(reason)s", state=word(asked.state), reason=asked.reason)
                if asked.reason
                else word(asked.state),
            )
            for asked in claims.list_requests_before(claim)
        ),
    ]


def member_facts(company: Company) -> list[Fact]:
    """Who acts for it now."""
    return [
        Fact(
            word(member.right),
            member.person.name,
            beside=_(
                "%(email)s，%(moment)s注册", email=member.person.email, moment=moment(member.person.made_at)
            ),
        )
        for member in company.members
    ]
