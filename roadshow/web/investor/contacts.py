"""Who acts for the institution, who is invited, and who would like to."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.mobile import clean_mobile, mobile_faults
from roadshow.foundation.site import has_mail
from roadshow.investors import belonging, contacts, joining
from roadshow.investors.models import Institution
from roadshow.web.addresses import absolute
from roadshow.web.asking_in import InvitationForm, RefusalForm
from roadshow.web.fields import Form, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.posting import with_letter_to_member, with_letters

from . import blueprint
from .own import own_institution


class MobileForm(Form):
    mobile = Text(_("手机号"))

    def faults(self) -> list[Fault]:
        number = clean_mobile(self.mobile.data)
        return mobile_faults("mobile", number) if number else []


@blueprint.get("/institution/contacts")
@may("institution.own")
def list_contacts() -> str:
    institution = own_institution()
    return render_template(
        "investor/contacts/list_contacts.html",
        institution=institution,
        own_id=current_user.id,
        invitations=belonging.list_open_invitations(institution.id),
        requests=belonging.list_requests_for(current_user.id),
    )


@blueprint.route("/institution/contacts/invite", methods=["GET", "POST"])
@may("institution.own")
def invite_contact() -> str | Response:
    institution, form = own_institution(), InvitationForm()
    if form.validate_on_submit():
        try:
            secret = contacts.invite_contact(
                institution, form.email.data, link=_link, actor=current_user.actor
            )
            if not has_mail():  # nobody else brings it to them
                return _invite_page(form, institution, _link(secret))
            flash(with_letters(_("已邀请%(email)s，对方打开信里的链接就能加入。", email=form.email.data)))
            return redirect(url_for(".list_contacts"))
        except Refused as refusal:
            say(form, refusal)
    return _invite_page(form, institution)


@blueprint.post("/institution/contacts/invitations/<int:invitation_id>/withdraw")
@may("institution.own")
def withdraw_invitation(invitation_id: int) -> Response:
    invitation = belonging.get_own_invitation(current_user.id, invitation_id)
    contacts.withdraw_invitation(invitation, actor=current_user.actor)
    flash(_("已收回邀请，链接不能再用了。"))
    return redirect(url_for(".list_contacts"))


@blueprint.route("/institution/contacts/mobile", methods=["GET", "POST"])
@may("institution.own")
def change_mobile() -> str | Response:
    contact = belonging.get_contact(current_user.id)
    form = MobileForm(mobile=contact.mobile)
    if form.validate_on_submit():
        try:
            contacts.set_mobile(contact, clean_mobile(form.mobile.data), actor=current_user.actor)
            flash(_("已保存手机号。"))
            return redirect(url_for(".list_contacts"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("investor/contacts/change_mobile.html", form=form)


@blueprint.post("/institution/contacts/<int:contact_id>/remove")
@may("institution.own")
def remove_contact(contact_id: int) -> Response:
    contact = belonging.get_colleague(current_user.id, contact_id)
    name = contact.person.name
    try:
        contacts.remove_contact(contact, actor=current_user.actor)
        flash(_("已把%(name)s移出机构。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_contacts"))


@blueprint.route("/institution/contacts/leave", methods=["GET", "POST"])
@may("institution.own")
def leave_institution() -> str | Response:
    """Asks once: only a colleague lets them in again."""
    contact = belonging.get_contact(current_user.id)
    name = contact.institution.name
    form = Form()
    if form.validate_on_submit():
        try:
            contacts.leave(contact, actor=current_user.actor)
            flash(_("您已退出“%(name)s”。", name=name))
            return redirect(url_for(".today"))
        except Refused as refusal:
            flash_refusal(refusal)
            return redirect(url_for(".list_contacts"))
    return render_template("investor/contacts/leave_institution.html", contact=contact)


@blueprint.post("/institution/contacts/requests/<int:asked_id>/confirm")
@may("institution.own")
def confirm_request(asked_id: int) -> Response:
    asked = belonging.get_request_for(current_user.id, asked_id)
    name = asked.person.name
    try:
        joining.confirm(asked, actor=current_user.actor)
        flash(_("%(name)s已加入机构。", name=name))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".list_contacts"))


@blueprint.route("/institution/contacts/requests/<int:asked_id>/refuse", methods=["GET", "POST"])
@may("institution.own")
def refuse_request(asked_id: int) -> str | Response:
    asked, form = belonging.get_request_for(current_user.id, asked_id), RefusalForm()
    if form.validate_on_submit():
        try:
            joining.refuse(asked, form.reason.data, actor=current_user.actor)
            flash(with_letter_to_member(_("没有同意，写明了原因。")))
            return redirect(url_for(".list_contacts"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("investor/contacts/refuse_request.html", form=form, asked=asked)


def _invite_page(form: InvitationForm, institution: Institution, link: str | None = None) -> str:
    return render_template(
        "investor/contacts/invite_contact.html", form=form, institution=institution, link=link
    )


def _link(token: str) -> str:
    return absolute("public.join_institution", token=token)
