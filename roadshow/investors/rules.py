import re
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.uscc import uscc_faults

from .models import InstitutionKind

_AMAC_NUMBER = re.compile(r"P\d{7}")


@dataclass(frozen=True)
class InstitutionFacts:
    """What an institution says of itself; codes cleaned, None when not given."""

    name: str
    kind: InstitutionKind
    uscc: str | None = None
    amac_number: str | None = None


def institution_faults(facts: InstitutionFacts) -> list[Fault]:
    """A fund manager needs its registration number (登记编号) with the asset management association."""
    faults = text_faults("name", _("机构名称"), facts.name, 200, empty=_("请填写机构名称"))
    if facts.uscc is not None:
        faults += uscc_faults(facts.uscc)
    if facts.amac_number is not None and not _AMAC_NUMBER.fullmatch(facts.amac_number):
        faults.append(Fault("amac_number", _("登记编号应为P加7位数字，如P1000001")))
    if facts.kind is InstitutionKind.MANAGER and facts.amac_number is None:
        faults.append(Fault("amac_number", _("私募基金管理人须填写登记编号")))
    return faults
