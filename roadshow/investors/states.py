from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class InstitutionState(StrEnum):
    """No row holds ``LAPSED``: it is what a verified one is once its year is over (``Institution.standing``).

    One that was merged into another stays as a shadow of it, without contacts.
    """

    REGISTERED = "registered"
    VERIFIED = "verified"
    LAPSED = "lapsed"
    REFUSED = "refused"
    MERGED = "merged"


class JoinState(StrEnum):
    """Of a request to act for an institution; its contacts decide or, where it has none, staff."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S, J = InstitutionState, JoinState
_MERGE = Step(S.MERGED, "institution.verify")
_CHECK = (Step(S.VERIFIED, "institution.verify"), Step(S.REFUSED, "institution.verify"), _MERGE)
_ANEW = Step(S.REGISTERED, "institution.own")
STORY: Story[InstitutionState] = {
    S.REGISTERED: _CHECK,
    S.VERIFIED: (Step(S.REFUSED, "institution.verify"), _ANEW, _MERGE),
    S.LAPSED: (*_CHECK, _ANEW),
    S.REFUSED: (_ANEW, _MERGE),
    S.MERGED: (),
}
STATE_WORDS = {
    S.REGISTERED: _("待核验"),
    S.VERIFIED: _("已核验"),
    S.LAPSED: _("核验已到期"),
    S.REFUSED: _("未通过核验"),
    S.MERGED: _("已合并"),
}
JOIN_STORY: Story[JoinState] = {
    J.ASKED: (
        Step(J.CONFIRMED, "institution.own"),
        Step(J.REFUSED, "institution.own"),
        Step(J.WITHDRAWN, "institution.own"),
    ),
    J.CONFIRMED: (),
    J.REFUSED: (),
    J.WITHDRAWN: (),
}
JOIN_WORDS = {
    J.ASKED: _("等待答复"),
    J.CONFIRMED: _("已同意"),
    J.REFUSED: _("未同意"),
    J.WITHDRAWN: _("已撤回"),
}
