"""One unit, one commit; any failure undoes it all."""

import pytest
from sqlalchemy import event, func, select, text

from roadshow.audit.models import Entry
from roadshow.audit.operations import record
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import Spoiled, db, hold, hold_name, operation
from roadshow.foundation.errors import Missing, Refused
from roadshow.halls.models import Hall
from tests import make


def entries() -> int:
    return db.session.scalar(select(func.count(Entry.id))) or 0


@operation
def note(what: str) -> None:
    record(what, COMMAND, "test", None, "")


def test_one_operation_commits_once(inside):
    commits = []
    event.listen(db.session, "after_commit", commits.append)

    @operation
    def both():
        note("first")
        note("second")

    both()
    assert (len(commits), entries()) == (1, 2)


def test_a_failure_undoes_everything(inside):
    @operation
    def half():
        note("first")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert entries() == 0


def test_a_swallowed_failure_cannot_commit(inside):
    @operation
    def inner():
        note("first")
        raise Refused("no")

    @operation
    def outer():
        try:
            inner()
        except Refused:
            note("second")

    with pytest.raises(Spoiled):
        outer()
    assert entries() == 0


def test_what_was_loaded_before_is_read_again_inside(inside):
    hall = make.hall(name="旧名")

    @operation
    def rename_elsewhere():
        db.session.execute(text("UPDATE halls_hall SET name = '新名'"))

    @operation
    def read() -> str:
        return hold(hall).name

    rename_elsewhere()
    assert read() == "新名"


def test_holding_outside_an_operation_is_a_bug(inside):
    with pytest.raises(RuntimeError):
        hold(make.hall())
    with pytest.raises(RuntimeError):
        hold_name("x")


def test_holding_what_is_gone_is_missing(inside):
    hall = make.hall()
    db.session.execute(text("DELETE FROM halls_hall"))
    db.session.commit()

    @operation
    def touch():
        hold(hall)

    with pytest.raises(Missing):
        touch()


def test_a_constraint_with_words_is_a_refusal_in_those_words(inside):
    make.hall(name="一号厅")

    @operation
    def again():
        db.session.add(Hall(name="一号厅", address="", capacity=1, setup_minutes=0, teardown_minutes=0))

    with pytest.raises(Refused, match="已有同名场地"):
        again()
