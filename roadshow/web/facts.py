"""What is known of a thing, for the part ``facts_panel``: the same at the centre's desk and at its owner's."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _

from roadshow.investors.models import Institution
from roadshow.projects.models import Company, Project

from .words import moment, sector, stage, word


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
    ]


def project_facts(project: Project, company_url: str | None = None) -> list[Fact]:
    company = project.company
    return [
        Fact(_("企业"), company.name if company else None, company_url),
        Fact(_("统一社会信用代码"), company.uscc if company else None),
        Fact(_("技术领域"), sector(project.sector)),
        Fact(_("发展阶段"), stage(project.stage)),
        Fact(_("项目介绍"), project.description),
        Fact(_("登记时间"), moment(project.made_at)),
    ]


def institution_facts(institution: Institution) -> list[Fact]:
    people = [contact.person for contact in institution.contacts]
    return [
        Fact(_("机构类型"), word(institution.kind)),
        Fact(_("登记编号"), institution.amac_number),
        Fact(_("统一社会信用代码"), institution.uscc),
        *(Fact(_("联系人"), person.name, beside=person.email) for person in people),
        Fact(_("登记时间"), moment(institution.made_at)),
    ]
