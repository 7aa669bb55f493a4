"""What a database of an earlier day holds stays, and so do its keys."""

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from roadshow.foundation.db import db
from tests import make


def test_halls_and_who_is_in_them_are_carried(inside: Flask):
    roadshow = make.roadshow(where=make.hall(name="一号路演厅"))
    kept = (roadshow.id, roadshow.hall_id)
    db.session.remove()
    flask_migrate.downgrade(revision="0005")
    names = db.session.execute(text("SELECT name FROM programme_hall")).scalars().all()
    db.session.remove()
    flask_migrate.upgrade()
    found = db.session.execute(text("SELECT id, hall_id FROM programme_roadshow")).one()
    assert (names, tuple(found)) == (["一号路演厅"], kept)
    with pytest.raises(IntegrityError):
        db.session.execute(text("DELETE FROM halls_hall"))
    db.session.rollback()
