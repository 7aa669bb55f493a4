from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step, Story


class RoadshowState(StrEnum):
    PLANNED = "planned"
    CALLING = "calling"
    SELECTING = "selecting"
    PUBLISHED = "published"
    LIVE = "live"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


S = RoadshowState
STORY: Story[RoadshowState] = {
    S.PLANNED: (
        Step(S.CALLING, "roadshow.run"),
        Step(S.PUBLISHED, "agenda.make"),
        Step(S.CANCELLED, "roadshow.run"),
    ),
    S.CALLING: (Step(S.SELECTING, "roadshow.run"), Step(S.CANCELLED, "roadshow.run")),
    S.SELECTING: (Step(S.PUBLISHED, "agenda.make"), Step(S.CANCELLED, "roadshow.run")),
    S.PUBLISHED: (Step(S.LIVE, "roadshow.run"), Step(S.CANCELLED, "roadshow.run")),
    S.LIVE: (Step(S.HELD, "roadshow.run"), Step(S.CANCELLED, "roadshow.run")),
    S.HELD: (Step(S.CLOSED, "roadshow.run"),),
    S.CLOSED: (),
    S.CANCELLED: (),
}
STATE_WORDS = {
    S.PLANNED: _("已列入计划"),
    S.CALLING: _("项目征集中"),
    S.SELECTING: _("遴选中"),
    S.PUBLISHED: _("议程已发布"),
    S.LIVE: _("进行中"),
    S.HELD: _("已举办"),
    S.CLOSED: _("已归档"),
    S.CANCELLED: _("已取消"),
}
BEFORE_HELD = frozenset({S.PLANNED, S.CALLING, S.SELECTING, S.PUBLISHED, S.LIVE})
PUBLIC = frozenset(set(S) - {S.PLANNED, S.CANCELLED})  # a cancelled one is shown only if it had been public
HELD = frozenset({S.HELD, S.CLOSED})
WITH_AGENDA = frozenset({S.PUBLISHED, S.LIVE}) | HELD  # a visitor may read the running order
CHOOSING = frozenset({S.CALLING, S.SELECTING, S.PUBLISHED})  # applications are decided
