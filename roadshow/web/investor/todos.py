"""What waits for this investor: its institution first, then what it says and agrees to, then who would join."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from roadshow.foundation import clock
from roadshow.investors.agreements import has_declared, has_signed_nda
from roadshow.investors.belonging import list_requests_for
from roadshow.investors.models import AgreementKind, Institution
from roadshow.investors.rules import is_due
from roadshow.investors.states import InstitutionState
from roadshow.meetings.queries import list_waiting
from roadshow.meetings.states import Side
from roadshow.web.agreed import agreed_talks
from roadshow.web.todo import Todo
from roadshow.web.words import in_a_row, moment, word


def list_todos(institution: Institution | None) -> list[Todo]:
    if institution is None:
        return [_register()]
    return [
        *_verification(institution),
        *_talks(institution),
        *agreed_talks(
            Side.INSTITUTION,
            lambda talk: talk.interest.project.name,
            lambda interest_id: url_for("investor.show_interest", interest_id=interest_id),
        ),
        *_to_say(institution),
        *_to_agree(institution),
        *_to_answer(),
    ]


def _register() -> Todo:
    return Todo(
        by=_("先做这件"),
        soon=True,
        words=_("登记机构"),
        more=_("说明您代表谁投资，由路演中心核验。同事已经登记过的，申请加入就行。"),
        url=url_for("investor.register_institution"),
        verb=_("登记机构"),
    )


def _verification(institution: Institution) -> Iterator[Todo]:
    if institution.state is InstitutionState.REFUSED:
        yield Todo(
            by=_("等您修改"),
            soon=True,
            words=_("核验未通过：%(reason)s", reason=institution.refusal),
            more=_("请按原因修改机构信息，保存后会重新核验。"),
            url=url_for("investor.change_institution"),
            verb=_("修改机构信息"),
        )
    elif institution.standing is InstitutionState.LAPSED:
        words = _("核验已于%(moment)s到期", moment=moment(institution.verified_until))
        yield _to_confirm(_("已到期"), words, institution)
    elif is_due(institution, clock.now()) and institution.renewal_asked_at is None:
        words = _("核验将于%(moment)s到期", moment=moment(institution.verified_until))
        yield _to_confirm(_("快到期"), words, institution)


def _talks(institution: Institution) -> Iterator[Todo]:
    for talk in list_waiting(Side.INSTITUTION, [institution.id]):
        yield Todo(
            by=_("等您答复"),
            soon=True,
            words=_("定约谈时间：%(who)s", who=talk.interest.project.name),
            more=_("“%(project)s”同意约谈", project=talk.interest.project.name),
            url=url_for("investor.show_interest", interest_id=talk.interest_id),
            verb=_("去答复"),
        )


def _to_confirm(by: str, words: str, institution: Institution) -> Todo:
    more = _("确认机构信息没有变化，或者修改，路演中心据此重新核验。")
    ends = institution.verified_until
    due = clock.local(ends).date() if ends else date.max
    return Todo(by, True, words, more, url_for("investor.show_institution"), _("去确认"), due)


def _to_say(institution: Institution) -> Iterator[Todo]:
    if institution.mandate is None:
        more = _("选好领域、阶段和金额，“今天”先列相符的场次，路演中心据此邀请。")
        yield _any_time(_("填写投资偏好"), more, url_for("investor.change_mandate"), _("去填写"))


def _to_agree(institution: Institution) -> Iterator[Todo]:
    missing = {
        AgreementKind.DECLARATION: not has_declared(institution.id),
        AgreementKind.NDA: not has_signed_nda(current_user.id),
    }
    kinds = [word(kind) for kind, is_missing in missing.items() if is_missing]
    if kinds:
        more = _("核验通过并受邀后，还要有声明和承诺才能看财务数据和路演材料。")
        words = _("同意%(which)s", which=in_a_row(kinds))
        yield _any_time(words, more, url_for("investor.list_agreements"), _("去看看"))


def _to_answer() -> Iterator[Todo]:
    for asked in list_requests_for(current_user.id):
        words = _("答复%(name)s", name=asked.person.name)
        more = _("%(name)s申请加入“%(company)s”", name=asked.person.name, company=asked.institution.name)
        yield _any_time(words, more, url_for("investor.list_contacts"), _("去答复"))


def _any_time(words: str, more: str, url: str, verb: str) -> Todo:
    return Todo(_("随时"), soon=False, words=words, more=more, url=url, verb=verb)
