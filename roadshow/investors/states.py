from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class InstitutionState(StrEnum):
    REGISTERED = "registered"
    VERIFIED = "verified"
    REFUSED = "refused"


S = InstitutionState
STORY: Story[InstitutionState] = {
    S.REGISTERED: (Step(S.VERIFIED, "institution.verify"), Step(S.REFUSED, "institution.verify")),
    S.VERIFIED: (),
    S.REFUSED: (Step(S.REGISTERED, "institution.own"),),
}
STATE_WORDS = {S.REGISTERED: _("待核验"), S.VERIFIED: _("已核验"), S.REFUSED: _("未通过核验")}
