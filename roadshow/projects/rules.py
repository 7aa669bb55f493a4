from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import name_faults, text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.uscc import uscc_faults

from .facts import ProjectFacts
from .faults import overview_faults
from .states import Proof

STATEMENT = 2000  # characters


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


def check_faults(uscc: str | None, against: Proof, note: str) -> list[Fault]:
    """Of what staff say of a verification; a team without a code is in no register."""
    faults = []
    if uscc is None and against is not Proof.OTHER:
        faults.append(Fault("against", _("还没有统一社会信用代码，只能核对其他材料")))
    empty = _("请写明核对了什么材料") if against is Proof.OTHER else None
    return faults + text_faults("note", _("核验说明"), note, 500, empty=empty)


def statement_faults(statement: str) -> list[Fault]:
    empty = _("请写明您是谁、为什么这家企业是您的")
    return text_faults("statement", _("认领说明"), statement, STATEMENT, empty=empty)
