"""A ledger in the browser: uploaded, previewed, confirmed; what stays out says why and is offered for correction."""

import io
from datetime import date, time, timedelta

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_recent
from roadshow.demo.ledger import FILE
from roadshow.foundation import clock
from roadshow.ledgers import queries as ledgers
from roadshow.ledgers.telling import entries_in_words
from roadshow.notices.queries import list_letters
from roadshow.outcomes.queries import Wanted, count_rows
from roadshow.reports.queries import year_figures
from tests.ledgers import sheets
from tests.web.owned import faults
from tests.web.reading import missing
from tests.web.selecting import words_of

HEADERS = ("项目名称", "企业名称", "统一社会信用代码", "引进日期", "落地平台", "计划总投资")


def workbook(*rows: tuple, headers: tuple = HEADERS) -> io.BytesIO:
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    for cell in (cell for row in book.active for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"  # also where it begins like a formula
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def upload(client, file, name: str = "台账.xlsx", year: str = "2021"):
    return client.post("/centre/ledgers/new", data={"file": (file, name), "year": year})


def count(app: Flask) -> int:
    with app.app_context():
        return count_rows(Wanted())[0]


def test_the_ledger_of_2021_comes_in_by_three_presses(app, as_role):
    recorder = as_role(Role.RECORDER)
    with FILE.open("rb") as file:
        preview = upload(recorder, file).location
    page = recorder.get(preview).text
    assert missing(page, "日期不存在（2月30日）") == []
    assert count(app) == 0
    recorder.post(f"{preview}/confirm")
    with app.app_context():
        figures = year_figures(2021)
    assert (figures.held, figures.landed, figures.paid.things) == (12, 56, 22)


def previewed(client, rows: dict[str, sheets.Rows], name: str = "2021年台账.xlsx", year: str = "2021") -> str:
    return client.get(upload(client, sheets.workbook(rows), name, year).location).text


def test_the_preview_says_days_and_money_and_what_is_paid_beyond_what_was_signed(as_role):
    landings = [sheets.LANDING, *(sheets.landing(number) for number in range(3))]
    deals = [sheets.INVESTMENT, *(sheets.investment(f"示例项目{n}", 投资金额=3000) for n in range(3))]
    deals[2] = sheets.investment("示例项目1", 投资金额=3000, 到账金额=20_000)
    page = previewed(as_role(Role.RECORDER), {"引进": landings, "投资": deals})
    added = "第2行 示例项目0 示例基金：签约 2021年4月1日 周四 3,000万元；到账 2021年5月1日 周六 300万元"
    assert added in words_of(page, "details li")
    assert words_of(page, "td.whole") == [
        "签约 2021年4月1日 周四 3,000万元；到账 2021年5月1日 周六 20,000万元",
        "“到账”合计20,000万元，超过“签约”合计3,000万元",
    ]
    assert "导入6行" in words_of(page, "main button")


def test_a_row_that_pays_more_than_it_signs_is_told_whatever_its_deal_comes_to(as_role):
    landings = [sheets.LANDING, sheets.landing(1)]
    deals = [
        sheets.INVESTMENT,
        sheets.investment("示例项目1", 投资金额=800, 签约日期="2021.3.1", 到账日期=None, 到账金额=None),
        sheets.investment("示例项目1", 投资金额=300, 到账金额=400),
    ]
    page = previewed(as_role(Role.RECORDER), {"引进": landings, "投资": deals})
    assert words_of(page, "td.whole")[1:] == ["“到账”合计400万元，超过“签约”合计300万元"]


def test_the_preview_says_which_words_are_in_no_catalogue(as_role):
    headers = (*sheets.LANDING, "技术领域", "发展阶段")
    rows = [(*sheets.landing(1), "智能制造", "A轮"), (*sheets.landing(2), "电子信息", None)]
    rows += [(*sheets.landing(3), "智能制造", None), (*sheets.landing(4), "低空经济", None)]
    page = previewed(as_role(Role.RECORDER), {"引进": [headers, *rows]})
    assert words_of(page, "p.note") == [
        "引进的“技术领域”一列有不在目录里的写法，导入后这一项为空：智能制造、低空经济。"
    ]
    assert "导入4行" in words_of(page, "main button")


def test_the_preview_says_whose_the_code_of_a_row_is(as_role):
    recorder = as_role(Role.RECORDER)
    rows = [sheets.LANDING, sheets.landing(1)]
    recorder.post(f"{upload(recorder, sheets.workbook({'引进': rows})).location}/confirm")
    other = sheets.landing(2, 统一社会信用代码=sheets.code(1), 承担企业="完全另一家公司")
    page = previewed(recorder, {"引进": [sheets.LANDING, other]})
    told = "统一社会信用代码是“示例企业1有限公司”的，行里写的是“完全另一家公司”"
    assert words_of(page, "td.whole")[1:] == [told]
    assert "导入1行" in words_of(page, "main button")


def test_the_one_row_of_another_year_is_told_and_holds_up_nothing(as_role):
    rows = [
        sheets.LANDING,
        *(sheets.landing(number) for number in range(9)),
        sheets.landing(9, 引进日期="2017-03-05"),
    ]
    page = previewed(as_role(Role.RECORDER), {"引进": rows})
    assert words_of(page, "td.whole")[1:] == ["日期在2017年，文件是2021年度的"]
    assert "导入10行" in words_of(page, "main button")


def test_rows_that_are_there_are_listed_and_what_they_say_otherwise_is_told(as_role):
    recorder = as_role(Role.RECORDER)
    rows = [sheets.LANDING, sheets.landing(1), sheets.landing(2)]
    recorder.post(f"{upload(recorder, sheets.workbook({'引进': rows})).location}/confirm")
    rows = [sheets.LANDING, sheets.landing(1), sheets.landing(2, 引进日期="2021-06-07"), sheets.landing(3)]
    page = previewed(recorder, {"引进": rows})
    assert "引进：已有2行，没有导入" in words_of(page, "details summary")
    assert words_of(page, "td.whole")[1:] == ["台账里已有，没有导入；台账里是：日期2021年3月5日 周五"]


def test_a_year_in_the_name_that_no_date_bears_out_may_be_changed_to_that_of_the_dates(as_role):
    rows = [sheets.LANDING, *(sheets.landing(number) for number in range(3))]
    page = previewed(as_role(Role.RECORDER), {"引进": rows}, "2020年台账.xlsx", "")
    assert {"改为2021年", "确实是2020年"} <= set(words_of(page, "main button"))


def test_roadshows_of_a_file_are_told_beside_its_outcomes():
    assert entries_in_words(12, {"landing": 3, "roadshow": 9}) == "12行，记为成果3条（项目落地3条）和路演9场"
    assert entries_in_words(9, {"roadshow": 9}) == "9行，记为路演9场"


def test_each_file_that_waits_to_be_confirmed_is_named(as_role):
    recorder = as_role(Role.RECORDER)
    for name in ("甲.xlsx", "乙.xlsx"):
        upload(recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100)), name)
    told = words_of(recorder.get("/centre/").text, "main li b")
    assert {"确认台账的预览：甲.xlsx", "确认台账的预览：乙.xlsx"} <= set(told)


