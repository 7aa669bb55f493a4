"""One roadshow's calendar file by mail, for those whose program takes no subscription. The address is used for nothing
else, and gone once the letter can come back no more."""

from datetime import timedelta

from roadshow.accounts.coming_in import count_letter
from roadshow.accounts.rules import clean_email, email_faults
from roadshow.foundation import clock
from roadshow.foundation.db import operation
from roadshow.foundation.errors import refuse_faults
from roadshow.notices.sending import throw_away
from roadshow.programme.entries import Edition
from roadshow.programme.queries import get_public_roadshow

from . import letters
from .calendars import one_roadshow

KEPT = timedelta(days=30)


@operation
def send_file(uid: str, email: str, edition: Edition, *, address: str) -> None:
    """Raises: Missing for what the calendar does not show, Refused on a bad address and after too many letters."""
    email = clean_email(email)
    refuse_faults(email_faults(email))
    if not count_letter(email, address):
        return
    calendar = one_roadshow(uid, edition, today=clock.today()).body.decode()
    letters.send(get_public_roadshow(uid), calendar, email, edition)


@operation
def clear() -> None:
    throw_away(letters.FILE, before=clock.now() - KEPT)
