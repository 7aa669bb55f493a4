"""A company's page: its members, invitations to colleagues, and asking to join one that is registered already."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_entries_of
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.projects import joining
from roadshow.projects.belonging import is_former
from roadshow.projects.models import Company, JoinRequest, Member, MemberRight
from roadshow.projects.queries import get_company
from tests import make
from tests.accounts.written import kinds_to, paths_to
from tests.conftest import AsRole
from tests.web.owned import faults, me
from tests.web.selecting import words_of

MESSAGE = "我是示例企业的技术负责人"
NEW = "/startup/companies/new"


@pytest.fixture
def owner(app: Flask, as_role: AsRole) -> FlaskClient:
    """The first startup, who owns the company 1."""
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.company(me(), name="示例甲", uscc=make.code(7))
    return client


def rights(app: Flask) -> list[tuple[int, MemberRight]]:
    with app.app_context():
        return [(row.person_id, row.right) for row in db.session.query(Member).order_by(Member.id)]


def asked(app: Flask, message: str = MESSAGE) -> tuple[int, int]:
    """Somebody would like to join the company 1: the request's id and theirs."""
    with app.app_context():
        someone = make.person(email="li@test.example", name="示例李", language="zh")
        return joining.ask_to_join(get_company(1), someone, message, actor=make.SOMEONE).id, someone.id


def ask_as_second(app: Flask) -> None:
    """The second startup who signed in would like to join the company 1."""
    with app.app_context():
        joining.ask_to_join(get_company(1), me(number=2), MESSAGE, actor=make.SOMEONE)


def test_a_known_code_leads_to_asking_to_join(as_role: AsRole, owner: FlaskClient):
    other = as_role(Role.STARTUP)
    page = other.post(NEW, data={"name": "示例乙", "uscc": make.code(7).lower()}).text
    assert faults(page) == ["这个统一社会信用代码已经登记，可以申请加入该企业"]
    assert f"/startup/companies/join?named={make.code(7)}" in page
    assert words_of(other.get(f"/startup/companies/join?named={make.code(7)}").text, "option") == ["示例甲"]


def test_a_name_that_is_there_is_asked_about_once_and_not_forced(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.company(name="示例（平湖）科技", uscc=None)
    typed = {"name": "示例(平湖)科技", "uscc": make.code(3)}
    page = client.post(NEW, data=typed).text
    assert faults(page) == ["已经有名称相同或相近的企业。是同一家的，请申请加入；不是的，请勾选后再登记"]
    assert client.post(NEW, data=typed | {"another": "y"}).status_code == 302
    with app.app_context():
        assert db.session.query(Company).count() == 2


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("示例光电有限公司", "示例光电"),
        ("示例光电", "示例光电股份有限公司"),
        ("示例光电有限责任公司", "示例光电（集团）有限公司"),
        ("示例光电（平湖）有限公司", "示例光电平湖股份有限公司"),
    ],
)
def test_a_name_that_differs_in_its_legal_form_is_asked_about(
    app: Flask, as_role: AsRole, known: str, typed: str
):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.company(name=known, uscc=None)
        make.company(name="示例光电子有限公司", uscc=None)  # another one
    page = client.post(NEW, data={"name": typed, "uscc": make.code(3)}).text
    assert words_of(page, "ul.todo b") == [known]
    assert words_of(client.get(f"/startup/companies/join?named={typed}").text, "option") == [known]


def test_taking_the_name_of_another_is_asked_about_once_and_not_forced(app: Flask, owner: FlaskClient):
    with app.app_context():
        make.company(name="示例（平湖）科技", uscc=None)
    change, typed = "/startup/companies/1/change", {"name": "示例(平湖)科技", "uscc": make.code(7)}
    page = owner.post(change, data=typed).text
    assert faults(page) == ["已经有名称相同或相近的企业。是同一家的，请申请加入；不是的，请勾选后再保存"]
    assert owner.post(change, data=typed | {"another": "y"}).status_code == 302
    assert owner.post(change, data=typed).status_code == 302


def test_who_asks_is_told_to_the_owners_and_waits(app: Flask, as_role: AsRole, owner: FlaskClient):
    other = as_role(Role.STARTUP)
    typed = {"named": make.code(7), "company": "1", "message": MESSAGE}
    assert other.post("/startup/companies/join", data=typed).location == "/startup/projects"
    assert words_of(other.get("/startup/projects").text, "td.state") == ["等待答复"]
    assert words_of(owner.get("/startup/").text, "ul.todo b")[-1:] == ["答复测试startup"]
    with app.app_context():
        assert kinds_to("startup1@test.example") == ["company.join_asked"]
    page = other.post("/startup/companies/join", data=typed).text
    assert faults(page) == ["您已经申请加入这家企业，请等待答复"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"message": ""}, ["请写明您是谁、在企业做什么"]),
        ({"message": "长" * 501}, ["原因最多500个字，现在是501个字"]),
        ({"company": "2"}, ["请从列表中选择一项"]),
    ],
)
def test_a_request_is_told_what_is_wrong_with_it(
    as_role: AsRole, owner: FlaskClient, typed: dict[str, str], said: list[str]
):
    given = {"named": make.code(7), "company": "1", "message": MESSAGE} | typed
    assert faults(as_role(Role.STARTUP).post("/startup/companies/join", data=given).text) == said


