import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation.errors import Refused
from roadshow.halls import operations
from roadshow.halls.rules import HallFacts, hall_faults
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def test_a_halls_name_is_cleaned_and_must_be_there():
    with pytest.raises(Refused) as refusal:
        operations.make_hall(make.hall_facts(name=" \u3000 "), actor=make.SOMEONE)
    assert refusal.value.field == "name"


def test_two_halls_do_not_share_a_name():
    make.hall(name="一号路演厅")
    with pytest.raises(Refused) as refusal:
        operations.make_hall(make.hall_facts(name=" 一号路演厅 "), actor=make.SOMEONE)
    assert (str(refusal.value), refusal.value.field) == ("已有同名场地", "name")


def test_a_hall_may_keep_its_own_name():
    hall = make.hall(name="一号路演厅")
    operations.change_hall(
        hall, make.hall_facts(name="一号路演厅", capacity=300), closed=False, actor=make.SOMEONE
    )
    assert (hall.name, hall.capacity) == ("一号路演厅", 300)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_a_hall_holds_someone_and_is_taken_a_day_at_most_before_and_after(
    seats: int, before: int, after: int
):
    wrong = {fault.field for fault in hall_faults(HallFacts("厅", "路", seats, before, after))}
    right = {
        "capacity": 1 <= seats <= 100_000,
        "setup_minutes": 0 <= before <= 1440,
        "teardown_minutes": 0 <= after <= 1440,
    }
    assert wrong == {field for field, is_right in right.items() if not is_right}
