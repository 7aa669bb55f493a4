"""What waits for this applicant, the most urgent first; each line says by when, what and where."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.foundation import clock
from roadshow.meetings.queries import list_unanswered, list_waiting
from roadshow.meetings.states import Side
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import find_code_of, list_own_pitches
from roadshow.pitches.rules import is_to_confirm
from roadshow.pitches.states import OPEN_TO_CHANGE, PitchState
from roadshow.projects.belonging import list_own_requests, list_requests_for
from roadshow.projects.meter import progress_of
from roadshow.projects.models import MemberRight, Project
from roadshow.projects.queries import list_own_companies, list_own_projects
from roadshow.projects.snapshot import snapshot_of, whole
from roadshow.web.agreed import agreed_talks
from roadshow.web.todo import SOON, Todo
from roadshow.web.words import day_time, word

from .standing import is_too_late

ANSWERED_WITHIN = timedelta(
    days=90
)  # an older interest is not asked about any more; it can still be answered


def list_todos(projects: list[Project], *, applied: bool) -> list[Todo]:
    """A company and a project first, and until one has ``applied``, its form; then places to confirm, what can still be
    handed in, and who would join."""
    first = _with_applications() if projects else _register()
    return [*first, *(_fill_in() if projects and not applied else ()), *_let_in()]


def _fill_in() -> Iterator[Todo]:
    """The first project whose form lacks what an application needs."""
    projects = list_own_projects(current_user.id, *whole(), right=MemberRight.EDITOR)
    found = [(project, progress_of(snapshot_of(project))) for project in projects]
    for project, progress in [each for each in found if each[1].missing][:1]:
        yield Todo(
            by=_("接着做"),
            soon=True,
            words=_("填写项目资料：%(project)s", project=project.name),
            more=ngettext("还缺%(num)d项必填", "还缺%(num)d项必填", len(progress.missing)),
            url=url_for("startup.show_step", project_id=project.id, step=progress.first_step),
            verb=_("去填写"),
        )


def _with_applications() -> Iterator[Todo]:
    states = OPEN_TO_CHANGE | {PitchState.ACCEPTED}
    found = list_own_pitches(current_user.id, states, right=MemberRight.EDITOR)
    yield from _to_confirm(found)
    yield from _hand_in(found)
    yield from _to_answer()
    yield from agreed_talks(
        Side.PROJECT,
        lambda talk: talk.interest.institution.name,
        lambda interest_id: url_for("startup.show_interest", interest_id=interest_id),
    )


def _to_answer() -> Iterator[Todo]:
    """Interests that nobody has answered, and talks that wait for the project."""
    own = [project.id for project in list_own_projects(current_user.id, right=MemberRight.EDITOR)]
    for interest in list_unanswered(own, clock.now() - ANSWERED_WITHIN):
        yield Todo(
            by=_("等您答复"),
            soon=True,
            words=_(
                "答复%(institution)s：%(level)s",
                institution=interest.institution.name,
                level=word(interest.level),
            ),
            more=_(
                "%(institution)s对“%(project)s”的意向",
                institution=interest.institution.name,
                project=interest.project.name,
            ),
            url=url_for("startup.show_interest", interest_id=interest.id),
            verb=_("去答复"),
        )
    for talk in list_waiting(Side.PROJECT, own):
        yield Todo(
            by=_("等您答复"),
            soon=True,
            words=_("定约谈时间：%(who)s", who=talk.interest.institution.name),
            more=_("对方为“%(project)s”的约谈提出了时间", project=talk.interest.project.name),
            url=url_for("startup.show_interest", interest_id=talk.interest_id),
            verb=_("去答复"),
        )


def _let_in() -> Iterator[Todo]:
    for asked in list_requests_for(current_user.id):
        yield Todo(
            by=_("随时"),
            soon=False,
            words=_("答复%(name)s", name=asked.person.name),
            more=_("%(name)s申请加入“%(company)s”", name=asked.person.name, company=asked.company.name),
            url=url_for("startup.show_company", company_id=asked.company_id),
            verb=_("去答复"),
        )


def _register() -> Iterator[Todo]:
    """Nothing for one who may only look, nor for one who waits to be let in."""
    companies = list_own_companies(current_user.id)
    if not companies and not list_own_requests(current_user.id):
        yield Todo(
            by=_("先做这件"),
            soon=True,
            words=_("登记企业或团队"),
            more=_("团队也可以登记，信用代码以后再补"),
            url=url_for("startup.register_company"),
            verb=_("登记企业"),
        )
    for company in list_own_companies(current_user.id, MemberRight.EDITOR)[:1]:
        yield Todo(
            by=_("接着做"),
            soon=True,
            words=_("登记第一个项目"),
            more=_("登记后就能申请正在征集的路演"),
            url=url_for("startup.register_project", company_id=company.id),
            verb=_("登记项目"),
        )


def _to_confirm(found: list[Pitch]) -> Iterator[Todo]:
    """Comes first: a place is lost when nobody says a word."""
    waiting = [pitch for pitch in found if is_to_confirm(pitch, clock.now())]
    for pitch in sorted(waiting, key=lambda pitch: (pitch.confirm_by_at, pitch.id)):
        yield Todo(
            by=_("%(moment)s前", moment=day_time(pitch.confirm_by_at)),
            soon=True,
            words=_("确认参加：%(project)s", project=pitch.project.name),
            more=_("已入选%(roadshow)s，到期没有确认就让给候补", roadshow=pitch.roadshow.spoken_title),
            url=url_for("startup.confirm_pitch", pitch_id=pitch.id),
            verb=_("去确认"),
        )


def _hand_in(found: list[Pitch]) -> Iterator[Todo]:
    drafts = [pitch for pitch in found if pitch.state in OPEN_TO_CHANGE]
    waiting = [pitch for pitch in drafts if not is_too_late(pitch)]
    for pitch in sorted(waiting, key=_urgency):
        yield _returned(pitch) if pitch.state is PitchState.RETURNED else _draft(pitch)


def _urgency(pitch: Pitch) -> tuple[object, ...]:
    """What is due first, and of that what was sent back."""
    return _due(pitch), pitch.state is not PitchState.RETURNED, pitch.id


def _returned(pitch: Pitch) -> Todo:
    return Todo(
        by=_by(pitch),
        soon=True,
        words=_("补正申请：%(project)s", project=pitch.project.name),
        more=_(
            "%(roadshow)s退回了申请：%(reason)s", roadshow=pitch.roadshow.spoken_title, reason=pitch.reason
        ),
        url=url_for("startup.show_pitch", pitch_id=pitch.id),
        verb=_("去补正"),
    )


def _draft(pitch: Pitch) -> Todo:
    due_at = _due(pitch)
    return Todo(
        by=_by(pitch),
        soon=due_at is not None and due_at - clock.now() <= SOON,
        words=_("提交申请：%(project)s", project=pitch.project.name),
        more=_("申请%(roadshow)s，还是草稿，提交了才算数", roadshow=pitch.roadshow.spoken_title),
        url=url_for("startup.submit_pitch", pitch_id=pitch.id),
        verb=_("去提交"),
    )


def _by(pitch: Pitch) -> str:
    return _("%(moment)s前", moment=day_time(_due(pitch)))


def _due(pitch: Pitch) -> datetime | None:
    late = find_code_of(pitch)
    return pitch.due_at or (late.ends_at if late else pitch.roadshow.call_closes_at)
