"""A sheet's rows as facts of its kind: every cell read, every fault kept, what is no row of the table passed over."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _
from openpyxl.utils import get_column_letter

from roadshow.foundation.errors import Refused
from roadshow.outcomes.rules import DEEP_ROOT

from . import amounts, cells, days, words
from .kinds import Column, Must, Reads
from .layout import DEEPEST_HEADER, Layout
from .progress import Progress, unwatched, watched
from .shared_columns import NOTE
from .workbook import Sheet

SUMMED = (Reads.AMOUNT, Reads.AREA, Reads.COUNT)
LOOKED_AT_FOR_TOTAL = 30  # last rows
FEWEST_NUMBERS = 3  # in a row that numbers the columns
_TOTAL = re.compile(
    r"(本页|本月|本季度?|本年度?|全年|全市|全部|年度|\d{4}年度?|\d{1,2}月份?|以上|各项|项目|企业|金额)*"
    r"(合计|总计|小计|共计|累计|总和|汇总|计|平均|total|subtotal|sum)(数|金额|额|家数|个数)?[::]?(\(.*\)|\d.*)?"
)
_PART = re.compile(r"小计|本页|本月|本季|平均|subtotal")  # a total of less than the sheet
_NOTE = re.compile(r"(注|备注|说明|附注|填表说明|填报说明|数据来源|来源|其中)\d*([::].*)?")
_BAND = re.compile(
    r"(第?[一二三四五六七八九十]+[、.,季批部类章]|\([一二三四五六七八九十\d]+\)|\d{1,2}[.、](?!\d)).*"
)
_SIGNATURE = re.compile(
    r"(填表|制表|填报|审核|复核|审批|负责|联系|经办|统计|分管|编制|签发|主管|单位)[^,;]{0,6}(人|日期|时间|单位|电话|领导|章|签字)[::(].*"
)


@dataclass(frozen=True)
class Reason:
    """Why a row stays out; ``column`` is the header, ``row`` the number that the person sees.

    ``by_command`` is what one may do about it on the command line alone.
    """

    row: int
    column: str
    words: object
    by_command: object = ""


@dataclass(frozen=True)
class LedgerRow:
    """One line of a sheet; ``values`` by field of its kind, without the empty ones."""

    number: int
    values: dict[str, Any]
    faults: tuple[Reason, ...] = ()
    unlisted: tuple[tuple[str, str], ...] = ()  # header and word, where the word is in no catalogue


Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class _Place:
    """A column of the sheet with the reader of its cells."""

    index: int
    header: str
    column: Column
    read: Reader
    filled: dict[int, object] = field(default_factory=dict)  # row → what a block merged from above says


def read_rows(sheet: Sheet, layout: Layout, progress: Progress = unwatched) -> Iterator[LedgerRow]:
    """The rows under the header, with totals, notes and repeated headers passed over.

    Raises: Refused at a formula that comes without its value.
    """
    places = sorted(_places(sheet, layout), key=lambda place: place.index)
    titles = _titles(sheet, layout)
    figures = {place.index for place in places if place.column.reads in SUMMED}
    bands = {block.top for block in sheet.merges if (block.right - block.left) * 2 > len(layout.header.names)}
    for number, row in watched(sheet.rows, progress):
        if number <= layout.header.last or number in bands or _is_no_line(row, titles):
            continue
        if number == layout.header.last + 1 and _numbers_columns(row):
            continue
        if figures.issuperset(index for index, value in enumerate(row) if value is not None):
            continue  # sums without a word before them
        line = _read_line(number, row, places, sheet)
        if line is not None:
            yield line


def _titles(sheet: Sheet, layout: Layout) -> dict[int, str]:
    """The header's last row."""
    row = dict(sheet.rows[:DEEPEST_HEADER])[layout.header.last]
    return {index: text for index, value in enumerate(row) if (text := _bare(value))}


def _bare(value: object) -> str:
    return re.sub(r"\s", "", cells.plain(value)) if isinstance(value, str) else ""


