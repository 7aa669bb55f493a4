"""Of what the forms of the ledger are made: the thing that a row is about, where it came of, and its evidence."""

from functools import cached_property
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.foundation import clock
from roadshow.foundation.days import full_day
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.uscc import clean_uscc
from roadshow.outcomes.entries import Entry
from roadshow.outcomes.facts import Facts
from roadshow.outcomes.faults import self_faults
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.rules import thread_faults
from roadshow.outcomes.states import MONEY_STEPS, STEP_WORDS, Doubt, Kind, ThreadStep
from roadshow.programme.queries import list_held
from roadshow.projects import queries as projects
from roadshow.projects.models import Company, Project
from roadshow.projects.rules import company_faults
from roadshow.web.asked import asked_id
from roadshow.web.evidence import EvidenceForm
from roadshow.web.fields import Choice, Day, Prose, Text, faults_of
from roadshow.web.figures import MoneyForm

Groups = tuple[tuple[object, tuple[str, ...]], ...]
MONEY = ("amount_fen", "currency", "rate", "rate_source")
UNKNOWN = 0  # id of what was not found: the form is refused then


class RoadshowField(Choice):
    """Which roadshow it came of; the held ones, newest first."""

    def __init__(self, label: object, **rest: Any) -> None:
        super().__init__(label, coerce=lambda typed: int(typed) if typed else None, **rest)
        held = (
            (str(show.id), _("%(title)s（%(on)s）", title=show.title, on=full_day(show.on)))
            for show in list_held()
        )
        self.offer([("", _("不来自路演")), *held])


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
    def about(self) -> tuple[Project | None, Company | None, str]:
        """Whose it is, and the name of a firm that is to be entered with it, looked up once. Raises: Refused."""
        return None, None, ""

    @property
    def sure(self) -> frozenset[Doubt]:
        """Of which doubts its person affirms that it is so."""
        return frozenset(doubt for doubt in Doubt if doubt in self and self[doubt].data)

    def facts(self, project: Project | None, company: Company | None) -> Facts:
        raise NotImplementedError

    def thread(self, project: Project | None, company: Company | None) -> ThreadOf | None:
        return None

    def entry(self) -> Entry:
        """Raises: Refused."""
        project, company, new_firm = self.about
        return Entry(
            self.facts(project, company), self.thread(project, company), new_firm, self.evidence, self.sure
        )

    def faults(self) -> list[Fault]:
        unknown = faults_of(lambda: self.about)
        project, company, _new = self.about if not unknown else (None, None, "")
        of = self.thread(project, company)
        own = thread_faults(of) + self_faults(of) if of else []
        return unknown + self.facts(project, company).faults(clock.today()) + own


class ProjectForm(OutcomeForm):
    project = Text(_("项目"), [InputRequired(_("请填写项目"))])

    @cached_property
    def about(self) -> tuple[Project | None, Company | None, str]:
        project = the_project(self.project.data)
        return project, project.company, ""


class CompanyForm(OutcomeForm):
    company = Text(_("企业"), [InputRequired(_("请填写企业"))])
    new_company = BooleanField(_("登记为新企业"))

    @cached_property
    def about(self) -> tuple[Project | None, Company | None, str]:
        typed = self.company.data
        company = find_company(typed) if typed else None
        if company is not None or not typed:
            return None, company, ""
        if not self.new_company.data:
            words = _(
                "没有名为“%(name)s”的企业。请核对写法；确是新企业，请勾选“登记为新企业”", name=typed[:60]
            )
            raise Refused(words, "company")
        for fault in company_faults(typed, None):
            raise Refused(fault.words, "company")
        return None, None, typed


class DatedForm(OutcomeForm):
    on = Day(_("日期"), [InputRequired(_("请填写日期"))])

    @property
    def day(self) -> Any:
        """Something to go on with where nothing sound was typed: the form is refused then."""
        return self.on.data or clock.today()


class SteppedForm(DatedForm):
    step = Choice(_("进度"), [InputRequired(_("请选择进度"))], coerce=ThreadStep)

    def offer(self, steps: tuple[ThreadStep, ...]) -> None:
        self.step.offer((step.value, STEP_WORDS[step]) for step in steps)


class StepForm(SteppedForm, MoneyForm):
    """A step of a deal, with its money."""

    roadshow = RoadshowField(_("来源路演"))
    over = BooleanField(_("已核对，合计确实超出"))
    double = BooleanField(_("已核对，是另一笔"))

    def faults(self) -> list[Fault]:
        odd = []
        if self.step.data and self.step.data not in MONEY_STEPS and self.amount_fen.data:
            words = _("“%(step)s”这一步没有金额，请留空", step=STEP_WORDS[self.step.data])
            odd.append(Fault("amount_fen", words))
        return super().faults() + self.money_faults() + odd


def find_company(typed: str) -> Company | None:
    """By its name, or by its USCC. Raises: Refused when there are more of that name than one."""
    found = projects.list_companies_named(typed)
    found = [company for company in found if company.id == asked_id("company")] or found
    if len(found) > 1:
        words = _("有%(count)d家同名企业，请填写统一社会信用代码，或从企业页登记", count=len(found))
        raise Refused(words, "company")
    return found[0] if found else projects.find_company(clean_uscc(typed))


def the_project(name: str) -> Project:
    """The one project of this name. Raises: Refused when there is none, or more than one."""
    found = projects.list_projects_named(name)
    found = [project for project in found if project.id == asked_id("project")] or found
    if not found:
        raise Refused(_("没有名为“%(name)s”的项目，请先在项目库登记，或核对写法", name=name[:60]), "project")
    if len(found) > 1:
        words = _("有%(count)d个同名项目，请从项目页点“登记投资”", count=len(found))
        raise Refused(words, "project")
    return found[0]
