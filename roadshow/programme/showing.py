"""What visitors and calendars see of a roadshow changes: counted, and told to the rooms above."""

from datetime import datetime

from sqlalchemy import update

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.happenings import announce

from .happenings import Postponed
from .models import Roadshow
from .states import RoadshowState


def go(roadshow: Roadshow, state: RoadshowState) -> None:
    """Into a state that visitors see."""
    roadshow.state = state
    roadshow.public_since = roadshow.public_since or clock.now()
    show_changed(roadshow)


def show_changed(roadshow: Roadshow) -> None:
    """What a calendar shows of it has changed."""
    roadshow.sequence += 1
    roadshow.changed_at = clock.now()


def show_all_changed(hall_id: int) -> None:
    """Of all that are in a hall. In one statement that counts in the database: nobody holds these roadshows."""
    rows = update(Roadshow).where(Roadshow.hall_id == hall_id)
    db.session.execute(rows.values(sequence=Roadshow.sequence + 1, changed_at=clock.now()))


def moved(roadshow: Roadshow, was: datetime) -> None:
    """It has other hours: one whose doors were open closes them, and whoever could know the old hours is told."""
    if roadshow.state is RoadshowState.LIVE:
        roadshow.state = RoadshowState.PUBLISHED
    if roadshow.public_since and roadshow.starts_at:
        roadshow.moved_from_at = was
        announce(Postponed(roadshow.id, was, roadshow.starts_at))
