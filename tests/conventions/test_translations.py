"""Every string a reader meets has its English, and every Chinese one its own punctuation."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from roadshow.config import ROOT

from . import source

ENGLISH = ROOT / "roadshow" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)[sd]")
HAN = "[\u3400-\u9fff]"
FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uffef]")
TOUCHING = re.compile(rf"{HAN}[,:;?!()]|[,:;?!()]{HAN}")
IN_CONTEXT = {"pgettext", "lazy_pgettext"}  # what it is, then the words: 「many」 where English has a plural
TRANSLATE = {"_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", *IN_CONTEXT}
# What ledgers, notices, the demo and the bulletin are made of, units that keep to their number, and commands,
# which speak as their bulletin does.
CHINESE_BY_NATURE = (
    "roadshow/ledgers/",
    "roadshow/rest_days/almanac.py",
    "roadshow/rest_days/notice.py",
    "roadshow/demo/",
    "roadshow/web/design/samples.py",
    "roadshow/web/keeping.py",
    "roadshow/reports/bulletin.py",
    "roadshow/cli/",
)
SAMPLES = source.TEMPLATES / "design"  # what parts are shown with: in Chinese by nature, as the demo is
CHINESE_ALONE = {
    "roadshow/foundation/text.py": {"〇零○一二三四五六七八九"},  # digits that people type
    "roadshow/web/centre/ledger_fields.py": {"年"},  # behind a year, as people type it
    "roadshow/foundation/money.py": {
        "亿元",
        "亿",
        "万元",
        "万",
        "元",
    },  # as typed, and as Chinese pages write
    "roadshow/programme/numbered.py": {"一二三四五六七八九", "十"},  # read from titles, never shown
    "roadshow/foundation/regions.py": {
        "市辖区",
        "县",
        "省直辖县级行政区划",
    },  # rows of the table that are no places
    "roadshow/outcomes/rules.py": {"深根计划", "绿色", "蓝色", "黄色"},  # values that ledgers carry
    "roadshow/outcomes/doubles.py": {
        "有限责任公司|股份有限公司|有限公司|有限合伙|合伙企业|股份公司|管理|中心|总行$",
        "创业投资",
        "创投",
        "农村商业银行",
        "农商银行",
        "天使",
        "种子",
        "战略",
        "首",
        "series|round|轮融资|融资|轮次|轮|期|第|次|投资|[-.]",
    },  # how names and rounds are spelt
    "roadshow/outcomes/suggesting.py": {
        "高新技术企业",
        "科技型中小企业",
        "专精特新中小企业",
        "企业研究开发中心",
        "企业研究院",
        "国家级",
        "省级",
        "市级",
        "县级",
    },  # values that ledgers carry
    "roadshow/foundation/days.py": {"M月d日 EEE", "y年M月d日", "y年M月d日 EEE"},
    "roadshow/web/words.py": {
        r"(.*) 第(\d+)行",  # as an import notes where it found a row
        "M月d日",
        "M月d日 EEE",
        "y年M月d日",
        "y年M月d日 EEE",
    },  # patterns, beside their English ones
}
AS_TYPED = (
    "roadshow/ledgers/days.py",
    "roadshow/ledgers/layout.py",
    "roadshow/ledgers/units.py",
    "roadshow/rest_days/notice.py",
    "roadshow/web/keeping.py",
)  # patterns of what clerks type in half width, and of units after a number
Ids = tuple[str, ...]


@pytest.fixture(scope="module")
def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def ids(given: object) -> Ids:
    return tuple(given) if isinstance(given, tuple | list) else (str(given),)


def strings(message: Message) -> Ids:
    """Its English; of one with a plural, both."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def said() -> set[Ids]:
    """What the program and its templates say, as extracted from their text."""
    with (ROOT / ".babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2)}
    keywords |= dict.fromkeys(IN_CONTEXT, ((1, "c"), 2)) | {"npgettext": ((1, "c"), 2, 3)}
    return {
        ids(message)
        for folder in ("roadshow", "templates")
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), methods, options, keywords=keywords, directory_filter=lambda _folder: True
        )
    }