def test_a_file_is_taken_in_once(app, as_role):
    recorder = as_role(Role.RECORDER)
    preview = upload(recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100))).location
    for _press in range(2):
        recorder.post(f"{preview}/confirm")
    assert count(app) == 1


def test_the_rows_that_stay_out_are_offered_for_correction(as_role):
    recorder = as_role(Role.RECORDER)
    rows = [
        ("示例甲", "示例企业", None, "2021-03-05", "平湖", 100),
        ("示例乙", "=示例", None, "2021年2月30日", "平湖", "约三千"),
    ]
    preview = upload(recorder, workbook(*rows)).location
    answer = recorder.get(f"{preview}/refused.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    sheet = load_workbook(io.BytesIO(answer.data)).active
    said = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert said == [
        ("2021年度未导入的行", *[None] * len(HEADERS)),
        (*HEADERS, "未导入的原因"),
        (
            "示例乙",
            "=示例",
            None,
            "2021年2月30日",
            "平湖",
            "约三千",
            "日期不存在（2月30日）；金额无法识别（约三千）",
        ),
    ]
    assert sheet["B3"].data_type == "s"


def test_the_reasons_of_the_rows_that_stay_out_are_searched(as_role):
    recorder = as_role(Role.RECORDER)
    rows = [(name, "示例企业", None, "2月30日", "平湖", 100) for name in ("示例甲", "示例乙")]
    preview = upload(recorder, workbook(*rows)).location
    asked = {
        q: words_of(recorder.get(f"{preview}?q={q}").text, "section#refused tbody th")
        for q in ("第3行", "没有的")
    }
    assert [len(rows) for rows in asked.values()] == [1, 0]


def test_the_rows_that_stayed_out_are_still_offered_once_the_others_came_in(as_role):
    recorder = as_role(Role.RECORDER)
    rows = [
        (f"示例{n}", "示例企业", None, on, "平湖", 100) for n, on in (("甲", "2021-03-05"), ("乙", "2月30日"))
    ]
    preview = upload(recorder, workbook(*rows)).location
    recorder.post(f"{preview}/confirm")
    assert f'href="{preview}/refused.xlsx"' in recorder.get(preview).text
    sheet = load_workbook(io.BytesIO(recorder.get(f"{preview}/refused.xlsx").data)).active
    assert [row[0].value for row in sheet.iter_rows()] == ["2021年度未导入的行", "项目名称", "示例乙"]
    again = upload(recorder, io.BytesIO(recorder.get(f"{preview}/refused.xlsx").data)).location
    assert "认不出是什么" not in recorder.get(again).text


def test_a_column_in_doubt_is_asked_about_and_the_answer_settles_it(app, as_role):
    recorder = as_role(Role.RECORDER)
    headers = ("项目名称", "企业名称", "引进日期", "落户日期", "落地平台")
    preview = upload(
        recorder, workbook(("示例甲", "示例企业", "2021-03-05", "2021-04-05", "平湖"), headers=headers)
    ).location
    page = recorder.get(preview).text
    assert 'value="引进日期=' in page
    answer = page.partition('value="引进日期=')[2].partition('"')[0]
    recorder.post(f"{preview}/answer", data={"answer-1": f"引进日期={answer}"})
    recorder.post(f"{preview}/confirm")
    assert count(app) == 1


def test_a_column_that_nobody_knows_is_shown_and_comes_in_once_the_person_says_what_it_is(app, as_role):
    recorder = as_role(Role.RECORDER)
    headers = ("序号", "项目名称", "企业名称", "引进日期", "落地平台", "打算花多少")
    row = (1, "示例甲", "示例企业", "2021-03-05", "平湖", 100)
    preview = upload(recorder, workbook(row, headers=headers)).location
    page = recorder.get(preview).text
    assert ("“打算花多少”一列" in page, "“序号”一列" in page) == (True, False)
    recorder.post(f"{preview}/answer", data={"answer-unread-1": "打算花多少=landing.planned"})
    assert "“打算花多少”一列" not in recorder.get(preview).text
    recorder.post(f"{preview}/confirm")
    with app.app_context():
        assert year_figures(2021).planned_fen == 100_0000_00


def test_a_dropped_file_is_forgotten(app, as_role):
    recorder = as_role(Role.RECORDER)
    preview = upload(recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100))).location
    recorder.post(f"{preview}/drop")
    assert recorder.get(preview).status_code == 404
    with app.app_context():
        assert ledgers.list_uploads().count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a spreadsheet", "不是"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .xls"),
        (b"", "不是"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_and_not_kept(app, as_role, content, words):
    page = upload(as_role(Role.RECORDER), io.BytesIO(content))
    assert words in page.text
    assert 'value="2021"' in page.text
    with app.app_context():
        assert ledgers.list_uploads().count() == 0


def test_a_workbook_without_a_known_sheet_is_refused(as_role):
    page = upload(as_role(Role.RECORDER), workbook(("苹果", 3), headers=("水果", "斤")))
    assert "没有认得出的台账" in page.text


def test_without_a_file_the_form_says_so(as_role):
    page = as_role(Role.RECORDER).post("/centre/ledgers/new", data={"year": "2021"})
    assert "请选择一个 .xlsx 文件" in page.text


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_of_uploads_costs_the_same_however_long(as_role, counted, many):
    recorder = as_role(Role.RECORDER)
    for number in range(many):
        upload(recorder, workbook((f"示例{number}", "示例企业", None, "2021-03-05", "平湖", 100)))
    with counted() as statements:
        assert recorder.get("/centre/ledgers").status_code == 200
    assert len(statements) == 6


def test_uploads_are_found_by_file_bureau_or_person(as_role):
    recorder = as_role(Role.RECORDER)
    upload(recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100)))
    pages = [recorder.get(f"/centre/ledgers?q={asked}").text for asked in ("测试RECORDER", "%25")]
    assert ["没有符合条件的记录" in page for page in pages] == [False, True]


