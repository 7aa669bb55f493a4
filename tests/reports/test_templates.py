"""The office's own Word file for the bulletin: checked at the door, the last good one stays."""

import io
import zipfile

import pytest

from roadshow.foundation.errors import Overtaken, Refused
from roadshow.press.word import Listing, Words, built_in
from roadshow.reports import operations
from roadshow.reports.templates import content_of, find_template, sum_of, template_faults
from tests import make
from tests.documents.files import office, picture, relation
from tests.press.word import word_file

WORDS = Words({"year": "2021"}, {"rows": Listing(("name",), [])})
GOOD, BETTER = word_file("{{ year }}年"), word_file("{{ year }}年度")


def keep(content: bytes, seen: str = "", name: str = "简报.docx") -> None:
    operations.keep_template("zh", name, content, WORDS, seen=seen, actor=make.SOMEONE)


def with_part(name: str, content: str | bytes) -> bytes:
    """A good one that holds one part more."""
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def words_of(content: bytes) -> str:
    (fault,) = template_faults(content, WORDS)
    return str(fault)


@pytest.mark.usefixtures("inside")
class TestKept:
    def test_without_one_of_its_own_the_office_has_ours(self) -> None:
        assert (content_of("zh"), content_of("en")) == (built_in("zh"), built_in("en"))

    def test_each_language_has_its_own(self) -> None:
        keep(GOOD)
        assert (content_of("zh"), content_of("en")) == (GOOD, built_in("en"))

    def test_a_broken_one_changes_nothing(self) -> None:
        keep(GOOD)
        with pytest.raises(Refused) as refused:
            keep(word_file("{{ yaer }}"), sum_of("zh"))
        assert "“yaer”" in str(refused.value)
        assert content_of("zh") == GOOD

    def test_it_is_kept_under_the_name_it_came_with(self) -> None:
        keep(GOOD, name="C:\\模板\\../简报\n一.DOCX")
        row = find_template("zh")
        assert row is not None
        assert row.name == "简报 一.docx"

    def test_who_did_not_see_the_last_one_is_told(self) -> None:
        keep(GOOD)
        with pytest.raises(Overtaken) as overtaken:
            keep(BETTER)
        assert str(overtaken.value).startswith(f"{make.SOMEONE.name}刚刚换了简报的Word模板")
        keep(BETTER, sum_of("zh"))
        assert content_of("zh") == BETTER

    def test_ours_can_be_had_again(self) -> None:
        keep(GOOD)
        with pytest.raises(Overtaken):
            operations.restore_template("zh", seen="", actor=make.SOMEONE)
        operations.restore_template("zh", seen=sum_of("zh"), actor=make.SOMEONE)
        assert (content_of("zh"), sum_of("zh")) == (built_in("zh"), "")


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"{{ year }}", "这不是Word文件（DOCX），改名不算"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "旧版Office文件，或加了打开密码"),
        (office("xlsx"), "这不是Word文件（DOCX），改名不算"),
        (picture(), "这不是Word文件（DOCX），改名不算"),
        (GOOD[:-30], "不完整"),
        (bytes(2_000_001), "超过2 MB"),
        (with_part("word/vbaProject.bin", b"x"), "有宏"),
        (with_part("word/x.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'), "DTD"),
        (with_part("word/big.xml", "<x>" + " " * 1_100_000 + "</x>"), "解压后太大"),
        (with_part("word/media/big.bin", bytes(21_000_000)), "解压后太大"),
        (with_part("word/x.xml", "<x>"), "损坏"),
        (word_file("{{ 7 * 7 }}"), "“{{ 7 * 7 }}”超出了模板能做的事"),
        (word_file("{% if year %}"), "大括号没有写完整"),
        (word_file("一", field=("DDE cmd",)), "会从别处加载内容"),
        (word_file("{" * 600), "大括号太多"),
    ],
)
def test_what_is_no_template_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in words_of(content)


@pytest.mark.usefixtures("inside")
def test_what_loads_from_elsewhere_is_refused() -> None:
    ((_name, content),) = relation('TargetMode="External"', "attachedTemplate").items()
    assert "从别处加载内容" in words_of(with_part("word/_rels/settings2.xml.rels", content))
