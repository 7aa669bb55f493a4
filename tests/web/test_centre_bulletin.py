"""The bulletin as it leaves the house: the same words on its page, as text, in Word and as a PDF."""

import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import update

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import HireFacts, IncubatorFacts, LandingFacts, StepFacts
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.press.word import built_in
from roadshow.reports.closing import close_restatement, close_year, open_restatement
from roadshow.reports.models import WordTemplate
from tests import make
from tests.conftest import AsRole
from tests.press.word import word_file, words_in
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
SUMMARY = "全年引进高层次科创项目1个；创投基金投资科技项目1个，投资金额0.03亿元，是上年的3.0倍。"
TEMPLATE = "/centre/bulletin-template/zh"


@pytest.fixture
def leader(app: Flask, as_role: AsRole) -> FlaskClient:
    """Who reads of 2025, when something was paid in as in the year before, and something landed."""
    with app.app_context():
        for year, wan in ((2024, 100), (2025, 300)):
            project = make.project()
            for step in (ThreadStep.SIGNED, ThreadStep.PAID):
                facts = StepFacts(Kind.INVESTMENT, step, date(year, 5, 4), wan * WAN)
                operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)
        operations.log(LandingFacts(make.project().id, date(2025, 3, 1)), actor=COMMAND)
    return as_role(Role.LEADER)


def pdf(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.content_type == "application/pdf"
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages]


def hand_in(client: FlaskClient, content: bytes, seen: str = "", name: str = "简报.docx") -> tuple[int, str]:
    """What it is answered, and what it says."""
    given = {"file": (io.BytesIO(content), name), "seen": seen}
    answer = client.post(TEMPLATE, data=given, content_type="multipart/form-data", follow_redirects=True)
    return answer.status_code, answer.text


def test_page_text_word_and_pdf_say_the_same(leader: FlaskClient) -> None:
    page = leader.get("/centre/years/2025/bulletin").text
    plain = leader.get("/centre/years/2025/bulletin.txt").text
    word = words_in(leader.get("/centre/years/2025/bulletin.docx").data)
    (sheet,) = pdf(leader, "/centre/years/2025/bulletin.pdf")
    assert texts(page, "p", "para")[0] == SUMMARY
    assert [SUMMARY in plain, SUMMARY in word, SUMMARY in sheet] == [True] * 3
    line = "创投基金投资，到账"
    assert [words for words in word if words.startswith(line)] == [f"{line} 0.03亿元 3.0倍"]
    assert f"{line}0.03亿元3.0倍1" in sheet
    assert f"{line}：0.03亿元（是上年的3.0倍，其中1条待核对）" in plain.splitlines()


def test_whoever_issues_it_reads_that_the_year_before_has_no_ledger_of_its_own(
    app: Flask, leader: FlaskClient
) -> None:
    doubt = "2024年没有本年台账，“是上年的几倍”只按写在别的年度台账里的2024年的记录算，请核对后再用。"
    paths = [f"/centre/years/2025/{page}" for page in ("bulletin", "closing")]
    assert [doubt in leader.get(path).text for path in paths] == [False, False]
    with app.app_context():
        db.session.execute(update(Row).where(Row.year == 2024).values(source="投资 第3行"))
        db.session.commit()
    assert [doubt in leader.get(path).text for path in paths] == [True, True]
    assert doubt not in leader.get("/centre/years/2025/bulletin.txt").text


def test_what_is_copied_from_the_page_is_the_text(leader: FlaskClient) -> None:
    page = leader.get("/centre/years/2025/bulletin").text
    copied = unescape(page.partition('<pre id="text" hidden>')[2].partition("</pre>")[0])
    assert copied == leader.get("/centre/years/2025/bulletin.txt").text


def test_each_is_to_be_had_in_the_other_language_without_changing_the_readers_own(
    leader: FlaskClient,
) -> None:
    (sheet,) = pdf(leader, "/centre/years/2025/bulletin.pdf?in=en")
    assert "venturefundsinvestedRMB3millionin1technologyproject" in sheet
    word = leader.get("/centre/years/2025/bulletin.docx?in=en")
    assert "Sci-tech roadshows in 2025" in words_in(word.data)
    assert (
        "Venture fund investment, paid in: RMB 3 million"
        in leader.get("/centre/years/2025/bulletin.txt?in=en").text
    )
    assert texts(leader.get("/centre/years/2025/bulletin").text, "p", "para")[0] == SUMMARY


@pytest.mark.parametrize("form", ["txt", "docx", "pdf"])
def test_a_year_of_nothing_is_told_too(leader: FlaskClient, form: str) -> None:
    answer = leader.get(f"/centre/years/2019/bulletin.{form}")
    assert (answer.status_code, answer.headers["Content-Disposition"].startswith("attachment")) == (200, True)


def test_the_bulletin_is_set_in_the_form_that_the_office_gave_it(
    leader: FlaskClient, organiser: FlaskClient
) -> None:
    status, page = hand_in(organiser, word_file("{{ year }}年到账{{ paid }}，为上年{{ paid_times }}"))
    assert (status, "模板已换上，从下一次下载起使用。" in page, "简报.docx" in page) == (200, True, False)
    made = leader.get("/centre/years/2025/bulletin.docx").data
    assert words_in(made) == ["2025年到账0.03亿元，为上年3.0倍"]
    assert "Sci-tech roadshows in 2025" in words_in(leader.get("/centre/years/2025/bulletin.docx?in=en").data)