def _read_line(number: int, row: tuple[Any, ...], places: list[_Place], sheet: Sheet) -> LedgerRow | None:
    """None when none of our columns says anything."""
    values: dict[str, Any] = {}
    faults: list[Reason] = []
    empty: list[_Place] = []
    width = len(row)
    for place in places:
        cell = row[place.index] if place.index < width else None
        if cell is None and place.filled:
            cell = place.filled.get(number)
        try:
            value = place.read(cell) if cell is not None else None
        except cells.Unreadable as unreadable:
            faults.append(Reason(number, place.header, unreadable.words))
            continue
        if value is not None:
            values[place.column.name] = value
        elif cell is None and (number, place.index) in sheet.unvalued:
            raise Refused(formula_words(sheet.name, number, place.index))
        else:
            empty.append(place)
    if not values and not faults:
        return None
    faults += [_missing(number, place) for place in empty if place.column.must is not Must.NO]
    order = {place.header: place.index for place in places}
    unlisted = tuple((place.header, word) for place in empty if (word := _unlisted(place, row)))
    return LedgerRow(number, values, tuple(sorted(faults, key=lambda fault: order[fault.column])), unlisted)


def _unlisted(place: _Place, row: tuple[Any, ...]) -> str | None:
    of_catalogue = place.column.reads in (Reads.SECTOR, Reads.STAGE) and place.index < len(row)
    return cells.read_text(row[place.index]) if of_catalogue else None


def _missing(number: int, place: _Place) -> Reason:
    return Reason(number, place.header, _("%(field)s未填写", field=place.column.words))


def formula_words(sheet: str, row: int, index: int) -> object:
    cell = f"{get_column_letter(index + 1)}{row}"
    return _(
        "工作表“%(sheet)s”的单元格%(cell)s是公式，文件里没有它的计算结果；请在表格软件里打开并重新保存，或把公式粘贴为数值后再导入",
        sheet=sheet,
        cell=cell,
    )


def _is_no_line(row: tuple[Any, ...], titles: Mapping[int, str]) -> bool:
    """A total, a note, a signature, or the header printed again on a new page."""
    first = _first_texts(row)
    if is_total(row):
        return True
    if not first:
        return False
    text = _bare(first[0])
    if _NOTE.fullmatch(text) or _SIGNATURE.fullmatch(text):
        return True
    if len(first) == 1 and _BAND.fullmatch(text) and sum(value is not None for value in row) == 1:
        return True  # 一、电子信息 over a group of rows, or a numbered remark under the table
    return text in titles.values() and _repeats(row, titles)


def is_total(row: tuple[Any, ...]) -> bool:
    """合计, 小计, 合计56个 … stands in one of its first cells."""
    return any(_TOTAL.fullmatch(_bare(text).casefold()) for text in _first_texts(row))


def stated_totals(sheet: Sheet, layout: Layout) -> dict[str, int]:
    """Column of money → fen, as the sheet's own last total says."""
    for number, row in reversed(sheet.rows[-LOOKED_AT_FOR_TOTAL:]):
        if number > layout.header.last and is_total(row) and not _is_of_part(row):
            places = [place for place in _places(sheet, layout) if place.column.reads is Reads.AMOUNT]
            return {place.column.name: fen for place in places if (fen := _stated(place, row)) is not None}
    return {}


def _is_of_part(row: tuple[Any, ...]) -> bool:
    return any(_PART.search(_bare(text).casefold()) for text in _first_texts(row))


def _stated(place: _Place, row: tuple[Any, ...]) -> int | None:
    try:
        return place.read(row[place.index]) if place.index < len(row) else None
    except cells.Unreadable:
        return None


def _first_texts(row: tuple[Any, ...]) -> list[str]:
    return list(islice((value for value in row if isinstance(value, str) and value.strip()), 2))


