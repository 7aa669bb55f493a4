"""Who has which calendar is asked each time: a right that is taken away bites at the next fetch."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import operations as accounts
from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.feeds import operations
from roadshow.feeds.models import Kind, Subscription
from roadshow.feeds.rights import kinds_of
from roadshow.feeds.rules import MOST, SubscriptionFacts
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.investors.models import Contact
from roadshow.investors.states import InstitutionState
from roadshow.projects.models import Member
from tests import make
from tests.feeds.owned import address, asked, investor, who_may_have
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")


def deactivated(person: Person) -> None:
    accounts.set_active(person, False, actor=make.SOMEONE)


def given_other_roles(person: Person) -> None:
    accounts.set_roles(person, [Role.JUDGE], actor=make.SOMEONE)


def left(person: Person) -> None:
    for kind in (Contact, Member):
        for row in db.session.query(kind).filter_by(person_id=person.id):
            db.session.delete(row)
    db.session.commit()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("lost", [deactivated, given_other_roles])
def test_who_may_not_any_more_finds_nothing(
    inside: Flask, client: FlaskClient, kind: Kind, lost: Callable[[Person], None]
):
    person = who_may_have(kind)
    path = address(person, kind)
    codes = [asked(client, path).status_code]
    lost(person)
    assert [*codes, asked(client, path).status_code] == [200, 404]


@pytest.mark.parametrize("kind", [Kind.INVESTOR, Kind.STARTUP])
def test_who_acts_for_nobody_any_more_finds_nothing(inside: Flask, client: FlaskClient, kind: Kind):
    person = who_may_have(kind)
    path = address(person, kind)
    left(person)
    assert asked(client, path).status_code == 404


def test_rights_that_come_back_open_it_again(inside: Flask, client: FlaskClient):
    person = who_may_have(Kind.CENTRE)
    path, codes = address(person, Kind.CENTRE), []
    for active in (False, True):
        accounts.set_active(person, active, actor=make.SOMEONE)
        codes.append(asked(client, path).status_code)
    assert codes == [404, 200]


@pytest.mark.parametrize(
    "state", [InstitutionState.REGISTERED, InstitutionState.VERIFIED, InstitutionState.REFUSED]
)
def test_an_institution_sees_what_is_public_whatever_its_verification(
    inside: Flask, client: FlaskClient, state: InstitutionState
):
    person = investor(of=make.institution(state=state))
    path = address(person, Kind.INVESTOR)
    with clock.at(clock.now().replace(year=2028)):  # a verification lapses after a year
        assert asked(client, path).status_code == 200


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.ORGANISER, [Kind.CENTRE, Kind.HALL]),
        (Role.RECORDER, [Kind.CENTRE]),
        (Role.LEADER, [Kind.CENTRE]),
        (Role.ADMIN, [Kind.CENTRE]),
        (Role.STARTUP, []),
        (Role.INVESTOR, []),
        (Role.JUDGE, []),
    ],
)
def test_a_role_has_its_kinds_and_an_applicant_none_before_it_acts_for_somebody(
    inside: Flask, role: Role, kinds: list[Kind]
):
    assert kinds_of(make.person(role)) == kinds


@pytest.mark.parametrize("kind", Kind)
def test_nobody_makes_one_that_they_may_not_have(inside: Flask, kind: Kind):
    with pytest.raises(Refused) as refused:
        address(make.person(Role.JUDGE), kind)
    assert (refused.value.field, str(refused.value)) == ("kind", "请从列表中选择一项")


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"name": " "}, "name", "请填写名称，如“我的手机”"),
        ({"name": "长" * 101}, "name", "名称最多100个字，现在是101个字"),
        ({"language": "fr"}, "language", "请从列表中选择一项"),
        ({"remind_minutes": 11}, "remind", "请从列表中选择一项"),
        ({"remind_minutes": -10}, "remind", "请从列表中选择一项"),
    ],
)
def test_a_fault_is_told_at_its_field(inside: Flask, facts: dict[str, object], field: str, words: str):
    with pytest.raises(Refused) as refused:
        address(who_may_have(Kind.CENTRE), Kind.CENTRE, **facts)
    assert (refused.value.field, str(refused.value)) == (field, words)


def test_a_halls_calendar_names_its_hall(inside: Flask):
    person = who_may_have(Kind.HALL)
    with pytest.raises(Refused, match="请选择场地"):
        operations.subscribe(person, Kind.HALL, None, SubscriptionFacts("某厅"), actor=make.SOMEONE)


def test_of_several_at_once_no_more_are_made_than_one_may_have(inside: Flask):
    person = who_may_have(Kind.CENTRE)
    for _number in range(MOST - 1):
        address(person, Kind.CENTRE)
    person_id = person.id
    db.session.remove()

    def make_one() -> Callable[[], object]:
        mine = db.session.get_one(Person, person_id)
        return lambda: operations.subscribe(
            mine, Kind.CENTRE, None, SubscriptionFacts("又一个"), actor=make.SOMEONE
        )

    assert at_once(inside, [make_one] * 8) == [REFUSED] * 7 + [WON]
    assert db.session.query(Subscription).count() == MOST


def test_a_new_address_opens_it_and_the_old_one_nothing(inside: Flask, client: FlaskClient):
    old = address(who_may_have(Kind.CENTRE), Kind.CENTRE)
    asked(client, old)
    row = db.session.query(Subscription).one()
    new = f"/calendar/my/{operations.rotate(row, actor=make.SOMEONE)}.ics"
    assert (row.fetched_at, [asked(client, path).status_code for path in (old, new)]) == (None, [404, 200])


def test_a_revoked_one_opens_nothing_and_leaves_the_others(inside: Flask, client: FlaskClient):
    person = who_may_have(Kind.CENTRE)
    paths = [address(person, Kind.CENTRE) for _number in range(2)]
    operations.revoke(db.session.query(Subscription).first(), actor=make.SOMEONE)
    assert [asked(client, path).status_code for path in paths] == [404, 200]
