"""Staff verify companies that apply, investors see it, and who really is the company takes it over."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.pitches.states import PitchState as P
from roadshow.projects import claiming, joining, verifying
from roadshow.projects.models import Company
from roadshow.projects.queries import get_company
from roadshow.projects.states import CompanyState, Proof
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults, me, typed
from tests.web.reading import links, missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
APPLYING = "/centre/companies?state=applying"


@pytest.fixture
def owner(app: Flask, as_role: AsRole) -> FlaskClient:
    """The first startup, who owns the company 1 and its project, the first."""
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.project(make.company(me(), name="示例甲", uscc=make.code(7)))
    return client


def turn_away(app: Flask) -> None:
    """The second startup was refused by the members of the company 1."""
    with app.app_context():
        asked = joining.ask_to_join(get_company(1), me(number=2), "是我", actor=make.SOMEONE)
        joining.refuse(asked, "没有这位同事", actor=make.SOMEONE)


def claim(app: Flask) -> str:
    """Of the second startup; its page at the centre."""
    turn_away(app)
    with app.app_context():
        made = claiming.claim_company(get_company(1), me(number=2), "我是法定代表人", actor=make.SOMEONE)
        return f"/centre/claims/{made.id}"


def test_what_has_applied_waits_for_an_organiser_until_it_is_verified(app: Flask, as_role: AsRole):
    with app.app_context():
        for name, state in (("草稿", P.DRAFT), ("申请", P.SUBMITTED), ("撤回", P.WITHDRAWN)):
            make.pitch(None, state, make.project(make.company(name=name)))
        company_id = db.session.query(Company).filter_by(name="申请").one().id
    organiser = as_role(Role.ORGANISER)
    assert "核验1家申请路演的企业" in words_of(organiser.get("/centre/").text, "ul.todo b")
    assert words_of(organiser.get(APPLYING).text, "tbody th a") == ["申请"]
    page = organiser.post(f"/centre/companies/{company_id}/verify", data={"against": "licence"})
    assert page.location == f"/centre/companies/{company_id}"
    assert words_of(organiser.get(page.location).text, "main span.badge")[:1] == ["已核验"]
    assert words_of(organiser.get(APPLYING).text, "tbody th a") == []
    assert "核验1家申请路演的企业" not in organiser.get("/centre/").text


@pytest.mark.parametrize(
    ("state", "names"),
    [("verified", ["已验"]), ("unverified", ["未验"]), ("refused", []), ("nonsense", ["未验", "已验"])],
)
def test_the_list_of_companies_filters_by_it(app: Flask, as_role: AsRole, state: str, names: list[str]):
    with app.app_context():
        verifying.verify(make.company(name="已验"), Proof.LICENCE, actor=make.SOMEONE)
        make.company(name="未验")
    page = as_role(Role.LEADER).get(f"/centre/companies?state={state}").text
    assert sorted(words_of(page, "tbody th a")) == sorted(names)


def test_an_application_says_that_its_company_is_not_verified_and_leads_there(app: Flask, as_role: AsRole):
    with app.app_context():
        pitch = make.pitch(of=make.project(make.company()))
        path, company_id = f"/centre/pitches/{pitch.id}", pitch.project.company_id
    organiser = as_role(Role.ORGANISER)
    page = organiser.get(path).text
    assert words_of(page, "main p.note") == ["企业还没有核验。 核验企业"]
    assert f"/centre/companies/{company_id}/verify" in links(page)
    organiser.post(f"/centre/companies/{company_id}/verify", data={"against": "credit"})
    organiser.get("/centre/")  # what was done is said once
    page = organiser.get(path).text
    assert words_of(page, "main p.note") == []
    assert missing(page.partition("申请内容")[2].partition("</section>")[0], "已核验，2026年") == []


@pytest.mark.parametrize("role", [Role.RECORDER, Role.LEADER, Role.ADMIN])
def test_other_staff_read_it_and_have_no_button(app: Flask, as_role: AsRole, role: Role):
    with app.app_context():
        path = f"/centre/companies/{make.company().id}"
    page = as_role(role).get(path).text
    assert (words_of(page, "main span.badge")[:1], "/verify" in page, "/refuse" in page) == (
        ["未核验"],
        False,
        False,
    )


def test_what_is_wrong_with_a_verification_stands_at_its_field(app: Flask, as_role: AsRole):
    with app.app_context():
        path = f"/centre/companies/{make.company(uscc=None).id}/verify"
    organiser = as_role(Role.ORGANISER)
    said = [
        faults(organiser.post(path, data=sent).text)
        for sent in ({}, {"against": "licence"}, {"against": "other"})
    ]
    assert said == [
        ["请选择核对了什么"],
        ["还没有统一社会信用代码，只能核对其他材料"],
        ["请写明核对了什么材料"],
    ]


def test_whoever_compared_an_earlier_name_is_told_and_verifies_what_stands_now(
    app: Flask, as_role: AsRole, owner: FlaskClient
):
    organiser, path = as_role(Role.ORGANISER), "/centre/companies/1/verify"
    read = organiser.get(path).text
    owner.post("/startup/companies/1/change", data={"name": "示例乙", "uscc": make.code(7)})
    late = organiser.post(path, data={"against": "licence", "seen": typed(read, "seen")}).text
    assert ("刚刚修改了企业" in late, "示例乙" in late) == (True, True)
    done = organiser.post(path, data={"against": "licence", "seen": typed(late, "seen")})
    assert done.location == "/centre/companies/1"


def test_a_verification_is_taken_back_and_its_owner_reads_why(
    app: Flask, as_role: AsRole, owner: FlaskClient
):
    organiser = as_role(Role.ORGANISER)
    organiser.post("/centre/companies/1/verify", data={"against": "licence"})
    assert faults(organiser.post("/centre/companies/1/refuse", data={}).text) == ["请写明未通过的原因"]
    organiser.post("/centre/companies/1/refuse", data={"reason": "执照已注销"})
    assert "执照已注销" in owner.get("/startup/companies/1").text


def test_an_owner_is_told_before_the_name_changes(app: Flask, as_role: AsRole, owner: FlaskClient):
    with app.app_context():
        verifying.verify(get_company(1), Proof.LICENCE, actor=make.SOMEONE)
    page = owner.get("/startup/companies/1/change").text
    assert words_of(page, "main p.note") == ["企业已核验。改名称或统一社会信用代码后，须由路演中心重新核验。"]
    owner.post("/startup/companies/1/change", data={"name": "示例乙", "uscc": make.code(7)})
    with app.app_context():
        assert get_company(1).state is CompanyState.UNVERIFIED


def test_who_was_refused_claims_it_from_the_page_of_asking_to_join(
    app: Flask, as_role: AsRole, owner: FlaskClient
):
    other = as_role(Role.STARTUP)
    join, path = f"/startup/companies/join?named={make.code(7)}", "/startup/companies/1/claim"
    assert path not in other.get(join).text
    assert other.get(path).status_code == 404
    turn_away(app)
    assert path in links(other.get(join).text)
    assert path in links(other.get("/startup/projects").text)
    assert faults(other.post(path, data={"statement": ""}).text) == ["请写明您是谁、为什么这家企业是您的"]
    assert other.post(path, data={"statement": "我是法定代表人"}).location == "/startup/projects"
    page = other.get("/startup/projects").text
    assert words_of(page, "td.state") == ["未同意", "等待答复"]
    assert path not in links(page)


def test_staff_see_both_sides_and_the_old_session_ends_with_the_next_page(
    app: Flask, as_role: AsRole, owner: FlaskClient
):
    other, organiser = as_role(Role.STARTUP), as_role(Role.ORGANISER)
    path = claim(app)
    assert path in links(organiser.get("/centre/").text)
    assert path in links(organiser.get("/centre/companies/1").text)
    page = organiser.get(path).text
    assert words_of(page, "main section h2")[:2] == ["认领的一方", "现在的成员"]
    assert ("startup1@test.example" in page, "startup2@test.example" in page) == (True, True)
    assert faults(organiser.post(f"{path}/transfer", data={"against": "licence"}).text) == [
        "请写明移交的原因"
    ]
    assert owner.get("/startup/companies/1").status_code == 200
    organiser.post(f"{path}/transfer", data={"against": "licence", "reason": "已核实"})
    pages = ("/startup/companies/1", "/startup/projects/1")
    assert [owner.get(one).status_code for one in pages] == [404, 404]
    assert [other.get(one).status_code for one in pages] == [200, 200]
    assert words_of(organiser.get("/centre/companies/1").text, "main span.badge")[:1] == ["已核验"]
    again = organiser.post(f"{path}/transfer", data={"against": "licence", "reason": "再来"})
    assert faults(again.text) == ["当前状态为“已同意”，不能变为“已同意”"]


def test_a_claim_is_refused_with_a_reason_that_the_claimant_reads(
    app: Flask, as_role: AsRole, owner: FlaskClient
):
    other, organiser = as_role(Role.STARTUP), as_role(Role.ORGANISER)
    path = claim(app)
    assert faults(organiser.post(f"{path}/refuse", data={}).text) == ["请写明不同意的原因"]
    organiser.post(f"{path}/refuse", data={"reason": "请出示执照"})
    assert "请出示执照" in other.get("/startup/projects").text
    assert owner.get("/startup/companies/1").status_code == 200


def test_a_claim_is_taken_back_by_its_claimant_alone(app: Flask, as_role: AsRole, owner: FlaskClient):
    other, organiser = as_role(Role.STARTUP), as_role(Role.ORGANISER)
    path = claim(app)
    withdraw = f"/startup/claims/{path.rpartition('/')[2]}/withdraw"
    assert owner.post(withdraw).status_code == 404
    other.post(withdraw)
    assert words_of(organiser.get(path).text, "main span.badge")[:1] == ["已撤回"]


def test_a_page_of_the_claim_costs_the_same_however_many_members(
    app: Flask, as_role: AsRole, owner: FlaskClient, counted: Counted
):
    as_role(Role.STARTUP)
    organiser, path, costs = as_role(Role.ORGANISER), claim(app), []
    for _time in range(2):
        with app.app_context():
            for _number in range(3):
                make.member(get_company(1), "viewer")  # type: ignore[arg-type]  # its word is enough
        with counted() as statements:
            organiser.get(path)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_what_was_compared_stands_in_the_trail(app: Flask, as_role: AsRole):
    with app.app_context():
        verifying.verify(make.company(name="示例甲"), Proof.LICENCE, actor=make.SOMEONE)
    assert "营业执照" in as_role(Role.ADMIN).get("/centre/trail").text
