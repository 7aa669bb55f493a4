"""A sheet of applications, as a partner hands it over: each row what somebody would type in for a firm."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from flask_babel import lazy_gettext as _
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.escape import unescape

from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.languages import in_each
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.foundation.text import clean
from roadshow.pitches.entering import EnteredFacts, entered_faults
from roadshow.pitches.models import Question
from roadshow.pitches.rules import answer_faults
from roadshow.pitches.states import QuestionKind
from roadshow.projects.rules import ProjectFacts

from . import cells, words
from .kinds import Column, Kind, Must, Reads, header_key
from .layout import Header, headers_of
from .matching import match_kind
from .reading import Reason, filled_down, formula_words
from .workbook import READ_AT_ONCE, NumberedRow, Sheet, look_before_unpacking, open_workbook

MOST = 300  # applications of a file
APPLICATION = Kind(
    "application",
    _("项目申请"),
    (
        Column("company", _("企业名称"), Reads.TEXT, Must.ALWAYS),
        Column("uscc", _("统一社会信用代码"), Reads.USCC),
        Column("project", _("项目名称"), Reads.TEXT, Must.ALWAYS),
        Column("one_line", _("一句话介绍"), Reads.TEXT, Must.ALWAYS),
        Column("sector", _("技术领域"), Reads.SECTOR, Must.ALWAYS),
        Column("stage", _("发展阶段"), Reads.STAGE, Must.ALWAYS),
        Column("description", _("项目介绍"), Reads.TEXT),
        Column("contact_name", _("联系人"), Reads.TEXT, Must.ALWAYS),
        Column("contact_phone", _("电话"), Reads.TEXT),
        Column("contact_email", _("邮箱"), Reads.TEXT),
        Column("message", _("申请说明"), Reads.TEXT),
    ),
    (frozenset({"company"}), frozenset({"project"}), frozenset({"contact_name"})),
)
LONGEST_CELL = 32_767  # characters that a cell can hold
OF_FIRM = (
    "company",
    "uscc",
    "contact_name",
    "contact_phone",
    "contact_email",
)  # of each row of a merged block

Options = Mapping[str, str]
"""What may be written → what is kept."""

Reader = Callable[[object], str]


@dataclass(frozen=True)
class AppliedRow:
    """One line of a sheet, by the rules of the form; ``faults`` name its columns."""

    sheet: str
    number: int
    facts: EnteredFacts
    faults: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Place:
    """A column of the sheet: where, and which field of the form it is."""

    field: str
    header: str
    index: int
    filled: Mapping[int, object]


def read_applications(
    file: BinaryIO, questions: Sequence[Question], sheet: str | None = None
) -> list[AppliedRow]:
    """All rows of the sheets that hold applications, or of the one of this name.

    Raises: Refused when it cannot be opened safely, holds none or too many, or a column is there twice.
    """
    if look_before_unpacking(file) > READ_AT_ONCE:
        raise Refused(_("文件太大：一次最多%(most)d个申请，请拆分后再导入", most=MOST))
    sheets = [each for each in open_workbook(file) if (each.name == sheet if sheet else not each.hidden)]
    if sheet and not sheets:
        raise Refused(_("文件里没有名为“%(sheet)s”的工作表，或它是空的", sheet=sheet))
    headed = [(each, header) for each in sheets if (header := _header_of(each)) is not None]
    if not headed:
        raise Refused(_("没有一张表同时有“企业名称”“项目名称”“联系人”三列；可以下载模板，按模板填写"))
    rows = [row for each, header in headed for row in _rows(each, header, questions)]
    if len(rows) > MOST:
        words = _(
            "一次最多%(most)d个申请，这个文件里有%(count)d个，请拆分后再导入", most=MOST, count=len(rows)
        )
        raise Refused(words)
    return rows


def _header_of(sheet: Sheet) -> Header | None:
    """The first row that names what no application is without."""
    matches = ((match_kind(APPLICATION, header.callings, {}, []), header) for header in headers_of(sheet))
    return next((header for match, header in matches if match.fits), None)


def _rows(sheet: Sheet, header: Header, questions: Sequence[Question]) -> Iterator[AppliedRow]:
    places = list(_places(sheet, header, questions))
    readers = _readers(questions)
    for number, row in sheet.rows:
        own = (row[place.index] for place in places if place.index < len(row))
        if number > header.last and not all(map(cells.is_empty, own)):
            yield _read_row(sheet, (number, row), places, readers, questions)


def _places(sheet: Sheet, header: Header, questions: Iterable[Question]) -> Iterator[_Place]:
    """Raises: Refused when two columns would be one field."""
    found = {name: at for name, at in match_kind(APPLICATION, header.callings, {}, []).found.items() if at}
    taken = {index for indexes in found.values() for index in indexes}
    for question in questions:
        keys = {header_key(question.words), header_key(question.words_en)} - {""}
        asked = {index for index, names in header.callings.items() if keys & set(map(header_key, names))}
        found |= {f"question_{question.id}": sorted(asked - taken)} if asked - taken else {}
    for field, indexes in found.items():
        if len(indexes) > 1:
            first, second = (header.words[index] for index in indexes[:2])
            words = _("“%(first)s”和“%(second)s”是同一项，请只留一列", first=first, second=second)
            raise Refused(_("工作表“%(sheet)s”：%(why)s", sheet=sheet.name, why=words))
        filled = filled_down(sheet, indexes[0]) if field in OF_FIRM else {}
        yield _Place(field, header.words[indexes[0]], indexes[0], filled)


def _read_row(
    sheet: Sheet,
    row: NumberedRow,
    places: Sequence[_Place],
    readers: Mapping[str, Reader],
    questions: Sequence[Question],
) -> AppliedRow:
    values, unread = dict[str, str](), dict[str, object]()
    for place in places:
        try:
            values[place.field] = readers[place.field](_cell(sheet, row, place))
        except cells.Unreadable as unreadable:
            unread[place.field] = unreadable.words
    facts = _facts(values, questions)
    faults = entered_faults(facts) + answer_faults(questions, facts.answers, whole=True)
    told = [fault for fault in faults if fault.field not in unread]
    told += [Fault(field, words) for field, words in unread.items()]
    headers = _headings(questions) | {place.field: place.header for place in places}
    told.sort(key=lambda fault: list(headers).index(fault.field))
    reasons = (Reason(row[0], str(headers[fault.field]), fault.words) for fault in told)
    return AppliedRow(sheet.name, row[0], facts, tuple(reasons))


def _cell(sheet: Sheet, row: NumberedRow, place: _Place) -> object:
    """Raises: Unreadable on a formula without its result, or with an error for one."""
    number, values = row
    value = values[place.index] if place.index < len(values) else None
    if value is None:
        value = place.filled.get(number)
    if value is None and (number, place.index) in sheet.unvalued:
        raise cells.Unreadable(formula_words(sheet.name, number, place.index))
    if value in ERROR_CODES:
        raise cells.Unreadable(_("公式的结果是错误值（%(value)s）", value=value))
    return unescape(value) if isinstance(value, str) else value  # _x000D_ at the ends of lines


def _facts(values: Mapping[str, str], questions: Iterable[Question]) -> EnteredFacts:
    said = {column.name: values.get(column.name, "") for column in APPLICATION.columns}
    project = ProjectFacts(
        said.pop("project"),
        said.pop("one_line"),
        said.pop("description"),
        said.pop("sector") or None,
        said.pop("stage") or None,
    )
    answers = {each.id: values.get(f"question_{each.id}", "") for each in questions}
    return EnteredFacts(project=project, answers=answers, **said).cleaned()


def _headings(questions: Iterable[Question]) -> dict[str, object]:
    """Of each field, also where the sheet has no column for it."""
    fields: dict[str, object] = {column.name: column.words for column in APPLICATION.columns}
    return fields | {f"question_{question.id}": question.spoken for question in questions}


def _readers(questions: Iterable[Question]) -> dict[str, Reader]:
    readers: dict[str, Reader] = {column.name: _text for column in APPLICATION.columns}
    readers |= {"description": _prose, "message": _prose, "uscc": _uscc}
    readers |= {"contact_phone": _optional, "contact_email": _optional}
    readers["sector"] = partial(
        _code, known=words.find_sector, options=_coded(SECTORS), told=SECTORS.values()
    )
    readers["stage"] = partial(_code, known=words.find_stage, options=_coded(STAGES), told=STAGES.values())
    for question in questions:
        choices = {name: option.zh for option in question.options for name in (option.zh, option.en)}
        of_choice = partial(_code, known=choices.get, options=choices, told=question.options)
        readers[f"question_{question.id}"] = of_choice if question.kind is QuestionKind.CHOICE else _prose
    return readers


def _coded(known: Mapping[str, object]) -> Options:
    """What a reader of any language calls each of these codes."""
    said = in_each(lambda: {str(name): code for code, name in known.items()})
    return {name: code for names in said.values() for name, code in names.items()}


def _text(value: object) -> str:
    return cells.read_text(value, LONGEST_CELL) or ""


def _optional(value: object) -> str:
    """无, 暂无 say nothing."""
    return "" if cells.says_nothing(value) else _text(value)


def _prose(value: object) -> str:
    """With its lines."""
    if not isinstance(value, str) or cells.is_empty(value):
        return _text(value)
    try:
        return clean(value)
    except Refused as refusal:
        raise cells.Unreadable(refusal.words) from None


def _uscc(value: object) -> str:
    """As typed, for the form's rule to judge; a number has lost its last digits."""
    return cells.read_uscc(value) or "" if isinstance(value, int | float) else _optional(value)


def _code(
    value: object, known: Callable[[str], str | None], options: Options, told: Collection[object]
) -> str:
    """Raises: Unreadable on anything else, with what is ``told``."""
    text = cells.plain(_text(value))
    keyed = {header_key(name): code for name, code in options.items()}
    code = (known(text) or keyed.get(header_key(text))) if text else ""
    if code is None:
        which = str(_("、")).join(map(str, told))
        raise cells.Unreadable(
            _("无法识别“%(value)s”，应为：%(which)s", value=cells.shown(value), which=which)
        )
    return code