def test_the_catalogue_has_what_the_program_says_and_nothing_else(english: Catalog) -> None:
    assert {ids(message.id) for message in english if message.id} == said()


def test_every_string_has_its_english(english: Catalog) -> None:
    assert [message.id for message in english if message.id and not all(strings(message))] == []


def test_nothing_is_fuzzy_or_left_over(english: Catalog) -> None:
    assert [message.id for message in english if message.id and message.fuzzy] == []
    assert list(english.obsolete) == []


def test_english_fills_in_what_the_chinese_does(english: Catalog) -> None:
    """A singular may spell its number out."""
    odd = []
    for message in english:
        places = [set(PLACE.findall(text)) for text in strings(message)]
        wanted = set(PLACE.findall(ids(message.id)[-1]))
        if places[-1] != wanted or not wanted - {"%(num)d", "%(count)d"} <= places[0] <= wanted:
            odd.append(message.id)
    assert odd == []


def test_english_has_one_apostrophe(english: Catalog) -> None:
    """The straight one."""
    curly = re.compile("[A-Za-z]\N{RIGHT SINGLE QUOTATION MARK}")
    assert [message.id for message in english if any(map(curly.search, strings(message)))] == []


def test_english_has_no_chinese_sign_in_it(english: Catalog) -> None:
    signs = [text for message in english if message.id for text in strings(message)]
    assert [text for text in signs if re.search(HAN, text) or FULL_WIDTH.search(text)] == []


def test_the_compiled_catalogue_is_that_of_the_written_one(english: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, english)
    assert ENGLISH.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_only_whole_strings_are_translated() -> None:
    pieced = [
        f"{source.name_of(module)}:{call.lineno}"
        for module in source.modules()
        for call in source.calls(module)
        if source.called(call) in TRANSLATE and not all(_is_text(part) for part in _told(call))
    ]
    assert pieced == []


def _told(call: ast.Call) -> list[ast.expr]:
    return call.args[:2] if source.called(call) in {"ngettext", *IN_CONTEXT} else call.args[:1]


def _is_text(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and isinstance(part.value, str)


@pytest.mark.parametrize(
    "module",
    [path for path in source.modules() if not source.name_of(path).startswith(CHINESE_BY_NATURE)],
    ids=source.name_of,
)
def test_the_program_says_nothing_in_chinese_alone(module: Path) -> None:
    translated = {
        part.value
        for call in source.calls(module)
        if source.called(call) in TRANSLATE
        for part in ast.walk(call)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    alone = {text for text in source.literals(module) if re.search(HAN, text)} - translated
    assert alone - CHINESE_ALONE.get(source.name_of(module), set()) == set()


@pytest.mark.parametrize(
    "path",
    sorted(path for path in source.TEMPLATES.rglob("*.html") if SAMPLES not in path.parents),
    ids=lambda path: path.name,
)
def test_a_template_says_nothing_in_chinese_alone(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r'<a [^>]*lang="zh-CN"[^>]*>(?:<span>)?中文(?:</span>)?</a>', "", text)
    assert re.findall(f"{HAN}+", text) == []


@pytest.mark.parametrize(
    "module", [path for path in source.modules() if source.name_of(path) not in AS_TYPED], ids=source.name_of
)
def test_no_ascii_sign_touches_a_chinese_character_in_the_program(module: Path) -> None:
    assert [text for text in source.literals(module) if TOUCHING.search(PLACE.sub("x", text))] == []


@pytest.mark.parametrize("path", sorted(source.TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_ascii_sign_touches_a_chinese_character_in_a_template(path: Path) -> None:
    text = PLACE.sub("x", re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL))
    assert TOUCHING.findall(text) == []
