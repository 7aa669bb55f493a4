"""Talks that are agreed and take place soon, as both desks have them on “今天”."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from flask_babel import gettext as _
from flask_login import current_user

from roadshow.foundation import clock
from roadshow.meetings.models import Talk
from roadshow.meetings.queries import list_scheduled
from roadshow.meetings.states import Side, TalkState
from roadshow.meetings.talk_letters import where_of
from roadshow.web.todo import SOON, Todo
from roadshow.web.words import day_time

AHEAD = timedelta(days=14)


def agreed_talks(side: Side, other: Callable[[Talk], str], url: Callable[[int], str]) -> Iterator[Todo]:
    """This reader's, on this side, as their calendars show them; ``other`` names whom they meet, ``url`` leads to an
    interest."""
    now = clock.now()
    for talk in list_scheduled(current_user.id, side, now, now):
        begins = talk.starts_at
        if begins and talk.state is TalkState.AGREED and begins <= now + AHEAD:
            yield Todo(
                by=day_time(begins),
                soon=begins <= now + SOON,
                words=_("约谈：%(who)s", who=other(talk)),
                more=where_of(talk.venue, talk.place),
                url=url(talk.interest_id),
                verb=_("去查看"),
                due=clock.local(begins).date(),
            )
