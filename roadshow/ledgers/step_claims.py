"""What a row claims of things that go step by step: deals, hires, residencies."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.foundation.money import in_wan
from roadshow.outcomes.facts import HireFacts, ResidencyFacts, StepFacts
from roadshow.outcomes.states import Kind, ThreadStep

from .claim import ABROAD, UNKNOWN, Claim, Claimed, Said, Values, exchange_of, in_yuan, missing


@dataclass(frozen=True)
class _Step:
    """A step of a deal and the fields of a sheet that tell it; a pool entry has no amount."""

    step: ThreadStep
    amount: str | None
    on: str


def investment(said: Said) -> Claimed:
    given = dict(said.values)
    if "paid" not in said.fields and "paid_on" in given and "signed" in given:
        given["paid"] = given["signed"]  # the sheet's one amount is what came in on that day
    steps = [_Step(ThreadStep.SIGNED, "signed", "signed_on"), _Step(ThreadStep.PAID, "paid", "paid_on")]
    if _is_whole(steps[1], given) and not _is_whole(steps[0], given):
        steps = steps[1:]  # paid, and of the signing too little is told to make a row of it
    return _steps(Kind.INVESTMENT, steps, given, _unnamed(given))


def intent(said: Said) -> Claimed:
    """Only meant, or come to nothing: what may stand beside it in the sheet is neither signed nor paid."""
    steps = [
        _Step(ThreadStep.INTENT, "intent", "intent_on"),
        _Step(ThreadStep.DROPPED, None, "dropped_on"),
    ]
    return _steps(Kind.INVESTMENT, steps, dict(said.values), _unnamed(said.values))


def _unnamed(values: Values) -> list[Fault]:
    return [] if values.get("project") or values.get("firm") else [missing("project", _("项目名称"))]


def loan(said: Said) -> Claimed:
    given = dict(said.values)
    pooled = _Step(ThreadStep.POOLED, None, "pooled_on")
    credited = _Step(ThreadStep.CREDITED, "credit", "credit_on")
    lent = _Step(ThreadStep.LENT, "lent", "lent_on")
    if (
        "credit" in given
        and "credit_on" not in said.fields
        and any(_is_whole(s, given) for s in (pooled, lent))
    ):
        told = f"授信金额：{in_wan(given.pop('credit'))}"  # the sheet has no day to make a row of it
        given["note"] = "；".join(part for part in (given.get("note"), told) if part)
    return _steps(Kind.LOAN, [pooled, credited, lent], given, [])


def repayment(said: Said) -> Claimed:
    steps = [
        _Step(ThreadStep.REPAID, "repaid", "repaid_on"),
        _Step(ThreadStep.DROPPED, None, "dropped_on"),
    ]
    return _steps(Kind.LOAN, steps, dict(said.values), [])


def hire_step(said: Said) -> Claimed:
    """What came before and after the selection, which a sheet of its own tells."""
    days = {
        "applied_on": ThreadStep.APPLIED,
        "on_post_on": ThreadStep.ON_POST,
        "ended_on": ThreadStep.ENDED,
        "dropped_on": ThreadStep.DROPPED,
    }
    names = {"category": said.get("category"), "name": said.get("code"), "place": said.get("country")}
    claims = [
        Claim(
            HireFacts(on=said.get(field), step=step, note=said.get("note"), **names),
            {"on": field, "name": "code", "place": "country"},
        )
        for field, step in days.items()
        if field in said.values
    ]
    return claims, [] if claims else [missing("on_post_on", _("到岗日期"))]


def residency(said: Said) -> Claimed:
    days = {"moved_in_on": ThreadStep.MOVED_IN, "moved_out_on": ThreadStep.MOVED_OUT}
    told = {"company_id": UNKNOWN, "name": said.get("name"), "note": said.get("note")}
    area = said.get("area", None)
    claims = [
        Claim(
            ResidencyFacts(step, on=said.get(field), area_m2=area, **told), {"on": field, "area_m2": "area"}
        )
        for field, step in days.items()
        if field in said.values
    ]
    return claims, [] if claims else [missing("moved_in_on", _("入驻日期"))]


def _is_whole(step: _Step, given: Values) -> bool:
    return bool(given.get(step.on)) and (step.amount is None or bool(given.get(step.amount)))


def _steps(kind: Kind, steps: list[_Step], given: dict[str, Any], faults: list[Fault]) -> Claimed:
    claims = []
    for step in steps:
        exchange = exchange_of(given) if step.amount else None
        amount, on = in_yuan(given.get(step.amount or "") or None, exchange), given.get(step.on)
        if on is None and (amount is None or not given.get(step.amount or "")):
            continue
        if on is None:
            faults.append(missing(step.on, _DAY_WORDS[step.step]))
        elif amount is None and step.amount is not None:
            faults.append(missing(step.amount, _AMOUNT_WORDS[step.step]))
        else:
            told = {"amount_fen": amount, "note": given.get("note", ""), "exchange": exchange}
            facts = StepFacts(kind, step.step, on=on, **told)
            claims.append(Claim(facts, {"on": step.on, "amount_fen": step.amount or step.on} | ABROAD))
    if not claims and not faults:
        faults.append(missing(steps[0].on, _DAY_WORDS[steps[0].step]))
    return claims, faults


_DAY_WORDS = {
    ThreadStep.INTENT: _("意向日期"),
    ThreadStep.REPAID: _("还款日期"),
    ThreadStep.DROPPED: _("终止日期"),
    ThreadStep.SIGNED: _("签约日期"),
    ThreadStep.PAID: _("到账日期"),
    ThreadStep.POOLED: _("入库日期"),
    ThreadStep.CREDITED: _("授信日期"),
    ThreadStep.LENT: _("放款日期"),
}
_AMOUNT_WORDS = {ThreadStep.SIGNED: _("投资金额"), ThreadStep.PAID: _("到账金额")} | {
    ThreadStep.CREDITED: _("授信金额"),
    ThreadStep.LENT: _("放款金额"),
    ThreadStep.INTENT: _("意向金额"),
    ThreadStep.REPAID: _("还款金额"),
}
