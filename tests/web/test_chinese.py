"""On an English page what is written in Chinese says so (WCAG 3.1.2), wherever it stands."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.programme.states import RoadshowState as S
from roadshow.web.chinese import HAN, marked
from tests import make
from tests.conftest import AsRole

from .selecting import VOID
from .test_english import DESKS, PUBLIC

pytestmark = pytest.mark.usefixtures("in_spring")


class Unmarked(HTMLParser):
    """Chinese text that no element around it calls Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []  # the language of each open element
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and tag not in ("path", "rect", "line", "circle"):
            around = self.open[-1] if self.open else ""
            self.open.append("zh" if tag in ("title", "script") else dict(attrs).get("lang") or around)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID and tag not in ("path", "rect", "line", "circle"):
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if re.search(f"[{HAN}]", data) and not (self.open and self.open[-1].startswith("zh")):
            self.found.append(data.strip())


def unmarked(page: str) -> list[str]:
    reader = Unmarked()
    reader.feed(page)
    return reader.found


@pytest.fixture
def uid(app: Flask) -> str:
    with app.app_context():
        roadshow = make.roadshow(S.CALLING, title="新材料专场", summary="第一场，Photonics 与新材料。")
        make.pitch(roadshow)
        make.institution()
        return roadshow.uid


def test_all_public_pages_mark_their_chinese(client: FlaskClient, uid: str) -> None:
    paths = (*PUBLIC, f"/roadshows/{uid}", "/roadshows/month?month=2026-06", "/about", "/privacy")
    pages = {path: client.get(f"{path}{'&' if '?' in path else '?'}lang=en").text for path in paths}
    assert "新材料专场" in pages[f"/roadshows/{uid}"]
    assert {path: found for path, page in pages.items() if (found := unmarked(page))} == {}


@pytest.mark.usefixtures("uid")
@pytest.mark.parametrize("role", DESKS, ids=str)
def test_so_do_the_desks(as_role: AsRole, role: Role) -> None:
    client = as_role(role)
    pages = {path: client.get(f"{path}?lang=en").text for path in DESKS[role]}
    assert {path: found for path, page in pages.items() if (found := unmarked(page))} == {}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>By 示例王</p>", '<p>By <span lang="zh-CN">示例王</span></p>'),
        ("<b>新材料2026，专场</b>", '<b><span lang="zh-CN">新材料2026，专场</span></b>'),
        ('<option value="甲">甲</option>', '<option lang="zh-CN" value="甲">甲</option>'),
        ("<p>示例厅3, Pinghu</p>", '<p><span lang="zh-CN">示例厅3</span>, Pinghu</p>'),
        ("<title>甲</title>", "<title>甲</title>"),
        ('<a lang="zh-CN" href="/">中文</a>', '<a lang="zh-CN" href="/">中文</a>'),
        ("<script>甲 < 乙</script><p>all</p>", "<script>甲 < 乙</script><p>all</p>"),
        ("<p>甲&amp;乙</p>", '<p><span lang="zh-CN">甲</span>&amp;<span lang="zh-CN">乙</span></p>'),
    ],
)
def test_only_what_is_chinese_is_marked(written: str, read: str) -> None:
    assert marked(written) == read
