"""A hall's hour goes to one thing, whatever takes it; two halls at once go to one roadshow."""

from datetime import time, timedelta

import pytest
from flask import Flask

from roadshow.audit.models import Entry
from roadshow.foundation.db import db
from roadshow.halls import operations as halls
from roadshow.halls.models import HallUse
from roadshow.halls.queries import get_hall
from roadshow.halls.uses import BlackoutFacts, UseFacts
from roadshow.occupancy.models import Occupancy
from roadshow.programme import hall_uses
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow, get_season
from tests import make
from tests.races.at_once import REFUSED, WON, at_once
from tests.races.test_who_wins import MANY, ONE_WINS, ROUNDS, Act

pytestmark = pytest.mark.usefixtures("in_spring")
WEEKS = timedelta(weeks=3)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_eight_gets_the_hour_for_a_roadshow_a_use_or_repairs(app: Flask, _round: int):
    with app.app_context():
        year, hall_id = make.season().year, make.hall().id

    def plan() -> Act:
        facts = make.roadshow_facts(get_hall(hall_id), on=make.DAY)
        season = get_season(year)
        return lambda: programme.plan_roadshow(season, facts, actor=make.SOMEONE)

    def use() -> Act:
        hall, facts = get_hall(hall_id), UseFacts("商会", make.DAY - WEEKS, time(13), time(15), make.DAY)
        return lambda: hall_uses.enter_use(hall, facts, actor=make.SOMEONE)

    def repair() -> Act:
        hall, facts = get_hall(hall_id), BlackoutFacts("检修", make.DAY, make.DAY)
        return lambda: hall_uses.enter_blackout(hall, facts, actor=make.SOMEONE)

    answers = at_once(app, [(plan, use, repair)[number % 3] for number in range(MANY)])
    with app.app_context():
        things = db.session.query(Roadshow).count() + db.session.query(HallUse).count()
        taken = db.session.query(Occupancy).count()
    assert (answers, taken in (1, 4), things) == (ONE_WINS, True, taken)  # the use comes four times


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_roadshows_whose_branch_is_anothers_main_hall_one_gets_both(app: Flask, _round: int):
    with app.app_context():
        year, ids = make.season().year, (make.hall().id, make.hall().id)

    def plan(number: int) -> Act:
        main, branch = get_hall(ids[number % 2]), get_hall(ids[1 - number % 2])
        facts = make.roadshow_facts(main, branches=[branch], on=make.DAY)
        season = get_season(year)
        return lambda: programme.plan_roadshow(season, facts, actor=make.SOMEONE)

    answers = at_once(app, [lambda number=number: plan(number) for number in range(MANY)])
    with app.app_context():
        stands = db.session.query(Occupancy).count(), db.session.query(Roadshow).count()
    assert (answers, stands) == (ONE_WINS, (2, 1))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_branches_that_are_swapped_postponed_and_changed_at_once_never_lock_each_other_out(
    app: Flask, _round: int
):
    with app.app_context():
        rooms = [make.hall(), make.hall(), make.hall()]
        shows = [
            make.roadshow(
                where=rooms[number],
                branches=[rooms[(number + 1) % 3]],
                on=make.DAY + timedelta(days=number),
            )
            for number in range(3)
        ]
        show_ids, hall_ids = [row.id for row in shows], [room.id for room in rooms]

    def swap(number: int) -> Act:
        roadshow = get_roadshow(show_ids[number])
        main, branch = (get_hall(hall_ids[(number + more) % 3]) for more in (1, 0))
        facts = make.roadshow_facts(main, title=roadshow.title, on=roadshow.on, branches=[branch])
        return lambda: programme.change_roadshow(roadshow, facts, actor=make.SOMEONE)

    def postpone(number: int) -> Act:
        roadshow = get_roadshow(show_ids[number])
        later = make.begins(roadshow) + timedelta(days=60)
        return lambda: programme.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)

    def rename(number: int) -> Act:
        hall, facts = get_hall(hall_ids[number]), make.hall_facts()
        return lambda: halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)

    works = [lambda number=number: swap(number) for number in range(3)]
    works += [lambda number=number: postpone(number) for number in range(3)]
    works += [lambda number=number: rename(number) for number in range(2)]
    answers = at_once(app, works)
    with app.app_context():
        taken = {
            roadshow_id: sorted(
                row.what_id for row in db.session.query(Occupancy).where(Occupancy.roadshow_id == roadshow_id)
            )
            for roadshow_id in show_ids
        }
        stands = {
            roadshow_id: sorted(hall.id for hall in get_roadshow(roadshow_id).halls)
            for roadshow_id in show_ids
        }
    assert (set(answers) <= {WON, REFUSED}, taken) == (True, stands)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_use_that_eight_remove_at_once_is_removed_once_and_its_other_weeks_stay(app: Flask, _round: int):
    with app.app_context():
        use_id = make.use(make.hall(), make.DAY - WEEKS, until=make.DAY).id

    def remove() -> Act:
        use = db.session.get_one(HallUse, use_id)
        return lambda: halls.remove_use(use, actor=make.SOMEONE)

    answers = at_once(app, [remove] * MANY)
    gone = [answer.startswith("Missing(") for answer in answers if answer != WON]
    with app.app_context():
        left = db.session.query(HallUse).count(), db.session.query(Occupancy).count()
        told = [entry.what for entry in db.session.query(Entry)].count("hall.use_removed")
    assert (gone, left, told) == ([True] * (MANY - 1), (3, 3), 1)
