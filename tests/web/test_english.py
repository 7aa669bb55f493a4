"""An English reader gets the whole of it in English: words, money, months, the trail."""

import re
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import IncubatorFacts, RatingFacts, StepFacts
from roadshow.outcomes.queries import Wanted
from roadshow.outcomes.states import Kind, ThreadStep
from tests import make
from tests.conftest import AsRole

from .reading import missing, texts

pytestmark = pytest.mark.usefixtures("in_spring")
NEW = "/centre/outcomes/investments/new"
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
UNREAD = re.compile(
    r'测试\w*|>中文<| value="[^"]*"'
)  # own names, the way to the other language, what forms send
PUBLIC = ("/", "/roadshows", "/calendar", "/results", "/sign-in", "/nowhere")
DESKS = {
    Role.ORGANISER: (
        "/centre/",
        "/centre/seasons",
        "/centre/seasons/new",
        "/centre/halls/new",
        "/centre/roadshows",
    ),
    Role.RECORDER: (
        NEW,
        "/centre/outcomes/landings/new",
        "/centre/outcomes",
        "/centre/ledgers/new",
        "/centre/projects",
    ),
    Role.LEADER: ("/centre/years/2026", "/centre/years/2026/bulletin", "/centre/institutions"),
    Role.ADMIN: ("/centre/people/invite", "/centre/people", "/centre/trail", "/account/password"),
    Role.STARTUP: ("/startup/", "/startup/projects", "/startup/companies/new", "/startup/pitches"),
    Role.INVESTOR: ("/investor/", "/investor/institution/new"),
    Role.JUDGE: ("/judge/",),
}


def invest(app: Flask, wan: int, *, paid: date) -> int:
    """A deal signed and paid; the payment's number."""
    with app.app_context():
        project = make.project(name="Photonic chip")
        for step in (ThreadStep.SIGNED, ThreadStep.PAID):
            facts = StepFacts(Kind.INVESTMENT, step, paid, wan * WAN)
            row = operations.begin_investment(project, "Lakeside", "A轮", facts, actor=COMMAND)
        return row.id


def logged(app: Flask, as_role: AsRole, lang: str, amount: str) -> list[int | None]:
    with app.app_context():
        make.project(name="Photonic chip")
    typed = {"project": "Photonic chip", "fund": "Lakeside", "step": "signed", "amount_fen": amount}
    as_role(Role.RECORDER).post(f"{NEW}?lang={lang}", data=typed | {"on": "2026-03-01", "roadshow": ""})
    with app.app_context():
        return [row.amount_fen for row in queries.list_rows(Wanted(in_force=False))]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_chinese_left(client, path):
    page = UNREAD.sub("", client.get(f"{path}?lang=en").text)
    assert CHINESE.findall(page) == []


@pytest.mark.parametrize(("role", "path"), [(role, path) for role, paths in DESKS.items() for path in paths])
def test_a_desk_has_no_chinese_left(as_role, role, path):
    page = UNREAD.sub("", as_role(role).get(f"{path}?lang=en").text)
    assert CHINESE.findall(page) == []


@pytest.mark.parametrize(
    ("lang", "amount"), [("en", "3"), ("zh", "300"), ("en", "300万"), ("zh", "0.03亿元")]
)
def test_a_bare_amount_is_in_the_unit_beside_the_box(app, as_role, lang, amount):
    assert logged(app, as_role, lang, amount) == [300 * WAN]


def test_a_correction_begins_with_the_amount_in_that_unit(app, as_role):
    number = invest(app, 350, paid=date(2026, 2, 1))
    page = as_role(Role.RECORDER).get(f"/centre/outcomes/{number}/correct?lang=en").text
    assert re.findall(r'name="amount_fen"[^>]* value="([^"]*)"', page) == ["3.5"]


def test_more_paid_than_signed_is_said_in_millions(app, as_role):
    number = invest(app, 100, paid=date(2026, 2, 1))
    with app.app_context():
        deal = queries.get_row(number).thread_id
    typed = {"step": "paid", "amount_fen": "2.5", "on": "2026-03-01", "roadshow": ""}
    page = as_role(Role.RECORDER).post(f"/centre/deals/{deal}/steps/new?lang=en", data=typed).text
    assert texts(page, "p", "why") == [
        "“Paid in” would exceed “Signed” by RMB 2.5 million. Please check; if it is correct, tick the box."
    ]


def test_the_bulletin_says_millions_and_square_metres(app, as_role):
    invest(app, 35_000, paid=date(2025, 4, 1))
    for wan in (60_000, 7_000):
        invest(app, wan, paid=date(2026, 2, 1))
    with app.app_context():
        for area in ("12000.5", "480"):
            operations.log(IncubatorFacts(2026, f"Site {area}", Decimal(area), running=True), actor=COMMAND)
    page = as_role(Role.LEADER).get("/centre/years/2026/bulletin?lang=en").text
    assert texts(page, "p", "para")[0].split("; ") == [
        "Up to 2 Mar, venture funds invested RMB 670 million in 2 technology projects, 1.9 times the year before",
        "2 off-site incubators, 12,480.5 m² in all, 2 of them in operation, with 12,481 m².",
    ]


def test_the_year_names_its_months_and_ratings(app, as_role):
    invest(app, 100, paid=date(2026, 2, 1))
    with app.app_context():
        operations.log(RatingFacts(2026, make.company().id, "绿色"), actor=COMMAND)
    page = as_role(Role.LEADER).get("/centre/years/2026?lang=en").text
    assert (
        missing(
            page,
            "Highest payments in February: RMB 1 million; no records for the year before",
            "Rating: Green",
        )
        == []
    )


def test_the_trail_tells_step_and_amount_in_the_readers_language(app, as_role):
    number = invest(app, 350, paid=date(2026, 2, 1))
    pages = {
        lang: as_role(Role.RECORDER).get(f"/centre/outcomes/{number}?lang={lang}").text
        for lang in ("en", "zh")
    }
    told = {lang: texts(page, "p")[-4:-2] for lang, page in pages.items()}  # its signing was logged before it
    assert told == {
        "en": ["Command line logged the outcome", "Step: Paid in; Amount: RMB 3.5 million"],
        "zh": ["命令行登记了成果", "进度：到账；金额：350万元"],
    }
