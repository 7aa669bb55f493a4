"""What was queued while nothing sent letters is not sent years later: it comes into the inbox alone."""

import flask_migrate
from flask import Flask
from sqlalchemy import text

from roadshow.foundation.db import db
from roadshow.notices import queries
from roadshow.notices.models import MAIL, Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState


def test_letters_of_an_earlier_day_are_kept_and_not_sent(inside: Flask) -> None:
    queue(
        "roadshow.cancelled",
        {
            Reader(7, "安娜", "anna@test.example", "zh"): dict.fromkeys(
                ("title", "roadshow", "reason", "event", "link"), "甲"
            )
        },
    )
    db.session.remove()
    flask_migrate.downgrade(revision="0013")
    assert db.session.execute(text("SELECT subject FROM notices_letter")).scalars().all() == ["取消：甲"]
    db.session.remove()
    flask_migrate.upgrade()
    row = db.session.query(Letter).one()
    assert (row.state, row.due_at, queries.has_due(MAIL)) == (LetterState.KEPT, None, False)
    assert queries.get_own_letter(7, row.id).body == "甲已取消。原因：甲\n甲\n甲"
