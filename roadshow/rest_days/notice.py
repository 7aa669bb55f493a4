"""The yearly notice as a small CSV: 日期,类型,名称 (date, kind, name), a line for each day."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_day
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.text import one_line

from .models import DayKind
from .rules import DayFacts, day_faults

COLUMNS = {
    "日期": "on",
    "date": "on",
    "类型": "kind",
    "kind": "kind",
    "type": "kind",
    "名称": "name",
    "name": "name",
}
KINDS = {
    "休": DayKind.OFF,
    "放假": DayKind.OFF,
    "off": DayKind.OFF,
    "休息": DayKind.OFF,
    "holiday": DayKind.OFF,
} | {
    "班": DayKind.WORKED,
    "上班": DayKind.WORKED,
    "调休上班": DayKind.WORKED,
    "worked": DayKind.WORKED,
    "work": DayKind.WORKED,
}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
SAMPLE = "日期,类型,名称\n2026-10-01,休,国庆节\n2026-10-10,班,调休上班"
NO_CSV = _("文件不是CSV文本，请另存为CSV（UTF-8）后再导入")
MOST_BYTES, MOST_LINES, MOST_FAULTS = 256 * 1024, 1000, 20  # faults told at once


def read_notice(content: bytes) -> list[DayFacts]:
    """Raises: Refused with what is wrong in which line; a file with one bad line is read by nobody."""
    text = _text(content)
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        raise Refused(NO_CSV, "file") from error
    if not lines:
        raise Refused(_("文件里没有日期。第一行写列名（日期、类型、名称），以下每行一天"), "file")
    found, faults = [], []
    seen: dict[date, int] = {}
    for number, line in lines:
        facts, wrong = _facts(line)
        if facts and facts.on in seen:
            wrong.append(_("%(on)s在第%(line)d行已写过", on=lazy_day(facts.on), line=seen[facts.on]))
        faults += [Fault("file", _("第%(line)d行：%(words)s", line=number, words=words)) for words in wrong]
        if facts:
            seen.setdefault(facts.on, number)
            found.append(facts)
    refuse_faults(faults[:MOST_FAULTS])
    return found


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refused(_("文件太大，放假安排一年不过几十行"), "file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NO_CSV, "file")


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Number in the file → column → cell."""
    if "\0" in text:
        raise Refused(NO_CSV, "file")
    reader = csv.reader(io.StringIO(text))
    names = [COLUMNS.get(one_line(cell).casefold(), "") for cell in next(reader, [])]
    if missing := {"on", "kind", "name"} - set(names):
        words = {"on": "日期", "kind": "类型", "name": "名称"}
        listed = "、".join(words[name] for name in words if name in missing)
        raise Refused(_("第1行缺少这些列：%(columns)s", columns=listed), "file")
    for cells in reader:
        if reader.line_num > MOST_LINES:
            raise Refused(_("文件太长，最多%(most)d行", most=MOST_LINES), "file")
        if any(cell.strip() for cell in cells):
            padded = cells + [""] * (len(names) - len(cells))
            yield (
                reader.line_num,
                {name: one_line(cell) for name, cell in zip(names, padded, strict=False) if name},
            )


def _facts(line: dict[str, str]) -> tuple[DayFacts | None, list[object]]:
    """What a line says, or what is wrong with it."""
    on, kind = _day(line["on"]), KINDS.get(line["kind"].casefold())
    wrong: list[object] = []
    if on is None:
        wrong.append(_("“%(typed)s”不是日期，请写成2027-02-05的样子", typed=line["on"][:40]))
    if kind is None:
        wrong.append(_("类型“%(typed)s”读不懂，请写“休”或“班”", typed=line["kind"][:40]))
    if on is None or kind is None:
        return None, wrong
    facts = DayFacts(on, kind, line["name"])
    return facts, [fault.words for fault in day_faults(facts)]


def _day(typed: str) -> date | None:
    found = DAY.fullmatch(typed)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
