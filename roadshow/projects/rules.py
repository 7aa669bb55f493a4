from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.uscc import uscc_faults

from .stages import STAGES


@dataclass(frozen=True)
class ProjectFacts:
    """What is said of a project; ``sector`` and ``stage`` are codes, or None while unknown."""

    name: str
    one_line: str = ""
    description: str = ""
    sector: str | None = None
    stage: str | None = None


def company_faults(name: str, uscc: str | None) -> list[Fault]:
    """``uscc`` as cleaned, None for a firm not registered yet."""
    faults = text_faults("name", _("企业名称"), name, 200, empty=_("请填写企业名称"))
    return faults + (uscc_faults(uscc) if uscc is not None else [])


def project_faults(facts: ProjectFacts) -> list[Fault]:
    """Of a project that somebody registers; a stub out of a ledger may have less."""
    faults = text_faults("name", _("项目名称"), facts.name, 200, empty=_("请填写项目名称"))
    faults += text_faults("one_line", _("一句话介绍"), facts.one_line, 100, empty=_("请用一句话介绍项目"))
    if facts.sector not in SECTORS:
        faults.append(Fault("sector", _("请选择技术领域")))
    if facts.stage not in STAGES:
        faults.append(Fault("stage", _("请选择发展阶段")))
    return faults + text_faults("description", _("项目介绍"), facts.description, 5000)
