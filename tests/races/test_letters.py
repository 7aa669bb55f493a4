"""Staff who decide of the same letter at once: one is first, and the others read what it is now. Nobody reads of plans
that were changed after those who change them."""

from dataclasses import replace

import pytest
from flask import Flask

from roadshow.attendance.inviting import invite_many
from roadshow.attendance.rules import Invitee
from roadshow.foundation.db import db
from roadshow.foundation.many import Taken
from roadshow.notices import many, operations, queries, sending
from roadshow.notices.channels import Dispatch
from roadshow.notices.models import MAIL, Letter, Unwanted
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState as S
from roadshow.programme import operations as programme
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
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


@pytest.mark.usefixtures("in_spring")
def test_of_invitations_that_are_claimed_while_it_is_cancelled_none_goes_out_after_it(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:9")
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.PUBLISHED)
        roadshow_id = roadshow.id
        guests = [Invitee(f"guest{number}@test.example", "示例", "", ()) for number in range(16)]
        invite_many(roadshow, guests, actor=make.SOMEONE)
    claimed: list[Dispatch] = []

    def send() -> object:
        def claim() -> None:
            if dispatch := sending.claim(MAIL, "test.example"):
                claimed.append(dispatch)

        return claim

    def cancel() -> object:
        roadshow = get_roadshow(roadshow_id)
        return lambda: programme.cancel(roadshow, "场馆检修", actor=make.SOMEONE)

    assert at_once(app, [cancel, *[send] * 15]) == [WON] * 16
    told = {dispatch.to_address for dispatch in claimed if dispatch.kind == "attendance.invited"}
    with app.app_context():
        for dispatch in claimed:
            sending.put_off(dispatch, "450 busy")
        rows = {(row.kind, row.to_address, row.state) for row in db.session.query(Letter)}
    every = {guest.email for guest in guests}
    assert rows == {
        *(("attendance.invited", address, S.KEPT) for address in every),
        *(("roadshow.cancelled", address, S.QUEUED) for address in told),
    }
