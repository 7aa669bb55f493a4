"""A phone or a computer becomes the one at the door: by the link of a code for its camera, or by typing it."""

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.attendance import devices
from roadshow.foundation.errors import Fault, Gone
from roadshow.web.fields import Text, Tokenless, put
from roadshow.web.guards import door

from . import blueprint
from .keeping import remember

GONE = _("这个配对码不对、用过了或已过期。请向组织者再要一个，十分钟内有效。")


class PairingForm(Tokenless):
    code = Text(_("配对码"), [InputRequired(_("请输入配对码"))])


@blueprint.route("/pair", methods=["GET", "POST"], defaults={"code": ""})
@blueprint.route("/pair/<code>", methods=["GET", "POST"])
@door
def pair_device(code: str) -> str | Response | tuple[str, int]:
    """Asks once: what looks into links pairs nothing. A link that is good no more says so before it is tried."""
    form, status = PairingForm(code=code), 200
    if form.validate_on_submit():
        try:
            token = devices.pair(form.code.data, address=request.remote_addr or "")
            return remember(redirect(url_for(".check_in")), token)
        except Gone:
            put(form, [Fault("code", GONE)])
            status = 410
    known = devices.find_unpaired(code) if code else None
    if request.method == "GET" and code and known is None:
        put(form, [Fault("code", GONE)])
        status = 410
    page = render_template("door/pairing/pair_device.html", form=form, known=known, typed=code)
    return page, status
