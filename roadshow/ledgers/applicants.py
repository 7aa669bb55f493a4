"""What taking a sheet of applications in would do: which come in, which are there already, which stay out and why."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.foundation.text import name_key
from roadshow.pitches.entering import EnteredFacts, firm_meant
from roadshow.pitches.queries import list_applied, list_questions
from roadshow.programme.models import Roadshow
from roadshow.projects.queries import CompanyName, ProjectName, list_company_names, list_project_names

from .applications import AppliedRow, read_applications
from .models import ApplicationFile
from .reading import Reason


@dataclass(frozen=True)
class Line:
    """A row in the preview; ``there``: why it adds nothing, where it is no fault of its own."""

    row: AppliedRow
    there: object | None = None

    @property
    def added(self) -> bool:
        return not self.row.faults and self.there is None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        if self.there is None:
            return self.row.faults
        return (Reason(self.row.number, "", self.there),)


@dataclass(frozen=True)
class Plan:
    """All rows of the file, in its order."""

    lines: Sequence[Line]

    @property
    def added(self) -> list[Line]:
        return [line for line in self.lines if line.added]

    @property
    def left(self) -> list[Line]:
        return [line for line in self.lines if not line.added]

    @property
    def faulty(self) -> list[Line]:
        return [line for line in self.lines if line.row.faults]

    @property
    def there(self) -> int:
        return sum(line.there is not None for line in self.lines)

    @property
    def refused(self) -> int:
        return len(self.faulty)


def preview(roadshow: Roadshow, rows: Iterable[AppliedRow]) -> Plan:
    """Against what the centre has at this moment, at the cost of three statements."""
    known = _Known(list_company_names(), list_project_names(), list_applied(roadshow.id))
    return Plan([Line(row, None if row.faults else known.why_there(row)) for row in rows])


def rows_of(kept: ApplicationFile) -> list[AppliedRow]:
    """Raises: Refused as reading the file does, when what its call asks was changed since."""
    return read_applications(io.BytesIO(kept.content), list_questions(kept.roadshow_id))


class _Known:
    """Firms and projects that there are and that the rows before would make, found as ``entering`` finds them."""

    def __init__(
        self, companies: Iterable[CompanyName], projects: Iterable[ProjectName], applied: Iterable[int]
    ) -> None:
        self._by_code: dict[str, int] = {}
        self._coded: set[int] = set()
        self._by_name: dict[str, list[int]] = {}
        self._projects: dict[tuple[int, str], int] = {}
        self._applied: dict[int, object] = dict.fromkeys(applied, _("该项目已申请本场路演"))
        self._made = 0
        for company in companies:
            self._note_firm(company.id, company.name_key, company.uscc)
        for project in projects:
            if project.company_id is not None:
                self._projects.setdefault((project.company_id, project.name_key), project.id)

    def why_there(self, row: AppliedRow) -> object | None:
        """None for one that comes in, which is known from here on."""
        project = (self._firm(row.facts), name_key(row.facts.project.name))
        project_id = self._projects.setdefault(project, self._next())
        if project_id in self._applied:
            return self._applied[project_id]
        self._applied[project_id] = _(
            "与工作表“%(sheet)s”第%(row)d行是同一个项目", sheet=row.sheet, row=row.number
        )
        return None

    def _firm(self, facts: EnteredFacts) -> int:
        """By its code, else as ``firm_meant`` says; a new one otherwise."""
        if facts.uscc in self._by_code:
            return self._by_code[facts.uscc]
        named = self._by_name.get(name_key(facts.company), [])
        having = [firm for firm in named if (firm, name_key(facts.project.name)) in self._projects]
        meant = firm_meant(named, facts.uscc, coded=self._coded, having=having)
        if meant is None:
            meant = self._next()
            self._note_firm(meant, name_key(facts.company), facts.uscc)
        self._note_code(meant, facts.uscc)
        return meant

    def _note_firm(self, firm_id: int, key: str, code: str | None) -> None:
        self._by_name.setdefault(key, []).append(firm_id)
        self._note_code(firm_id, code)

    def _note_code(self, firm_id: int, code: str | None) -> None:
        if code:
            self._by_code[code] = firm_id
            self._coded.add(firm_id)

    def _next(self) -> int:
        """Below zero: of what is not there yet."""
        self._made -= 1
        return self._made
