"""A job is one's for as long as one is heard of, and nobody else's meanwhile."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.jobs import operations
from roadshow.jobs.models import Job, JobState, Task
from roadshow.jobs.queries import find_due, find_latest
from tests.races.at_once import WON, at_once
from tests.waiting import until

KIND = "anything"


def ask(thing_id: int = 1) -> int:
    return operations.ask(KIND, thing_id, actor=COMMAND).id


def claimed() -> Task:
    task = operations.claim()
    assert task is not None
    return task


def job(thing_id: int = 1) -> Job:
    found = find_latest([KIND], thing_id)
    assert found is not None
    return found


def test_of_sixteen_who_claim_one_job_one_gets_it(app: Flask) -> None:
    with app.app_context():
        ask()
    got: list[Task | None] = []

    def claim() -> object:
        return lambda: got.append(operations.claim())

    assert at_once(app, [claim] * 16) == [WON] * 16
    assert len([task for task in got if task is not None]) == 1


def test_sixteen_jobs_go_to_sixteen_claimants_one_each(app: Flask) -> None:
    with app.app_context():
        jobs = {ask(thing_id) for thing_id in range(16)}
    got: list[Task | None] = []

    def claim() -> object:
        return lambda: got.append(until(operations.claim))

    assert at_once(app, [claim] * 16) == [WON] * 16
    assert {task.id for task in got if task} == jobs


def test_the_one_that_waits_longest_comes_first(inside: Flask) -> None:
    first, second = ask(1), ask(2)
    assert [claimed().id, claimed().id] == [first, second]


def test_a_claimed_job_is_nobody_elses_while_its_worker_is_heard_of(inside: Flask) -> None:
    begun = clock.now()
    ask()
    with clock.at(begun):
        task = claimed()
    with clock.at(begun + operations.LEASE - timedelta(seconds=1)):
        operations.tell(task, "", 1, 2)
    with clock.at(begun + operations.LEASE * 2 - timedelta(seconds=2)):
        assert find_due() is None
        assert operations.claim() is None


def test_a_job_whose_worker_died_is_taken_up_again(inside: Flask) -> None:
    begun = clock.now()
    ask()
    with clock.at(begun):
        died = claimed()
    with clock.at(begun + operations.LEASE + timedelta(seconds=1)):
        again = claimed()
    assert (again.id, again.claim == died.claim) == (died.id, False)
    with pytest.raises(Missing):
        operations.finish(died)
    operations.finish(again)
    assert job().state is JobState.DONE


def test_a_job_that_kills_whoever_takes_it_fails_after_three(inside: Flask) -> None:
    begun = clock.now()
    ask()
    for number in range(operations.MOST_TRIES):
        with clock.at(begun + number * 2 * operations.LEASE):
            claimed()
    with clock.at(begun + operations.MOST_TRIES * 2 * operations.LEASE):
        assert operations.claim() is None
    assert (job().state, job().words["zh"]) == (JobState.FAILED, "处理中断了3次，已不再重试")


def test_who_is_told_to_end_gives_the_job_back_and_it_was_no_try(inside: Flask) -> None:
    ask()
    operations.give_back(claimed())
    assert (job().state, job().tries) == (JobState.WAITING, 0)
    assert find_due() is not None


def test_a_job_that_was_called_off_is_known_to_be_at_the_next_word(inside: Flask) -> None:
    ask()
    task = claimed()
    operations.call_off([KIND], 1)
    with pytest.raises(Missing):
        operations.tell(task, "", 1, 2)


def test_what_is_daily_is_asked_for_once_a_day(inside: Flask) -> None:
    day = clock.now()
    for moment in (day, day, day + timedelta(days=1)):
        with clock.at(moment):
            operations.ask_daily(KIND)
            if task := operations.claim():
                operations.finish(task)
    assert db.session.query(Job).count() == 2


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(inside: Flask) -> None:
    begun = clock.now()
    ask(1)
    operations.finish(claimed())
    ask(2)
    with clock.at(begun + operations.KEPT + timedelta(days=1)):
        operations.clear()
    assert [job.thing_id for job in db.session.query(Job)] == [2]
