"""An order published before there were versions is the first version, draft and public alike."""

import flask_migrate
import pytest
from flask import Flask

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Format
from roadshow.foundation.db import db
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from tests import make


@pytest.mark.usefixtures("in_spring")
def test_published_orders_are_carried(inside: Flask):
    roadshow = make.roadshow(S.SELECTING)
    for _number in range(5):
        make.pitch(roadshow, P.ACCEPTED)
    operations.set_format(roadshow, Format(8, 7, 0), seen=0, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    roadshow_id, before = roadshow.id, queries.get_draft(roadshow.id)
    db.session.remove()
    flask_migrate.downgrade(revision="0009")
    flask_migrate.upgrade()
    after = queries.get_draft(roadshow_id)
    assert (after.number, after.before, after.published, after.format) == (1, None, True, Format(8, 7, 0))
    assert after.same_as(before.of(after.parts))
    assert [(begins, part.kind, part.minutes, part.pitch_id) for begins, part in after.placed] == [
        (begins, part.kind, part.minutes, part.pitch_id) for begins, part in before.placed
    ]
