"""What a project's owners are told of those who would like to talk with them or invest."""

from flask_babel import lazy_gettext as _

from roadshow.accounts.letters import reader_of
from roadshow.foundation.site import address_of
from roadshow.investors.models import Institution
from roadshow.notices.kinds import KINDS, Kind, Place
from roadshow.notices.operations import Reader, queue
from roadshow.pitches.models import Pitch
from roadshow.projects.queries import list_owners

from .models import LEVEL_WORDS, InterestLevel

KINDS["interest.said"] = Kind(
    _("有机构表示意向"),
    subject=_("{institution}对“{project}”：{level}"),
    body=_("{institution}在“{title}”上对“{project}”表示：{level}。\n{link}"),
    places={
        "institution": Place(_("机构名称"), _("示例创投")),
        "project": Place(_("项目名称"), _("示例项目")),
        "title": Place(_("路演名称"), _("示例专场")),
        "level": Place(_("意向"), _("希望约谈")),
        "link": Place(
            _("哪些机构看过、有什么意向的页面"), "https://roadshow.example/startup/projects/1/investors"
        ),
    },
)


def tell_owners(pitch: Pitch, institution: Institution, level: InterestLevel) -> None:
    """Everyone who acts for the project; whom the centre typed in as its contact where nobody does."""
    readers = {reader_of(member.person) for _project, member in list_owners([pitch.project_id])}
    link: object = address_of(f"/startup/projects/{pitch.project_id}/investors")
    if not readers and pitch.contact_email:
        readers, link = {Reader(None, pitch.contact_name, pitch.contact_email)}, _("请联系路演中心")
    values = {
        "institution": institution.name,
        "project": pitch.project.name,
        "title": pitch.roadshow.spoken_title,
        "level": LEVEL_WORDS[level],
        "link": link,
    }
    queue("interest.said", dict.fromkeys(sorted(readers, key=lambda reader: reader.address), values))