def test_a_company_is_found_by_its_whole_name_and_by_no_part_of_it(as_role: AsRole, owner: FlaskClient):
    other = as_role(Role.STARTUP)
    found = [
        words_of(other.get(f"/startup/companies/join?named={named}").text, "option")
        for named in ("示例甲", "示例", "", "%")
    ]
    assert found == [["示例甲"], [], [], []]


def test_an_owner_lets_in_with_the_right_they_choose(app: Flask, owner: FlaskClient):
    request_id, person_id = asked(app)
    owner.post(f"/startup/requests/{request_id}/confirm", data={"right": "viewer"})
    assert rights(app)[1:] == [(person_id, MemberRight.VIEWER)]
    with app.app_context():
        assert kinds_to("li@test.example") == ["company.join_confirmed"]


def test_an_owner_refuses_with_a_reason_and_the_same_person_may_ask_again(app: Flask, owner: FlaskClient):
    request_id, _person_id = asked(app)
    path = f"/startup/requests/{request_id}/refuse"
    assert faults(owner.post(path, data={"reason": ""}).text) == ["请写明不同意的原因"]
    assert owner.post(path, data={"reason": "没有这位同事"}).location == "/startup/companies/1"
    owner.get("/startup/companies/1")
    page = owner.post(
        f"/startup/requests/{request_id}/confirm", data={"right": "owner"}, follow_redirects=True
    )
    assert words_of(page.text, "p.note") == ["当前状态为“未同意”，不能变为“已同意”"]
    with app.app_context():
        assert kinds_to("li@test.example") == ["company.join_refused"]
        someone = db.session.query(JoinRequest).one().person
        joining.ask_to_join(get_company(1), someone, MESSAGE, actor=make.SOMEONE)
        assert db.session.query(JoinRequest).count() == 2


def test_who_asked_takes_it_back_while_nobody_has_answered(app: Flask, as_role: AsRole, owner: FlaskClient):
    other = as_role(Role.STARTUP)
    ask_as_second(app)
    assert owner.post("/startup/requests/1/withdraw").status_code == 404
    page = other.post("/startup/requests/1/withdraw", follow_redirects=True).text
    assert words_of(page, "p.note") == ["已撤回加入“示例甲”的申请。"]
    assert (words_of(page, "td.state"), words_of(owner.get("/startup/").text, "ul.todo b")[1:]) == ([], [])
    said = owner.post("/startup/requests/1/confirm", data={"right": "owner"}, follow_redirects=True).text
    assert (words_of(said, "p.note"), len(rights(app))) == (["当前状态为“已撤回”，不能变为“已同意”"], 1)
    ask_as_second(app)


def test_who_asks_and_takes_it_back_floods_no_owner_with_letters(app: Flask, owner: FlaskClient):
    with app.app_context():
        company, person = get_company(1), make.person()
        for _number in range(joining.MOST_IN_A_DAY):
            joining.withdraw(
                joining.ask_to_join(company, person, MESSAGE, actor=make.SOMEONE), actor=make.SOMEONE
            )
        with pytest.raises(Refused) as refused:
            joining.ask_to_join(company, person, MESSAGE, actor=make.SOMEONE)
    assert str(refused.value) == "一天最多申请10次，请明天再申请"


def test_nobody_is_flooded_with_letters_by_a_company_that_invites_them(app: Flask, owner: FlaskClient):
    to = {"email": "li@test.example", "right": "viewer"}
    pages = [owner.post("/startup/companies/1/invite", data=to) for _number in range(6)]
    assert [page.status_code for page in pages] == [200] * 6  # the link is on the page, as no mail brings it
    assert faults(pages[-1].text) == ["尝试次数太多，请在30分钟后重试"]
    with app.app_context():
        assert kinds_to("li@test.example") == ["company.invited"] * 5


def test_what_is_answered_cannot_be_taken_back(app: Flask, as_role: AsRole, owner: FlaskClient):
    other = as_role(Role.STARTUP)
    ask_as_second(app)
    owner.post("/startup/requests/1/confirm", data={"right": "viewer"})
    page = other.post("/startup/requests/1/withdraw", follow_redirects=True).text
    assert (words_of(page, "p.note"), len(rights(app))) == (["当前状态为“已同意”，不能变为“已撤回”"], 2)


def test_a_member_leaves_after_being_asked_once(app: Flask, as_role: AsRole, owner: FlaskClient):
    other = as_role(Role.STARTUP)
    with app.app_context():
        make.member(get_company(1), MemberRight.VIEWER, me(number=2))
    assert words_of(other.get("/startup/companies/1/leave").text, "main h2") == ["退出“示例甲”？"]
    assert len(rights(app)) == 2
    page = other.post("/startup/companies/1/leave", follow_redirects=True).text
    assert (words_of(page, "p.note"), len(rights(app))) == (["您已退出“示例甲”。"], 1)
    assert other.post("/startup/companies/1/leave").status_code == 404
    with app.app_context():
        assert kinds_to("startup2@test.example") == []
        assert list_entries_of("company", 1)[0].what == "company.member_left"
        assert is_former(me(number=2).id, 1)


