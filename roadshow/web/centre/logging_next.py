"""The forms of a further step: what the thread says already is not asked again."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from roadshow.outcomes.facts import HireFacts, ResidencyFacts
from roadshow.outcomes.models import Hire, Thread
from roadshow.outcomes.queries import list_steps
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.projects.models import Company, Project
from roadshow.web.figures import Figure

from .logging_forms import FOREIGN, REST, DealForm
from .logging_parts import MONEY, UNKNOWN, Groups, SteppedForm


class NextDealForm(DealForm):
    groups: ClassVar[Groups] = ((_("金额与进度"), ("step", *MONEY, "on", "roadshow")), REST)
    folded = (FOREIGN,)


class NextHireForm(SteppedForm):
    kind = Kind.HIRE
    groups: ClassVar[Groups] = ((_("进度"), ("step", "on")), REST)
    thread_of: Thread

    def facts(self, project: Project | None, company: Company | None) -> HireFacts:
        of = self.thread_of
        place = next((row.place for row in list_steps(of) if isinstance(row, Hire)), "")
        step = self.step.data or ThreadStep.SELECTED
        return HireFacts(self.day, of.round, of.company_id, of.counterpart, place, self.note.data, step=step)


class NextResidencyForm(SteppedForm):
    kind = Kind.RESIDENCY
    groups: ClassVar[Groups] = ((_("进度"), ("step", "on", "area_m2")), REST)
    area_m2 = Figure(_("面积"))
    thread_of: Thread

    def facts(self, project: Project | None, company: Company | None) -> ResidencyFacts:
        of, step = self.thread_of, self.step.data or ThreadStep.MOVED_IN
        firm_id = of.company_id or UNKNOWN
        return ResidencyFacts(step, self.day, firm_id, of.counterpart, self.area_m2.data, self.note.data)


def next_form(thread: Thread, steps: tuple[ThreadStep, ...], proposed: ThreadStep | None) -> Any:
    """Of a thread's next step, which is one of these."""
    forms: dict[Kind, Any] = {Kind.HIRE: NextHireForm, Kind.RESIDENCY: NextResidencyForm}
    form = forms.get(thread.kind, NextDealForm)(step=proposed)
    form.kind, form.thread_of = thread.kind, thread
    form.offer(steps)
    return form
