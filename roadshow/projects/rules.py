from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import name_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.uscc import uscc_faults

from .facts import ProjectFacts
from .faults import overview_faults


def company_faults(name: str, uscc: str | None) -> list[Fault]:
    """``uscc`` as cleaned, None for a firm not registered yet."""
    faults = name_faults("name", _("企业名称"), name, 200, empty=_("请填写企业名称"))
    return faults + (uscc_faults(uscc) if uscc is not None else [])


def project_faults(facts: ProjectFacts) -> list[Fault]:
    """Of a project that somebody registers; a stub out of a ledger may have less."""
    missing = [
        Fault("one_line", _("请用一句话介绍项目")) if not facts.one_line else None,
        Fault("sector", _("请选择技术领域")) if facts.sector is None else None,
        Fault("stage", _("请选择发展阶段")) if facts.stage is None else None,
    ]
    return overview_faults(facts) + [fault for fault in missing if fault]
