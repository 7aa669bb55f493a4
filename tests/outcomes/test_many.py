"""Several rows verified at once: never one's own, never what no longer waits."""

from datetime import date

import pytest

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import Actor
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.many import verify_many
from roadshow.outcomes.queries import get_row
from roadshow.outcomes.states import RowState
from tests import make
from tests.conftest import Counted

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def logged(by: Actor, many: int = 1) -> list[int]:
    return [
        operations.log(LandingFacts(make.project().id, date(2026, 3, 1)), actor=by).id for _ in range(many)
    ]


def states(ids: list[int]) -> list[RowState]:
    return [get_row(number).state for number in ids]


def test_nobody_verifies_their_own_among_many() -> None:
    mine, other = make.actor(Role.RECORDER), make.actor(Role.RECORDER)
    ids = [*logged(mine), *logged(other)]
    taken = verify_many(ids, actor=mine)
    assert (taken.count, [str(left.why) for left in taken.left]) == (1, ["自己登记的成果要由另一位同事核对"])
    assert states(ids) == [RowState.LOGGED, RowState.VERIFIED]


def test_what_was_seen_before_stays_as_it_is() -> None:
    ids = logged(make.SOMEONE, 2)
    operations.refuse(get_row(ids[0]), "没有凭证", actor=make.actor(Role.RECORDER))
    taken = verify_many(ids, actor=make.actor(Role.RECORDER))
    assert [str(left.why) for left in taken.left] == ["当前状态为“核对未通过”，不能变为“已核对”"]
    assert states(ids) == [RowState.REFUSED, RowState.VERIFIED]


def test_many_cost_no_more_statements_than_one(counted: Counted) -> None:
    costs, actor = [], make.actor(Role.RECORDER)
    for many in (1, 30):
        ids = logged(make.SOMEONE, many)
        with counted() as statements:
            verify_many(ids, actor=actor)
        costs.append(len(statements))
    assert costs[0] == costs[1]
