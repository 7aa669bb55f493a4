"""What waits for this reader, the most urgent first; each line says what, why and where."""

from collections.abc import Callable, Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import count_active
from roadshow.foundation import clock
from roadshow.foundation.site import has_mail
from roadshow.halls.queries import count_open_halls
from roadshow.investors import belonging as investors_joining
from roadshow.investors import queries as investors
from roadshow.investors.states import InstitutionState
from roadshow.ledgers import queries as ledgers
from roadshow.ledgers.models import UploadState
from roadshow.notices.queries import count_to_settle
from roadshow.notices.states import TO_SETTLE
from roadshow.outcomes.naming import name_of
from roadshow.outcomes.returned import list_returned_to, reasons_of
from roadshow.outcomes.waiting import ToCheck, list_to_check
from roadshow.pitches.queries import applying_companies
from roadshow.programme import queries as programme
from roadshow.programme.lists import list_filled
from roadshow.programme.rules import year_to_plan
from roadshow.programme.timeline import Stage
from roadshow.projects import queries as projects
from roadshow.projects.belonging import list_requests_for_staff
from roadshow.projects.claims import list_open_claims
from roadshow.projects.states import CompanyState
from roadshow.reports.to_close import list_restated_to_close, list_to_close
from roadshow.web.todo import Todo
from roadshow.web.words import moment, word
from roadshow.web.working import rows_of

from .invitation_requests import to_answer_requests
from .pursued import to_pursue
from .roadshow_todos import ROADSHOW_WAITING, to_call
from .viewers import widely_seen

MOST_UPLOADS = MOST_REQUESTS = MOST_RETURNED = 5


def list_todos(*, beginning: bool = False) -> list[Todo]:
    """All that this reader may do and that waits: roadshows to be run now, then by the day each is due; ``beginning``:
    without the first steps."""
    told = FIRST if beginning else ()
    mine = [do for permission, do in WAITING if permission in current_user.permissions and do not in told]
    return sorted((todo for waiting in mine for todo in waiting()), key=_urgency)


def _urgency(todo: Todo) -> tuple[bool, date]:
    return todo.about is None or todo.about[1] is not Stage.RUN, todo.due


def _to_invite() -> Iterator[Todo]:
    if not count_active(Role.ORGANISER):
        yield _any_time(
            _("邀请组织者"),
            _("由组织者开启年度计划、登记场地、安排路演"),
            url_for("centre.invite_person"),
            _("去邀请"),
        )


def _to_open_season() -> Iterator[Todo]:
    year = year_to_plan(clock.today())
    if programme.find_season(year) is None:
        yield _any_time(
            _("开启%(year)d年度计划", year=year),
            _("定下全年要办几场，再排到日期和场地上"),
            url_for("centre.open_season", year=year),
            _("去开启"),
        )


def _to_make_hall() -> Iterator[Todo]:
    if not count_open_halls():
        yield _any_time(
            _("登记场地"), _("有了场地，路演才能定下日期"), url_for("centre.make_hall"), _("去登记")
        )


def _to_list() -> Iterator[Todo]:
    """What a season that was opened wants next: its roadshows, then their days."""
    for season in list_filled(clock.today().year):
        if season.undated:
            yield _any_time(
                ngettext("给%(num)d场路演定下日期", "给%(num)d场路演定下日期", season.undated),
                _("%(year)d年，可以一起排，也可以逐场定", year=season.year),
                url_for("centre.show_planner", year=season.year),
                _("去排日期"),
            )
        elif season.target and not season.listed:
            yield _any_time(
                _("列出%(year)d年要办的路演", year=season.year),
                ngettext("目标%(num)d场，先有题目就可以", "目标%(num)d场，先有题目就可以", season.target),
                url_for("centre.show_season", year=season.year),
                _("去列出"),
            )


def _to_verify() -> Iterator[Todo]:
    if count := investors.count_waiting():
        yield _any_time(
            ngettext("核验%(num)d家投资机构", "核验%(num)d家投资机构", count),
            _("登记编号与协会公示信息比对后，机构才能看到更多材料"),
            url_for("centre.list_institutions"),
            _("去核验"),
        )
    if count := investors.count_ending():
        yield _any_time(
            ngettext("%(num)d家机构的核验30天内到期", "%(num)d家机构的核验30天内到期", count),
            _("机构确认信息后重新核验；也可以现在就核验"),
            url_for("centre.list_institutions", state=InstitutionState.VERIFIED, sort="checked"),
            _("去查看"),
        )


def _to_let_in() -> Iterator[Todo]:
    for asked in investors_joining.list_requests_for_staff()[:MOST_REQUESTS]:
        yield _any_time(
            _("答复加入机构的申请"),
            _("%(name)s申请加入“%(company)s”", name=asked.person.name, company=asked.institution.name),
            url_for("centre.show_institution_request", asked_id=asked.id),
            _("去答复"),
        )


def _to_admit() -> Iterator[Todo]:
    for asked in list_requests_for_staff()[:MOST_REQUESTS]:
        yield _any_time(
            _("答复加入企业的申请"),
            _("%(name)s申请加入“%(company)s”", name=asked.person.name, company=asked.company.name),
            url_for("centre.show_join_request", request_id=asked.id),
            _("去答复"),
        )


def _to_check_companies() -> Iterator[Todo]:
    waiting = projects.list_companies(state=CompanyState.UNVERIFIED, among=applying_companies())
    if count := waiting.count():
        yield _any_time(
            ngettext("核验%(num)d家申请路演的企业", "核验%(num)d家申请路演的企业", count),
            _("对照营业执照或公示信息核对名称和统一社会信用代码"),
            url_for("centre.list_companies", state="applying"),
            _("去核验"),
        )


