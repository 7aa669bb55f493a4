"""The admin's people: who they are, what they may do, and how they come and go."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from roadshow.accounts import inviting
from roadshow.accounts.coming_in import make_reset
from roadshow.accounts.models import Consent
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person, get_person, list_open_invitations
from roadshow.accounts.rules import PRIVACY, PRIVACY_VERSION
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests import make
from tests.accounts.written import paths_to
from tests.conftest import PASSWORD, AsRole, Counted
from tests.web.owned import faults
from tests.web.reading import missing
from tests.web.selecting import words_of

INVITED = {"people": "示例钱，Qian@Test.example", "roles": ["recorder", "judge"]}
ACCOUNT = {"email": "qian@test.example", "name": "示例钱", "password": PASSWORD, "agreed": "y"}
WITHDRAW = re.compile(r"/centre/people/invitations/\d+/withdraw")


def roles_of(app: Flask, email: str) -> list[Role]:
    with app.app_context():
        person = find_person(email)
        return person.roles if person else []


def test_an_invitation_shows_its_link_once_and_makes_the_account(app: Flask, as_role: AsRole) -> None:
    page = as_role(Role.ADMIN).post("/centre/people/invite", data=INVITED)
    (link,) = words_of(page.text, "code#link")
    assert link.startswith("http://localhost/invitations/")
    answer = app.test_client().post(
        link.removeprefix("http://localhost"),
        data=ACCOUNT,
    )
    assert answer.status_code == 302
    assert roles_of(app, "qian@test.example") == [Role.RECORDER, Role.JUDGE]
    assert app.test_client().get(link.removeprefix("http://localhost")).status_code == 410


def test_an_invitation_goes_out_as_a_letter_with_the_same_link(app: Flask, as_role: AsRole) -> None:
    (link,) = words_of(as_role(Role.ADMIN).post("/centre/people/invite", data=INVITED).text, "code#link")
    with app.app_context():
        assert paths_to("qian@test.example") == [link.removeprefix("http://localhost")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"people": ""}, ["请写下姓名和邮箱，每行一人"]),
        ({"roles": []}, ["第1行：请至少选一个角色，或在这一行写上"]),
        (
            {"people": "示例钱\n\n示例孙，sun.example\nli@test.example\n示例周，zhou@test.example，皇帝"},
            [
                "第1行：没有邮箱",
                "第3行：邮箱“sun.example”的写法不对，应像 name@example.cn",
                "第4行：请填写姓名",
                "第5行：没有“皇帝”这个角色",
            ],
        ),
        (
            {"people": "示例钱，qian@test.example\n示例孙，QIAN@test.example"},
            ["第2行：和第1行邮箱相同"],
        ),
        ({"people": "示例，a@test.example\n" * 51}, ["一次最多邀请50人"]),
    ],
)
def test_an_invitation_says_what_is_wrong_and_keeps_it(
    app: Flask, as_role: AsRole, typed: dict[str, object], words: list[str]
) -> None:
    page = as_role(Role.ADMIN).post("/centre/people/invite", data=INVITED | typed)
    assert words_of(page.text, "p.why span") == words
    in_title_and_summary = page.text.count(f"有{len(words)}处需要修改")
    assert (faults(page.text), in_title_and_summary) == (words, 2)
    assert str(typed.get("people", "示例钱")).split("，")[0].split("\n")[0] in page.text
    with app.app_context():
        assert list_open_invitations() == []


def test_ten_colleagues_are_invited_at_once_each_with_their_roles(app: Flask, as_role: AsRole) -> None:
    lines = [f"示例{number}，p{number}@test.example" for number in range(9)]
    lines.append("示例钱 <qian@test.example>, 组织者、leader")
    page = as_role(Role.ADMIN).post(
        "/centre/people/invite", data={"people": "\n".join(lines), "roles": ["judge"]}
    )
    links = words_of(page.text, "code.address")
    assert len(set(links)) == 10
    last = links[-1].removeprefix("http://localhost")
    app.test_client().post(last, data=ACCOUNT)
    assert roles_of(app, "qian@test.example") == [Role.ORGANISER, Role.LEADER]


def test_a_second_invitation_extends_the_first(app: Flask, as_role: AsRole, client: FlaskClient) -> None:
    admin = as_role(Role.ADMIN)
    links = [
        words_of(admin.post("/centre/people/invite", data=INVITED | {"roles": [role]}).text, "code#link")[0]
        for role in ("recorder", "leader")
    ]
    first, second = (link.removeprefix("http://localhost") for link in links)
    assert client.get(second).status_code == 200
    client.post(first, data=ACCOUNT)
    assert roles_of(app, "qian@test.example") == [Role.LEADER, Role.RECORDER]
    assert client.get(second).status_code == 410


def test_a_second_invitation_says_that_the_first_link_stays_good(as_role: AsRole) -> None:
    admin = as_role(Role.ADMIN)
    pages = [
        admin.post("/centre/people/invite", data=INVITED | {"roles": [role]}).text
        for role in ("recorder", "leader")
    ]
    said = "之前发给这个邮箱的链接仍然有效，角色合在一起：领导、成果登记员"
    assert [missing(page, said) for page in pages] == [[said], []]
    people = admin.get("/centre/people").text
    assert people.count("qian@test.example") == 1


def test_to_withdraw_an_invitation_ends_all_links_to_its_address(
    as_role: AsRole, client: FlaskClient
) -> None:
    admin = as_role(Role.ADMIN)
    links = [
        words_of(admin.post("/centre/people/invite", data=INVITED | {"roles": [role]}).text, "code#link")[0]
        for role in ("recorder", "leader")
    ]
    admin.post("/centre/people/invitations/2/withdraw")
    statuses = [client.get(link.removeprefix("http://localhost")).status_code for link in links]
    assert statuses == [410, 410]


def test_who_has_an_account_by_now_signs_in_and_takes_the_roles(app: Flask, as_role: AsRole) -> None:
    admin, judge = as_role(Role.ADMIN), as_role(Role.JUDGE)
    with app.app_context():
        token = inviting.invite("judge3@test.example", "示例", [Role.LEADER], actor=make.SOMEONE)
    late = as_role(Role.JUDGE)  # judge3, whose account is made after the invitation
    page = app.test_client().get(f"/invitations/{token}").text
    assert ("请用judge3@test.example登录" in page, 'name="password"' in page) == (True, False)
    assert judge.post(f"/invitations/{token}").status_code == 200
    assert late.post(f"/invitations/{token}").location == "/centre/"
    assert roles_of(app, "judge3@test.example") == [Role.JUDGE, Role.LEADER]
    assert admin.get(f"/invitations/{token}").status_code == 410


def test_roles_say_what_they_can_do_where_they_are_given(app: Flask, as_role: AsRole) -> None:
    admin = as_role(Role.ADMIN)
    with app.app_context():
        person_id = make.person().id
    for path in ("invite", str(person_id)):
        assert "登记成果、导入台账，核对别人登记的成果" in admin.get(f"/centre/people/{path}").text


@pytest.mark.parametrize("known", [True, False])
def test_whoever_gets_an_account_by_a_link_agrees_to_the_privacy_statement(
    app: Flask, client: FlaskClient, known: bool
) -> None:
    with app.app_context():
        token = inviting.invite("qian@test.example", "示例钱", [Role.JUDGE], actor=make.SOMEONE)
    typed = ACCOUNT if known else {name: value for name, value in ACCOUNT.items() if name != "agreed"}
    client.post(f"/invitations/{token}", data=typed)
    with app.app_context():
        agreed = [(consent.purpose, consent.version) for consent in db.session.query(Consent)]
    assert agreed == ([(PRIVACY, PRIVACY_VERSION)] if known else [])


def test_a_role_that_does_not_exist_is_refused_in_words(as_role: AsRole) -> None:
    page = as_role(Role.ADMIN).post("/centre/people/invite", data=INVITED | {"roles": ["emperor"]})
    assert words_of(page.text, "p.why span")[-1] == "请从列表中选择一项"


def test_an_address_with_an_account_is_not_invited_again(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.person(email="qian@test.example")
    page = as_role(Role.ADMIN).post("/centre/people/invite", data=INVITED)
    assert words_of(page.text, "p.why span") == ["第1行：这个邮箱已有账号，请在“人员”里打开它，增加角色"]


def test_roles_are_changed(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        person_id = make.person(Role.JUDGE, email="qian@test.example").id
    as_role(Role.ADMIN).post(f"/centre/people/{person_id}", data={"roles": ["organiser"]})
    assert roles_of(app, "qian@test.example") == [Role.ORGANISER]


def test_the_last_admin_stays_one(app: Flask, as_role: AsRole) -> None:
    client = as_role(Role.ADMIN)
    with app.app_context():
        person = find_person("admin1@test.example")
        assert person is not None
        person_id = person.id
    page = client.post(f"/centre/people/{person_id}", data={"roles": ["leader"]})
    assert "这是最后一位管理员，先给别人管理员角色再改" in words_of(page.text, "section.errors li")
    page = client.post(f"/centre/people/{person_id}/active", data={"active": "0"}, follow_redirects=True)
    assert words_of(page.text, "p.note") == ["这是最后一位管理员，先给别人管理员角色再改"]


@pytest.mark.parametrize(("path", "facts"), [("active", {"active": "0"}), ("sessions/end", {})])
def test_sessions_end_at_once(app: Flask, as_role: AsRole, path: str, facts: dict[str, str]) -> None:
    admin, judge = as_role(Role.ADMIN), as_role(Role.JUDGE)
    assert judge.get("/judge/").status_code == 200
    with app.app_context():
        person = find_person("judge2@test.example")
        assert person is not None
        person_id = person.id
    admin.post(f"/centre/people/{person_id}/{path}", data=facts)
    assert judge.get("/judge/").location == "/sign-in?next=/judge/"


def test_a_link_to_choose_another_password_is_shown_once_and_ends_earlier_ones(
    app: Flask, as_role: AsRole, client: FlaskClient
) -> None:
    with app.app_context():
        person_id = make.person(Role.JUDGE, email="qian@test.example").id
    admin, links = as_role(Role.ADMIN), []
    for _time in range(2):
        (shown,) = words_of(admin.post(f"/centre/people/{person_id}/reset").text, "code#link")
        links.append(shown.removeprefix("http://localhost"))
    assert [client.get(link).status_code for link in links] == [410, 200]
    assert client.post(links[1], data={"password": PASSWORD, "again": PASSWORD}).location == "/judge/"
    assert client.get(links[1]).status_code == 410
    trail = admin.get("/centre/trail").text
    assert ("生成了重设密码的链接" in trail, links[1].rpartition("/")[2] in trail) == (True, False)


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (24, 410)])
def test_a_link_that_is_handed_over_is_good_for_a_day(
    app: Flask, client: FlaskClient, hours: int, status: int
) -> None:
    with app.app_context():
        token = make_reset(make.person(), actor=make.SOMEONE)
    with clock.at(clock.now() + timedelta(hours=hours)):
        assert client.get(f"/forgot/{token}").status_code == status


def test_whoever_may_not_sign_in_gets_no_link(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        person_id = make.person(active=False).id
    page = as_role(Role.ADMIN).post(f"/centre/people/{person_id}/reset", follow_redirects=True)
    assert words_of(page.text, "p.note") == ["账号已停用，先恢复账号再重设密码"]
    assert "/forgot/" not in page.text


def test_a_command_makes_the_same_link_for_the_only_admin(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make.person(Role.ADMIN, email="boss@test.example")
    run = FlaskCliRunner(app)
    told, unknown = (
        run.invoke(args=["person", "reset", email]) for email in ("boss@test.example", "nobody@test.example")
    )
    link = told.output.strip().removeprefix("http://localhost")
    assert client.post(link, data={"password": PASSWORD, "again": PASSWORD}).location == "/centre/"
    assert (unknown.stderr, unknown.exit_code) == ("没有用nobody@test.example登录的人\n", 2)


def test_whoever_was_deactivated_comes_back(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        person_id = make.person(email="qian@test.example", active=False).id
    as_role(Role.ADMIN).post(f"/centre/people/{person_id}/active", data={"active": "1"})
    with app.app_context():
        person = find_person("qian@test.example")
        assert person is not None
        assert person.active


def test_people_are_found_by_name_address_and_role(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.person(Role.JUDGE, name="示例钱", email="qian@test.example")
        make.person(Role.LEADER, name="示例孙", email="sun@test.example")
    client = as_role(Role.ADMIN)
    for query in ("q=示例钱", "q=QIAN%40", "role=judge"):
        assert words_of(client.get(f"/centre/people?{query}").text, "tbody th a") == ["示例钱"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    app: Flask, as_role: AsRole, counted: Counted, many: int
) -> None:
    client = as_role(Role.ADMIN)
    with app.app_context():
        for _number in range(many):
            make.person()
    with counted() as statements:
        client.get("/centre/people")
    assert len(statements) == 6


def test_a_link_is_no_part_of_the_trail(as_role: AsRole) -> None:
    client = as_role(Role.ADMIN)
    page = client.post("/centre/people/invite", data=INVITED)
    token = re.findall(r"/invitations/([\w-]+)", page.text)[0]
    assert token not in client.get("/centre/trail").text


def test_a_link_taken_back_opens_no_account(as_role: AsRole, client: FlaskClient) -> None:
    admin = as_role(Role.ADMIN)
    token = re.findall(r"/invitations/([\w-]+)", admin.post("/centre/people/invite", data=INVITED).text)[0]
    (withdraw,) = WITHDRAW.findall(admin.get("/centre/people").text)
    page = admin.post(withdraw, follow_redirects=True)
    assert words_of(page.text, "p.note") == ["已收回给示例钱的邀请链接，它不能再用了。"]
    assert client.get(f"/invitations/{token}").status_code == 410


def test_a_link_that_was_used_cannot_be_taken_back(app: Flask, as_role: AsRole, client: FlaskClient) -> None:
    admin = as_role(Role.ADMIN)
    token = re.findall(r"/invitations/([\w-]+)", admin.post("/centre/people/invite", data=INVITED).text)[0]
    (withdraw,) = WITHDRAW.findall(admin.get("/centre/people").text)
    client.post(f"/invitations/{token}", data=ACCOUNT)
    assert admin.post(withdraw).status_code == 410
    assert roles_of(app, "qian@test.example") == [Role.RECORDER, Role.JUDGE]


@pytest.mark.parametrize("facts", [{}, {"active": ""}, {"active": "no"}, {"active": "2"}])
def test_an_account_is_not_closed_by_mistake(app: Flask, as_role: AsRole, facts: dict[str, str]):
    with app.app_context():
        person_id = make.person().id
    answer = as_role(Role.ADMIN).post(f"/centre/people/{person_id}/active", data=facts)
    with app.app_context():
        assert (answer.status_code, get_person(person_id).active) == (400, True)