def test_a_moment_after_midnight_bears_its_own_day(as_role):
    with clock.at(clock.moment(date(2026, 3, 2), time(1, 30))):
        recorder = as_role(Role.RECORDER)
        upload(recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100)))
        assert missing(recorder.get("/centre/ledgers").text, "2026年3月2日 01:30") == []


def test_what_was_done_with_a_file_stands_on_its_page(as_role):
    recorder = as_role(Role.RECORDER)
    preview = upload(recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100))).location
    assert words_of(recorder.get(preview).text, "ol.trail p") == ["测试recorder上传了台账"]
    recorder.post(f"{preview}/confirm")
    assert words_of(recorder.get(preview).text, "ol.trail p") == [
        "测试recorder导入了台账",
        "收录行数：1；未收录行数：0",
        "测试recorder上传了台账",
    ]


DOUBTFUL = ("项目名称", "企业名称", "引进日期", "落户日期", "落地平台")


def test_a_bureau_is_asked_once_and_again_when_its_answer_is_forgotten(as_role):
    recorder = as_role(Role.RECORDER)
    row = ("示例", "示例企业", "2021-03-05", "2021-04-05", "平湖")
    first, second, third = (workbook((f"示例{n}", *row[1:]), headers=DOUBTFUL) for n in "甲乙丙")

    def asked(file: io.BytesIO) -> tuple[str, bool]:
        sent = {"file": (file, "台账.xlsx"), "year": "2021", "bureau": "示例局"}
        preview = recorder.post("/centre/ledgers/new", data=sent).location
        return preview, 'name="answer-1"' in recorder.get(preview).text

    preview, was_asked = asked(first)
    assert was_asked
    recorder.post(f"{preview}/answer", data={"answer-1": "引进日期=on"})
    recorder.post(f"{preview}/confirm")
    assert asked(second)[1] is False
    page = recorder.get("/centre/ledgers/remembered").text
    assert ("示例局" in page, "引进日期" in page) == (True, True)
    recorder.post("/centre/ledgers/remembered/forget", data={"bureau": "示例局"})
    assert asked(third)[1] is True


