"""A yearly notice is read whole or not at all, and says what is wrong in which line."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation.errors import Refused
from roadshow.rest_days.models import DayKind
from roadshow.rest_days.notice import SAMPLE, read_notice
from roadshow.rest_days.rules import DayFacts

READ = [
    DayFacts(date(2026, 10, 1), DayKind.OFF, "国庆节"),
    DayFacts(date(2026, 10, 10), DayKind.WORKED, "调休上班"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_sample_is_read_as_it_is_shown(encoding: str) -> None:
    assert read_notice(SAMPLE.encode(encoding)) == READ


def test_columns_may_stand_in_any_order_under_english_names() -> None:
    content = b"name,note,type,date\n\xe5\x9b\xbd\xe5\xba\x86\xe8\x8a\x82,x,off,2026/10/1\n\n"
    assert read_notice(content) == READ[:1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2026-02-30,休,春节", "第2行：“2026-02-30”不是日期，请写成2027-02-05的样子"),
        ("2026-10-01,放,国庆节", "第2行：类型“放”读不懂，请写“休”或“班”"),
        ("2026-10-01,休,", "第2行：请填写名称"),
        ("2026-10-01", "第2行：类型“”读不懂，请写“休”或“班”"),
        ("2026-10-08,班,调休上班", "第2行：10月8日 周四不是周末，本来就上班"),
        ("1991-09-15,休,中秋节", "第2行：年份“1991”须是2000至2100的整数"),
        ("2026-10-01,休,国庆节\n2026-10-01,休,中秋节", "第3行：10月1日 周四在第2行已写过"),
    ],
)
@pytest.mark.usefixtures("inside")
def test_a_bad_line_is_named_with_what_is_wrong_in_it(line: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_notice(f"日期,类型,名称\n{line}\n".encode())
    assert (str(refusal.value), refusal.value.field) == (words, "file")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "第1行缺少这些列：日期、类型、名称"),
        ("日期,类型\n".encode(), "第1行缺少这些列：名称"),
        ("日期,类型,名称\n".encode(), "文件里没有日期。第一行写列名（日期、类型、名称），以下每行一天"),
        (b"PK\x03\x04\x00\x00", "文件不是CSV文本，请另存为CSV（UTF-8）后再导入"),
        (b"\xff\xfe\xff", "文件不是CSV文本，请另存为CSV（UTF-8）后再导入"),
        (b"x" * (256 * 1024 + 1), "文件太大，放假安排一年不过几十行"),
        (SAMPLE.encode() + b"\n" + b"a" * 200_000, "文件不是CSV文本，请另存为CSV（UTF-8）后再导入"),
        ("日期,类型,名称\n".encode() + b"\n" * 1000, "文件太长，最多1000行"),
    ],
)
def test_a_file_that_is_no_notice_says_so(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_notice(content)
    assert str(refusal.value) == words


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: f"日期,类型,名称\n{text}".encode("utf-8", "ignore"))
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(Refused):
        assert read_notice(content) != []
