"""When a deal looks like one that is there: sums, days, rounds and names at their edges."""

from datetime import date, timedelta

import pytest

from roadshow.foundation.money import WAN
from roadshow.outcomes.doubles import Deal, Told, elsewhere, matches, own_faults
from roadshow.outcomes.facts import RatingFacts, StepFacts
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.states import Kind, ThreadStep

T = ThreadStep
ON = date(2026, 3, 1)


def of(fund: str = "示例创投", round_: str = "A轮", project_id: int = 1, code: str = "") -> ThreadOf:
    return ThreadOf(Kind.INVESTMENT, fund, project_id=project_id, code=code, round=round_)


def step(
    wan: int = 3000, days: int = 0, kind: ThreadStep = T.SIGNED, roadshow_id: int | None = None
) -> StepFacts:
    return StepFacts(Kind.INVESTMENT, kind, ON + timedelta(days), wan * WAN, roadshow_id)


def there(*rows: tuple[ThreadStep, int], like: ThreadOf | None = None) -> Deal:
    told = [Told(kind, ON, wan * WAN, 1) for kind, wan in rows or [(T.SIGNED, 3000)]]
    return Deal(7, like or of(), tuple(told))


def asked(like: ThreadOf, facts: StepFacts, deal: Deal | None = None) -> list[bool]:
    """Of each deal that is asked about, whether it goes on."""
    return [match.goes_on for match in matches(like, facts, [deal or there()])]


@pytest.mark.parametrize(("wan", "double"), [(2700, [False]), (2699, []), (3333, [False]), (3334, [])])
def test_sums_are_near_within_a_tenth_of_the_greater(wan: int, double: list[bool]) -> None:
    assert asked(of(), step(wan)) == double


@pytest.mark.parametrize(("days", "double"), [(60, [False]), (-60, [False]), (61, []), (-61, [])])
def test_days_are_near_within_sixty(days: int, double: list[bool]) -> None:
    assert asked(of(), step(days=days)) == double


@pytest.mark.parametrize(
    ("round_", "double"),
    [
        ("Series A", True),
        ("A轮融资", True),
        ("a", True),
        ("", True),
        ("B轮", False),
        ("Pre-A轮", False),
        ("A+轮", False),
    ],
)
def test_a_round_spelt_otherwise_is_asked_about_whatever_the_sum(round_: str, double: bool) -> None:
    known = there(like=of(round_="A轮 "))
    other = of(round_=round_)
    far = step(9, days=700)
    assert bool(matches(other, far, [known])) is (double and other.key != known.of.key)


@pytest.mark.parametrize(
    ("typed", "known"), [("天使轮", "Angel"), ("种子轮", "Seed round"), ("战略投资", "strategic")]
)
def test_rounds_are_known_in_both_languages(typed: str, known: str) -> None:
    assert asked(of(round_=typed), step(9), there(like=of(round_=known))) == [True]


@pytest.mark.parametrize(
    ("fund", "same"),
    [
        ("示例创业投资有限公司", True),
        ("示例创投（有限合伙）", True),
        ("示例创投管理", True),
        ("示例资本", False),
        ("示例二号创投", False),
    ],
)
def test_a_fund_is_known_by_the_core_of_its_name(fund: str, same: bool) -> None:
    assert bool(asked(of(fund, "B轮"), step())) is same


@pytest.mark.parametrize(("code", "same"), [("SX1234", True), ("sx1234", True), ("SY9999", False)])
def test_where_both_have_a_number_it_decides(code: str, same: bool) -> None:
    known = there(like=of("另一种写法", code="SX1234"))
    assert bool(asked(of("示例创投", "B轮", code=code), step(), known)) is same


def test_another_project_is_another_deal() -> None:
    assert asked(of(project_id=2), step()) == []


def test_what_may_follow_goes_on_and_what_is_there_does_not() -> None:
    known = there((T.INTENT, 3000))
    assert asked(of(round_="Series A"), step(kind=T.SIGNED), known) == [True]
    assert asked(of(round_="Series A"), step(kind=T.INTENT), known) == [False]
    assert asked(of(round_="Series A"), step(kind=T.PAID), known) == [False]


def test_the_next_step_of_its_own_deal_is_no_double() -> None:
    assert asked(of(), step(kind=T.PAID)) == []


@pytest.mark.parametrize(("roadshow_id", "again"), [(2, 1), (1, 0), (None, 0)])
def test_in_its_own_deal_only_another_roadshow_is_asked_about(roadshow_id: int | None, again: int) -> None:
    assert len(elsewhere(step(roadshow_id=roadshow_id), there())) == again


def test_what_is_no_deal_is_never_a_double() -> None:
    assert matches(of(), RatingFacts(2026, 1, "绿色"), [there()]) == []
    assert elsewhere(RatingFacts(2026, 1, "绿色"), there()) == []


@pytest.mark.parametrize(
    ("typed", "firm", "fund_uscc", "itself"),
    [
        ("示例光芯片", ("示例光芯片", None), None, True),
        ("示例 光芯片", ("示例光芯片", None), None, True),
        ("示例资本", ("示例光芯片", "U1"), "U1", True),
        ("u1", ("示例光芯片", "U1"), None, True),
        ("示例资本", ("示例光芯片", None), None, False),
        ("示例资本", ("示例光芯片", "U1"), "U2", False),
        ("示例资本", None, "U1", False),
        ("", ("", None), None, False),
    ],
)
def test_nobody_deals_with_itself(
    typed: str, firm: tuple[str, str | None] | None, fund_uscc: str | None, itself: bool
) -> None:
    assert [fault.field for fault in own_faults(of(typed), firm, fund_uscc)] == ["fund"] * itself