def _to_hand_over() -> Iterator[Todo]:
    for claim in list_open_claims()[:MOST_REQUESTS]:
        yield _any_time(
            _("答复认领企业的人"),
            _("%(name)s认领“%(company)s”", name=claim.person.name, company=claim.company.name),
            url_for("centre.show_claim", claim_id=claim.id),
            _("去答复"),
        )


def _to_check() -> Iterator[Todo]:
    for kept in ledgers.list_files_waiting():
        if kept.uploaded_by_id != current_user.id:
            yield _any_time(
                _("核对台账：%(name)s", name=kept.name),
                _("%(who)s导入，%(year)d年度", who=kept.uploaded_by, year=kept.year),
                url_for("centre.check_file", upload_id=kept.id),
                _("去核对"),
            )
    if count := list_to_check(ToCheck(current_user.id, among=ledgers.in_no_file())).count():
        yield _any_time(
            ngettext("核对%(num)d条成果", "核对%(num)d条成果", count),
            _("由同事逐条登记，须由他人核对"),
            url_for("centre.check_outcomes"),
            _("逐条核对"),
        )


def _returned() -> Iterator[Todo]:
    """What a reader logged and somebody refused, until it is logged again."""
    rows = list_returned_to(current_user.id, MOST_RETURNED)
    reasons = reasons_of([row.id for row in rows])
    for row in rows:
        yield _any_time(
            _("改好被退回的成果：%(what)s", what=f"{word(row.step or row.kind)} {name_of(row)}"),
            _("%(who)s：%(why)s", who=row.verified_by, why=reasons.get(row.id, "")),
            url_for("centre.show_outcome", row_id=row.id),
            _("去改"),
        )


def _to_close() -> Iterator[Todo]:
    """Years that are ready, and restatements that are."""
    today = clock.today()
    for year in list_to_close(today):
        yield _any_time(
            _("%(year)d年度关账", year=year),
            _("成果已全部核对，可以把这一年的数字固定下来"),
            url_for("centre.show_closing", year=year),
            _("去关账"),
        )
    for year in list_restated_to_close(today):
        yield _any_time(
            _("%(year)d年度的重述关账", year=year),
            _("没有等待核对的成果；关账之前，简报仍用原来的数字"),
            url_for("centre.show_closing", year=year),
            _("去关账"),
        )


def _to_settle() -> Iterator[Todo]:
    counts = count_to_settle() if has_mail() else {}  # nothing can be sent again without
    if count := sum(counts.values()):
        yield _any_time(
            ngettext("处理%(num)d封没有送达的通知", "处理%(num)d封没有送达的通知", count),
            _("重新发送，或者不再发送"),
            url_for("centre.list_letters", state=next(state for state in TO_SETTLE if counts.get(state))),
            _("去处理"),
        )


def _to_complete() -> Iterator[Todo]:
    if count := projects.count_projects(projects.Wanted(stub=True)):
        yield _any_time(
            ngettext("补全%(num)d个项目", "补全%(num)d个项目", count),
            _("台账里只有名称，还缺领域、阶段和介绍"),
            url_for("centre.list_projects", stub=1),
            _("去补全"),
        )


def _uploads() -> Iterator[Todo]:
    """A reader's own: what is being read or taken in may be left, and is found again here."""
    for upload in ledgers.list_waiting_for(current_user.id, MOST_UPLOADS):
        words, verb = {
            UploadState.READY: (_("确认台账的预览：%(name)s"), _("去确认")),
            UploadState.READING: (_("台账正在读取：%(name)s"), _("看进度")),
            UploadState.TAKING_IN: (_("台账正在导入：%(name)s"), _("看进度")),
            UploadState.FAILED: (_("台账没有完成：%(name)s"), _("看原因")),
            UploadState.STOPPED: (_("台账已停止读取：%(name)s"), _("去处理")),
        }[upload.state]
        so_far = rows_of(upload.job) if upload.job and upload.job.is_live else ""
        uploaded = _("%(year)d年度，%(at)s上传", year=upload.kept.year, at=moment(upload.kept.uploaded_at))
        more = _("已到%(so_far)s", so_far=so_far) if so_far else uploaded
        url = url_for("centre.show_upload", upload_id=upload.kept.id)
        yield _any_time(words % {"name": upload.kept.name}, more, url, verb)


def _any_time(words: str, more: str, url: str, verb: str) -> Todo:
    return Todo(_("随时"), soon=False, words=words, more=more, url=url, verb=verb)


WAITING: tuple[tuple[str, Callable[[], Iterator[Todo]]], ...] = (
    *ROADSHOW_WAITING,
    ("attendance.keep", to_answer_requests),
    ("people.keep", _to_invite),
    ("season.plan", _to_open_season),
    ("hall.keep", _to_make_hall),
    ("roadshow.plan", _to_list),
    ("institution.verify", _to_verify),
    ("institution.verify", _to_let_in),
    ("company.admit", _to_check_companies),
    ("company.admit", _to_admit),
    ("company.admit", _to_hand_over),
    ("ledger.import", _uploads),
    ("outcome.log", _returned),
    ("outcome.verify", _to_check),
    ("year.close", _to_close),
    ("pursuit.keep", to_pursue),
    ("letter.keep", _to_settle),
    ("project.complete", _to_complete),
    ("pitch.select", widely_seen),
)
FIRST = frozenset({_to_invite, _to_open_season, _to_make_hall, _to_list, to_call})
