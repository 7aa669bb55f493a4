"""Of what the forms of the ledger are made: the thing that a row is about, where it came of, and its evidence."""

from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.foundation import clock
from roadshow.foundation.days import full_day
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.uscc import clean_uscc
from roadshow.outcomes.entries import OF_PAYMENT, Entry, NewProject
from roadshow.outcomes.facts import Facts, StepFacts
from roadshow.outcomes.faults import self_faults
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.rules import thread_faults
from roadshow.outcomes.states import MONEY_STEPS, STEP_WORDS, Doubt, Kind, ThreadStep
from roadshow.programme.queries import list_held
from roadshow.projects import queries as projects
from roadshow.projects.facts import ProjectFacts
from roadshow.projects.faults import overview_faults
from roadshow.projects.models import Company, Project
from roadshow.projects.rules import company_faults
from roadshow.web.asked import asked_id
from roadshow.web.evidence import EvidenceForm
from roadshow.web.fields import Choice, Day, Prose, Text, faults_of
from roadshow.web.figures import MoneyForm

Groups = tuple[tuple[object, tuple[str, ...]], ...]
MONEY = ("amount_fen", "currency", "rate", "rate_source")
BOTH = "signed,paid"  # a step that is two
UNKNOWN = 0  # id of what was not found: the form is refused then
REST = (_("证明材料和说明"), ("files", "note"))
FOREIGN = MONEY[1:]
NEW = ("new_project", "firm")
PAID = tuple(OF_PAYMENT.values())


def id_of(thing: Project | Company | None) -> int:
    return thing.id if thing else UNKNOWN


class RoadshowField(Choice):
    """Which roadshow it came of; the held ones, newest first."""

    def __init__(self, label: object, **rest: Any) -> None:
        super().__init__(label, coerce=lambda typed: int(typed) if typed else None, **rest)
        held = (
            (str(show.id), _("%(title)s（%(on)s）", title=show.spoken_title, on=full_day(show.on)))
            for show in list_held()
        )
        self.offer([("", _("不来自路演")), *held])


class About(NamedTuple):
    """Whose a row is, as it is typed; what is ``new`` is named there, to be entered with the row."""

    project: Project | None = None
    company: Company | None = None
    new_firm: str = ""
    new_project: str = ""


class OutcomeForm(EvidenceForm):
    """What a row of one kind says; ``groups`` are the legends of the page with their fields in its order, of which some
    are ``folded`` away.
    """

    kind: Kind
    groups: ClassVar[Groups]
    _fields: dict[str, Any]
    folded: ClassVar[tuple[tuple[str, ...], ...]] = ()
    note = Prose(_("说明"))

    def __init__(self, *given: Any, **known: Any) -> None:
        super().__init__(*given, **known)
        order = dict.fromkeys(name for _legend, names in self.groups for name in names)
        fields: dict[str, Any] = self._fields
        self._fields = {name: fields[name] for name in order | dict.fromkeys(fields)}

    @cached_property
    def about(self) -> About:
        """Whose it is, looked up once. Raises: Refused."""
        return About()

    @property
    def sure(self) -> frozenset[Doubt]:
        """Of which doubts its person affirms that it is so."""
        return frozenset(doubt for doubt in Doubt if doubt in self and self[doubt].data)

    def facts(self, project: Project | None, company: Company | None) -> Facts:
        raise NotImplementedError

    def thread(self, project: Project | None, company: Company | None) -> ThreadOf | None:
        return None

    @property
    def then(self) -> StepFacts | None:
        """A payment that is logged with its signing."""
        return None

    def entry(self) -> Entry:
        """Raises: Refused."""
        project, company, new_firm, new_name = self.about
        new = NewProject(new_name, company.id if company else None) if new_name else None
        facts, of = self.facts(project, company), self.thread(project, company)
        return Entry(facts, of, new_firm, self.evidence, self.sure, self.then, new)

    def faults(self) -> list[Fault]:
        unknown = faults_of(lambda: self.about)
        project, company, *_new = About() if unknown else self.about
        of = self.thread(project, company)
        own = thread_faults(of) + self_faults(of) if of else []
        return unknown + self.facts(project, company).faults(clock.today()) + own


