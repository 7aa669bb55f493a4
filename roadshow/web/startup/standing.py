"""Where an application stands, as its owner reads it: a badge, and what to expect or do next."""

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import find_code_of
from roadshow.pitches.rules import has_lapsed, is_to_confirm, late_call_fault, late_fault
from roadshow.pitches.states import ENDED, OPEN_TO_CHANGE, PitchState
from roadshow.web.shapes import OVER, YOURS, shape
from roadshow.web.words import moment, word

from . import blueprint

S = PitchState
NEXT = {
    S.DRAFT: _("还没有提交。在征集截止前提交，申请才算数。"),
    S.SUBMITTED: _("路演中心正在做形式审查。需要补正或有了结果，会写在这里。"),
    S.RETURNED: _("请按原因修改，到期前再次提交。"),
    S.SCREENED: _("形式审查已通过，请等待遴选结果。"),
    S.ACCEPTED: _("项目已入选。议程发布后，登台时间会写在这里。"),
    S.WAITLISTED: _("项目列为候补，有名额空出时可能入选。"),
    S.LAPSED: _("没有按时确认参加，名额不再保留。仍想参加请联系路演中心，项目也可申请其他场次。"),
    S.DECLINED: _("本场没有入选，项目仍可申请其他场次。"),
    S.SCHEDULED: _("请按登台时间到场。来不了请尽早撤回，便于路演中心调整议程。"),
    S.PRESENTED: _("项目已经登台路演。"),
    S.ABSENT: _("登记为缺席。如与事实不符，请联系路演中心。"),
    S.WITHDRAWN: _("申请已撤回。初筛通过前撤回的，征集截止前可以再次申请。"),
}
OVERDUE = _("补正的时间已过，这份申请不能再提交。需要延期请联系路演中心。")
TOO_LATE = _("征集已经截止，这份申请不能再提交。项目仍可申请其他场次。")
PUT_OFF = _("路演延期举办，新的日期还没有定。您的申请保留，定下日期后会通知您。")
FALLEN_OUT = _("本场路演已取消，申请不再处理。项目可以申请其他场次。")


@blueprint.app_template_filter()
def standing(pitch: Pitch) -> tuple[str, str]:
    """Shape and words of its badge."""
    if _fell_out(pitch):
        return OVER, str(_("场次已取消"))
    if pitch.roadshow.date_pending:
        return shape(pitch.state), word(pitch.state)
    state = S.LAPSED if has_lapsed(pitch, clock.now()) else pitch.state
    mine = (state in OPEN_TO_CHANGE and _in_time(pitch)) or is_to_confirm(pitch, clock.now())
    return YOURS if mine else shape(state), word(state)


@blueprint.app_template_filter()
def outlook(pitch: Pitch) -> object:
    """What its owner may expect or do."""
    if _fell_out(pitch):
        return FALLEN_OUT
    if pitch.roadshow.date_pending and pitch.state not in ENDED:
        return PUT_OFF
    if is_to_confirm(pitch, clock.now()):
        return _("项目已入选，请在%(due)s前确认参加。", due=moment(pitch.confirm_by_at))
    if has_lapsed(pitch, clock.now()):
        return NEXT[S.LAPSED]
    if pitch.state not in OPEN_TO_CHANGE or _in_time(pitch):
        return NEXT[pitch.state]
    return OVERDUE if pitch.due_at else TOO_LATE


def is_too_late(pitch: Pitch) -> bool:
    """Whether it can be handed in no more, also not by the code that it has."""
    return late_fault(pitch, clock.now(), find_code_of(pitch)) is not None


def waits_for_correction(pitch: Pitch) -> bool:
    """Whether it was returned and can still be handed in again."""
    return pitch.state is S.RETURNED and not is_too_late(pitch)


def takes_code(pitch: Pitch) -> bool:
    """Whether a draft that is too late would be let in by a code."""
    late = pitch.state is S.DRAFT and pitch.late_code_id is None and is_too_late(pitch)
    return late and late_call_fault(pitch.roadshow) is None


def _in_time(pitch: Pitch) -> bool:
    return not is_too_late(pitch)


def _fell_out(pitch: Pitch) -> bool:
    return pitch.roadshow.is_off and pitch.state not in ENDED