def test_a_wrong_place_is_named_and_the_last_good_one_stays(
    leader: FlaskClient, organiser: FlaskClient
) -> None:
    hand_in(organiser, word_file("{{ year }}年"))
    seen = organiser.get(TEMPLATE).text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    _status, page = hand_in(organiser, word_file("{{ 引进项目 }}"), seen)
    assert "没有“引进项目”这个字段" in page
    assert words_in(leader.get("/centre/years/2025/bulletin.docx").data) == ["2025年"]


def test_who_was_overtaken_is_told_and_may_go_on(organiser: FlaskClient) -> None:
    hand_in(organiser, word_file("{{ year }}年"))
    status, page = hand_in(organiser, word_file("{{ year }}年度"))
    assert (status, "刚刚换了简报的Word模板" in page) == (409, True)


def test_the_one_that_is_used_is_handed_out_and_ours_can_be_had_again(organiser: FlaskClient) -> None:
    assert organiser.get(f"{TEMPLATE}.docx").data == built_in("zh")
    own = word_file("{{ year }}年")
    hand_in(organiser, own)
    assert organiser.get(f"{TEMPLATE}.docx").data == own
    seen = organiser.get(TEMPLATE).text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    organiser.post(f"{TEMPLATE}/restore", data={"seen": seen})
    assert organiser.get(f"{TEMPLATE}.docx").data == built_in("zh")


def test_a_template_that_was_fit_once_and_is_no_more_is_told_of(
    app: Flask, leader: FlaskClient, organiser: FlaskClient
) -> None:
    hand_in(organiser, word_file("{{ year }}年"))
    with app.app_context():
        db.session.query(WordTemplate).update({"content": word_file("{{ gone }}")})
        db.session.commit()
    answer = leader.get("/centre/years/2025/bulletin.docx", follow_redirects=True)
    assert (answer.status_code, "简报的Word模板已不能用（gone）" in answer.text) == (200, True)


def test_every_place_that_is_named_on_the_page_can_be_filled_in(organiser: FlaskClient) -> None:
    page = organiser.get(TEMPLATE).text
    names = [name for name in texts(page, "code", "asis keep") if name.startswith("{{ ") and "." not in name]
    assert len(names) == 20
    assert hand_in(organiser, word_file(*names))[0] == 200


def test_a_closed_year_is_told_as_it_was_closed(app: Flask, leader: FlaskClient) -> None:
    with app.app_context():
        for row in db.session.query(Row):
            operations.verify(row, actor=make.actor(Role.RECORDER))
        closed = close_year(2025, actor=make.actor(Role.LEADER))
        sum_of = closed.sha256
        db.session.query(Row).update({"amount_fen": 1})
        db.session.commit()
    (sheet,) = pdf(leader, "/centre/years/2025/bulletin.pdf")
    word = words_in(leader.get("/centre/years/2025/bulletin.docx").data)
    plain = leader.get("/centre/years/2025/bulletin.txt").text
    english = leader.get("/centre/years/2025/bulletin.txt?in=en").text
    assert [SUMMARY in words for words in (sheet, word, plain)] == [True] * 3
    assert [sum_of in words for words in (sheet, "".join(word), plain, english)] == [True] * 4
    assert "1 high-level sci-tech project" in english


def test_the_note_says_whether_the_year_was_closed_or_restated(app: Flask, leader: FlaskClient) -> None:
    said = []
    with app.app_context():
        for row in db.session.query(Row):
            operations.verify(row, actor=make.actor(Role.RECORDER))
        close_year(2025, actor=make.actor(Role.LEADER))
    said.append(leader.get("/centre/years/2025/bulletin.txt").text)
    with app.app_context():
        open_restatement(2025, "审计", actor=make.actor(Role.LEADER))
        close_restatement(2025, "审计", actor=make.actor(Role.LEADER))
    said.append(leader.get("/centre/years/2025/bulletin.txt").text)
    assert [re.findall(r"(关账|重述)，第(\d)号", words) for words in said] == [
        [("关账", "1")],
        [("重述", "2")],
    ]


def test_each_figure_leads_to_the_rows_that_it_counts_and_no_others(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        of = ThreadOf(Kind.HIRE, "HZ-1", round="海外工程师")
        for step in (ThreadStep.APPLIED, ThreadStep.SELECTED, ThreadStep.ON_POST):
            facts = HireFacts(date(2025, 5, 4), "海外工程师", name="HZ-1", step=step)
            operations.begin(of, facts, actor=COMMAND)
        for name, off_site in (("上海孵化器", True), ("本地孵化器", False)):
            site = IncubatorFacts(2025, name, Decimal(900), running=True, off_site=off_site)
            operations.log(site, actor=COMMAND)
    leader = as_role(Role.LEADER)
    for path in ("/centre/years/2025/bulletin", "/centre/years/2025"):
        page = leader.get(path).text
        ways = {unescape(way) for way in re.findall(r'href="(/centre/outcomes\?[^"]+)"', page)}
        counted = [way for way in ways if "category=" in way or "incubator" in way]
        shown = {way: re.findall(r"/centre/outcomes/(\d+)\"", leader.get(way).text) for way in counted}
        assert [len(set(rows)) for rows in shown.values()] == [1, 1]


def test_a_year_without_a_record_says_so_in_every_form(leader: FlaskClient) -> None:
    page = leader.get("/centre/years/2019/bulletin").text
    plain = leader.get("/centre/years/2019/bulletin.txt").text
    assert texts(page, "p", "para") == ["2019年度无记录。"]
    assert [cell for cell in texts(page, "td", "n") if cell == "0"] == []
    assert "举办路演（场）：无记录" in plain.splitlines()
    assert "举办路演（场）无记录" in pdf(leader, "/centre/years/2019/bulletin.pdf")[0]
