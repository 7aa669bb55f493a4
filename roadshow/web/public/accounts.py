import math
from http import HTTPStatus

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired

from roadshow.accounts import inviting, operations, queries, signing_in
from roadshow.accounts.coming_in import OWN_ROLES
from roadshow.accounts.guessing import TooMany
from roadshow.accounts.models import Invitation
from roadshow.accounts.passwords import change_faults, password_faults
from roadshow.accounts.permissions import ROLE_MEANS, permissions_of
from roadshow.accounts.rules import clean_email, person_faults
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.site import has_mail
from roadshow.web import drafts, language, menus, signed_in
from roadshow.web.addresses import blueprint_of
from roadshow.web.asked import asked_path
from roadshow.web.fields import Form, Text, say
from roadshow.web.guards import door, may

from . import blueprint


class SignInForm(Form):
    email = Text(_("邮箱"), [InputRequired(_("请填写邮箱"))])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码"))])


def agreement() -> BooleanField:
    """For whoever gets an account; the last field, as forms tell their faults in this order."""
    return BooleanField(_("我已阅读并同意隐私说明"), [InputRequired(_("请先阅读并同意隐私说明"))])


class PasswordForm(Form):
    old = PasswordField(_("当前密码"), [InputRequired(_("请填写当前密码"))])
    new = PasswordField(_("新密码"), [InputRequired(_("请填写新密码"))])
    again = PasswordField(_("再写一次新密码"), [InputRequired(_("请再写一次新密码"))])

    def faults(self) -> list[Fault]:
        me = current_user.person
        typed = (self.old.data or "", self.new.data or "")
        faults = change_faults(me.password_hash, *typed, email=me.email, name=me.name)
        if self.new.data != self.again.data:
            faults.append(Fault("again", _("两次写的新密码不一样")))
        return faults


class InvitationForm(Form):
    email = Text(_("邮箱"), [InputRequired(_("请填写邮箱"))])
    name = Text(_("姓名"), [InputRequired(_("请填写姓名"))])
    password = PasswordField(_("密码"), [InputRequired(_("请设一个密码"))])
    agreed = agreement()

    def faults(self) -> list[Fault]:
        email, name = clean_email(self.email.data), self.name.data
        return person_faults(email, name) + password_faults(self.password.data or "", email=email, name=name)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@door
def sign_in() -> str | Response | tuple[str, int, dict[str, str]]:
    if current_user.is_authenticated:
        return redirect(_after_sign_in())
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = signing_in.sign_in(form.email.data, form.password.data, address=request.remote_addr or "")
            if token is not None:
                return enter(token)
            say(form, Refused(_("邮箱与密码不匹配，请核对后重试"), "password"))
        except TooMany as refusal:
            page = render_template(
                "public/accounts/sign_in.html",
                form=form,
                wait=refusal.words,
                next=next_asked(),
                request_id=g.get("request_id", ""),
            )
            seconds = math.ceil(refusal.wait.total_seconds())
            return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(seconds)}
    why = drafts.told_at_the_door() if request.method == "GET" else ""
    return render_template(
        "public/accounts/sign_in.html", form=form, why=why, next=next_asked(), mailed=has_mail()
    )


@blueprint.post("/sign-out")
@door
def sign_out() -> Response:
    home = url_for("public.home")  # in the language that the session still knows
    if current_user.is_authenticated:
        operations.sign_out(current_user.session, actor=current_user.actor)
        ended = current_user.get_id()
        logout_user()
        session.clear()
        session[drafts.ENDED] = ended  # it opens nothing; it tells whose a form is that was open beside
    return redirect(home)


@blueprint.post("/account/draft/drop")
@may("account.own")
def drop_draft() -> Response:
    """What was typed before is not wanted: the form begins anew."""
    path = asked_path() or ""
    operations.drop_draft(current_user.person, path.partition("?")[0])
    session.pop(drafts.MARK, None)
    return redirect(path or url_for(menus.home_endpoint(current_user.permissions)))


@blueprint.route("/account/password", methods=["GET", "POST"])
@may("account.own")
@drafts.secret
def change_password() -> str | Response:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            operations.change_password(
                current_user.person,
                old=form.old.data,
                new=form.new.data,
                session=current_user.session,
                actor=current_user.actor,
            )
            flash(_("密码已修改，您在别处的登录已全部退出。"))
            return redirect(url_for(menus.home_endpoint(current_user.permissions)))
        except Refused as refusal:
            say(form, refusal)
    return render_template("public/accounts/change_password.html", form=form, email=current_user.person.email)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@door
def accept_invitation(token: str) -> str | Response:
    """A newcomer makes an account; whoever has one by now signs in and takes the roles."""
    invitation = queries.get_invitation(token)
    form = InvitationForm(email=invitation.email, name=invitation.name)
    known = invitation.email is not None and queries.find_person(invitation.email) is not None
    mine = current_user.is_authenticated and current_user.person.email == invitation.email
    if request.method == "POST" and (mine or (not known and form.validate())):
        try:
            return _take_roles(invitation) if mine else enter(_accept(invitation, form))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "public/accounts/accept_invitation.html",
        form=form,
        invitation=invitation,
        means=[(role, ROLE_MEANS[role]) for role in invitation.granted],
        known=known,
        mine=mine,
        reads_as="" if mine or not current_user.is_authenticated else current_user.person.email,
    )


def _take_roles(invitation: Invitation) -> Response:
    inviting.accept_as_known(invitation, current_user.person, actor=current_user.actor)
    flash(_("新的角色已经生效。"))
    return redirect(url_for(menus.home_endpoint(permissions_of(current_user.person.roles))))


def _accept(invitation: Invitation, form: InvitationForm) -> str:
    return inviting.accept_invitation(
        invitation,
        email=form.email.data,
        name=form.name.data,
        password=form.password.data,
        address=request.remote_addr or "",
    )


def enter(token: str) -> Response:
    """A new session under a new cookie; of an earlier one comes along the language, and that a form waits."""
    kept = {name: session[name] for name in ("lang", drafts.MARK) if name in session}
    next_page = asked_path()
    session.clear()
    session.update(kept)
    login_user(signed_in.load(token))
    language.greet(current_user.person)
    return redirect(next_page or url_for(menus.home_endpoint(current_user.permissions)))


def desk_asked() -> str | None:
    """The role whose desk the reader was going to, of those that anybody may take; None for anywhere else."""
    desk = blueprint_of(request.args.get("next", ""))
    return desk if desk in OWN_ROLES else None


def next_asked() -> str | None:
    """The page of such a desk, which the links from sign-in to the new account carry on."""
    return request.args["next"].partition("?")[0] if desk_asked() else None


def _after_sign_in() -> str:
    return asked_path() or url_for(menus.home_endpoint(current_user.permissions))
