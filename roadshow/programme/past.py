"""Roadshows that were held before there was this house, as a ledger tells of them."""

import uuid

from roadshow.audit.operations import record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import refuse_faults
from roadshow.foundation.text import name_key

from . import queries, rules
from .models import Roadshow, Season
from .rules import HeldFacts
from .states import RoadshowState


@operation
def take_in_held(rows: list[HeldFacts], *, actor: Actor) -> list[int]:
    """Past roadshows out of a ledger, all or none, and their ids in the same order; years without a season get one.

    Raises: Refused with the faults of any row.
    """
    refuse_faults([fault for facts in rows for fault in rules.held_faults(facts, today=clock.today())])
    seasons = {season.year: season for season in queries.list_seasons()}
    for year in sorted({facts.on.year for facts in rows} - seasons.keys()):
        seasons[year] = Season(year=year)
        db.session.add(seasons[year])
    now = clock.now()
    roadshows = [
        Roadshow(
            uid=str(uuid.uuid4()),
            season=seasons[facts.on.year],
            title_key=name_key(facts.title),
            state=RoadshowState.HELD,
            public_since=now,
            made_at=now,
            changed_at=now,
            **vars(facts),
        )
        for facts in rows
    ]
    db.session.add_all(roadshows)
    db.session.flush()
    named = [(roadshow.id, roadshow.title) for roadshow in roadshows]
    record_many("roadshow.taken_in", actor, "roadshow", named)
    return [roadshow_id for roadshow_id, _title in named]
