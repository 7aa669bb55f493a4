"""Who takes letters out: one after the other, over each channel that the settings name."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from roadshow.config import Settings
from roadshow.foundation.errors import Missing

from . import mail, queries, sending  # noqa: F401  mail puts itself among the channels
from .channels import CHANNELS, Channel, Dispatch, Outcome, Result

PAUSES = (5, 15, 60, 300)  # seconds, while nobody answers there
log = logging.getLogger(__name__)


class Post:
    """One channel's; ``is_gone`` says of a person's id whether that account was closed. Needs an app context."""

    def __init__(self, name: str, channel: Channel | None, is_gone: Callable[[int], bool]) -> None:
        self.name, self.channel, self.is_gone = name, channel, is_gone
        self.silent, self.waits_until = 0, 0.0

    def send_once(self) -> bool:
        """Send the letter that is due first; whether there was one."""
        if time.monotonic() < self.waits_until:
            return False
        if not queries.has_due(self.name):  # a look that locks nothing: claiming is a write
            if self.channel:
                self.channel.rest()
            return False
        if self.channel is None:
            sending.keep_all(self.name)
            return True
        dispatch = sending.claim(self.name, self.channel.domain)
        if dispatch is not None:
            self._send(self.channel, dispatch)
        return True

    def _send(self, channel: Channel, dispatch: Dispatch) -> None:
        with suppress(Missing):  # staff decided meanwhile
            if dispatch.to_id is not None and self.is_gone(dispatch.to_id):
                sending.keep_back(dispatch)
                return
            try:
                outcome = channel.send(dispatch)
            except Exception as fault:  # ours: it is written down, and the next letter has its turn
                log.exception("letter %d failed", dispatch.id)
                left = Result.UNKNOWN if channel.handing_over else Result.LATER
                outcome = Outcome(left, fault.__class__.__name__)
            except BaseException:  # we are told to end
                if not channel.handing_over:
                    sending.give_back(dispatch, "")
                raise
            self._note(dispatch, outcome)

    def _note(self, dispatch: Dispatch, outcome: Outcome) -> None:
        log.info("letter %d: %s", dispatch.id, outcome.result)  # the server's words may name its reader
        if outcome.result is not Result.AWAY:
            self.silent = 0
        if outcome.result is Result.ACCEPTED:
            sending.note_sent(dispatch)
        elif outcome.result is Result.LATER:
            sending.put_off(dispatch, outcome.words)
        elif outcome.result is Result.REFUSED:
            sending.note_refused(dispatch, outcome.words)
        elif outcome.result is Result.UNKNOWN:
            sending.lose_sight(dispatch, outcome.words)
        else:
            sending.give_back(dispatch, outcome.words)
            self.waits_until = time.monotonic() + PAUSES[min(self.silent, len(PAUSES) - 1)]
            self.silent += 1


def open_posts(settings: Settings, is_gone: Callable[[int], bool]) -> list[Post]:
    """One for each channel."""
    return [Post(name, channel(settings), is_gone) for name, channel in CHANNELS.items()]
