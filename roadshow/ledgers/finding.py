"""Which firm, project or roadshow a row means: one of the file first, then one of its own year, then the only one.

New things get ids below zero; the import puts the real ones in their place once they are written.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.text import firm_key, name_key
from roadshow.programme.rules import HeldFacts

from .queries import Known

_DATED = re.compile(r"(.+)（(\d{4}-\d\d-\d\d)）")


class Unsure(Exception):  # noqa: N818  the word of the house
    """Several things of that name; ``words`` say so."""

    def __init__(self, field_name: str, words: object) -> None:
        super().__init__(words)
        self.field = field_name
        self.words = words


@dataclass
class Companies:
    """Firms told apart by USCC, by name only where none is given."""

    known: Known
    added: list[dict[str, Any]] = field(default_factory=list)
    completed: dict[int, str] = field(default_factory=dict)  # firm of ours → the code that it lacked
    codes_in_file: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._code_of: dict[int, str | None] = {}
        self._name_of: dict[int, str] = {}
        for company in self.known.companies:
            self._note(company.id, company.name, company.name_key, company.uscc)

    def meet(self, name: str, uscc: str) -> None:
        """The file names a firm with its code somewhere: rows that give only the name mean this one."""
        self.codes_in_file[name_key(name)][uscc] = name

    def find(self, name: str, uscc: str, year: int) -> int | None:
        """The firm's id, made if it is new; None when the row names none.

        Raises: Unsure.
        """
        key = name_key(name)
        if not uscc and not key:
            return None
        if not uscc and (codes := self.codes_in_file.get(key)):
            if len(codes) > 1:
                raise _unsure("firm", name)
            uscc = next(iter(codes))
        if uscc:
            return self._by_code.get(uscc) or self._complete(key, uscc) or self._add(name or uscc, uscc)
        return self._named(name, key, year) or self._add(name, None)

    def misnamed(self, name: str, uscc: str) -> object | None:
        """Why a row that was found a firm may mean another one: its code is that of a firm with another name."""
        key = name_key(name)
        uscc = uscc or next(iter(self.codes_in_file.get(key, ())), "")
        known = self._name_of.get(self._by_code.get(uscc, 0), "")
        if not key or known in (name, uscc, "") or firm_key(known) == firm_key(name):
            return None
        return _("统一社会信用代码是“%(known)s”的，行里写的是“%(name)s”", known=known, name=name)

    def _named(self, name: str, key: str, year: int) -> int | None:
        ids = self._by_name.get(key, [])
        own_year = [found for found in ids if found < 0 or year in self.known.years_of_company.get(found, ())]
        if len(ids) > 1 and len(own_year) != 1:
            raise _unsure("firm", name)
        return next(iter(own_year or ids), None)

    def _complete(self, key: str, uscc: str) -> int | None:
        """A firm of ours without a code, by its name: it is the one, and has a code from now on."""
        without = [found for found in self._by_name.get(key, []) if key and self._code_of[found] is None]
        if len(without) != 1:
            return None
        self._code_of[without[0]], self._by_code[uscc] = uscc, without[0]
        if without[0] > 0:
            self.completed[without[0]] = uscc
        else:
            self.added[-without[0] - 1]["uscc"] = uscc
        return without[0]

    def _add(self, name: str, uscc: str | None) -> int:
        self.added.append({"name": name, "uscc": uscc})
        return self._note(-len(self.added), name, name_key(name), uscc)

    def _note(self, company_id: int, name: str, key: str, uscc: str | None) -> int:
        self._code_of[company_id], self._name_of[company_id] = uscc, name
        self._by_name[key].append(company_id)
        if uscc:
            self._by_code[uscc] = company_id
        return company_id


@dataclass
class _Project:
    """A project as the import sees it."""

    id: int
    company_id: int | None
    stub: bool
    in_file: bool = False


@dataclass
class Projects:
    """Projects by name and firm."""

    known: Known
    added: list[dict[str, Any]] = field(default_factory=list)
    completed: dict[int, dict[str, Any]] = field(default_factory=dict)  # stub of ours → what it is

    def __post_init__(self) -> None:
        self._by_name: dict[str, list[_Project]] = defaultdict(list)
        self._by_company: dict[int, list[_Project]] = defaultdict(list)
        for project in self.known.projects:
            self._note(project.name_key, _Project(project.id, project.company_id, project.stub))

    def describe(self, name: str, company_id: int | None, year: int, values: dict[str, Any]) -> int:
        """The project that a landing tells of, made if it is new; a stub becomes whole.

        Raises: Unsure.
        """
        found = self._of(name, company_id, year)
        if found is not None and company_id is None and self._is_of_another_year(found, year):
            found = None
        if found is None:
            return self._add(name, values | {"company_id": company_id, "stub": False}, in_file=True)
        found.in_file = True
        if found.stub:
            found.stub = False
            found.company_id = found.company_id or company_id
            whole = values | {"company_id": found.company_id}
            if found.id > 0:
                self.completed[found.id] = whole
            else:
                self.added[-found.id - 1] |= whole | {"stub": False}
        return found.id

    def _is_of_another_year(self, project: _Project, year: int) -> bool:
        """Brought in before; by its name alone this year's is another one."""
        years = self.known.years_of_project.get(project.id, set())
        return not project.stub and not project.in_file and bool(years) and year not in years

    def find(self, name: str, company: tuple[int | None, str], year: int, described: dict[str, Any]) -> int:
        """The project that an investment names, by itself or by its firm; a stub (待补全) if none is described.

        Raises: Unsure.
        """
        company_id, firm = company
        found = (
            self._of(name, company_id, year)
            if name
            else self._only(self._by_company.get(company_id or 0, []), firm, year)
        )
        if found is not None:
            return found.id
        stub = described | {"company_id": company_id, "stub": True}
        return self._add(name or firm, stub, in_file=False)

    def _of(self, name: str, company_id: int | None, year: int) -> _Project | None:
        named = self._by_name.get(name_key(name), [])
        if company_id is not None:
            same = [project for project in named if project.company_id == company_id]
            nobodys = [project for project in named if project.company_id is None]
            named = same or nobodys
        return self._only(named, name, year)

    def _only(self, projects: list[_Project], name: str, year: int) -> _Project | None:
        years = self.known.years_of_project
        in_file = [project for project in projects if project.in_file]
        own_year = [project for project in projects if project.id < 0 or year in years.get(project.id, ())]
        found = in_file or own_year or projects
        if len(found) > 1:
            raise _unsure("project", name)
        return found[0] if found else None

    def _add(self, name: str, values: dict[str, Any], *, in_file: bool) -> int:
        self.added.append(values | {"name": name})
        project = _Project(-len(self.added), values["company_id"], values["stub"], in_file)
        self._note(name_key(name), project)
        return project.id

    def _note(self, key: str, project: _Project) -> None:
        self._by_name[key].append(project)
        if project.company_id is not None:
            self._by_company[project.company_id].append(project)