def test_the_last_owner_can_neither_go_nor_become_less(app: Flask, owner: FlaskClient):
    with app.app_context():
        member_id = db.session.query(Member).one().id
    said = [
        words_of(owner.post(path, data={"right": "editor"}, follow_redirects=True).text, "p.note")
        for path in (
            f"/startup/members/{member_id}/right",
            f"/startup/members/{member_id}/remove",
            "/startup/companies/1/leave",
        )
    ]
    assert said == [["这是最后一位负责人，先让别人成为负责人再改"]] * 3
    assert [right for _who, right in rights(app)] == [MemberRight.OWNER]


def test_a_member_is_removed_and_told(app: Flask, owner: FlaskClient):
    with app.app_context():
        who = make.person(email="li@test.example", name="示例李", language="zh")
        member_id = make.member(get_company(1), MemberRight.EDITOR, who).id
    buttons = words_of(owner.get("/startup/companies/1").text, "td button.risk")
    assert buttons == ["移出：示例李"]  # whoever reads it leaves instead
    owner.post(f"/startup/members/{member_id}/remove")
    with app.app_context():
        assert kinds_to("li@test.example") == ["company.member_removed"]
    assert len(rights(app)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": ""}, ["请填写邮箱"]),
        ({"email": "li"}, ["邮箱“li”的写法不对，应像 name@example.cn"]),
        ({"right": "emperor"}, ["请从列表中选择一项"]),
        ({"email": "startup1@test.example"}, ["这个人已在该企业名下"]),
    ],
)
def test_an_invitation_is_told_what_is_wrong_with_it(
    owner: FlaskClient, typed: dict[str, str], said: list[str]
):
    given = {"email": "li@test.example", "right": "editor"} | typed
    assert faults(owner.post("/startup/companies/1/invite", data=given).text) == said


def invited(app: Flask, owner: FlaskClient, email: str = "li@test.example") -> str:
    owner.post("/startup/companies/1/invite", data={"email": email, "right": "editor"})
    with app.app_context():
        return paths_to(email)[-1]


def test_a_newer_invitation_ends_an_older_one_and_one_taken_back_is_gone(
    app: Flask, client: FlaskClient, owner: FlaskClient
):
    links = [invited(app, owner), invited(app, owner)]
    assert [client.get(link).status_code for link in links] == [410, 200]
    owner.post("/startup/invitations/2/withdraw")
    assert client.get(links[1]).status_code == 410


def test_a_newcomer_makes_an_account_and_is_a_member(app: Flask, client: FlaskClient, owner: FlaskClient):
    link = invited(app, owner)
    typed = {"email": "other@test.example", "name": "示例李", "password": "nine black swans", "agreed": "y"}
    assert faults(client.post(link, data=typed | {"password": "short"}).text) == [
        "密码至少8个字符，现在是5个"
    ]
    assert client.post(link, data=typed).location == "/startup/"
    assert client.get("/startup/companies/1").status_code == 200
    assert (client.get(link).status_code, rights(app)[1][1]) == (410, MemberRight.EDITOR)
    with app.app_context():
        assert db.session.get_one(Member, 2).person.email == "li@test.example"


def test_one_with_an_account_joins_by_a_button_once_signed_in(
    app: Flask, as_role: AsRole, client: FlaskClient, owner: FlaskClient
):
    colleague = as_role(Role.INVESTOR)
    link = invited(app, owner, "investor2@test.example")
    assert words_of(client.get(link).text, "main a.btn") == ["登录"]
    assert words_of(owner.get(link).text, "main button") == ["退出登录"]
    owner.post(link)
    client.post(link, data={"name": "示例", "password": "nine black swans", "agreed": "y"})
    assert len(rights(app)) == 1
    assert words_of(colleague.get(link).text, "main button") == ["加入企业"]
    assert colleague.post(link).location == "/startup/companies/1"
    assert colleague.get("/startup/companies/1").status_code == 200


def test_staff_act_for_no_company(app: Flask, as_role: AsRole, owner: FlaskClient):
    link = invited(app, owner, "organiser2@test.example")
    organiser = as_role(Role.ORGANISER)
    assert faults(organiser.post(link).text) == ["工作人员的账号不能加入企业"]
    assert len(rights(app)) == 1


@pytest.mark.parametrize("name", ["{{7*7}}", "=cmd|' /C calc'!A0", "<b>示例</b>"])
def test_what_people_are_called_is_words(app: Flask, owner: FlaskClient, name: str):
    with app.app_context():
        someone = make.person(name=name)
        joining.ask_to_join(get_company(1), someone, name, actor=make.SOMEONE)
    page = owner.get("/startup/companies/1").text
    assert words_of(page, "tbody td.whole") == [name]
