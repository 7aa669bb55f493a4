from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step


class VersionState(StrEnum):
    RECEIVED = "received"
    CHECKED = "checked"
    PREVIEWED = "previewed"
    REFUSED = "refused"


V = VersionState
WORKER = ""  # nobody presses these steps
STORY = {
    V.RECEIVED: (Step(V.CHECKED, WORKER), Step(V.REFUSED, WORKER)),
    V.CHECKED: (Step(V.PREVIEWED, WORKER),),
    V.PREVIEWED: (),
    V.REFUSED: (),
}
SOUND = (V.CHECKED, V.PREVIEWED)

STATE_WORDS = {
    V.RECEIVED: _("正在检查"),
    V.CHECKED: _("已检查"),
    V.PREVIEWED: _("可以预览"),
    V.REFUSED: _("未通过检查"),
}