class ProjectForm(OutcomeForm):
    project = Text(_("项目"), [InputRequired(_("请填写项目"))])
    new_project = BooleanField(_("登记为新项目"))
    firm = Text(_("所属企业"))

    @cached_property
    def about(self) -> About:
        typed, firm = self.project.data, self.firm.data
        if not self.new_project.data:
            project = the_project(typed)
            return About(project, project.company)
        company = find_company(firm, "firm") if firm else None
        for project in projects.list_projects_named(typed):
            if not firm or (company and project.company_id == company.id):
                return About(project, project.company)
        for fault in overview_faults(ProjectFacts(typed)):
            raise Refused(fault.words, "project")
        for fault in company_faults(firm, None) if firm and not company else []:
            raise Refused(fault.words, "firm")
        return About(None, company, "" if company else firm, typed)


class CompanyForm(OutcomeForm):
    company = Text(_("企业"), [InputRequired(_("请填写企业"))])
    new_company = BooleanField(_("登记为新企业"))

    @cached_property
    def about(self) -> About:
        typed = self.company.data
        company = find_company(typed) if typed else None
        if company is not None or not typed:
            return About(company=company)
        if not self.new_company.data:
            words = _(
                "没有名为“%(name)s”的企业。请核对写法；确是新企业，请勾选“登记为新企业”", name=typed[:60]
            )
            raise Refused(words, "company")
        for fault in company_faults(typed, None):
            raise Refused(fault.words, "company")
        return About(new_firm=typed)


class DatedForm(OutcomeForm):
    on = Day(_("日期"), [InputRequired(_("请填写日期"))])

    @property
    def day(self) -> Any:
        """Something to go on with where nothing sound was typed: the form is refused then."""
        return self.on.data or clock.today()


class SteppedForm(DatedForm):
    step = Choice(_("进度"), [InputRequired(_("请选择进度"))], coerce=ThreadStep)

    @property
    def step_typed(self) -> ThreadStep | None:
        """Of two the first."""
        return self.step.data

    def offer(self, steps: Collection[ThreadStep]) -> None:
        self.step.offer((step.value, STEP_WORDS[step]) for step in steps)


class StepForm(SteppedForm, MoneyForm):
    """A step of a deal, with its money."""

    roadshow = RoadshowField(_("来源路演"))
    over = BooleanField(_("已核对，合计确实超出"))
    double = BooleanField(_("已核对，是另一笔"))

    def faults(self) -> list[Fault]:
        odd = []
        step = self.step_typed
        if step and step not in MONEY_STEPS and self.amount_fen.data:
            words = _("“%(step)s”这一步没有金额，请留空", step=STEP_WORDS[step])
            odd.append(Fault("amount_fen", words))
        return super().faults() + self.money_faults() + odd


def find_company(typed: str, field: str = "company") -> Company | None:
    """By its name, or by its USCC. Raises: Refused when there are more of that name than one."""
    found = projects.list_companies_named(typed)
    found = [company for company in found if company.id == asked_id("company")] or found
    if len(found) > 1:
        words = _("有%(count)d家同名企业，请填写统一社会信用代码，或从企业页登记", count=len(found))
        raise Refused(words, field)
    return found[0] if found else projects.find_company(clean_uscc(typed))


def the_project(name: str) -> Project:
    """The one project of this name. Raises: Refused when there is none, or more than one."""
    found = projects.list_projects_named(name)
    found = [project for project in found if project.id == asked_id("project")] or found
    if not found:
        words = _("没有名为“%(name)s”的项目。请核对写法；确是新项目，请勾选“登记为新项目”", name=name[:60])
        raise Refused(words, "project")
    if len(found) > 1:
        words = _("有%(count)d个同名项目，请从项目页登记", count=len(found))
        raise Refused(words, "project")
    return found[0]
