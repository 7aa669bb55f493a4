"""Who may do what: one table, read by the guards, the menus and the tests."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import lazy_gettext as _


class Role(StrEnum):
    ORGANISER = "organiser"
    RECORDER = "recorder"
    LEADER = "leader"
    ADMIN = "admin"
    STARTUP = "startup"
    INVESTOR = "investor"
    JUDGE = "judge"


ROLE_WORDS = {
    Role.ORGANISER: _("组织者"),
    Role.RECORDER: _("成果登记员"),
    Role.LEADER: _("领导"),
    Role.ADMIN: _("管理员"),
    Role.STARTUP: _("项目方"),
    Role.INVESTOR: _("投资机构"),
    Role.JUDGE: _("评委"),
}
ROLE_MEANS = {
    Role.ORGANISER: _("排年度计划和场次，征集和遴选项目，排议程，邀请来宾，核验机构和企业"),
    Role.RECORDER: _("登记成果、导入台账，核对别人登记的成果"),
    Role.LEADER: _("看全部数字和清单，定目标，关账"),
    Role.ADMIN: _("邀请人员、分配角色，看留痕，改通知的文字"),
    Role.STARTUP: _("登记企业和项目，申请路演"),
    Role.INVESTOR: _("登记机构，参加路演，看受邀场次的项目资料"),
    Role.JUDGE: _("评审分到自己名下的申请，打分"),
}
"""What each may do, for whoever gives or gets it."""
STAFF = frozenset({Role.ORGANISER, Role.RECORDER, Role.LEADER, Role.ADMIN})

_READING = frozenset(
    {"centre.enter", "year.read", "roadshow.read", "project.read", "outcome.read", "institution.read"}
)
_EVERYONE = frozenset({"account.own"})

MAY: dict[Role, frozenset[str]] = {
    Role.ORGANISER: _READING
    | {
        "season.plan",
        "year.target",
        "hall.keep",
        "roadshow.plan",
        "roadshow.run",
        "pitch.select",
        "agenda.make",
        "institution.verify",
        "project.complete",
        "letter.keep",
        "bulletin.keep",
        "company.admit",
        "door.keep",
        "attendance.keep",
        "interest.read",
        "pursuit.keep",
    },
    Role.RECORDER: _READING
    | {"outcome.log", "outcome.verify", "ledger.import", "project.complete", "door.keep", "interest.read"}
    | {"pursuit.keep"},
    Role.LEADER: _READING | {"interest.read", "year.close", "year.target"},
    Role.ADMIN: _READING | {"year.close", "people.keep", "trail.read", "letter.keep", "bulletin.keep"},
    Role.STARTUP: frozenset({"startup.enter", "project.own", "pitch.own"}),
    Role.INVESTOR: frozenset({"investor.enter", "institution.own", "seat.own", "deal.read", "interest.own"}),
    Role.JUDGE: frozenset({"judge.enter", "review.own"}),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """All that these roles may do together."""
    return _EVERYONE.union(*(MAY[role] for role in roles))
