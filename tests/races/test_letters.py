"""Staff who decide of the same letter at once: one is first, and the others read what it is now."""

from flask import Flask

from roadshow.foundation.db import db
from roadshow.foundation.many import Taken
from roadshow.notices import many, operations, queries
from roadshow.notices.models import Letter, Unwanted
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState as S
from tests import make
from tests.races.at_once import WON, at_once

SAID = {"title": "甲", "roadshow": "甲", "reason": "乙", "event": "", "link": ""}
ADDRESS = "anna@test.example"


def test_of_sixteen_who_send_it_again_or_leave_it_one_decides(app: Flask) -> None:
    with app.app_context():
        queue("roadshow.cancelled", {Reader(7, "安娜", ADDRESS, "zh"): SAID})
        row = db.session.query(Letter).one()
        row.state, letter_id = S.UNCERTAIN, row.id
        db.session.commit()
    taken: list[Taken] = []

    def again() -> object:
        return lambda: taken.append(many.send_again([letter_id], actor=make.SOMEONE))

    def leave() -> object:
        return lambda: taken.append(many.leave([letter_id], actor=make.SOMEONE))

    assert at_once(app, [again, leave] * 8) == [WON] * 16
    assert sum(each.count for each in taken) == 1


def test_whoever_presses_the_way_out_sixteen_times_at_once_is_noted_once(app: Flask) -> None:
    def out() -> object:
        return lambda: operations.choose(ADDRESS, {"roadshow.cancelled": False})

    assert at_once(app, [out] * 16) == [WON] * 16
    with app.app_context():
        assert (db.session.query(Unwanted).count(), queries.list_unwanted(ADDRESS)) == (
            1,
            {"roadshow.cancelled"},
        )


def test_two_who_word_a_kind_at_once_leave_one_wording(app: Flask) -> None:
    def word() -> object:
        return lambda: operations.word(
            "roadshow.cancelled", "zh", "取消：{title}！", "{reason}", actor=make.SOMEONE
        )

    assert at_once(app, [word] * 8) == [WON] * 8
    with app.app_context():
        assert queries.words_of("roadshow.cancelled")["zh"] == ("取消：{title}！", "{reason}")
