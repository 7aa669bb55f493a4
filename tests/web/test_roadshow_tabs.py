"""The pages of one roadshow: the same tabs and the same beginning of the crumbs on each."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from roadshow.web.centre.roadshow_tabs import TABS, counts_of
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.selecting import words_of

PAGES = {
    "": "概况",
    "/change": "概况",
    "/cancel": "概况",
    "/pitches": "申请",
    "/questions": "申请",
    "/late-codes": "申请",
    "/pitches/new": "申请",
    "/screening": "评审",
    "/screening/set-up": "评审",
    "/agenda": "议程",
    "/agenda/versions": "议程",
    "/guests": "来宾",
    "/guests/new": "来宾",
    "/seating": "来宾",
    "/door": "现场",
    "/door/scans": "现场",
    "/feedback": "会后",
}


@pytest.fixture
def event(app: Flask) -> str:
    """The address of a roadshow to which two projects applied."""
    with app.app_context():
        row = make.roadshow(S.SELECTING, title="示例专场")
        for state in (P.SUBMITTED, P.ACCEPTED, P.DRAFT):
            make.pitch(row, state)
        return f"/centre/roadshows/{row.id}"


@pytest.mark.parametrize(("page", "tab"), PAGES.items())
def test_every_page_of_a_roadshow_has_its_tabs_and_begins_its_crumbs_alike(
    organiser: FlaskClient, event: str, page: str, tab: str
) -> None:
    shown = organiser.get(event + page).text
    assert words_of(shown, "nav.sections a") == ["概况", "申请2", "评审", "议程1", "来宾", "现场", "会后"]
    row = shown.partition('<nav class="sections"')[2].partition("</nav>")[0]
    current = [link.partition("<span>")[2] for link in row.split("<a ") if "aria-current" in link]
    assert [words.partition("</span>")[0] for words in current] == [tab]
    assert words_of(shown, "nav.crumbs a, nav.crumbs span")[:2] == ["路演", "示例专场"]


def test_who_only_leads_sees_the_tabs_that_they_may_open(as_role: AsRole, event: str) -> None:
    assert words_of(as_role(Role.LEADER).get(event).text, "nav.sections a") == ["概况", "申请2", "会后"]


def test_a_module_stands_under_one_tab() -> None:
    modules = [module for tab in TABS for module in tab.modules]
    assert sorted(modules) == sorted(set(modules))


@pytest.mark.parametrize("state", [S.SELECTING, S.HELD])
def test_the_tabs_cost_three_statements(app: Flask, counted: Counted, state: S) -> None:
    with app.app_context():
        row = make.roadshow(state)
        assert row.id  # loaded anew after the commit
        with counted() as statements:
            counts_of(row)
    assert len(statements) == 3
