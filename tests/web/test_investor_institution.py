"""The pages of one institution: its facts and funds, mandate, agreements, whom it avoids."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors import agreements, mandates, merging
from roadshow.investors.models import GOOD_FOR, Agreement, Avoided, Contact, Institution
from roadshow.investors.states import InstitutionState as S
from tests import make
from tests.conftest import AsRole
from tests.investors.made import MANDATE, acting_for, looking_for
from tests.web.owned import faults, me, statuses
from tests.web.reading import texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
INSTITUTION = "/investor/institution"
LOOKS_FOR = {
    "sectors": ["energy", "materials"],
    "stages": ["a", "b"],
    "ticket_from_fen": "500",
    "ticket_to_fen": "3000",
    "regions": "浙江省、330482",
    "part": "both",
    "reinvestment": "depends",
    "words": "",
}
FACTS = {"name": "示例创投", "kind": "manager", "amac_number": "P1000001", "uscc": "", "aum_fen": "5亿元"}
FUND = {"funds-0-name": "示例一号", "funds-0-code": "sga001"}


@pytest.fixture
def client(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


def own(app: Flask, **facts: object) -> int:
    with app.app_context():
        return make.institution(contacts=[Contact(person_id=me(Role.INVESTOR).id)], **facts).id


def row(institution_id: int) -> Institution:
    return db.session.get_one(Institution, institution_id)


def seen_in(page: str) -> str:
    (seen,) = re.findall(r'name="seen"[^>]* value="(\d+)"', page)
    return seen


def todos(client: FlaskClient) -> list[str]:
    return words_of(client.get("/investor/").text, "ul.todo b")


def test_facts_and_funds_are_kept(app: Flask, client: FlaskClient):
    client.post(f"{INSTITUTION}/new", data=FACTS | FUND | {"cases": "示例项目，A轮"})
    with app.app_context():
        (found,) = db.session.query(Institution)
        funds = [(fund.name, fund.code) for fund in found.funds]
        assert (found.aum_fen, found.cases, funds) == (
            50_000_000_000,
            "示例项目，A轮",
            [("示例一号", "SGA001")],
        )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"funds-0-code": "GA001"}, "备案编码应为S加5位字母或数字，如SGA001"),
        ({"funds-0-name": ""}, "请填写基金名称"),
        ({"aum_fen": "许多"}, "管理规模“许多”无法识别。请写数字，可带单位，例如3000、1,200万或0.5亿元"),
        ({"amac_number": "P12345678"}, "登记编号应为P加7位数字，如P1000001"),
        (
            {"uscc": "91330482MA00000000"},
            "统一社会信用代码第18位“0”校验不符，前面有一位写错也会这样。请对照营业执照逐位核对",
        ),
        (
            {"funds-1-name": "示例二号", "funds-1-code": "SGA001"},
            "这个备案编码上面已经填过",
        ),
    ],
)
def test_a_fault_is_told_and_nothing_is_registered(
    app: Flask, client: FlaskClient, typed: dict[str, str], said: str
):
    page = client.post(f"{INSTITUTION}/new", data=FACTS | FUND | typed).text
    with app.app_context():
        assert (faults(page), db.session.query(Institution).count()) == ([said], 0)


def test_a_name_that_differs_in_its_legal_form_is_asked_about_once(app: Flask, client: FlaskClient):
    with app.app_context():
        make.institution(name="示例创投（有限合伙）")
    page = client.post(f"{INSTITUTION}/new", data=FACTS | FUND).text
    asked = "已经登记了“示例创投（有限合伙）”。是同一家的，请申请加入；不是的，请勾选后再登记"
    assert faults(page) == [asked]
    assert client.post(f"{INSTITUTION}/new", data=FACTS | FUND | {"another": "y"}).status_code == 302


def test_another_row_is_given_without_saving(app: Flask, client: FlaskClient):
    page = client.post(f"{INSTITUTION}/new", data=FACTS | FUND | {"go": "more-funds"}).text
    with app.app_context():
        saved = db.session.query(Institution).count()
    assert (len(re.findall(r'name="funds-\d-code"', page)), faults(page), saved) == (2, [], 0)


def test_a_number_of_another_is_refused_at_its_field(app: Flask, client: FlaskClient):
    with app.app_context():
        make.institution(amac_number="P1000001")
    assert faults(client.post(f"{INSTITUTION}/new", data=FACTS).text) == [
        "这个登记编号已由另一家机构登记，可以申请加入"
    ]


def test_the_mandate_is_kept_as_it_was_said(app: Flask, client: FlaskClient):
    institution_id = own(app)
    assert client.post(f"{INSTITUTION}/mandate", data=LOOKS_FOR).location == f"{INSTITUTION}/mandate"
    with app.app_context():
        found = mandates.find_facts(row(institution_id).mandate)
        assert found is not None
        assert (found.sectors, found.stages, found.regions, found.ticket_to_fen) == (
            ("materials", "energy"),
            ("a", "b"),
            ("330000", "330482"),
            MANDATE.ticket_to_fen,
        )


@pytest.mark.parametrize(
    ("page", "typed", "mine", "did"),
    [
        ("mandate", LOOKS_FOR, {"ticket_to_fen": "4000"}, "修改了投资偏好"),
        ("change", FACTS, {"aum_fen": "6亿元"}, "修改了机构信息"),
    ],
)
def test_what_a_colleague_saved_meanwhile_is_not_undone_and_is_told(
    app: Flask, client: FlaskClient, page: str, typed: dict[str, str], mine: dict[str, str], did: str
):
    own(app)
    path = f"{INSTITUTION}/{page}"
    seen = seen_in(client.get(path).text)
    assert client.post(path, data=typed | {"seen": seen}).status_code == 302
    refused = client.post(path, data=typed | mine | {"seen": seen}).text
    [told] = faults(refused)
    assert told.endswith(f"刚刚{did}。您的改动没有保存，请看过现在的再改。")
    assert client.post(path, data=typed | mine | {"seen": seen_in(refused)}).status_code == 302


def test_what_was_done_elsewhere_to_the_institution_overtakes_neither_page(app: Flask, client: FlaskClient):
    own(app)
    seen = {path: seen_in(client.get(f"{INSTITUTION}/{path}").text) for path in ("mandate", "change")}
    client.post(f"{INSTITUTION}/contacts/mobile", data={"mobile": "13800000000"})
    saved = [
        client.post(f"{INSTITUTION}/{path}", data=typed | {"seen": seen[path]}).status_code
        for path, typed in (("mandate", LOOKS_FOR), ("change", FACTS))
    ]
    assert saved == [302, 302]


@pytest.mark.parametrize(
    ("page", "typed"), [("mandate", LOOKS_FOR), ("change", FACTS | {"aum_fen": "6亿元"})]
)
def test_the_page_of_an_institution_that_is_gone_overwrites_nothing_of_the_kept_one(
    app: Flask, client: FlaskClient, page: str, typed: dict[str, str]
):
    gone = own(app)
    path = f"{INSTITUTION}/{page}"
    with app.app_context():
        kept = looking_for().id
        mandates.set_mandate(row(gone), MANDATE, actor=make.SOMEONE)
    seen = seen_in(client.get(path).text)
    with app.app_context():
        merging.merge(row(kept), row(gone), actor=make.SOMEONE)
    [told] = faults(client.post(path, data=typed | {"seen": seen}).text)
    assert told.endswith("刚刚合并了两家机构。您的改动没有保存，请看过现在的再改。")


def test_a_page_sent_as_it_was_changes_nothing_and_overtakes_no_colleague(app: Flask, client: FlaskClient):
    institution_id = own(app)
    path = f"{INSTITUTION}/change"
    client.post(path, data=FACTS)
    seen = seen_in(client.get(path).text)
    client.post(path, data=FACTS | {"seen": seen})
    with app.app_context():
        lines = [entry.what for entry in list_entries_of("institution", institution_id)]
    saved = client.post(path, data=FACTS | {"aum_fen": "6亿元", "seen": seen}).status_code
    assert (lines, saved) == (["institution.changed"], 302)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sectors": []}, "请至少选一个技术领域"),
        ({"stages": ["z"]}, "请从列表中选择一项"),
        ({"ticket_from_fen": ""}, "请填写单笔最低金额"),
        ({"ticket_from_fen": "3001"}, "单笔最高不能低于单笔最低"),
        (
            {"regions": "亚特兰蒂斯"},
            "没有找到地区“亚特兰蒂斯”。请写行政区划名称或六位代码，例如平湖市或330482",
        ),
        ({"reinvestment": "maybe"}, "请从列表中选择一项"),
    ],
)
def test_a_mandate_that_is_none_is_told_why(
    app: Flask, client: FlaskClient, typed: dict[str, object], said: str
):
    institution_id = own(app)
    page = client.post(f"{INSTITUTION}/mandate", data=LOOKS_FOR | typed).text
    with app.app_context():
        assert (faults(page), row(institution_id).mandate) == ([said], None)


def test_what_waits_is_said_one_by_one(app: Flask, client: FlaskClient):
    own(app)
    assert todos(client) == ["填写投资偏好", "同意合格投资者声明、保密承诺（NDA）"]


def test_who_has_said_and_agreed_to_all_has_nothing_to_do(app: Flask, client: FlaskClient):
    own(app)
    client.post(f"{INSTITUTION}/mandate", data=LOOKS_FOR)
    for kind in ("declaration", "nda"):
        client.post(f"{INSTITUTION}/agreements/{kind}", data={"version": 1})
    assert texts(client.get("/investor/").text, "h1") == ["今日无待办事项"]


def test_before_it_ends_and_after_a_verification_is_confirmed_from_here(app: Flask, client: FlaskClient):
    institution_id = own(app, state=S.VERIFIED, checked_at=clock.now() - GOOD_FOR + timedelta(days=10))
    assert todos(client)[0].startswith("核验将于")
    client.post(f"{INSTITUTION}/confirm")
    assert todos(client)[0] == "填写投资偏好"
    with app.app_context():
        assert row(institution_id).standing is S.VERIFIED


def test_one_that_has_lapsed_says_so(app: Flask, client: FlaskClient):
    own(app, state=S.VERIFIED, checked_at=clock.now() - GOOD_FOR)
    assert todos(client)[0].startswith("核验已于")
    assert words_of(client.get(INSTITUTION).text, "span.badge")[0] == "核验已到期"


def test_a_text_of_another_version_is_not_agreed_to(app: Flask, client: FlaskClient):
    own(app)
    page = client.post(f"{INSTITUTION}/agreements/nda", data={"version": 9}, follow_redirects=True).text
    with app.app_context():
        said = words_of(page, "p.note")
        assert (said, db.session.query(Agreement).count()) == (["文字已经更新，请看过新的再同意"], 0)


def test_what_is_no_agreement_is_not_there(app: Flask, client: FlaskClient):
    own(app)
    assert client.post(f"{INSTITUTION}/agreements/treaty", data={"version": 1}).status_code == 404


def test_a_name_is_avoided_and_met_again(app: Flask, client: FlaskClient):
    own(app)
    client.post(f"{INSTITUTION}/avoided", data={"name": "示例对手"})
    assert words_of(client.get(f"{INSTITUTION}/avoided").text, "tbody th b") == ["示例对手"]
    with app.app_context():
        avoided_id = db.session.query(Avoided).one().id
    client.post(f"{INSTITUTION}/avoided/{avoided_id}/remove")
    with app.app_context():
        assert db.session.query(Avoided).count() == 0


def test_anothers_list_cannot_be_changed(app: Flask, client: FlaskClient):
    own(app)
    with app.app_context():
        other = make.institution()
        avoided = Avoided(
            institution_id=other.id, name="示例", name_key="示例", added_at=clock.now(), added_by=""
        )
        avoided_id = make.saved(avoided).id
    assert client.post(f"{INSTITUTION}/avoided/{avoided_id}/remove").status_code == 404


@pytest.mark.parametrize(
    "page", ["mandate", "contacts", "contacts/invite", "contacts/mobile", "agreements", "avoided"]
)
def test_without_an_institution_its_pages_are_not_there(client: FlaskClient, page: str):
    assert statuses(client, f"{INSTITUTION}/{page}") == {404}


def test_a_declaration_of_a_colleague_is_done_for_all(app: Flask, client: FlaskClient):
    institution_id = own(app)
    with app.app_context():
        institution = row(institution_id)
        colleague = acting_for(institution)
        kind = agreements.K.DECLARATION
        agreements.agree(institution, colleague, kind, 1, actor=colleague.acting())
    assert todos(client)[-1] == "同意保密承诺（NDA）"
