"""A startup makes its own account: a form, a letter, a link with one button."""

from http import HTTPStatus

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired

from roadshow.accounts import coming_in, queries
from roadshow.accounts.passwords import password_faults
from roadshow.accounts.rules import clean_email, person_faults
from roadshow.foundation.errors import Fault, Refused
from roadshow.web.addresses import absolute
from roadshow.web.fields import Form, Text, say
from roadshow.web.guards import door
from roadshow.web.menus import home_endpoint

from . import blueprint
from .accounts import enter
from .site import contact


class SignUpForm(Form):
    name = Text(_("姓名"), [InputRequired(_("请填写姓名"))])
    email = Text(_("邮箱"), [InputRequired(_("请填写邮箱"))])
    password = PasswordField(_("密码"), [InputRequired(_("请设一个密码"))])
    agreed = BooleanField(_("我已阅读并同意隐私说明"), [InputRequired(_("请先阅读并同意隐私说明"))])

    def faults(self) -> list[Fault]:
        faults = person_faults(clean_email(self.email.data), self.name.data)
        return faults + password_faults(self.password.data or "")


@blueprint.route("/sign-up", methods=["GET", "POST"])
@door
def sign_up() -> str | Response | tuple[str, int, dict[str, str]]:
    if current_user.is_authenticated:
        return redirect(url_for(home_endpoint(current_user.permissions)))
    form = SignUpForm()
    if form.validate_on_submit():
        try:
            _ask(form)
            return _page(form, sent_to=clean_email(form.email.data))
        except Refused as refusal:
            say(form, refusal)
            return _page(form), HTTPStatus.TOO_MANY_REQUESTS, retry_after()
    return _page(form)


@blueprint.route("/sign-up/<token>", methods=["GET", "POST"])
@door
def finish_sign_up(token: str) -> str | Response:
    asked = queries.get_sign_up(token)
    if request.method == "GET":
        return render_template("public/sign_up/finish_sign_up.html", asked=asked, token=token)
    return enter(coming_in.finish_sign_up(asked, address=request.remote_addr or ""))


def _ask(form: SignUpForm) -> None:
    coming_in.sign_up(
        form.email.data,
        form.name.data,
        form.password.data,
        ways=coming_in.Ways(
            lambda token: absolute("public.finish_sign_up", token=token),
            absolute("public.sign_in"),
            absolute("public.forgot_password"),
        ),
        address=request.remote_addr or "",
    )


def _page(form: SignUpForm, sent_to: str = "") -> str:
    return render_template("public/sign_up/sign_up.html", form=form, sent_to=sent_to, **by_letter())


def by_letter() -> dict[str, object]:
    """Whether letters leave the house, and whom to ask as long as they don't."""
    return {"mailed": bool(current_app.config["SETTINGS"].smtp), "contact": contact()}


def retry_after() -> dict[str, str]:
    return {"Retry-After": f"{queries.SHUT.total_seconds():.0f}"}
