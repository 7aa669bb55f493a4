"""The link by which a colleague joins a company or an institution: a button for one with an account, a form for a
newcomer."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from roadshow.accounts.passwords import password_faults
from roadshow.accounts.queries import find_person
from roadshow.accounts.rules import person_faults
from roadshow.foundation.errors import Fault, Refused
from roadshow.investors import belonging as investors
from roadshow.investors import contacts
from roadshow.investors.models import ContactInvitation
from roadshow.projects import belonging, members
from roadshow.projects.models import MemberInvitation
from roadshow.web.fields import Form, Text, say
from roadshow.web.guards import door

from . import blueprint
from .accounts import agreement, enter


class NewcomerForm(Form):
    """For the address that the link went to."""

    email = Text(_("邮箱"))
    name = Text(_("姓名"), [InputRequired(_("请填写姓名"))])
    password = PasswordField(_("密码"), [InputRequired(_("请设一个密码"))])
    agreed = agreement()

    def faults(self) -> list[Fault]:
        email, name = self.email.data, self.name.data
        named = [fault for fault in person_faults(email, name) if fault.field == "name"]
        return named + password_faults(self.password.data or "", email=email, name=name)


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@door
def join_company(token: str) -> str | Response:
    invitation = belonging.get_member_invitation(token)
    company_id, name = invitation.company_id, invitation.company.name

    def page(**told: object) -> str:
        return render_template("public/joining/join_company.html", **told)

    def join() -> Response:
        members.accept_invitation(invitation, current_user.person, actor=current_user.actor)
        flash(_("您已加入“%(name)s”。", name=name))
        return redirect(url_for("startup.show_company", company_id=company_id))

    def come(name: str, password: str, address: str) -> str:
        return members.accept_as_newcomer(invitation, name, password, address=address)

    return _answer(page, token, invitation, join, come)


@blueprint.route("/join-institution/<token>", methods=["GET", "POST"])
@door
def join_institution(token: str) -> str | Response:
    invitation = investors.get_contact_invitation(token)
    name = invitation.institution.name

    def page(**told: object) -> str:
        return render_template("public/joining/join_institution.html", **told)

    def join() -> Response:
        contacts.accept_invitation(invitation, current_user.person, actor=current_user.actor)
        flash(_("您已加入“%(name)s”。", name=name))
        return redirect(url_for("investor.show_institution"))

    def come(name: str, password: str, address: str) -> str:
        return contacts.accept_as_newcomer(invitation, name, password, address=address)

    return _answer(page, token, invitation, join, come)


def _answer(
    page: Callable[..., str],
    token: str,
    invitation: MemberInvitation | ContactInvitation,
    join: Callable[[], Response],
    come: Callable[[str, str, str], str],
) -> str | Response:
    """The page, or what became of it: ``join`` is for whom the link went to, ``come`` makes a newcomer's account."""
    form = NewcomerForm(email=invitation.email)
    known = find_person(invitation.email) is not None
    mine = current_user.is_authenticated and current_user.person.email == invitation.email
    if request.method == "POST" and (mine or (not known and form.validate())):
        try:
            return (
                join() if mine else enter(come(form.name.data, form.password.data, request.remote_addr or ""))
            )
        except Refused as refusal:
            say(form, refusal)
    return page(
        form=form,
        invitation=invitation,
        known=known,
        mine=mine,
        token=token,
        reads_as="" if mine or not current_user.is_authenticated else current_user.person.email,
    )
