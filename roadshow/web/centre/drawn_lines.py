"""Lines that were drawn, as they were typed, beside the rows of the ledger that they became."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.ledgers import standing
from roadshow.ledgers.models import Sample
from roadshow.outcomes.models import Row
from roadshow.web.facts import Fact

from .outcome_facts import facts_beside_line

Cells = list[list[str]]
"""Headers and what stands under them."""


@dataclass(frozen=True)
class Became:
    """A row of the ledger, what is compared with the file, and what the file's sheet has no column for."""

    row: Row
    facts: list[Fact]
    further: list[Fact]


@dataclass(frozen=True)
class Drawn:
    """A line of the file as it was typed, beside the rows of the ledger that it became."""

    sample: Sample
    line: int
    cells: Cells
    unused: Cells  # of columns that nothing was read from
    rows: list[Became]
    wrong: dict[str, Any] | None


def list_drawn_lines(lines: Collection[tuple[Sample, dict[str, Any]]]) -> Iterator[Drawn]:
    """In the same order; one statement for their rows."""
    rows = standing.list_drawn({row_id for _sample, line in lines for row_id in line["rows"]})
    for sample, line in lines:
        columns = sample.sheet.columns
        yield Drawn(
            sample,
            line["line"],
            [cell for cell in line["cells"] if cell[0] not in columns["extras"]],
            [cell for cell in line["cells"] if cell[0] in columns["extras"]],
            _became([rows[id_] for id_ in line["rows"]], columns.get("fields")),
            next((each for each in sample.wrong if each["line"] == line["line"]), None),
        )


def _became(rows: Iterable[Row], fields: Collection[str] | None) -> list[Became]:
    """What several rows of a line say alike stands at the first of them alone, but for day and money."""
    became, told, own = [], set[tuple[str, str]](), {str(_("金额")), str(_("日期"))}

    def new(facts: list[Fact]) -> list[Fact]:
        found = [fact for fact in facts if (str(fact.words), str(fact.value)) not in told]
        told.update((str(fact.words), str(fact.value)) for fact in found if str(fact.words) not in own)
        return found

    for row in rows:
        beside = facts_beside_line(row, fields)
        became.append(Became(row, new(beside.facts), new(beside.further)))
    return became