def test_one_remembered_column_is_forgotten_alone(app, as_role):
    recorder = as_role(Role.RECORDER)
    file = workbook(("示例甲", "示例企业", "2021-03-05", "2021-04-05", "平湖"), headers=DOUBTFUL)
    preview = upload(recorder, file).location
    said = {"answer-1": "引进日期=on", "answer-2": "落户日期=-", "bureau": "示例局"}
    recorder.post(f"{preview}/answer", data=said)
    recorder.post(f"{preview}/confirm")
    with app.app_context():
        first, second = (kept.id for kept in ledgers.list_remembered("示例局"))
    recorder.post(f"/centre/ledgers/remembered/{first}/forget")
    with app.app_context():
        assert [kept.id for kept in ledgers.list_remembered("示例局")] == [second]


@pytest.mark.parametrize("many", [1, 3])
def test_the_remembered_columns_cost_the_same_however_many(app, as_role, counted, many):
    recorder = as_role(Role.RECORDER)
    for number in range(many):
        file = workbook((f"示例{number}", "示例企业", "2021-03-05", "2021-04-05", "平湖"), headers=DOUBTFUL)
        preview = upload(recorder, file).location
        recorder.post(f"{preview}/answer", data={"answer-1": "引进日期=on", "bureau": f"示例局{number}"})
        recorder.post(f"{preview}/confirm")
    with counted() as statements:
        recorder.get("/centre/ledgers/remembered")
    assert len(statements) == 4


def test_lines_from_a_sheet_are_pasted_previewed_and_come_in(app, as_role):
    recorder = as_role(Role.RECORDER)
    lines = "项目名称\t企业名称\t引进日期\r\n示例甲\t示例企业\t2021-03-05\r\n示例乙\t示例企业\t2021-02-30\r\n"
    answer = paste(recorder, lines)
    page = recorder.get(answer.location).text
    assert (missing(page, "日期不存在（2月30日）"), count(app)) == ([], 0)
    recorder.post(f"{answer.location}/confirm")
    assert count(app) == 1


def test_what_was_pasted_is_kept_when_it_is_refused(as_role):
    lines = "\t".join("甲乙丙丁戊己庚辛壬癸子丑寅")
    page = paste(as_role(Role.RECORDER), lines)
    assert (page.status_code, "没有认出表头" in page.text, lines in page.text) == (200, True, True)


def test_a_hundred_thousand_pasted_lines_are_read_by_the_worker(as_role):
    lines = "\n".join(f"示例{number}\t示例企业\t\t新材料\tA轮\t\t2021-03-05" for number in range(100_000))
    recorder = as_role(Role.RECORDER)
    preview = paste(recorder, lines).location
    assert "正在读取" in recorder.get(preview).text


