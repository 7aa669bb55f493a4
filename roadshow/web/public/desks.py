"""A startup that also invests, or the other way round: the other desk opens by a button."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.accounts.coming_in import OWN_ROLES, open_desk
from roadshow.accounts.permissions import Role
from roadshow.foundation.errors import Missing, Refused
from roadshow.web.fields import flash_refusal
from roadshow.web.guards import may
from roadshow.web.menus import HOMES

from . import blueprint


@blueprint.get("/account/desks")
@may("account.own")
def list_desks() -> str:
    roles = current_user.person.roles
    return render_template(
        "public/desks/list_desks.html",
        desks=[(role, role in roles, HOMES[role.value]) for role in Role if role in OWN_ROLES],
        staff=current_user.person.is_staff,
    )


@blueprint.post("/account/desks/<role>")
@may("account.own")
def add_desk(role: str) -> Response:
    if role not in OWN_ROLES:
        raise Missing(f"desk {role}")
    try:
        open_desk(current_user.person, Role(role), actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".list_desks"))
    flash(_("已开通，现在就可以登记。"))
    return redirect(url_for(HOMES[role]))
