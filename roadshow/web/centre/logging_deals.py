"""The forms of a deal: an investment, whose signing and payment may be logged at once, and a loan."""

from collections.abc import Collection
from dataclasses import replace
from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Optional

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault
from roadshow.outcomes.entries import OF_PAYMENT
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.states import FIRST_STEPS, Kind, ThreadStep
from roadshow.projects.models import Company, Project
from roadshow.web.fields import Amount, Choice, Day, Text

from .logging_parts import (
    BOTH,
    FOREIGN,
    MONEY,
    NEW,
    PAID,
    REST,
    CompanyForm,
    Groups,
    ProjectForm,
    StepForm,
    id_of,
)


class DealForm(StepForm):
    """Who deals with whom, then its step."""

    def facts(self, project: Project | None, company: Company | None) -> StepFacts:
        return StepFacts(
            self.kind,
            self.step_typed or FIRST_STEPS[self.kind][-1],
            self.day,
            self.fen,
            self.roadshow.data,
            self.note.data,
            self.exchange,
        )


def _step_or_both(typed: str) -> str:
    return typed if typed == BOTH else ThreadStep(typed)


class PaidForm(DealForm):
    """A signing and its payment may be logged at once: of the payment only what differs is typed."""

    step = Choice(_("进度"), [InputRequired(_("请选择进度"))], coerce=_step_or_both)
    paid_on = Day(_("到账日期"), [Optional()])
    paid_fen = Amount(_("到账金额"))

    @property
    def step_typed(self) -> ThreadStep | None:
        return ThreadStep.SIGNED if self.step.data == BOTH else self.step.data

    @property
    def then(self) -> StepFacts | None:
        if self.step.data != BOTH:
            return None
        signed = self.facts(None, None)
        amount_fen, exchange = signed.amount_fen, signed.exchange
        if self.paid_fen.fen is not None:
            exchange = replace(exchange, hundredths=self.paid_fen.fen) if exchange else None
            amount_fen = exchange.fen if exchange else self.paid_fen.fen
        on = self.paid_on.data or signed.on
        return replace(signed, step=ThreadStep.PAID, on=on, amount_fen=amount_fen, exchange=exchange)

    def offer(self, steps: Collection[ThreadStep], *, together: bool = True) -> None:
        super().offer(steps)
        if together and ThreadStep.SIGNED in steps:
            offered = [(choice.value, choice.label) for choice in self.step.choices]
            place = list(steps).index(ThreadStep.SIGNED) + 1
            self.step.offer([*offered[:place], (BOTH, _("签约与到账")), *offered[place:]])

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if self.then is not None:
            told = {fault.field for fault in faults}
            own = [each for each in self.then.faults(clock.today()) if each.field in OF_PAYMENT]
            return faults + [
                Fault(OF_PAYMENT[each.field], each.words)
                for each in own
                if each.field not in told or self[OF_PAYMENT[each.field]].data
            ]  # what the payment takes over from the signing is told of once
        odd = [name for name in OF_PAYMENT.values() if name in self and self[name].data]
        return faults + [Fault(name, _("选“签约与到账”才填这一项")) for name in odd]


class InvestmentForm(ProjectForm, PaidForm):
    kind = Kind.INVESTMENT
    groups: ClassVar[Groups] = (
        (_("投资双方"), ("project", *NEW, "fund", "code", "round")),
        (_("金额与进度"), ("step", *MONEY, "on", *PAID, "roadshow")),
        REST,
    )
    folded = (NEW, FOREIGN, PAID)
    fund = Text(_("投资机构"), [InputRequired(_("请填写投资机构"))])
    code = Text(_("备案编号"))
    round = Text(_("轮次"))

    def thread(self, project: Project | None, company: Company | None) -> ThreadOf:
        return ThreadOf(
            Kind.INVESTMENT,
            self.fund.data,
            project_id=id_of(project),
            code=self.code.data,
            round=self.round.data,
        )


class LoanForm(CompanyForm, DealForm):
    kind = Kind.LOAN
    groups: ClassVar[Groups] = (
        (_("贷款双方"), ("company", "new_company", "bank")),
        (_("金额与进度"), ("step", *MONEY, "on", "roadshow")),
        REST,
    )
    folded = (FOREIGN,)
    bank = Text(_("银行"))

    def thread(self, project: Project | None, company: Company | None) -> ThreadOf:
        return ThreadOf(Kind.LOAN, self.bank.data, company_id=id_of(company))
