"""An imported file beside the ledger: what differs, the sample, a wrong line, and acceptance of whole sheets."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.ledgers import operations, queries
from roadshow.ledgers.models import Upload
from roadshow.ledgers.standing import list_samples
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.models import Row
from roadshow.worker import work_once
from tests import make
from tests.conftest import AsRole, Counted
from tests.ledgers import sheets
from tests.ledgers.sampled import brought_in
from tests.web.owned import faults, me
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.fixture
def path(app: Flask) -> str:
    with app.app_context():
        return f"/centre/ledgers/{brought_in(30, ('示例乙', '示例', None, '二月三十')).id}"


def waiting(app: Flask) -> int:
    with app.app_context():
        return queries.count_waiting_in(db.session.query(Upload).one())


def line_to_mark(app: Flask) -> dict[str, object]:
    with app.app_context():
        sample = list_samples(db.session.query(Upload).one(), whole=True)[-1]
        return {"sample": sample.id, "line": sample.lines[0]["line"]}


def test_a_ledger_without_faults_is_verified_with_four_clicks(app: Flask, as_role: AsRole, path: str) -> None:
    checker = as_role(Role.RECORDER)
    assert f'href="{path}/check"' in checker.get("/centre/").text
    assert "30条待抽样" in checker.get(f"{path}/check").text
    drawn = checker.post(f"{path}/samples/draw", follow_redirects=True).text
    assert len(words_of(drawn, "li.waiting")) == 10
    done = checker.post(f"{path}/samples/accept", data={"compared": "1"}, follow_redirects=True).text
    assert words_of(done, "p.note") == ["已接受1张表，30条计入年度数字。", "这份台账已全部核对。"]
    assert missing(done, "从30行里抽10行，都相符") == []
    assert waiting(app) == 0


def test_the_page_says_what_differs_and_why(as_role: AsRole, path: str) -> None:
    page = as_role(Role.RECORDER).get(f"{path}/check").text
    assert words_of(page, "th small")[:2] == ["1行未导入", "示例乙 示例"]
    assert "引进日期：日期无法识别" in page or "统一社会信用代码" in page


def test_a_file_that_is_not_in_yet_has_no_check(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        content = sheets.workbook({"引进": [sheets.LANDING, sheets.landing()]}).getvalue()
        kept = operations.upload("2021.xlsx", content, 2021, actor=make.actor(Role.RECORDER))
        path = f"/centre/ledgers/{kept.id}"
    checker = as_role(Role.RECORDER)
    assert {checker.get(f"{path}/{page}").status_code for page in ("check", "samples")} == {404}


def test_sums_that_agree_and_samples_are_folded_away(app: Flask, as_role: AsRole, path: str) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{path}/samples/draw")
    page = checker.get(f"{path}/check").text
    assert words_of(page, "details.panel summary") == ["各表的金额（万元）：都一致", "抽样记录：1次"]
    with app.app_context():
        path = (
            f"/centre/ledgers/{brought_in(0, sheets.landing(90), sheets.landing(91, 引进日期='二月三十')).id}"
        )
    page = checker.get(f"{path}/check").text
    assert words_of(page, "details.panel summary") == []
    assert "各表的金额（万元）" in words_of(page, "main h2")


def test_nothing_is_accepted_unless_the_comparison_is_confirmed(
    app: Flask, as_role: AsRole, path: str
) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{path}/samples/draw")
    page = checker.post(f"{path}/samples/accept", follow_redirects=True).text
    assert words_of(page, "p.note") == ["请先确认已逐行对照"]
    assert waiting(app) == 30


def test_a_wrong_line_is_returned_and_the_page_says_what_is_next(
    app: Flask, as_role: AsRole, path: str
) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{path}/samples/draw")
    said = line_to_mark(app)
    asked = checker.get(f"{path}/samples?sample={said['sample']}&line={said['line']}").text
    assert words_of(asked, "li.waiting button") == ["退回这一行"]
    page = checker.post(f"{path}/samples/wrong", data=said | {"why": "金额不对"}, follow_redirects=True).text
    assert "已标为不符：金额不对" in page
    assert "再抽一次，行数加倍" in page
    assert "我已把抽出的" not in page
    standing = checker.get(f"{path}/check").text
    assert words_of(standing, "small.dotted a") == ["项目落地"]
    assert ("不符：金额不对；没有接受" in standing, "再抽一次" in standing) == (True, True)


SEEN_BY = {
    "smtp://127.0.0.1:1": "信马上寄出。",
    "": "本站还没有接通邮件，登记的人在“今天”里看得到。",
}


@pytest.mark.parametrize("smtp", SEEN_BY)
def test_who_logged_a_wrong_line_is_said_to_be_written_to_only_by_mail(
    app: Flask, as_role: AsRole, smtp: str
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp=smtp)
    importer, checker = as_role(Role.RECORDER), as_role(Role.RECORDER)
    with app.app_context():
        path = f"/centre/ledgers/{brought_in(3, actor=me(Role.RECORDER).acting()).id}"
    checker.post(f"{path}/samples/draw")
    said = line_to_mark(app) | {"why": "金额不对"}
    page = checker.post(f"{path}/samples/wrong", data=said, follow_redirects=True).text
    assert words_of(page, "p.note")[0] == f"已标为不符，退回1条。{SEEN_BY[smtp]}"
    assert "改好被退回的成果" in importer.get("/centre/").text


def test_a_line_whose_rows_were_returned_before_is_marked_and_says_so(app: Flask, as_role: AsRole) -> None:
    checker = as_role(Role.RECORDER)
    with app.app_context():
        path = f"/centre/ledgers/{brought_in(1).id}"
    checker.post(f"{path}/samples/draw")
    with app.app_context():
        outcomes.refuse(db.session.query(Row).one(), "重复", actor=make.actor(Role.RECORDER))
    said = line_to_mark(app) | {"why": "已退回"}
    page = checker.post(f"{path}/samples/wrong", data=said, follow_redirects=True).text
    assert words_of(page, "p.note")[0] == "第2行已标为不符；这一行没有等待核对的成果，不必退回。"


@pytest.fixture
def deals(app: Flask) -> str:
    """A small file: a project brought in, and a deal of it that was signed and paid in one line."""
    with app.app_context():
        deals = [sheets.INVESTMENT, sheets.investment("示例项目0", 到账金额=20_000)]
        return f"/centre/ledgers/{brought_in(3, 投资=deals).id}"


def test_a_small_sheet_with_a_wrong_row_comes_to_an_end(app: Flask, as_role: AsRole) -> None:
    checker = as_role(Role.RECORDER)
    with app.app_context():
        path = f"/centre/ledgers/{brought_in(3).id}"
    checker.post(f"{path}/samples/draw")
    page = checker.post(
        f"{path}/samples/wrong", data=line_to_mark(app) | {"why": "金额不对"}, follow_redirects=True
    ).text
    assert "余下的2行再对照一遍就可以接受" in page
    assert words_of(page, "div.note button, div.note a") == ["再对照余下的2行", "逐条核对"]
    assert "再对照余下的2行" in words_of(checker.get(f"{path}/check").text, "main button")
    listed = checker.get(f"/centre/outcomes/waiting?file={path.rpartition('/')[2]}").text
    assert len(words_of(listed, "tr.picking")) == 2
    again = checker.post(f"{path}/samples/draw", follow_redirects=True).text
    assert len(words_of(again, "li.waiting")) == 2
    check = f"{path}/check"
    assert "先抽没看过的行；都看过了，余下的行全部再对照一遍。" in checker.get(check).text
    assert (
        "once all were compared, every row left is compared once more" in checker.get(f"{check}?lang=en").text
    )
    checker.get(f"{check}?lang=zh")
    done = checker.post(f"{path}/samples/accept", data={"compared": "1"}, follow_redirects=True).text
    assert words_of(done, "p.note") == ["已接受1张表，2条计入年度数字。", "这份台账已全部核对。"]
    assert path not in checker.get("/centre/").text


def test_a_line_is_marked_at_the_address_of_its_own_file_only(app: Flask, as_role: AsRole, path: str) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{path}/samples/draw")
    with app.app_context():
        other = brought_in(0, sheets.landing(900)).id
        [sample] = list_samples(queries.get_upload(int(path.rpartition("/")[2])), whole=True)
        said = {"sample": sample.id, "line": sample.lines[0]["line"], "why": "金额不对"}
    assert checker.post(f"/centre/ledgers/{other}/samples/wrong", data=said).status_code == 404


def test_of_a_line_with_two_entries_it_is_asked_which_is_wrong(
    app: Flask, as_role: AsRole, deals: str
) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{deals}/samples/draw")
    said = line_to_mark(app)
    asked = checker.get(f"{deals}/samples?sample={said['sample']}&line={said['line']}").text
    paid = next(value for value in re.findall(r'name="rows"[^>]*value="(\d+)"', asked)[1:])
    page = checker.post(f"{deals}/samples/wrong", data=said | {"why": "多了零"}).text
    assert faults(page) == ["请勾选哪几条与文件不符"]
    checker.post(f"{deals}/samples/wrong", data=said | {"why": "多了零", "rows": [paid]})
    standing = checker.get(f"{deals}/check").text
    assert words_of(standing, "small.dotted a") == ["到账"]
    assert "多了零" in words_of(standing, "td.whole")[0]


def test_a_line_with_two_entries_says_the_money_and_day_of_each_and_the_rest_once(
    app: Flask, as_role: AsRole
) -> None:
    checker = as_role(Role.RECORDER)
    with app.app_context():
        path = f"/centre/ledgers/{brought_in(1, 投资=[sheets.INVESTMENT, sheets.investment('示例项目0')]).id}"
    page = checker.post(f"{path}/samples/draw", follow_redirects=True).text
    assert words_of(page, "div.proofs dt").count("金额") == 2
    assert words_of(page, "div.proofs dt").count("投资机构") == 1


def test_what_is_paid_beyond_what_was_signed_is_told_first_in_one_unit(as_role: AsRole, deals: str) -> None:
    checker = as_role(Role.RECORDER)
    told = "“到账”合计20,000万元，超过“签约”合计300万元"
    assert words_of(checker.get(f"{deals}/check").text, "td.whole")[0] == told
    page = checker.post(f"{deals}/samples/draw", follow_redirects=True).text
    assert words_of(page, "li p.note") == [f"请先看：{told}"]
    assert ("20,000万元" in page, "2亿元" in page) == (True, False)


def test_a_row_with_the_code_of_another_firm_is_told_first_until_it_is_settled(
    app: Flask, as_role: AsRole
) -> None:
    checker = as_role(Role.RECORDER)
    other = sheets.landing(30, 统一社会信用代码=sheets.code(1), 承担企业="完全另一家公司")
    with app.app_context():
        path = f"/centre/ledgers/{brought_in(8, other).id}"
    told = "统一社会信用代码是“示例企业1有限公司”的，行里写的是“完全另一家公司”"
    assert words_of(checker.get(f"{path}/check").text, "td.whole") == [told]
    page = checker.post(f"{path}/samples/draw", follow_redirects=True).text
    assert words_of(page, "li.waiting h3, li p.note")[:3] == ["第10行", "项目落地", f"请先看：{told}"]
    english = "The credit code is that of “示例企业1有限公司”, but the row names “完全另一家公司”"
    assert words_of(checker.get(f"{path}/check?lang=en").text, "td.whole")[0] == english
    checker.post(f"{path}/samples/accept", data={"compared": "1"})
    assert told not in checker.get(f"{path}/check?lang=zh").text


def test_a_returned_row_waits_for_whoever_logged_it_and_is_logged_again_from_its_page(
    app: Flask, as_role: AsRole
) -> None:
    importer = as_role(Role.RECORDER)
    file = sheets.workbook({"引进": [sheets.LANDING, *(sheets.landing(number) for number in range(3))]})
    path = str(importer.post("/centre/ledgers/new", data={"file": (file, "a.xlsx"), "year": "2021"}).location)
    importer.post(f"{path}/confirm")
    with app.app_context():
        row = db.session.query(Row).order_by(Row.id).first()
        outcomes.refuse(row, "金额多了一个零", actor=make.actor(Role.RECORDER))
        page = f"/centre/outcomes/{row.id}"
    desk = importer.get("/centre/").text
    assert ("改好被退回的成果：项目落地 示例项目0" in desk, "金额多了一个零" in desk, page in desk) == (
        True,
        True,
        True,
    )
    shown = importer.get(page).text
    assert "没有通过的原因：金额多了一个零" in shown
    [again] = re.findall(r'href="(/centre/outcomes/landings/new[^"]+)"', shown)
    form = importer.get(again.replace("&amp;", "&")).text
    assert ('value="示例项目0"' in form, 'value="1200"' in form or 'value="1,200"' in form) == (True, True)
    sent = {"project": "示例项目0", "on": "2021-03-05", "amount_fen": "120"}
    importer.post(again.replace("&amp;", "&"), data=sent)
    assert "改好被退回的成果" not in importer.get("/centre/").text


def test_a_large_file_is_worked_on_beside_the_page(app: Flask, as_role: AsRole, path: str) -> None:
    checker = as_role(Role.RECORDER)
    with app.app_context():
        db.session.query(Upload).update({"large": True})
        db.session.commit()
    asked = checker.post(f"{path}/samples/draw", follow_redirects=True).text
    assert ("正在后台抽样" in asked, "排队中" in asked) == (True, True)
    while work_once(app):
        pass
    assert "对照抽出的10行" in checker.get(f"{path}/check").text
    checker.post(f"{path}/samples/accept", data={"compared": "1"})
    while work_once(app):
        pass
    assert "这份台账已全部核对" in checker.get(f"{path}/check").text


@pytest.mark.parametrize(
    ("why", "words"), [("", "请写明原因"), ("长" * 501, "原因最多500个字，现在是501个字")]
)
def test_a_wrong_line_without_a_sound_reason_keeps_what_was_typed(app, as_role, path, why, words) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{path}/samples/draw")
    page = checker.post(f"{path}/samples/wrong", data=line_to_mark(app) | {"why": why}).text
    assert faults(page) == [words]
    assert f'value="{why}"' in page


def test_a_line_that_is_no_number_is_refused_in_the_readers_language(app, as_role, path) -> None:
    checker = as_role(Role.RECORDER)
    checker.post(f"{path}/samples/draw")
    data = line_to_mark(app) | {"line": "abc", "why": "金额不符"}
    page = checker.post(f"{path}/samples/wrong", data=data).text
    assert [word for word in ("Not a valid", "valid integer") if word in page] == []


def test_the_importer_sees_totals_and_who_checks_but_no_button(app: Flask, as_role: AsRole) -> None:
    importer = as_role(Role.RECORDER)
    with app.app_context():
        make.person(Role.RECORDER, name="示例核对人")
    file = sheets.workbook({"引进": [sheets.LANDING, *(sheets.landing(number) for number in range(30))]})
    path = str(importer.post("/centre/ledgers/new", data={"file": (file, "a.xlsx"), "year": "2021"}).location)
    importer.post(f"{path}/confirm")
    page = importer.get(f"{path}/check").text
    assert words_of(page, "p.note")[-1] == "30条等待核对。自己导入的由同事核对：示例核对人。"
    assert words_of(page, "main button") == []
    refused = importer.post(f"{path}/samples/draw", follow_redirects=True).text
    assert "自己导入的台账要由另一位同事核对" in refused


@pytest.mark.parametrize("role", [Role.LEADER, Role.ORGANISER, Role.ADMIN])
def test_who_reads_outcomes_reads_it_without_buttons(as_role: AsRole, path: str, role: Role) -> None:
    page = as_role(role).get(f"{path}/check").text
    assert "30条等待核对。" in page
    assert words_of(page, "main button") == []


def test_all_that_match_leave_a_large_file_to_its_sample(app: Flask, as_role: AsRole, path: str) -> None:
    checker, file_id = as_role(Role.RECORDER), path.rpartition("/")[2]
    for list_ in ("/centre/outcomes/waiting?view=cards", f"/centre/outcomes/waiting?file={file_id}"):
        page = checker.get(list_).text
        assert "台账里的30条不在“全部”之内" in page
        assert "选中符合条件的全部" not in page
        checker.post(list_, data={"all": "99999", "do": "verify", "why": ""})
    checker.post("/centre/outcomes/verify?state=logged", data={"all": "99999"})
    assert waiting(app) == 30


def test_the_rows_of_a_page_that_was_seen_may_still_be_verified(
    app: Flask, as_role: AsRole, path: str
) -> None:
    checker = as_role(Role.RECORDER)
    page = checker.get("/centre/outcomes/waiting").text
    seen = re.findall(r'name="picked" value="(\d+)"', page)
    checker.post("/centre/outcomes/waiting", data={"picked": seen, "do": "verify", "why": ""})
    assert (len(seen), waiting(app)) == (25, 5)


def test_the_pages_weigh_little_and_cost_the_same_however_many_rows(
    app: Flask, as_role: AsRole, counted: Counted
) -> None:
    checker, costs, weights = as_role(Role.RECORDER), [], []
    for many in (12, 240):
        with app.app_context():
            first = many * 1000
            deals = [sheets.INVESTMENT, *(sheets.investment(f"示例项目{first + n}") for n in range(many))]
            landings = [sheets.LANDING, *(sheets.landing(first + n) for n in range(many))]
            content = sheets.workbook({"引进": landings, "投资": deals}).getvalue()
            importer = make.actor(Role.RECORDER)
            kept = operations.upload("2021.xlsx", content, 2021, actor=importer)
            operations.confirm(kept, actor=importer)
            path = f"/centre/ledgers/{kept.id}"
        checker.post(f"{path}/samples/draw")
        costs.append(
            [statements_of(checker, counted, f"{path}/{page}", weights) for page in ("check", "samples")]
        )
    assert costs[0] == costs[1]
    assert max(weights) < 80 * 1024


def statements_of(client: FlaskClient, counted: Counted, path: str, weights: list[int]) -> int:
    with counted() as statements:
        weights.append(len(client.get(path).data))
    return len(statements)
