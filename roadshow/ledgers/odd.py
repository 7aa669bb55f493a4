"""Lines that may be wrong: told in the preview, without holding up the import. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.money import in_million, in_wan
from roadshow.foundation.text import Bilingual
from roadshow.outcomes.states import STEP_WORDS, WITHIN, ThreadStep

from .claim import Claim
from .plan import Doubtful, LineEntry, SheetPlan
from .queries import Content, Known

FEW, ONE_IN = 2, 20  # lines of a year that are few in a file: so many, or 5 %
Place = tuple[int, int]  # of a sheet, and the number of its line
Odd = tuple[Place, object]


def entries_of(claims: Iterable[Claim]) -> tuple[LineEntry, ...]:
    return tuple(
        LineEntry(*(getattr(claim.facts, name, None) for name in ("step", "on", "amount_fen")))
        for claim in claims
    )


def doubtful(sheets: Mapping[int, SheetPlan], *odd: Iterable[Odd]) -> tuple[Doubtful, ...]:
    """In the order of the file, with what the lines say of themselves; the same of a line is said once."""
    every = chain(_misnamed(sheets), *odd, _over_in_line(sheets))
    said = {(place, str(words)): (place, words) for place, words in every}
    found = sorted(said.values(), key=lambda each: each[0])
    lines = {place: {line.number: line for line in sheets[place].lines} for (place, _line), _words in found}
    return tuple(
        Doubtful(sheets[place].sheet, lines[place][number], words) for (place, number), words in found
    )


def _misnamed(sheets: Mapping[int, SheetPlan]) -> Iterator[Odd]:
    for place, sheet in sheets.items():
        yield from (((place, line.number), line.misnamed) for line in sheet.lines if line.misnamed)


def over_paid(rows: Iterable[Mapping[str, Any]], known: Known) -> Iterator[Odd]:
    """Lines by which more is paid than was signed, lent than the credit line, or repaid than lent."""
    sums, lines = defaultdict[int, Counter[ThreadStep]](Counter), dict[tuple[int, ThreadStep], Place]()
    for row in rows:
        if row.get("thread_id") is not None and row.get("amount_fen"):
            sums[row["thread_id"]][row["step"]] += row["amount_fen"]
            lines[row["thread_id"], row["step"]] = row["line"]
    for deal in known.told if sums else ():
        if deal.id in sums:
            for told in deal.rows:
                sums[deal.id][told.step] += told.amount_fen or 0
    for (thread_id, within), place in lines.items():
        bound = WITHIN.get(within)
        if bound is not None and is_over(sums[thread_id], within, bound):
            yield place, over_words(sums[thread_id], within, bound)


def _over_in_line(sheets: Mapping[int, SheetPlan]) -> Iterator[Odd]:
    """Lines that are so by themselves, whatever their deal comes to."""
    for place, sheet in sheets.items():
        for line in sheet.lines:
            sums = Counter({entry.step: entry.amount_fen or 0 for entry in line.entries if entry.step})
            for within, bound in WITHIN.items() if line.added else ():
                if bound in sums and is_over(sums, within, bound):
                    yield (place, line.number), over_words(sums, within, bound)


def is_over(sums: Mapping[ThreadStep, int], within: ThreadStep, bound: ThreadStep) -> bool:
    limit = sums.get(bound, 0)
    return sums.get(within, 0) > limit and bool(limit or within is ThreadStep.PAID)


def over_words(sums: Mapping[ThreadStep, int], within: ThreadStep, bound: ThreadStep) -> object:
    return _(
        "“%(within)s”合计%(much)s，超过“%(bound)s”合计%(limit)s",
        within=STEP_WORDS[within],
        much=money(sums.get(within, 0)),
        bound=STEP_WORDS[bound],
        limit=money(sums.get(bound, 0)),
    )


def money(fen: int) -> Bilingual:
    """In one unit, however much it is, so that sums stand beside each other."""
    return Bilingual(in_wan(fen), in_million(fen))


def stray_years(sheets: Mapping[int, SheetPlan], year: int) -> Iterator[Odd]:
    """Lines of a year that is not the file's and that only few of its lines are dated in."""
    dated = [
        ((place, line.number), entry.on.year)
        for place, sheet in sheets.items()
        for line in sheet.lines
        if not line.refused and not sheet.about_all
        for entry in line.entries
        if entry.on is not None
    ]
    counts = Counter(of_year for _place, of_year in dated)
    few = max(FEW, sum(counts.values()) // ONE_IN)
    for place, of_year in dict.fromkeys(dated):
        if of_year != year and counts[of_year] <= few:
            yield place, _("日期在%(year)d年，文件是%(file)d年度的", year=of_year, file=year)


def differing(columns: Mapping[str, Any], there: Content) -> object | None:
    """What a row that is there already says otherwise in the file; None where it says the same."""
    on, amount_fen = there
    said = []
    if columns.get("on") != on and on is not None:
        said.append(_("日期%(on)s", on=lazy_full_day(on)))
    if columns.get("amount_fen") != amount_fen and amount_fen is not None:
        said.append(_("金额%(money)s", money=money(amount_fen)))
    if not said:
        return None
    return _("台账里已有，没有导入；台账里是：%(said)s", said=_Joined(said))


class _Joined:
    """Said in the reader's language once it is read."""

    def __init__(self, parts: list[object]) -> None:
        self.parts = parts

    def __str__(self) -> str:
        return str(_("，")).join(map(str, self.parts))
