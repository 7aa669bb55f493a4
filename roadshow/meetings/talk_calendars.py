"""An agreed talk in the calendars of both sides."""

from functools import partial

from flask_babel import gettext as _

from roadshow.ical.event import Event, Hours, Status
from roadshow.ical.invitation import Method
from roadshow.notices.calendars import Entry

from .models import Talk
from .states import VENUE_WORDS, TalkState

TALK = "talk"  # what an event in a calendar is about


def event_of(talk: Talk) -> Event:
    """In the language of the moment. Raises: ValueError for a talk without a time."""
    if talk.starts_at is None or talk.ends_at is None or talk.venue is None:
        raise ValueError(f"talk {talk.id} has no time")
    is_off = talk.state is TalkState.CANCELLED
    names = {"project": talk.interest.project.name, "institution": talk.interest.institution.name}
    summary = _("约谈：%(project)s与%(institution)s", **names)
    where = _("，").join(filter(None, (str(VENUE_WORDS[talk.venue]), talk.place)))
    return Event(
        uid=talk.uid,
        sequence=talk.sequence,
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        when=Hours(talk.starts_at, talk.ends_at),
        summary=_("【已取消】%(title)s", title=summary) if is_off else summary,
        created=talk.made_at,
        changed=talk.changed_at,
        description=_("起于“%(title)s”", title=talk.interest.roadshow.spoken_title),
        location=where,
        private=True,
    )


def entry_of(talk: Talk, method: Method) -> Entry:
    return Entry(TALK, talk.id, talk.uid, method, partial(event_of, talk))
