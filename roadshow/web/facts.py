"""What is known of a thing, for the part ``facts_panel``: the same at the centre's desk and at its owner's."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from roadshow.foundation import clock
from roadshow.foundation.regions import region_name
from roadshow.halls.hours import week_in_words
from roadshow.halls.models import Hall
from roadshow.investors.choices import PARTS, REINVESTMENT
from roadshow.investors.models import Agreement, Contact, Institution, Mandate
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Company, Project
from roadshow.projects.snapshot import Snapshot

from .roadshow_days import PENDING
from .words import amount, equipment, full_day, hours, in_a_row, moment, sector, stage, word


class Fact(NamedTuple):
    """``url`` is where the value leads, for who may go there; ``beside`` is said more quietly after it."""

    words: object
    value: object
    url: str | None = None
    beside: object = None


def company_facts(company: Company) -> list[Fact]:
    people = [member.person for member in company.members]
    return [
        Fact(_("统一社会信用代码"), company.uscc),
        *(Fact(_("联系人"), person.name, beside=person.email) for person in people),
        Fact(_("登记时间"), moment(company.made_at)),
        Fact(_("核验"), word(company.state), beside=moment(company.verified_at) or company.refusal),
    ]


def verified_words(company: Company | None) -> object | None:
    """Whether it is verified and since which day, beside its name."""
    if company is None:
        return None
    state, verified_at = word(company.state), company.verified_at
    if verified_at is None:
        return state
    return _("%(state)s，%(day)s", state=state, day=full_day(clock.local(verified_at).date()))


def project_facts(
    project: Project, company_url: str | None = None, told: Snapshot | None = None
) -> list[Fact]:
    """As the project is, or as an application ``told`` of it."""
    company, said = project.company, told.overview if told else project
    name, uscc = (told.company, told.uscc) if told else (company and company.name, company and company.uscc)
    return [
        Fact(_("企业"), name, company_url, verified_words(company)),
        Fact(_("统一社会信用代码"), uscc),
        Fact(_("技术领域"), sector(said.sector)),
        Fact(_("发展阶段"), stage(said.stage)),
        Fact(_("项目介绍"), said.description),
        Fact(_("登记时间"), moment(project.made_at)),
    ]


def review_facts(told: Snapshot, *, blind: bool, verified: object = None) -> list[Fact]:
    """For who reads an application; a blind reader does not see the firm. ``verified`` is said beside it."""
    said = told.overview
    return [
        *([] if blind else [Fact(_("企业"), told.company, beside=verified)]),
        Fact(_("技术领域"), sector(said.sector)),
        Fact(_("发展阶段"), stage(said.stage)),
        Fact(_("项目介绍"), said.description),
    ]


def roadshow_facts(roadshow: Roadshow, taken: int, rooms: Iterable[Hall] = ()) -> list[Fact]:
    """``taken``: how many of its places on stage are given; ``rooms``: online ones that the reader may enter."""
    facts = _place_pending(roadshow) if roadshow.date_pending else _place_facts(roadshow)
    facts += [Fact(_("入会链接"), room.link, room.link) for room in rooms]
    if roadshow.halls and not roadshow.date_pending:
        facts.append(Fact(_("可容纳"), seats_of(roadshow)))
    facts.append(Fact(_("领域"), sector(roadshow.sector) or _("不限领域")))
    if roadshow.starts_at:
        places = _("%(places)d个，已选入%(taken)d个", places=roadshow.places, taken=taken)
        facts.append(Fact(_("上台名额"), places))
    if roadshow.call_opens_at:
        facts.append(Fact(_("征集开始"), moment(roadshow.call_opens_at)))
    if roadshow.call_closes_at:
        paused = roadshow.date_pending and roadshow.cancelled_from is RoadshowState.CALLING
        beside = _("延期期间暂停征集") if paused else None
        facts.append(Fact(_("征集截止"), moment(roadshow.call_closes_at), beside=beside))
    if roadshow.lead_name:
        facts.append(
            Fact(lazy_pgettext("roadshow", "负责人"), roadshow.lead_name, beside=roadshow.lead_phone)
        )
    if roadshow.summary:
        facts.append(Fact(_("简介"), roadshow.spoken_summary))
    return facts


def _place_facts(roadshow: Roadshow) -> list[Fact]:
    facts = [Fact(_("日期"), full_day(roadshow.on)), Fact(_("时间"), hours(roadshow))]
    if roadshow.moved_from_at:
        facts.append(Fact(_("原定"), moment(roadshow.moved_from_at)))
    facts.append(Fact(_("场地"), roadshow.spoken_where, beside=roadshow.spoken_address))
    return facts + [
        Fact(_("分会场"), hall.spoken_name, beside=hall.spoken_address) for hall in roadshow.branches
    ]


def _place_pending(roadshow: Roadshow) -> list[Fact]:
    """What no longer counts is said as such."""
    halls = in_a_row([hall.spoken_name for hall in roadshow.halls])
    was = _("%(moment)s，%(halls)s", moment=moment(roadshow.starts_at), halls=halls)
    return [
        Fact(_("日期"), PENDING),
        Fact(_("场地"), lazy_pgettext("plan", "待定"), beside=_("已释放")),
        Fact(_("原定"), was),
    ]


def seats_of(roadshow: Roadshow) -> object:
    """All its halls together; who sits at home is not counted among those who come."""
    here = sum(hall.capacity for hall in roadshow.halls if not hall.online)
    online = sum(hall.capacity for hall in roadshow.halls if hall.online)
    if here and online:
        return _("现场%(here)d人，线上%(online)d人", here=here, online=online)
    return _("线上%(online)d人", online=online) if online else _("%(here)d人", here=here)


def hall_facts(hall: Hall) -> list[Fact]:
    return [
        *([Fact(_("入会链接"), hall.link, hall.link)] if hall.online else []),
        *([Fact(_("地图坐标"), hall.point)] if hall.point else []),
        *([Fact(_("场地联系人"), hall.contact)] if hall.contact else []),
        Fact(_("开放时间"), week_in_words(hall.hours)),
        Fact(_("设备"), equipment(hall.equipment)),
        Fact(_("容纳（人）"), hall.capacity),
        Fact(_("布场（分钟）"), hall.setup_minutes),
        Fact(_("撤场（分钟）"), hall.teardown_minutes),
    ]


def institution_facts(institution: Institution) -> list[Fact]:
    return [
        Fact(_("机构类型"), word(institution.kind)),
        Fact(_("登记编号"), institution.amac_number),
        Fact(_("统一社会信用代码"), institution.uscc),
        Fact(_("管理规模"), amount(institution.aum_fen)),
        *(Fact(_("旗下基金"), fund.name, beside=fund.code) for fund in institution.funds),
        Fact(_("过往案例"), institution.cases),
        *(_reached(contact) for contact in institution.contacts),
        Fact(_("登记时间"), moment(institution.made_at)),
    ]


def _reached(contact: Contact) -> Fact:
    person = contact.person
    return Fact(_("联系人"), person.name, beside=" ".join(filter(None, (person.email, contact.mobile))))


def mandate_facts(mandate: Mandate) -> list[Fact]:
    return [
        Fact(_("关注领域"), in_a_row(map(sector, mandate.sectors))),
        Fact(_("投资阶段"), in_a_row(map(stage, mandate.stages))),
        Fact(_("单笔金额"), ticket(mandate)),
        Fact(_("关注地区"), in_a_row(map(region_name, mandate.regions)) or _("不限地区")),
        Fact(_("领投或跟投"), PARTS[mandate.part]),
        Fact(_("返投"), REINVESTMENT[mandate.reinvestment]),
        Fact(_("补充说明"), mandate.words),
        Fact(_("修改时间"), moment(mandate.changed_at)),
    ]


def ticket(mandate: Mandate) -> object:
    """From how much to how much it invests at once."""
    least, most = amount(mandate.ticket_from_fen), amount(mandate.ticket_to_fen)
    return _("%(least)s至%(most)s", least=least, most=most)


def agreement_facts(agreements: Iterable[Agreement]) -> list[Fact]:
    """Who agreed to what, in which version and when."""
    return [
        Fact(
            word(each.kind),
            each.by,
            beside=_("%(moment)s，第%(version)d版", moment=moment(each.at), version=each.version),
        )
        for each in agreements
    ]
