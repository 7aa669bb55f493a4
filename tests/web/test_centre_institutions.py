"""Staff verify institutions, or say why not."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.investors.models import Institution
from roadshow.investors.queries import get_institution
from roadshow.investors.states import InstitutionState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


AGAINST = {"against": "amac"}


def stored(app: Flask, **facts: object) -> int:
    with app.app_context():
        return make.institution(**facts).id


def told(app: Flask, institution_id: int) -> tuple[S, str]:
    with app.app_context():
        row: Institution = get_institution(institution_id)
        return row.state, row.refusal


def test_those_that_wait_stand_first(app: Flask, as_role: AsRole) -> None:
    stored(app, name="甲", state=S.VERIFIED)
    stored(app, name="乙")
    assert words_of(as_role(Role.ORGANISER).get("/centre/institutions").text, "tbody th a") == ["乙", "甲"]


def test_one_state_can_be_asked_for(app: Flask, as_role: AsRole) -> None:
    stored(app, name="甲", state=S.VERIFIED)
    stored(app, name="乙")
    page = as_role(Role.ORGANISER).get("/centre/institutions?state=verified")
    assert words_of(page.text, "tbody th a") == ["甲"]


def test_an_organiser_verifies(app: Flask, as_role: AsRole) -> None:
    institution_id = stored(app)
    answer = as_role(Role.ORGANISER).post(f"/centre/institutions/{institution_id}/verify", data=AGAINST)
    assert answer.location == f"/centre/institutions/{institution_id}"
    assert told(app, institution_id) == (S.VERIFIED, "")


def test_a_second_press_is_told_and_changes_nothing(app: Flask, as_role: AsRole) -> None:
    institution_id = stored(app, state=S.VERIFIED)
    page = as_role(Role.ORGANISER).post(f"/centre/institutions/{institution_id}/verify", data=AGAINST)
    assert words_of(page.text, "section.errors li") == ["现在是“已核验”，不能变为“已核验”"]


def test_refusing_takes_a_reason(app: Flask, as_role: AsRole) -> None:
    institution_id, client = stored(app), as_role(Role.ORGANISER)
    page = client.post(f"/centre/institutions/{institution_id}/refuse", data={"reason": ""})
    assert words_of(page.text, "p.why span") == ["请写明未通过的原因"]
    client.post(f"/centre/institutions/{institution_id}/refuse", data={"reason": "登记编号查不到"})
    assert told(app, institution_id) == (S.REFUSED, "登记编号查不到")


def test_a_reader_without_the_right_sees_no_button(app: Flask, as_role: AsRole) -> None:
    page = as_role(Role.LEADER).get(f"/centre/institutions/{stored(app)}")
    assert words_of(page.text, "main form button, main a.btn") == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    app: Flask, as_role: AsRole, counted: Counted, many: int
) -> None:
    for _number in range(many):
        stored(app)
    client = as_role(Role.LEADER)
    with counted() as statements:
        client.get("/centre/institutions")
    assert len(statements) == 6
