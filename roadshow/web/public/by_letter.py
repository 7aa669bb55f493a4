"""A page that asks for an address and has a letter sent: who reads its answer learns nothing of the account, nor does
who looks at the clock."""

import time
from collections.abc import Callable
from http import HTTPStatus

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from roadshow.accounts.queries import SHUT
from roadshow.accounts.rules import clean_email, email_faults
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.site import has_mail
from roadshow.web.fields import Form, Text, say

from .site import contact

TAKES = 0.1  # seconds, whatever was to be done: several times what an account makes of it
Answer = str | tuple[str, int, dict[str, str]]


class AddressForm(Form):
    email = Text(_("邮箱"), [InputRequired(_("请填写邮箱"))])

    def faults(self) -> list[Fault]:
        return email_faults(clean_email(self.email.data))


def ask_by_letter(page: Callable[..., str], ask: Callable[[str], None]) -> Answer:
    """The ``page`` with its form, and once ``ask`` has taken an address, with where to look."""
    form = AddressForm()
    if form.validate_on_submit():
        began = time.monotonic()
        try:
            ask(form.email.data)
            # a known address costs more work than an unknown one: without the wait the clock would tell which it is
            time.sleep(max(0.0, began + TAKES - time.monotonic()))
            return _page(page, form, sent_to=clean_email(form.email.data))
        except Refused as refusal:
            say(form, refusal)
            return _page(page, form), HTTPStatus.TOO_MANY_REQUESTS, retry_after()
    return _page(page, form)


def retry_after() -> dict[str, str]:
    return {"Retry-After": f"{SHUT.total_seconds():.0f}"}


def _page(page: Callable[..., str], form: AddressForm, sent_to: str = "") -> str:
    """Says, too, whom to ask as long as no letters leave the house."""
    return page(form=form, sent_to=sent_to, mailed=has_mail(), contact=contact())
