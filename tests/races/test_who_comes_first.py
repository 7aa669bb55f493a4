"""What may be there only once is there once, however many hand it in at the same moment."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from roadshow.accounts.queries import get_person
from roadshow.audit.models import Entry
from roadshow.foundation.db import db
from roadshow.investors import agreements, contacts, merging
from roadshow.investors import operations as investors
from roadshow.investors.belonging import get_contact
from roadshow.investors.choices import VERSION
from roadshow.investors.models import (
    Agreement,
    AgreementKind,
    Contact,
    Institution,
    InstitutionKind,
    Merger,
)
from roadshow.investors.queries import get_institution
from roadshow.investors.rules import InstitutionFacts
from roadshow.pitches import late
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
from roadshow.projects import claiming, joining, members
from roadshow.projects import operations as projects
from roadshow.projects.belonging import get_request
from roadshow.projects.claims import get_claim
from roadshow.projects.models import Claim, Company, JoinRequest, Member, MemberRight
from roadshow.projects.queries import get_company, get_project
from roadshow.projects.states import JoinState, Proof
from tests import make
from tests.investors.made import acting_for
from tests.races.at_once import REFUSED, WON, at_once
from tests.races.test_who_wins import ONE_OF_SIXTEEN, SIXTEEN

pytestmark = pytest.mark.usefixtures("in_spring")
MANY, ROUNDS = 8, 3
ONE_WINS = [REFUSED] * (MANY - 1) + [WON]
Act = Callable[[], object]


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("apply", [pitches.apply, pitches.apply_and_submit])
def test_a_project_that_applies_sixteen_times_at_once_has_applied_once(
    app: Flask, apply: Callable[..., Pitch], _round: int
):
    with app.app_context():
        project_id, roadshow_id = make.project().id, make.roadshow(RoadshowState.CALLING).id

    def press() -> Pitch:
        return apply(get_project(project_id), get_roadshow(roadshow_id), actor=make.SOMEONE)

    answers = at_once(app, [lambda: press] * SIXTEEN)
    with app.app_context():
        assert (answers, db.session.query(Pitch).count()) == (ONE_OF_SIXTEEN, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("apply", [pitches.apply, pitches.apply_and_submit])
def test_a_withdrawn_project_that_applies_sixteen_times_at_once_has_applied_once(
    app: Flask, apply: Callable[..., Pitch], _round: int
):
    with app.app_context():
        pitch = make.pitch(state=PitchState.WITHDRAWN)
        project_id, roadshow_id = pitch.project_id, pitch.roadshow_id

    def press() -> Pitch:
        return apply(get_project(project_id), get_roadshow(roadshow_id), actor=make.SOMEONE)

    answers = at_once(app, [lambda: press] * SIXTEEN)
    with app.app_context():
        begun = db.session.query(Entry).filter_by(what="pitch.begun_again").count()
        assert (answers, db.session.query(Pitch).count(), begun) == (ONE_OF_SIXTEEN, 1, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_eight_companies_with_one_code_one_is_registered(app: Flask, _round: int):
    with app.app_context():
        people = [make.person().id for _number in range(MANY)]

    def register(number: int) -> Act:
        name, owner = f"示例企业{number}", get_person(people[number])
        return lambda: projects.register_company(name, make.code(1), owner=owner, actor=make.SOMEONE)

    answers = at_once(app, [partial(register, number) for number in range(MANY)])
    with app.app_context():
        assert (answers, db.session.query(Company).count()) == (ONE_WINS, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_eight_teams_that_name_one_code_one_gets_it(app: Flask, _round: int):
    with app.app_context():
        ids = [make.company(uscc=None).id for _number in range(MANY)]

    def change(company_id: int) -> Act:
        company = db.session.get_one(Company, company_id)
        return lambda: projects.change_company(company, "示例企业", make.code(1), actor=make.SOMEONE)

    answers = at_once(app, [partial(change, row) for row in ids])
    with app.app_context():
        holders = db.session.query(Company).filter_by(uscc=make.code(1)).count()
        assert (answers, holders) == (ONE_WINS, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("same", ["name", "person", "uscc", "amac_number"])
def test_of_eight_institutions_that_have_one_thing_in_common_one_is_registered(
    app: Flask, same: str, _round: int
):
    with app.app_context():
        people = [make.person().id for _number in range(MANY)]

    def register(number: int) -> Act:
        name = "示例创投" if same == "name" else f"示例创投{number}"
        owner = get_person(people[0 if same == "person" else number])
        uscc = make.code(1 if same == "uscc" else number)
        amac_number = f"P100000{1 if same == 'amac_number' else number}"
        facts = InstitutionFacts(name, InstitutionKind.CORPORATE, uscc, amac_number)
        return lambda: investors.register_institution(facts, owner=owner, actor=make.SOMEONE)

    answers = at_once(app, [partial(register, number) for number in range(MANY)])
    with app.app_context():
        assert (answers, db.session.query(Institution).count()) == (ONE_WINS, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_what_eight_merge_at_once_is_merged_once(app: Flask, _round: int):
    """Each into another, and half of them the other way round."""
    with app.app_context():
        gone_id = make.institution().id
        others = [make.institution().id for _number in range(MANY)]

    def merge(number: int) -> None:
        pair = [get_institution(others[number]), get_institution(gone_id)]
        kept, gone = pair if number % 2 else pair[::-1]
        merging.merge(kept, gone, actor=make.SOMEONE)

    def press(number: int) -> Act:
        return lambda: merge(number)

    answers = at_once(app, [partial(press, number) for number in range(MANY)])
    with app.app_context():
        merged = {row.gone_id: row.kept_id for row in db.session.query(Merger)}
        assert (set(answers), len(merged)) == ({REFUSED, WON}, answers.count(WON))
        assert [kept for kept in merged.values() if kept in merged] == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_contacts_who_remove_each_other_at_once_one_is_left(app: Flask, _round: int):
    with app.app_context():
        institution = make.institution()
        ids = [acting_for(institution).id for _number in range(4)]

    def remove(person_id: int) -> Act:
        contact = get_contact(person_id)
        return lambda: contacts.remove_contact(contact, actor=make.SOMEONE)

    answers = at_once(app, [partial(remove, person_id) for person_id in ids])
    with app.app_context():
        assert (answers.count(WON), answers.count(REFUSED), db.session.query(Contact).count()) == (3, 1, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_eight_contacts_who_declare_at_once_one_is_noted(app: Flask, _round: int):
    with app.app_context():
        institution = make.institution()
        institution_id, people = institution.id, [acting_for(institution).id for _number in range(MANY)]

    def declare(person_id: int) -> Act:
        person, row = get_person(person_id), get_institution(institution_id)
        kind = AgreementKind.DECLARATION
        return lambda: agreements.agree(row, person, kind, VERSION[kind], actor=make.SOMEONE)

    answers = at_once(app, [partial(declare, person_id) for person_id in people])
    with app.app_context():
        assert (answers, db.session.query(Agreement).count()) == ([WON] * MANY, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_code_lets_in_one_of_sixteen(app: Flask, _round: int):
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.SELECTING)
        code = late.make_code(roadshow, "示例企业", make.begins(roadshow), actor=make.SOMEONE).code
        projects_ids = [make.project().id for _number in range(SIXTEEN)]
        roadshow_id = roadshow.id

    def press(number: int) -> Act:
        project_id = projects_ids[number]
        return lambda: pitches.apply(
            get_project(project_id), get_roadshow(roadshow_id), code=code, actor=make.SOMEONE
        )

    answers = at_once(app, [partial(press, number) for number in range(SIXTEEN)])
    with app.app_context():
        assert (answers, db.session.query(Pitch).count()) == (ONE_OF_SIXTEEN, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_who_asks_sixteen_times_at_once_to_join_has_asked_once(app: Flask, _round: int):
    with app.app_context():
        company_id, person_id = make.company().id, make.person().id

    def ask() -> JoinRequest:
        company, person = get_company(company_id), get_person(person_id)
        return joining.ask_to_join(company, person, "我是同事", actor=make.SOMEONE)

    answers = at_once(app, [lambda: ask] * 16)  # more than there are connections that could have read before
    with app.app_context():
        asked = db.session.query(JoinRequest).count()
        assert (answers.count(WON), answers.count(REFUSED), asked) == (1, 15, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_who_claims_a_company_sixteen_times_at_once_has_claimed_it_once(app: Flask, _round: int):
    with app.app_context():
        company_id, person_id = refused_one()

    def claim() -> Claim:
        company, person = get_company(company_id), get_person(person_id)
        return claiming.claim_company(company, person, "是我们的", actor=make.SOMEONE)

    answers = at_once(app, [lambda: claim] * 16)
    with app.app_context():
        made = db.session.query(Claim).count()
        assert (answers.count(WON), answers.count(REFUSED), made) == (1, 15, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_claim_that_sixteen_decide_at_once_is_decided_once(app: Flask, _round: int):
    with app.app_context():
        company_id, person_id = refused_one()
        claim = claiming.claim_company(
            get_company(company_id), get_person(person_id), "是我们的", actor=make.SOMEONE
        )
        claim_id = claim.id

    def transfer() -> None:
        claiming.transfer(get_claim(claim_id), Proof.LICENCE, "", "已核实", actor=make.SOMEONE)

    def refuse() -> None:
        claiming.refuse(get_claim(claim_id), "没有核实", actor=make.SOMEONE)

    answers = at_once(app, [lambda: transfer, lambda: refuse] * 8)
    with app.app_context():
        state, owners = get_claim(claim_id).state, [row.person_id for row in db.session.query(Member)]
        assert (answers.count(WON), answers.count(REFUSED)) == (1, 15)
        assert (owners == [person_id]) is (state is JoinState.CONFIRMED)


def refused_one() -> tuple[int, int]:
    """A company with an owner, and somebody whom they refused."""
    company, person = make.company(make.person()), make.person()
    asked = joining.ask_to_join(company, person, "我是同事", actor=make.SOMEONE)
    joining.refuse(asked, "不认识", actor=make.SOMEONE)
    return company.id, person.id


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_owners_who_remove_each_other_at_once_one_is_left(app: Flask, _round: int):
    with app.app_context():
        company = make.company(*(make.person() for _number in range(4)))
        ids = [member.id for member in company.members]

    def remove(member_id: int) -> Act:
        member = db.session.get_one(Member, member_id)
        return lambda: members.remove_member(member, actor=make.SOMEONE)

    answers = at_once(app, [partial(remove, member_id) for member_id in ids])
    with app.app_context():
        left = [member.right for member in db.session.query(Member)]
        assert (answers.count(WON), answers.count(REFUSED), left) == (3, 1, [MemberRight.OWNER])


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_several_whom_the_centre_lets_in_at_once_one_is_the_first_owner(app: Flask, _round: int):
    with app.app_context():
        company = make.company()
        ids = [
            joining.ask_to_join(company, make.person(), "我是同事", actor=make.SOMEONE).id
            for _number in range(MANY)
        ]

    def admit(request_id: int) -> Act:
        request = get_request(request_id)
        return lambda: joining.admit(request, actor=make.SOMEONE)

    answers = at_once(app, [partial(admit, request_id) for request_id in ids])
    with app.app_context():
        assert (answers, db.session.query(Member).count()) == (ONE_WINS, 1)
