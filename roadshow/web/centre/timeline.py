"""The timeline on a roadshow's page: what is done, late and next, who does it, and a button for each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_login import current_user

from roadshow.accounts.permissions import MAY, Role
from roadshow.accounts.queries import list_active
from roadshow.agenda.queries import is_redrafted
from roadshow.attendance.devices import list_devices
from roadshow.attendance.feedback import said_of
from roadshow.attendance.queries import count_guests, find_seating
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.outcomes.queries import Wanted, count_rows
from roadshow.pitches.queries import count_by_state, count_unconfirmed
from roadshow.pitches.states import ON_STAGE, PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from roadshow.programme.timeline import Facts, Item, Progress, Stage, facts_of, timeline_of
from roadshow.web.words import day, in_a_row, word

from .roadshow_todos import waiting_at

SHOWN = 2  # recorders by name
NOBODY = ""
UNANSWERED = (AttendanceState.INVITED, AttendanceState.TENTATIVE, AttendanceState.OFFERED)


@dataclass(frozen=True)
class Task:
    """How a stage is called when open and when done, whose it is, and the page where it is done."""

    words: object
    done: object
    permission: str
    verb: object
    endpoint: str


S = Stage
TASKS = {
    S.DATED: Task(
        _("定下日期和场地"), _("日期和场地已定"), "roadshow.plan", _("去定日期"), "change_roadshow"
    ),
    S.PUBLIC: Task(_("公开并开始征集"), _("已公开"), "roadshow.run", _("开始征集"), "open_call"),
    S.CALL: Task(_("截止项目征集"), _("征集已截止"), "roadshow.run", _("去截止"), "close_call"),
    S.SCREENED: Task(_("初筛申请"), _("申请已初筛"), "pitch.select", _("去初筛"), "list_pitches"),
    S.DECIDED: Task(_("遴选并发出结果"), _("结果已发出"), "pitch.select", _("去遴选"), "show_screening"),
    S.CONFIRMED: Task(
        _("入选项目确认参加"), _("入选项目已确认"), "pitch.select", _("看名单"), "list_pitches"
    ),
    S.AGENDA: Task(_("发布议程"), _("议程已发布"), "agenda.make", _("去排议程"), "show_agenda"),
    S.INVITED: Task(_("邀请来宾"), _("来宾已邀请"), "attendance.keep", _("去邀请"), "list_suggested"),
    S.ANSWERED: Task(_("来宾答复齐全"), _("来宾已全部答复"), "attendance.keep", _("去提醒"), "list_guests"),
    S.DOOR: Task(_("连接签到设备"), _("签到设备已连接"), "door.keep", _("去连接"), "show_door"),
    S.RUN: Task(_("开场、签到和结束"), _("已举办"), "roadshow.run", _("去现场"), "show_door"),
    S.THANKED: Task(_("感谢信"), _("感谢信已写好"), "roadshow.run", _("看来宾"), "list_guests"),
    S.FEEDBACK: Task(_("来宾评价"), _("已收到来宾评价"), "attendance.keep", _("看评价"), "show_feedback"),
    S.OUTCOMES: Task(_("登记成果"), _("成果已登记"), "outcome.log", _("去登记"), "log_outcome"),
    S.ARCHIVED: Task(_("跟进成果后归档"), _("已归档"), "roadshow.run", _("看对接"), "show_board"),
}
DATE_AGAIN = Task(
    _("定下新日期"), _("日期和场地已定"), "roadshow.run", _("去定日期"), "date_roadshow_anew"
)  # the only step while the date is pending


@dataclass(frozen=True)
class Line:
    """An item as the page says it."""

    stage: Stage
    progress: Progress
    by: str
    words: str
    more: str
    who: str
    url: str | None
    verb: object


def lines_of(roadshow: Roadshow) -> list[Line]:
    waiting = waiting_at(roadshow.id)
    recorders = in_a_row(person.name for person in list_active(Role.RECORDER)[:SHOWN])
    return [
        _line(roadshow, item, waiting[item.stage].words if item.stage in waiting else None, recorders)
        for item in timeline_of(_facts(roadshow), clock.today())
    ]


def _facts(roadshow: Roadshow) -> Facts:
    """Eight statements, however much there is to count."""
    pitches = count_by_state([roadshow.id]).get(roadshow.id, {})
    guests = {state: sum(modes.values()) for state, modes in count_guests(roadshow.id).items()}
    seating = find_seating(roadshow.id)
    answer = seating.answer_by_at if seating and not roadshow.date_pending else None
    return replace(
        facts_of(roadshow),
        to_screen=pitches.get(PitchState.SUBMITTED, 0),
        to_choose=pitches.get(PitchState.SCREENED, 0),
        on_stage=sum(pitches.get(state, 0) for state in ON_STAGE),
        to_confirm=count_unconfirmed(roadshow.id),
        redrafted=is_redrafted(roadshow.id),
        guests=sum(guests.values()),
        to_answer=sum(guests.get(state, 0) for state in UNANSWERED),
        answer_by=clock.local(answer).date() if answer else None,
        paired=any(device.paired_at for device in list_devices(roadshow.id)),
        feedback=said_of(roadshow.id).count,
        outcomes=count_rows(Wanted(seen_at=roadshow.id))[0],
    )


def _line(roadshow: Roadshow, item: Item, words: str | None, recorders: str) -> Line:
    """``words``: what “今天” says of it, where it waits for this reader."""
    is_done = item.progress is Progress.DONE
    task = _task(roadshow, item.stage, is_done=is_done)
    open_ones = ngettext("还有%(num)d个", "还有%(num)d个", item.count) if item.count and not is_done else ""
    names = {Role.ORGANISER: roadshow.lead_name, Role.RECORDER: recorders}
    return Line(
        item.stage,
        item.progress,
        gettext("%(day)s前", day=day(item.due)) if item.due else gettext("日期待定"),
        str(task.done if is_done else words or task.words),
        "" if words else open_ones,
        _who(TASKS[item.stage].permission, names),
        _url(roadshow, task) if task.permission in current_user.permissions else None,
        task.verb,
    )


def _task(roadshow: Roadshow, stage: Stage, *, is_done: bool) -> Task:
    """As this reader may do it now; ``NOBODY`` may what cannot be done yet."""
    task = TASKS[stage]
    if roadshow.date_pending:
        return DATE_AGAIN if stage is S.DATED else replace(task, permission=NOBODY)
    if stage is S.CALL and is_done:
        return replace(task, verb=_("看申请"), endpoint="list_pitches")
    if stage is S.CALL and roadshow.state is not RoadshowState.CALLING:
        return replace(task, permission=NOBODY)
    if stage is S.OUTCOMES and task.permission not in current_user.permissions:
        return replace(task, permission="roadshow.read", verb=_("看成果"), endpoint="show_feedback")
    return task


def _who(permission: str, names: Mapping[Role, str]) -> str:
    """The first role that may do it, and by name who is responsible, where that is known."""
    role = next(role for role in Role if permission in MAY[role])
    if name := names.get(role):
        return gettext("%(role)s（%(name)s）", role=word(role), name=name)
    return word(role)


def _url(roadshow: Roadshow, task: Task) -> str:
    if task.endpoint == "show_board":
        return url_for("centre.show_board", roadshow=roadshow.id)
    if task.endpoint == "log_outcome":
        return url_for("centre.log_outcome", sort="investments", roadshow=roadshow.id)
    return url_for(f"centre.{task.endpoint}", roadshow_id=roadshow.id)
