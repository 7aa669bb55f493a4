"""Back in without the password: an address, a letter, a link that takes another one."""

from flask import render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired

from roadshow.accounts import coming_in, queries
from roadshow.accounts.models import Person, Reset
from roadshow.foundation.errors import Fault, Refused
from roadshow.web.addresses import absolute
from roadshow.web.fields import Form, say
from roadshow.web.guards import door

from . import blueprint
from .accounts import enter
from .by_letter import Answer, ask_by_letter


class ResetForm(Form):
    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person

    password = PasswordField(_("新密码"), [InputRequired(_("请填写新密码"))])
    again = PasswordField(_("再写一次新密码"), [InputRequired(_("请再写一次新密码"))])

    def faults(self) -> list[Fault]:
        faults = coming_in.reset_faults(self.person, self.password.data or "")
        if self.password.data != self.again.data:
            faults.append(Fault("again", _("两次写的新密码不一样")))
        return faults


@blueprint.route("/forgot", methods=["GET", "POST"])
@door
def forgot_password() -> Answer:
    return ask_by_letter(_page, _ask)


@blueprint.route("/forgot/<token>", methods=["GET", "POST"])
@door
def reset_password(token: str) -> str | Response:
    asked = queries.get_reset(token)
    form = ResetForm(asked.person)
    if form.validate_on_submit():
        try:
            return enter(_reset(asked, form))
        except Refused as refusal:
            say(form, refusal)
    return render_template("public/forgot/reset_password.html", form=form, email=asked.person.email)


def _page(**told: object) -> str:
    return render_template("public/forgot/forgot_password.html", **told)


def _ask(email: str) -> None:
    coming_in.ask_reset(
        email,
        link=lambda token: absolute("public.reset_password", token=token),
        address=request.remote_addr or "",
    )


def _reset(asked: Reset, form: ResetForm) -> str:
    return coming_in.reset_password(asked, form.password.data, address=request.remote_addr or "")