def _numbers_columns(row: tuple[Any, ...]) -> bool:
    """1, 2, 3 … under the header, perhaps after 栏次 or 甲."""
    numbers = [str(value).strip(" ()（）") for value in row if not cells.is_empty(value)]
    if numbers and not numbers[0].isdecimal():
        numbers = numbers[1:]
    if len(numbers) < FEWEST_NUMBERS or not all(map(str.isdecimal, numbers)):
        return False
    first = int(numbers[0])
    return [int(number) for number in numbers] == list(range(first, first + len(numbers)))


def _repeats(row: tuple[Any, ...], titles: Mapping[int, str]) -> bool:
    same = [index for index, title in titles.items() if index < len(row) and _bare(row[index]) == title]
    return len(same) * 2 > len(titles)


def _places(sheet: Sheet, layout: Layout) -> Iterator[_Place]:
    for name, index in layout.columns.items():
        column = layout.kind.column(name)
        if column is not None:
            header = layout.header.words[index]
            filled = filled_down(sheet, index) if column.fills_down else {}
            yield _Place(index, header, column, _reader(column, layout, header, sheet), filled)


def filled_down(sheet: Sheet, index: int) -> dict[int, object]:
    """Row → what a block of this column merged from above says in it."""
    blocks = [
        block for block in sheet.merges if block.left == index == block.right and block.bottom > block.top
    ]
    if not blocks:
        return {}
    rows = dict(sheet.rows)
    return {
        number: rows[block.top][index]
        for block in blocks
        if block.top in rows and index < len(rows[block.top])
        for number in range(block.top + 1, block.bottom + 1)
        if number in rows
    }


def _reader(column: Column, layout: Layout, header: str, sheet: Sheet) -> Reader:
    unit = layout.units.get(column.name, 1)
    readers: dict[Reads, Reader] = {
        Reads.AMOUNT: partial(amounts.read_amount, unit=unit),
        Reads.AREA: partial(amounts.read_area, unit=unit),
        Reads.DATE: partial(days.read_date, epoch=sheet.epoch),
        Reads.YES: cells.read_yes,
        Reads.COUNT: amounts.read_count,
        Reads.NUMBER: amounts.read_number,
        Reads.USCC: cells.read_uscc,
        Reads.YEAR: cells.read_year,
        Reads.CURRENCY: cells.read_currency,
        Reads.GRADE: partial(cells.read_word, words=words.GRADE_WORDS),
        Reads.SECTOR: _sector,
        Reads.STAGE: _stage,
    }
    if column.name == "plan":
        return partial(_plan, header=header)
    if column.name == NOTE.name:
        return partial(cells.read_prose, longest=column.longest)
    if column.name == "category":
        return partial(_category, longest=column.longest)
    return readers.get(column.reads) or partial(cells.read_text, longest=column.longest)


def _sector(value: object) -> str | None:
    """Code of one of the eight fields; another bureau's own word for a trade stays open, it is no fault."""
    text = cells.read_text(value)
    return words.find_sector(cells.plain(text)) if text else None


def _stage(value: object) -> str | None:
    text = cells.read_text(value)
    return words.find_stage(cells.plain(text)) if text else None


def _category(value: object, longest: int) -> str | None:
    """Figures are told apart by it: 创 新 券, spaced out to fill its cell, is 创新券."""
    text = cells.read_text(value, longest)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text) if text else None


def _plan(value: object, header: str) -> str | None:
    """The plan's name, also where the column asks 是否深根计划 and the cell says yes or no."""
    text = cells.read_text(value)
    if text is None or text == "无":
        return None
    try:
        says = cells.read_yes(value)
    except cells.Unreadable:
        return _plan_named(text)
    named = re.sub(r"[(（].*|是否|属于|列入|纳入|入选|为|项目$", "", header)
    return named if says and named.endswith("计划") else None if not says else text


def _plan_named(text: str) -> str | None:
    if DEEP_ROOT.removesuffix("计划") not in text:
        return text
    return None if re.match(r"非|不|未|否|没有", text) else DEEP_ROOT
