"""Letters that the year has written: sent as they came, all but one, of which nobody knows."""

from datetime import date, time, timedelta

from roadshow.foundation import clock
from roadshow.notices import sending
from roadshow.notices.models import MAIL
from roadshow.notices.operations import note_read
from roadshow.notices.queries import get_letter

READ_AFTER = timedelta(days=12)


def send(today: date) -> None:
    """Whatever was written until yesterday; readers have opened what is older than some days."""
    yesterday = clock.moment(today - timedelta(days=1), time(18))
    with clock.at(yesterday):
        claimed = list(iter(lambda: sending.claim(MAIL, "demo.example"), None))
        for dispatch in claimed:
            with clock.at(dispatch.queued_at + timedelta(minutes=1)):
                if dispatch is claimed[-1]:
                    sending.lose_sight(dispatch, "Connection unexpectedly closed")
                else:
                    sending.note_sent(dispatch)
            if yesterday - dispatch.queued_at > READ_AFTER:
                note_read(get_letter(dispatch.id))
