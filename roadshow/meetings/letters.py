"""What a project's owners are told of those who would like to talk with them or invest."""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.accounts.letters import reader_of
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Reader, queue
from roadshow.pitches.models import Pitch
from roadshow.projects.queries import list_owners

from . import queries
from .models import LEVEL_WORDS, Interest, InterestLevel
from .queries import Asker

KINDS["interest.said"] = Kind(
    _("有机构表示意向"),
    subject=_("{institution}对“{project}”：{level}"),
    body=_(
        "{name}，您好：{institution}在“{title}”上对“{project}”表示：{level}。\n{who}\n{message}\n"
        "同意约谈、提出时间或婉拒，请打开：\n{link}"
    ),
    places={
        "institution": Place(_("机构名称"), _("示例创投")),
        "project": Place(_("项目名称"), _("示例项目")),
        "title": Place(_("路演名称"), _("示例专场")),
        "level": Place(_("意向"), _("希望约谈")),
        "who": Place(_("登记人和机构同意提供的联系方式"), _("登记人：示例联系人，投资经理")),
        "message": Place(_("机构给项目方的话；没有写没有这句"), _("“想了解量产计划。”")),
        "link": Place(_("答复意向的页面"), "https://roadshow.example/startup/interests/1"),
    },
    button=_("去答复"),
    night=Night.BY_HAND,
)


def tell_owners(pitch: Pitch, interest: Interest) -> None:
    """Everyone who acts for the project; whom the centre typed in as its contact where nobody does."""
    readers = {reader_of(member.person) for _project, member in list_owners([pitch.project_id])}
    link: object = address_of(f"/startup/interests/{interest.id}")
    if not readers and pitch.contact_email:
        readers, link = {Reader(None, pitch.contact_name, pitch.contact_email)}, _("请联系路演中心")
    values = {
        "institution": interest.institution.name,
        "project": pitch.project.name,
        "title": pitch.roadshow.spoken_title,
        "level": LEVEL_WORDS[InterestLevel(interest.level or InterestLevel.TALK)],
        "who": LazyString(_who, queries.asker_of(interest)),
        "message": _("“%(words)s”", words=interest.message) if interest.message else "",
        "link": link,
    }
    queue("interest.said", dict.fromkeys(sorted(readers, key=lambda reader: reader.address), values))


def _who(asker: Asker) -> str:
    return str(_("登记人：%(who)s", who=str(_("，")).join(asker.lines))) if asker.lines else ""
