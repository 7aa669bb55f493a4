"""Staff verify institutions, or say why not."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.investors import joining
from roadshow.investors.models import GOOD_FOR, Institution
from roadshow.investors.queries import contact_of, get_institution
from roadshow.investors.rules import RENEW_BEFORE
from roadshow.investors.states import InstitutionState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.investors.made import acting_for, looking_for
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
    assert words_of(page.text, "section.errors li") == ["当前状态为“已核验”，不能变为“已核验”"]


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


def test_whose_year_is_over_is_listed_as_lapsed(app: Flask, as_role: AsRole) -> None:
    stored(app, name="甲", state=S.VERIFIED, checked_at=clock.now() - GOOD_FOR)
    stored(app, name="乙", state=S.VERIFIED)
    page = as_role(Role.ORGANISER).get("/centre/institutions?state=lapsed").text
    assert (words_of(page, "tbody th a"), words_of(page, "td span.badge")) == (["甲"], ["核验已到期"])


def test_a_field_that_is_looked_for_can_be_asked_for(app: Flask, as_role: AsRole) -> None:
    stored(app, name="甲")
    with app.app_context():
        looking_for(name="乙")
    page = as_role(Role.LEADER).get("/centre/institutions?sector=energy").text
    assert words_of(page, "tbody th a") == ["乙"]


def test_what_waits_and_what_ends_is_to_be_done(app: Flask, as_role: AsRole) -> None:
    stored(app)
    stored(app, state=S.VERIFIED, checked_at=clock.now() - GOOD_FOR + RENEW_BEFORE)
    page = as_role(Role.ORGANISER).get("/centre/").text
    assert [words for words in words_of(page, "ul.todo b") if "核验" in words] == [
        "核验1家投资机构",
        "1家机构的核验30天内到期",
    ]


def test_without_saying_what_was_compared_nothing_is_verified(app: Flask, as_role: AsRole) -> None:
    institution_id = stored(app)
    page = as_role(Role.ORGANISER).post(f"/centre/institutions/{institution_id}/verify", data={})
    assert words_of(page.text, "p.why span") == ["请选择核对了什么"]
    assert told(app, institution_id) == (S.REGISTERED, "")


def test_doubles_are_found_compared_and_merged(app: Flask, as_role: AsRole) -> None:
    kept_id, gone_id = stored(app, name="示例创投"), stored(app, name="示例创投管理")
    client = as_role(Role.ORGANISER)
    page = f"/centre/institutions/{kept_id}/merge"
    assert words_of(client.get(f"{page}?q=示例").text, "tbody th b") == ["示例创投管理"]
    assert words_of(client.get(f"{page}?other={gone_id}").text, "section.panel h2") == [
        "示例创投",
        "示例创投管理",
    ]
    answer = client.post(page, data={"other": gone_id, "kept": kept_id})
    assert answer.location == f"/centre/institutions/{kept_id}"
    shadow = client.get(f"/centre/institutions/{gone_id}").text
    assert words_of(shadow, "p.note a") == ["示例创投"]
    assert words_of(client.get("/centre/institutions").text, "tbody th a") == ["示例创投"]


@pytest.mark.parametrize("kept", ["", "999", "first"])
def test_what_is_not_to_be_merged_stays_as_it_is(app: Flask, as_role: AsRole, kept: str) -> None:
    """Nothing chosen, one that is none of the two, one with itself."""
    one, other = stored(app), stored(app)
    data = {"other": one if kept == "first" else other, "kept": one if kept == "first" else kept}
    page = as_role(Role.ORGANISER).post(f"/centre/institutions/{one}/merge", data=data).text
    assert len(words_of(page, "section.errors li")) == 1
    assert {told(app, one)[0], told(app, other)[0]} == {S.REGISTERED}


def test_what_a_contact_answers_is_not_staffs_to_answer(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        institution, person = make.institution(), make.person(Role.INVESTOR)
        acting_for(institution)
        asked = joining.ask_to_join(institution, person, "我是同事", actor=make.SOMEONE)
        path, page = f"/centre/institution-requests/{asked.id}", f"/centre/institutions/{institution.id}"
        person_id = person.id
    client = as_role(Role.ORGANISER)
    answers = [client.get(path), client.post(f"{path}/confirm"), client.post(f"{path}/refuse")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert path not in client.get(page).text
    with app.app_context():
        assert contact_of(person_id) is None


def test_where_nobody_can_decide_staff_let_in_who_asks(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        institution, person = make.institution(), make.person(Role.INVESTOR)
        asked = joining.ask_to_join(institution, person, "我是同事", actor=make.SOMEONE)
        asked_id, person_id = asked.id, person.id
    client = as_role(Role.ORGANISER)
    assert "答复加入机构的申请" in words_of(client.get("/centre/").text, "ul.todo b")
    client.post(f"/centre/institution-requests/{asked_id}/confirm")
    with app.app_context():
        assert contact_of(person_id) is not None
