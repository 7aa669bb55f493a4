"""What a clerk typed into one cell."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation import money
from roadshow.ledgers import amounts, cells, days

FULL_WIDTH = str.maketrans("0123456789.,-/", "０１２３４５６７８９．，－／")
fen = st.integers(1, money.LARGEST)
any_day = st.dates(date(1960, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        (9500, "9500"),
        (0.5, "0.5"),
        (1234.5600000000001, "1234.56"),
        ("21900万", "21900"),
        ("1,700.00", "1700"),
        ("0.4亿元", "4000"),
        ("３５００", "3500"),
        (" 6300 万元 ", "6300"),
        ("¥1,200", "1200"),
        ("人民币 300 万元", "300"),
        ("1亿2000万元", "12000"),
        ("3千万元", "3000"),
        ("5百万", "500"),
        ("80元", "0.008"),
        ("１，５００．５０万", "1500.5"),
    ],
)
def test_an_amount_as_typed_is_exact(typed: object, wan: str) -> None:
    assert amounts.read_amount(typed) == Decimal(wan) * money.WAN


@pytest.mark.parametrize("typed", [None, "", "  ", "-", "——", "/", "无", "暂无", "N/A", "未到账", "尚未放款"])
def test_an_amount_left_open_is_none(typed: object) -> None:
    assert amounts.read_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("约三千", "金额无法识别（约三千）"),
        ("1000-2000万", "金额无法识别（1000-2000万）"),
        ("500万美元", "金额无法识别（500万美元）"),
        ("1,50", "金额无法识别（1,50）"),
        ("12 00", "金额无法识别（12 00）"),
        (-500, "金额“-500”须大于零"),
        (True, "金额无法识别（True）"),
        (datetime(2021, 3, 5), "金额无法识别（2021-03-05）"),  # noqa: DTZ001  as a cell has it
        ("#REF!", "金额无法识别（#REF!）"),
    ],
)
def test_an_unreadable_amount_is_named(typed: object, words: str) -> None:
    assert refusal(amounts.read_amount, typed) == words


def test_an_amount_in_another_currency_is_no_yuan() -> None:
    assert refusal(lambda value: amounts.read_amount(value, amounts.FOREIGN), 500) == "金额不是人民币（500）"


@given(fen)
def test_every_amount_comes_back_however_it_is_typed(amount: int) -> None:
    in_wan = money.plain(money.wan(amount))
    whole, _, rest = in_wan.partition(".")
    marked = f"{int(whole):,}" + (f".{rest}" if rest else "")
    typings = [in_wan, f"{in_wan}万", f" {marked} 万元 ", marked.translate(FULL_WIDTH)]
    typings.append(f"{money.plain(Decimal(amount) / money.YI)}亿元")
    assert {amounts.read_amount(typed) for typed in typings} == {amount}


@given(fen)
def test_a_bare_figure_is_in_the_unit_of_its_column(amount: int) -> None:
    assert amounts.read_amount(money.plain(Decimal(amount) / money.YUAN), money.YUAN) == amount


@pytest.mark.parametrize(
    "typed",
    [
        datetime(2021, 3, 5),  # noqa: DTZ001  as a cell has it
        date(2021, 3, 5),
        44260,
        44260.5,
        "44260",
        20210305,
        "20210305",
        "2021.3.5",
        "2021.03.05",
        "2021/3/5",
        "2021-03-05",
        "2021年3月5日",
        "2021 年 3 月 5 号",
        "２０２１．３．５",
        "2021－03－05",
        "2021—3—5",
        "2021、3、5",
        "2021-3-5 14:30",
        "2021-03-05T00:00:00",
        "2021年3月5日（周五）",
        "二〇二一年三月五日",
        "5 Mar 2021",
        "March 5, 2021",
        "5-Mar-2021",
        "2021年3月5日下午2时30分",
        "2021-03-05T08:00:00+08:00",
        "2021·3·5",
        "\u200b2021-03-05",
    ],
)
def test_a_day_as_typed(typed: object) -> None:
    assert days.read_date(typed) == date(2021, 3, 5)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2021年2月30日", "日期不存在（2月30日）"),
        ("2021-13-05", "日期不存在（13月5日）"),
        ("2021.2.29", "日期不存在（2月29日）"),
        ("二〇二一年二月三十日", "日期不存在（2月30日）"),
        ("3月5日", "日期无法识别（3月5日）"),
        ("2021年3月", "日期要写到日（2021年3月）"),
        ("05/03/2021", "日期无法识别（05/03/2021）"),
        ("2021-3-514:30", "日期无法识别（2021-3-514:30）"),
        ("2021.3.5-3.6", "日期无法识别（2021.3.5-3.6）"),
        ("待定", "日期无法识别（待定）"),
        (2021.3, "日期要写到日（2021.3）"),
        (12, "日期无法识别（12）"),
        (True, "日期无法识别（True）"),
        ("0021-03-05", "日期无法识别（0021-03-05）"),
    ],
)
def test_a_day_that_is_none_is_named(typed: object, words: str) -> None:
    assert refusal(days.read_date, typed) == words


@given(any_day)
def test_every_day_comes_back_however_it_is_typed(day: date) -> None:
    dotted = f"{day.year}.{day.month}.{day.day}"
    typings: list[object] = [
        dotted,
        dotted.translate(FULL_WIDTH),
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
    ]
    typings += [f"{day.year}年{day.month}月{day.day}日", (day - date(1899, 12, 30)).days]
    assert {days.read_date(typed) for typed in typings} == {day}


def test_a_serial_of_a_book_that_counts_from_1904() -> None:
    epoch = datetime(1904, 1, 1)  # noqa: DTZ001  as a workbook has it
    assert days.read_date((date(2021, 3, 5) - epoch.date()) // timedelta(days=1), epoch) == date(2021, 3, 5)


@pytest.mark.parametrize(
    "typed", ["是", "有", " √ ", "Y", "v", 1, True, "已投入运行", "运行中", "已正式投用"]
)
def test_yes(typed: object) -> None:
    assert cells.read_yes(typed) is True


@pytest.mark.parametrize("typed", ["否", "无", "×", "N", 0, False, "在建", "筹建中", "建成未投用", "拟建"])
def test_no(typed: object) -> None:
    assert cells.read_yes(typed) is False


def test_a_mark_pasted_with_an_invisible_sign_is_the_same_mark() -> None:
    assert (cells.read_yes("是。"), cells.read_yes("\ufeff是")) == (True, True)


def test_neither_yes_nor_no_is_named() -> None:
    assert refusal(cells.read_yes, "也许") == "应填“是”或“否”（也许）"


@pytest.mark.parametrize(
    ("typed", "square_metres"),
    [(8203, "8203"), ("1,200.5㎡", "1200.5"), ("0.2万平方米", "2000"), (" 15 平米 ", "15")],
)
def test_an_area_as_typed(typed: object, square_metres: str) -> None:
    assert amounts.read_area(typed) == Decimal(square_metres)


def test_a_code_is_known_in_any_writing() -> None:
    assert cells.read_uscc(" ９１３３０４８２ma2021000p\u200b") == "91330482MA2021000P"


@pytest.mark.parametrize("typed", ["未注册", "办理中", "无", "-"])
def test_a_firm_may_have_no_code_yet(typed: str) -> None:
    assert cells.read_uscc(typed) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("91330482MA20219991", "统一社会信用代码校验位不符"),
        ("9133", "统一社会信用代码格式不对（9133）"),
        ("0" * 18, "统一社会信用代码不能全为零"),
        (3, "统一社会信用代码格式不对（3）"),
        (
            9.1330482012345e17,
            "统一社会信用代码须按文本填写，表格按数值保存时已丢失末几位（9.1330482012345e+17）",
        ),
    ],
)
def test_a_wrong_code_says_why(typed: object, words: str) -> None:
    assert refusal(cells.read_uscc, typed) == words


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.datetimes()))
def test_no_cell_brings_a_reader_down(value: object) -> None:
    readers = (
        amounts.read_amount,
        days.read_date,
        cells.read_yes,
        cells.read_uscc,
        amounts.read_area,
        amounts.read_count,
    )
    for read in (*readers, cells.read_text, cells.read_year):
        with contextlib.suppress(cells.Unreadable):
            read(value)


def refusal(read: Callable[[object], object], value: object) -> str:
    with pytest.raises(cells.Unreadable) as refused:
        read(value)
    return str(refused.value.words)