def test_more_than_may_be_pasted_is_refused_in_words(as_role):
    page = paste(as_role(Role.RECORDER), "x" * 23_000_000)
    assert page.status_code == 413


def test_a_file_of_another_year_is_asked_about_and_the_answer_settles_it(app, as_role):
    recorder = as_role(Role.RECORDER)
    preview = upload(
        recorder, workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100)), year="2025"
    ).location
    page = recorder.get(preview).text
    assert ("文件里的日期都在2021年，您选的是2025年" in page, f"{preview}/confirm" in page) == (True, False)
    recorder.post(f"{preview}/confirm")
    assert count(app) == 0
    recorder.post(f"{preview}/year", data={"year": "2021"})
    recorder.post(f"{preview}/confirm")
    assert count(app) == 1


def test_without_a_year_the_file_says_it_or_the_form_asks(as_role):
    recorder = as_role(Role.RECORDER)
    dated = workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100))
    page = recorder.get(upload(recorder, dated, year="").location).text
    assert words_of(page, "div.head p")[0].startswith("2021年度")
    rated = workbook(("示例企业", None, "绿色"), headers=("企业名称", "统一社会信用代码", "评价等级"))
    assert "看不出是哪一年度的，请填写年度" in upload(recorder, rated, year="").text


@pytest.mark.parametrize("typed", ["2021年", " 2021 年", "二〇二一年"])
def test_a_year_may_be_typed_as_it_is_written(as_role, typed):
    recorder = as_role(Role.RECORDER)
    dated = workbook(("示例甲", "示例企业", None, "2021-03-05", "平湖", 100))
    page = recorder.get(upload(recorder, dated, year=typed).location).text
    assert words_of(page, "div.head p")[0].startswith("2021年度")


@pytest.mark.parametrize("typed", ["-1", "0", "21", "明年"])
def test_what_is_no_year_of_a_ledger_is_refused_at_its_field(as_role, typed):
    page = upload(as_role(Role.RECORDER), workbook(), year=typed).text
    assert faults(page) == [f"年度“{typed}”须是2000至2026的整数"]


def test_the_other_recorder_is_told_and_reminded_at_most_once_a_day(app, as_role):
    recorder, other = as_role(Role.RECORDER), as_role(Role.RECORDER)
    row = ("示例甲", "示例企业", None, "2021-03-05", "平湖", 100)
    preview = upload(recorder, workbook(row)).location
    recorder.post(f"{preview}/confirm")
    page = recorder.get(preview).text
    assert ("1行，记为1条：项目落地1条" in page, "去核对" in page, "催办" in page) == (True, False, True)
    assert words_of(other.get("/centre/").text, "ul.todo b") == ["核对台账：台账.xlsx"]
    assert "核对台账：台账.xlsx" not in recorder.get("/centre/").text
    assert "今天已经催办过" in recorder.post(f"{preview}/remind", follow_redirects=True).text
    with clock.at(clock.now() + timedelta(days=1)):
        tomorrow = as_role(Role.RECORDER)
        reminded = tomorrow.post(f"{preview}/remind", follow_redirects=True).text
        assert words_of(reminded, "p.note")[0] == "已提醒1位同事。本站还没有接通邮件，他们在“今天”里看得到。"
    with app.app_context():
        assert [letter.kind for letter in list_letters().page(1)].count("ledger.waits") >= 2


def paste(client, text: str, kind: str = "landing"):
    sent = {"kind": kind, "text": text, "year": "2021", "bureau": ""}
    return client.post("/centre/ledgers/paste", data=sent)


def test_a_year_is_taken_away_in_the_bureaus_layout(app, as_role):
    recorder, leader = as_role(Role.RECORDER), as_role(Role.LEADER)
    upload_and_confirm = upload(
        recorder, workbook(("=示例甲", "示例企业", None, "2021-03-05", "平湖", 100))
    ).location
    recorder.post(f"{upload_and_confirm}/confirm")
    assert "/centre/years/2021/ledger.xlsx" in leader.get("/centre/years/2021").text
    answer = leader.get("/centre/years/2021/ledger.xlsx")
    page = load_workbook(io.BytesIO(answer.data))["引进项目"]
    assert [cell.value for cell in page[4]][1:3] == ["=示例甲", "示例企业"]
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        assert [entry.what for entry in list_recent(["list"], 1)] == ["ledger.exported"]


def test_a_year_without_rows_has_nothing_to_take_away(as_role):
    answer = as_role(Role.LEADER).get("/centre/years/2019/ledger.xlsx", follow_redirects=True)
    assert "2019年的台账里还没有内容" in answer.text
