"""What an application says, as the page and the list of applications tell it."""

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.pitches import queries
from roadshow.pitches.models import Pitch
from roadshow.pitches.rules import is_to_confirm
from roadshow.pitches.states import ENDED
from roadshow.projects.models import Company
from roadshow.projects.snapshot import Snapshot
from roadshow.web.dossier_facts import passing_on
from roadshow.web.facts import Fact, project_facts
from roadshow.web.words import moment

from .projects import company_url


def confirming(pitch: Pitch) -> object:
    """When it said that it will come, or by when it is to say so."""
    if pitch.confirmed_at is not None:
        return _("%(moment)s已确认", moment=moment(pitch.confirmed_at))
    if is_to_confirm(pitch, clock.now()):
        return _("待确认，%(moment)s截止", moment=moment(pitch.confirm_by_at))
    return None


def unverified(pitch: Pitch) -> Company | None:
    """The company of an application under way, while staff have not verified it."""
    company = pitch.project.company
    return company if company and company.verified_at is None and pitch.state not in ENDED else None


def facts_of(pitch: Pitch, told: Snapshot) -> list[Fact]:
    """The project's as it applied, and what its owner said with this application."""
    project = pitch.project
    return [
        Fact(_("一句话介绍"), told.overview.one_line),
        *project_facts(project, company_url(project.company), told),
        *_entered_facts(pitch, told),
        Fact(_("申请说明"), pitch.message),
        *([Fact(_("确认参加"), confirming(pitch))] if confirming(pitch) else []),
        *(
            Fact(each.spoken, (pitch.answers or {}).get(str(each.id)))
            for each in queries.list_questions(pitch.roadshow_id)
        ),
        Fact(_("提交时间"), moment(pitch.submitted_at), beside=_late_words(pitch)),
        *([Fact(_("资料截至"), moment(pitch.roadshow.call_closes_at))] if pitch.is_frozen else []),
    ]


def _entered_facts(pitch: Pitch, told: Snapshot) -> list[Fact]:
    """Of one that the centre typed in."""
    if not pitch.entered_by:
        return []
    reached = _("，").join(filter(None, (pitch.contact_phone, pitch.contact_email)))
    return [
        Fact(_("联系人"), pitch.contact_name, beside=reached),
        Fact(_("提供联系方式"), passing_on(told.landing)),
        Fact(_("录入人"), pitch.entered_by),
    ]


def _late_words(pitch: Pitch) -> object:
    code = queries.find_code_of(pitch)
    return _("凭补报码（给%(whom)s）", whom=code.for_whom) if code else None
