import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import Between, quoted, text_faults
from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line
from roadshow.programme.models import Roadshow

WHOLE = 100  # points
READERS, NOTICE, LINES = Between(1, 9), Between(0, 30), Between(1, 10)
NOTE, NAME = 2000, 60  # characters
_LINE = re.compile(r"(?P<name>.*?)[\s,，:：、]*(?P<weight>\d{1,3})\s*[%％分]?")


@dataclass(frozen=True)
class Line:
    """A criterion and its weight, which are the points that it has at most; None where none was written."""

    name: str
    weight: int | None


USUAL = (
    Line("技术与产品", 30),
    Line("商业模式与实施", 20),
    Line("行业与市场", 20),
    Line("团队", 20),
    Line("财务与融资", 10),
)
USUAL_WORDS = {
    "技术与产品": _("技术与产品"),
    "商业模式与实施": _("商业模式与实施"),
    "行业与市场": _("行业与市场"),
    "团队": _("团队"),
    "财务与融资": _("财务与融资"),
}
"""The usual criteria in the reader's language; any other is said as it is typed."""
BANDS = ((85, _("优秀")), (70, _("良好")), (55, _("一般")), (0, _("较弱")))
"""From so many points on, what that is called."""


@dataclass(frozen=True)
class SetupFacts:
    """What an organiser lays down before the reading; ``rubric`` without its empty lines."""

    readers: int = 3
    blind: bool = False
    notice_days: int = 0
    due_on: date | None = None
    rubric: Sequence[Line] = USUAL


def lines_of(typed: str) -> list[Line]:
    """A rubric as it is typed: a criterion a line, its weight at the end."""
    lines = [one_line(line) for line in typed.splitlines()]
    return [_line(line) for line in lines if line]


def spelled(rubric: Sequence[Line]) -> str:
    """As ``lines_of`` reads it."""
    return "\n".join(f"{line.name} {line.weight}" for line in rubric)


def band(hundredths: int) -> object:
    """What a mark is called, which is kept in hundredths of a point."""
    return next(words for least, words in BANDS if hundredths >= least * 100)


def least_points(line: Line) -> list[int]:
    """The points from which a criterion is excellent, good and fair: the same shares as in ``BANDS``, rounded up."""
    return [-(-(line.weight or 0) * least // WHOLE) for least, _words in BANDS if least]


def setup_faults(facts: SetupFacts, roadshow: Roadshow, today: date) -> list[Fault]:
    """Of what an organiser lays down."""
    faults = READERS.faults("readers", _("每份申请的评委人数"), facts.readers)
    if facts.due_on is not None and facts.due_on < today:
        faults.append(Fault("due_on", _("评审截止日期已经过去")))
    elif facts.due_on is not None and roadshow.on is not None and facts.due_on > roadshow.on:
        day = lazy_full_day(roadshow.on)
        faults.append(Fault("due_on", _("评审截止日期不能晚于路演（%(day)s）", day=day)))
    faults += NOTICE.faults("notice_days", _("公示天数"), facts.notice_days)
    return faults + rubric_faults(facts.rubric)


def rubric_faults(rubric: Sequence[Line]) -> list[Fault]:
    """Every line has a name of its own and a weight, and the weights add up."""
    if not rubric:
        return [Fault("rubric", _("请写明评分标准，一行一项"))]
    if len(rubric) not in LINES:
        return [Fault("rubric", LINES.words(_("评分标准的项数"), len(rubric)))]
    faults = [fault for number, line in enumerate(rubric, 1) for fault in _line_faults(number, line)]
    if len({line.name for line in rubric}) < len(rubric):
        faults.append(Fault("rubric", _("评分标准里有两项同名")))
    total = sum(line.weight or 0 for line in rubric)
    if not faults and total != WHOLE:
        faults.append(Fault("rubric", _("权重合计须为100，现在是%(total)d", total=total)))
    return faults


def points_faults(rubric: Sequence[Line], points: Sequence[int | None], *, whole: bool) -> list[Fault]:
    """Of marks in the rubric's order, each in the field ``points-N``; a whole sheet leaves none out."""
    if len(points) != len(rubric):
        return [Fault("", _("评分标准刚刚变了。请刷新后再看。"))]
    return [
        fault
        for number, (line, given) in enumerate(zip(rubric, points, strict=True))
        for fault in _mark_faults(f"points-{number}", line, given, whole=whole)
    ]


def sheet_faults(
    rubric: Sequence[Line], points: Sequence[int | None], note: str, *, whole: bool
) -> list[Fault]:
    """Of all that a sheet says; ``note`` cleaned."""
    return points_faults(rubric, points, whole=whole) + text_faults("note", _("给组织者的话"), note, NOTE)


def within(line: Line) -> Between:
    """The marks that a criterion may get."""
    return Between(0, line.weight or 0)


def _line(line: str) -> Line:
    found = _LINE.fullmatch(line)
    return Line(found["name"], int(found["weight"])) if found else Line(line, None)


def _line_faults(number: int, line: Line) -> list[Fault]:
    if line.weight is None or not line.name:
        words = _(
            "第%(number)d行“%(line)s”要有名称和权重，例如：技术与产品 30",
            number=number,
            line=quoted(line.name or str(line.weight)),
        )
        return [Fault("rubric", words)]
    faults = text_faults("rubric", _("第%(number)d行的名称", number=number), line.name, NAME)
    return faults + Between(1, WHOLE).faults("rubric", _("“%(name)s”的权重", name=line.name), line.weight)


def _mark_faults(field: str, line: Line, given: int | None, *, whole: bool) -> list[Fault]:
    if given is None:
        return [Fault(field, _("请给“%(name)s”打分", name=line.name))] if whole else []
    return within(line).faults(field, line.name, given)
