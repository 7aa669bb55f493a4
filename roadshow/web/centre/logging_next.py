"""The forms of a further step: what the thread says already is not asked again."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from roadshow.outcomes.facts import HireFacts, ResidencyFacts
from roadshow.outcomes.models import Hire, Row, Thread
from roadshow.outcomes.queries import list_steps
from roadshow.outcomes.states import WITHIN, Kind, ThreadStep
from roadshow.projects.models import Company, Project
from roadshow.web.figures import Figure

from .logging_deals import DealForm, PaidForm
from .logging_parts import FOREIGN, MONEY, PAID, REST, UNKNOWN, Groups, SteppedForm


class NextDealForm(DealForm):
    groups: ClassVar[Groups] = ((_("金额与进度"), ("step", *MONEY, "on", "roadshow")), REST)
    folded = (FOREIGN,)


class NextInvestmentForm(PaidForm):
    groups: ClassVar[Groups] = ((_("金额与进度"), ("step", *MONEY, "on", *PAID, "roadshow")), REST)
    folded = (FOREIGN, PAID)


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


def next_form(thread: Thread, steps: tuple[ThreadStep, ...], proposed: str | None) -> Any:
    """Of a thread's next step, which is one of these; it came of the roadshow that the last step came of."""
    forms: dict[Kind, Any] = {
        Kind.INVESTMENT: NextInvestmentForm,
        Kind.HIRE: NextHireForm,
        Kind.RESIDENCY: NextResidencyForm,
    }
    taken = list_steps(thread)
    came_of = next((row.roadshow_id for row in reversed(taken) if row.roadshow_id), None)
    form = forms.get(thread.kind, NextDealForm)(step=proposed, roadshow=came_of)
    form.kind, form.thread_of = thread.kind, thread
    form.offer(steps)
    if isinstance(form, DealForm) and form.step_typed and form.amount_fen.raw_data is None:
        form.amount_fen.show(left_of(taken, form.step_typed))
    return form


def left_of(steps: list[Row], proposed: ThreadStep) -> int | None:
    """What is still to be paid of what was signed, lent of the credit line, or repaid; to be signed as was intended.
    Nothing where some of it was in another currency, for it needs the rate of its own day."""
    bound = WITHIN.get(proposed, ThreadStep.INTENT if proposed is ThreadStep.SIGNED else None)
    if bound is None or any(row.exchange for row in steps):
        return None
    sums = {step: sum(row.amount_fen or 0 for row in steps if row.step is step) for step in (bound, proposed)}
    return sums[bound] - sums[proposed] if sums[bound] > sums[proposed] else None
