from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class JoinState(StrEnum):
    """Of a request to act for a company, which its owners decide or, where it has none, staff; and of a claim, which
    staff decide."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CompanyState(StrEnum):
    """Whether staff have compared a company with its papers; who changes its name or code begins anew."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    REFUSED = "refused"


class Proof(StrEnum):
    """Against what staff compared a company."""

    LICENCE = "licence"
    CREDIT = "credit"
    OTHER = "other"


S, C = JoinState, CompanyState
STORY: Story[JoinState] = {
    S.ASKED: (
        Step(S.CONFIRMED, "company.admit"),
        Step(S.REFUSED, "company.admit"),
        Step(S.WITHDRAWN, "project.own"),
    ),
    S.CONFIRMED: (),
    S.REFUSED: (),
    S.WITHDRAWN: (),
}
STATE_WORDS = {
    S.ASKED: _("等待答复"),
    S.CONFIRMED: _("已同意"),
    S.REFUSED: _("未同意"),
    S.WITHDRAWN: _("已撤回"),
}
_CHANGED = Step(C.UNVERIFIED, "project.own")
CHECK_STORY: Story[CompanyState] = {
    C.UNVERIFIED: (Step(C.VERIFIED, "company.admit"), Step(C.REFUSED, "company.admit")),
    C.VERIFIED: (Step(C.REFUSED, "company.admit"), _CHANGED),
    C.REFUSED: (Step(C.VERIFIED, "company.admit"), _CHANGED),
}
CHECK_WORDS = {
    C.UNVERIFIED: _("未核验"),
    C.VERIFIED: _("已核验"),
    C.REFUSED: _("未通过核验"),
}
PROOF_WORDS = {
    Proof.LICENCE: _("营业执照"),
    Proof.CREDIT: _("国家企业信用信息公示系统"),
    Proof.OTHER: _("其他材料"),
}