@dataclass
class Roadshows:
    """Roadshows by title and day."""

    known: Known
    added: list[HeldFacts] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids: dict[tuple[str, date], int] = {}
        self._by_title: dict[str, list[tuple[date, int, bool]]] = defaultdict(list)
        for roadshow in self.known.roadshows:
            self._note(roadshow.title_key, roadshow.on, roadshow.id, in_file=False)

    def hold(self, facts: HeldFacts) -> bool:
        """Whether this one is new. Raises: Unsure, when it would be new in a year that is closed."""
        key = name_key(facts.title)
        known = self._ids.get((key, facts.on))
        if known is None:
            for fault in self.known.closed.faults(facts.on.year, facts.on):
                raise Unsure(fault.field, fault.words)
            self.added.append(facts)
        self._note(key, facts.on, known or -len(self.added), in_file=True)
        return known is None

    def find(self, title: str, year: int) -> int | None:
        """The one that a row names, perhaps with its day behind it; None when there is no single one."""
        if (dated := _DATED.fullmatch(title)) and (known := self._dated(dated)):
            return known
        named = self._by_title.get(name_key(title), [])
        in_file = {found for _on, found, in_file in named if in_file}
        own_year = {found for on, found, _in_file in named if on.year == year}
        for found in (in_file, in_file & own_year, own_year):
            if len(found) == 1:
                return next(iter(found))
        return None

    def _dated(self, title: re.Match[str]) -> int | None:
        try:
            return self._ids.get((name_key(title[1]), date.fromisoformat(title[2])))
        except ValueError:
            return None

    def _note(self, key: str, on: date, roadshow_id: int, *, in_file: bool) -> None:
        self._ids[key, on] = roadshow_id
        self._by_title[key].append((on, roadshow_id, in_file))


def _unsure(field_name: str, name: str) -> Unsure:
    words = _("有多个叫“%(name)s”的，分不清是哪一个，请补充统一社会信用代码或企业名称", name=name)
    return Unsure(field_name, words)
