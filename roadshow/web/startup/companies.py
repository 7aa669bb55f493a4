"""A company's page: who acts for it, who is invited, who would like to; and how one asks to join another."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.documents.queries import list_documents
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.site import has_mail
from roadshow.projects import belonging, claiming, joining, members, queries
from roadshow.projects.claims import get_claimable, get_own_claim, list_claimable
from roadshow.projects.models import RIGHT_WORDS, Company, MemberRight
from roadshow.projects.rules import statement_faults
from roadshow.web.addresses import absolute
from roadshow.web.asked import asked_words
from roadshow.web.asking_in import InvitationForm, RefusalForm
from roadshow.web.documents import lines_of
from roadshow.web.facts import company_facts
from roadshow.web.fields import Choice, Form, Prose, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member, with_letters

from . import blueprint

RIGHTS = [(right.value, words) for right, words in RIGHT_WORDS.items()]


class MemberForm(InvitationForm):
    right = Choice(
        _("权限"), [InputRequired(_("请选择权限"))], choices=RIGHTS, default=MemberRight.EDITOR.value
    )


class RightForm(Form):
    right = Choice(_("权限"), [InputRequired(_("请选择权限"))], choices=RIGHTS)


class JoinForm(Form):
    named = Text(_("统一社会信用代码或企业全称"), [InputRequired(_("请填写统一社会信用代码或企业全称"))])
    company = Choice(_("企业"), [InputRequired(_("请选择企业"))])
    message = Prose(_("您是谁、在企业做什么"), [InputRequired(_("请写明您是谁、在企业做什么"))])


class ClaimForm(Form):
    statement = Prose(_("认领说明"), [InputRequired(_("请写明您是谁、为什么这家企业是您的"))])

    def faults(self) -> list[Fault]:
        return statement_faults(self.statement.data)


@blueprint.get("/companies/<int:company_id>")
@may("project.own")
def show_company(company_id: int) -> str:
    company = queries.get_own_company(current_user.id, company_id)
    owns = belonging.may_own(current_user.id, company.id)
    return render_template(
        "startup/companies/show_company.html",
        company=company,
        facts=company_facts(company),
        members=belonging.list_members(company.id),
        own_id=current_user.id,
        owns=owns,
        edits=belonging.may_edit(current_user.id, company.id),
        invitations=belonging.list_open_invitations(company.id) if owns else [],
        requests=belonging.list_requests_for(current_user.id, company.id),
        rights=RIGHTS,
        licence=lines_of(list_documents("company", company_id), "startup.show_document"),
    )


@blueprint.route("/companies/<int:company_id>/invite", methods=["GET", "POST"])
@may("project.own")
def invite_member(company_id: int) -> str | Response:
    company = queries.get_own_company(current_user.id, company_id, MemberRight.OWNER)
    form = MemberForm()
    if form.validate_on_submit():
        try:
            secret = members.invite_member(
                company, form.email.data, MemberRight(form.right.data), link=_link, actor=current_user.actor
            )
            if not has_mail():  # nobody else brings it to them
                return _invite_page(form, company, _link(secret))
            flash(with_letters(_("已邀请%(email)s，对方打开信里的链接就能加入。", email=form.email.data)))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
    return _invite_page(form, company)


@blueprint.post("/invitations/<int:invitation_id>/withdraw")
@may("project.own")
def withdraw_invitation(invitation_id: int) -> Response:
    invitation = belonging.get_governed_invitation(current_user.id, invitation_id)
    company_id = invitation.company_id
    members.withdraw_invitation(invitation, actor=current_user.actor)
    flash(_("已收回邀请，链接不能再用了。"))
    return redirect(url_for(".show_company", company_id=company_id))


@blueprint.post("/members/<int:member_id>/right")
@may("project.own")
def set_right(member_id: int) -> Response:
    member, form = belonging.get_governed_member(current_user.id, member_id), RightForm()
    company_id, name = member.company_id, member.person.name
    if not form.validate_on_submit():
        flash(_("请从列表中选择一项"), "bad")
        return redirect(url_for(".show_company", company_id=company_id))
    try:
        members.set_right(member, MemberRight(form.right.data), actor=current_user.actor)
        flash(_("已保存%(name)s的权限。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_company", company_id=company_id))


@blueprint.post("/members/<int:member_id>/remove")
@may("project.own")
def remove_member(member_id: int) -> Response:
    member = belonging.get_governed_member(current_user.id, member_id)
    company_id, name = member.company_id, member.person.name
    try:
        members.remove_member(member, actor=current_user.actor)
        flash(_("已把%(name)s移出企业。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_company", company_id=company_id))


@blueprint.route("/companies/<int:company_id>/leave", methods=["GET", "POST"])
@may("project.own")
def leave_company(company_id: int) -> str | Response:
    """Asks once: only an owner lets them in again."""
    member = belonging.get_membership(current_user.id, company_id)
    name = member.company.name
    if request.method == "GET":
        return render_template("startup/companies/leave_company.html", member=member)
    try:
        members.leave(member, actor=current_user.actor)
        flash(_("您已退出“%(name)s”。", name=name))
        return redirect(url_for(".list_projects"))
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".show_company", company_id=company_id))


@blueprint.route("/companies/join", methods=["GET", "POST"])
@may("project.own")
def join_company() -> str | Response:
    form = JoinForm(named=asked_words("named"))
    found = belonging.list_companies_called(form.named.data or "")
    form.company.offer([(str(company.id), company.name) for company in found])
    if form.validate_on_submit():
        try:
            _ask_to_join(found, form)
            flash(_("已提出申请，有了答复会通知您。"))
            return redirect(url_for(".list_projects"))
        except Refused as refusal:
            say(form, refusal)
    claimable = [company for company in list_claimable(current_user.id) if company in found]
    return render_template("startup/companies/join_company.html", form=form, found=found, claimable=claimable)


@blueprint.post("/requests/<int:request_id>/withdraw")
@may("project.own")
def withdraw_request(request_id: int) -> Response:
    asked = belonging.get_own_request(current_user.id, request_id)
    name = asked.company.name
    try:
        joining.withdraw(asked, actor=current_user.actor)
        flash(_("已撤回加入“%(name)s”的申请。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_projects"))


@blueprint.post("/requests/<int:request_id>/confirm")
@may("project.own")
def confirm_request(request_id: int) -> Response:
    asked, form = belonging.get_request_for(current_user.id, request_id), RightForm()
    company_id, name = asked.company_id, asked.person.name
    right = MemberRight(form.right.data) if form.validate_on_submit() else MemberRight.VIEWER
    try:
        joining.confirm(asked, right, actor=current_user.actor)
        flash(_("%(name)s已加入企业。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_company", company_id=company_id))


@blueprint.route("/requests/<int:request_id>/refuse", methods=["GET", "POST"])
@may("project.own")
def refuse_request(request_id: int) -> str | Response:
    asked, form = belonging.get_request_for(current_user.id, request_id), RefusalForm()
    company_id = asked.company_id
    if form.validate_on_submit():
        try:
            joining.refuse(asked, form.reason.data, actor=current_user.actor)
            flash(with_letter_to_member(_("没有同意，写明了原因。")))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/companies/refuse_request.html", form=form, asked=asked)


@blueprint.route("/companies/<int:company_id>/claim", methods=["GET", "POST"])
@may("project.own")
def claim_company(company_id: int) -> str | Response:
    company, form = get_claimable(current_user.id, company_id), ClaimForm()
    if form.validate_on_submit():
        try:
            claiming.claim_company(
                company, current_user.person, form.statement.data, actor=current_user.actor
            )
            flash(_("已交路演中心核实，有了答复会写信通知您。"))
            return redirect(url_for(".list_projects"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/companies/claim_company.html", form=form, company=company)


@blueprint.post("/claims/<int:claim_id>/withdraw")
@may("project.own")
def withdraw_claim(claim_id: int) -> Response:
    claim = get_own_claim(current_user.id, claim_id)
    name = claim.company.name
    try:
        claiming.withdraw(claim, actor=current_user.actor)
        flash(_("已撤回对“%(name)s”的认领。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_projects"))


def _ask_to_join(found: list[Company], form: JoinForm) -> None:
    company = next(company for company in found if str(company.id) == form.company.data)
    joining.ask_to_join(company, current_user.person, form.message.data, actor=current_user.actor)


def _invite_page(form: MemberForm, company: Company, link: str | None = None) -> str:
    return render_template("startup/companies/invite_member.html", form=form, company=company, link=link)


def _link(token: str) -> str:
    return absolute("public.join_company", token=token)
