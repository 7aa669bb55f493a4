import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.money import sum_faults
from roadshow.foundation.steps import step_fault
from roadshow.foundation.uscc import uscc_faults

from .models import Institution, InstitutionKind, Register
from .states import STATE_WORDS, STORY, InstitutionState

RENEW_BEFORE = timedelta(days=30)  # that a verification ends: then it may be renewed
LONG, FUNDS = 5000, 30  # characters; rows at most
_AMAC_NUMBER, _FUND_CODE = re.compile(r"P\d{7}"), re.compile(r"S[0-9A-Z]{5}")


@dataclass(frozen=True)
class FundFacts:
    """``code`` is the record code (备案编码), cleaned; empty while there is none."""

    name: str = ""
    code: str = ""


@dataclass(frozen=True)
class InstitutionFacts:
    """What an institution says of itself; codes cleaned, None when not given."""

    name: str
    kind: InstitutionKind
    uscc: str | None = None
    amac_number: str | None = None
    aum_fen: int | None = None
    cases: str = ""
    funds: tuple[FundFacts, ...] = ()


def institution_faults(facts: InstitutionFacts) -> list[Fault]:
    """A fund manager needs its registration number (登记编号) with the asset management association."""
    faults = text_faults("name", _("机构名称"), facts.name, 200, empty=_("请填写机构名称"))
    if facts.uscc is not None:
        faults += uscc_faults(facts.uscc)
    if facts.amac_number is not None and not _AMAC_NUMBER.fullmatch(facts.amac_number):
        faults.append(Fault("amac_number", _("登记编号应为P加7位数字，如P1000001")))
    if facts.kind is InstitutionKind.MANAGER and facts.amac_number is None:
        faults.append(Fault("amac_number", _("私募基金管理人须填写登记编号")))
    faults += sum_faults("aum_fen", _("管理规模"), facts.aum_fen)
    for number, fund in enumerate(facts.funds):
        faults += _fund_faults(f"funds-{number}", fund)
    if len(facts.funds) > FUNDS:
        faults.append(Fault("funds", _("基金最多填%(most)d行", most=FUNDS)))
    faults += _same_code_faults(facts.funds)
    return faults + text_faults("cases", _("过往案例"), facts.cases, LONG)


def _fund_faults(row: str, facts: FundFacts) -> list[Fault]:
    faults = text_faults(f"{row}-name", _("基金名称"), facts.name, 200, empty=_("请填写基金名称"))
    if facts.code and not _FUND_CODE.fullmatch(facts.code):
        faults.append(Fault(f"{row}-code", _("备案编码应为S加5位字母或数字，如SGA001")))
    return faults


def _same_code_faults(funds: tuple[FundFacts, ...]) -> list[Fault]:
    codes = [fund.code for fund in funds]
    twice = [number for number, code in enumerate(codes) if code and code in codes[:number]]
    return [Fault(f"funds-{number}-code", _("这个备案编码上面已经填过")) for number in twice]


def is_due(institution: Institution, now: datetime) -> bool:
    """Whether it is verified and the time has come to renew that."""
    until = institution.verified_until
    return until is not None and now < until <= now + RENEW_BEFORE


def verify_fault(institution: Institution, now: datetime) -> object | None:
    """Why it cannot be verified now; None when it can. What is about to end may be renewed before."""
    if is_due(institution, now):
        return None
    return step_fault(STORY, institution.standing, InstitutionState.VERIFIED, STATE_WORDS)


def check_faults(against: Register, note: str) -> list[Fault]:
    """Of what staff say of a verification."""
    empty = _("请写明核对了什么材料") if against is Register.OTHER else None
    return text_faults("note", _("核验说明"), note, 500, empty=empty)
