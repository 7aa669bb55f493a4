"""What waits at roadshows for this reader: for “今天” of all of them, for the timeline of one."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.agenda import queries as agenda
from roadshow.attendance.uninvited import list_uninvited
from roadshow.foundation import clock
from roadshow.pitches.queries import list_roadshows_waiting
from roadshow.pitches.states import PitchState
from roadshow.programme import queries as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.putting_off import list_date_pending
from roadshow.programme.states import RoadshowState
from roadshow.programme.timeline import CALL_BEFORE, DUE, Stage, due_day, facts_of
from roadshow.screening.asked import list_roadshows_to_choose
from roadshow.web.todo import SOON, Todo
from roadshow.web.words import day, hours, moment

TOMORROW = timedelta(days=1)
INVITE_BEFORE = timedelta(days=-DUE[Stage.INVITED]) + SOON  # from then on an empty list of guests is a task


def waiting_at(roadshow_id: int) -> dict[Stage, Todo]:
    """What waits for this reader at one roadshow, by its stage."""
    mine = [waiting for permission, waiting in ROADSHOW_WAITING if permission in current_user.permissions]
    found = [todo for waiting in mine for todo in waiting()]
    return {todo.about[1]: todo for todo in reversed(found) if todo.about and todo.about[0] == roadshow_id}


def _to_run() -> Iterator[Todo]:
    today = clock.today()
    for roadshow in programme.list_to_run(today):
        live = roadshow.state is RoadshowState.LIVE
        yield Todo(
            about=(roadshow.id, Stage.RUN),
            due=_due(roadshow, Stage.RUN),
            by=_("今天") if roadshow.on == today else day(roadshow.on),
            soon=True,
            words=_("结束这场路演") if live else _("宣布开场"),
            more=f"{roadshow.spoken_title} {hours(roadshow)}",
            url=_of(roadshow),
            verb=_("去结束") if live else _("去开场"),
        )


def _overdue_calls() -> Iterator[Todo]:
    for roadshow in programme.list_overdue_calls(clock.now()):
        yield Todo(
            about=(roadshow.id, Stage.CALL),
            due=_due(roadshow, Stage.CALL),
            by=_("已到期"),
            soon=True,
            words=_("截止项目征集，开始遴选"),
            more=_(
                "%(title)s：征集已于%(closed)s截止",
                title=roadshow.spoken_title,
                closed=moment(roadshow.call_closes_at),
            ),
            url=_of(roadshow),
            verb=_("去截止"),
        )


def _to_screen() -> Iterator[Todo]:
    for roadshow, count in list_roadshows_waiting(PitchState.SUBMITTED):
        words = ngettext("初筛%(num)d个新提交的申请", "初筛%(num)d个新提交的申请", count)
        yield _before(
            Stage.SCREENED,
            roadshow,
            words,
            url_for("centre.list_pitches", roadshow_id=roadshow.id),
            _("开始初筛"),
        )


def _to_choose() -> Iterator[Todo]:
    for roadshow, count, short in list_roadshows_to_choose():
        if short:
            words = ngettext("%(num)d份申请的评委还不够", "%(num)d份申请的评委还不够", short)
            url = url_for("centre.show_screening", roadshow_id=roadshow.id)
            yield _before(Stage.DECIDED, roadshow, words, url, _("去分配"))
        if roadshow.state is not RoadshowState.CALLING:
            words = ngettext("遴选%(num)d个已过初筛的项目", "遴选%(num)d个已过初筛的项目", count)
            url = url_for("centre.list_pitches", roadshow_id=roadshow.id)
            yield _before(Stage.DECIDED, roadshow, words, url, _("去遴选"))


def _to_publish() -> Iterator[Todo]:
    for roadshow, count in list_roadshows_waiting(PitchState.ACCEPTED):
        if roadshow.state is not RoadshowState.CALLING:
            words = ngettext("为%(num)d个入选项目排议程并发布", "为%(num)d个入选项目排议程并发布", count)
            url = url_for("centre.show_agenda", roadshow_id=roadshow.id)
            yield _before(Stage.AGENDA, roadshow, words, url, _("去排议程"))


def _to_publish_again() -> Iterator[Todo]:
    for roadshow in agenda.list_unpublished():
        url = url_for("centre.show_agenda", roadshow_id=roadshow.id)
        yield _before(Stage.AGENDA, roadshow, _("发布改过的议程"), url, _("去发布"))


def _to_date_again() -> Iterator[Todo]:
    for roadshow in list_date_pending():
        yield Todo(
            about=(roadshow.id, Stage.DATED),
            due=_due(roadshow, Stage.DATED),
            by=_("日期待定"),
            soon=False,
            words=_("定下新日期"),
            more=_("%(title)s：原定%(day)s", title=roadshow.spoken_title, day=day(roadshow.on)),
            url=url_for("centre.date_roadshow_anew", roadshow_id=roadshow.id),
            verb=_("去定日期"),
        )


def to_call() -> Iterator[Todo]:
    for roadshow in programme.list_uncalled(clock.today() + CALL_BEFORE):
        yield _before(Stage.PUBLIC, roadshow, _("开始征集项目，或直接发布"), _of(roadshow), _("去安排"))


def _to_invite_guests() -> Iterator[Todo]:
    today = clock.today()
    for roadshow in list_uninvited(today + TOMORROW, today + INVITE_BEFORE):
        url = url_for("centre.list_suggested", roadshow_id=roadshow.id)
        yield _before(Stage.INVITED, roadshow, _("邀请来宾"), url, _("去邀请"))


def _before(stage: Stage, roadshow: Roadshow, words: str, url: str, verb: str) -> Todo:
    due = _due(roadshow, stage)
    return Todo(
        _("日期待定") if due == date.max else _("%(day)s前", day=day(due)),
        due <= clock.today() + SOON,
        words,
        str(roadshow.spoken_title),
        url,
        verb,
        due=due,
        about=(roadshow.id, stage),
    )


def _due(roadshow: Roadshow, stage: Stage) -> date:
    """As on its timeline; without a day of its own, after all that have one."""
    return due_day(facts_of(roadshow), stage) or date.max


def _of(roadshow: Roadshow) -> str:
    return url_for("centre.show_roadshow", roadshow_id=roadshow.id)


ROADSHOW_WAITING: tuple[tuple[str, Callable[[], Iterator[Todo]]], ...] = (
    ("roadshow.run", _to_run),
    ("roadshow.run", _overdue_calls),
    ("pitch.select", _to_screen),
    ("pitch.select", _to_choose),
    ("agenda.make", _to_publish),
    ("agenda.make", _to_publish_again),
    ("attendance.keep", _to_invite_guests),
    ("roadshow.run", to_call),
    ("roadshow.run", _to_date_again),
)
