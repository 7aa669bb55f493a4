"""A startup or an investor makes its own account: an address, a letter, and behind its link a name and a password.

Whoever comes from a page of a desk (to register a project, to apply) signs up for that desk and goes on to that page:
sign-in page, sign-up page and letter carry its address as ``next``.
"""

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.accounts import coming_in, queries
from roadshow.accounts.models import SignUp
from roadshow.accounts.permissions import ROLE_WORDS, Role
from roadshow.foundation.errors import Refused
from roadshow.web.addresses import absolute
from roadshow.web.fields import Choice, say
from roadshow.web.guards import door
from roadshow.web.menus import home_endpoint

from . import blueprint
from .accounts import agreement, desk_asked, enter, next_asked
from .by_letter import Answer, ask_by_letter
from .joining import NewcomerForm


class NewAccountForm(NewcomerForm):
    role = Choice(
        _("您是"),
        [InputRequired(_("请选择您是项目方还是投资机构"))],
        choices=[
            ("", _("请选择")),
            *((role.value, ROLE_WORDS[role]) for role in Role if role in coming_in.OWN_ROLES),
        ],
    )
    agreed = agreement()


@blueprint.route("/sign-up", methods=["GET", "POST"])
@door
def sign_up() -> Answer | Response:
    if current_user.is_authenticated:
        return redirect(url_for(home_endpoint(current_user.permissions)))
    return ask_by_letter(_page, _ask)


@blueprint.route("/sign-up/<token>", methods=["GET", "POST"])
@door
def finish_sign_up(token: str) -> str | Response:
    asked = queries.get_sign_up(token)
    form = NewAccountForm(email=asked.email, role=desk_asked())
    if form.validate_on_submit():
        try:
            return enter(_finish(asked, form))
        except Refused as refusal:
            say(form, refusal)
    return render_template("public/sign_up/finish_sign_up.html", form=form)


def _page(**told: object) -> str:
    return render_template("public/sign_up/sign_up.html", next=next_asked(), **told)


def _ask(email: str) -> None:
    coming_in.sign_up(
        email,
        ways=coming_in.Ways(
            lambda token: absolute("public.finish_sign_up", token=token, next=next_asked()),
            absolute("public.sign_in", next=next_asked()),
            absolute("public.forgot_password"),
        ),
        address=request.remote_addr or "",
    )


def _finish(asked: SignUp, form: NewAccountForm) -> str:
    role = Role(form.role.data)
    return coming_in.finish_sign_up(
        asked, form.name.data, form.password.data, role, address=request.remote_addr or ""
    )
