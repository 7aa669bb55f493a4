"""Who is there: one person a role, two where two are needed, their firms and funds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from stdnum.cn import uscc

from roadshow.accounts.models import Person
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.money import WAN, YI
from roadshow.foundation.sectors import SECTORS
from roadshow.investors import operations as investors
from roadshow.investors.agreements import agree
from roadshow.investors.avoiding import avoid
from roadshow.investors.choices import VERSION
from roadshow.investors.joining import ask_to_join as request_to_act
from roadshow.investors.joining import refuse as refuse_to_let_act
from roadshow.investors.mandates import MandateFacts, set_mandate
from roadshow.investors.models import InstitutionKind, Register
from roadshow.investors.rules import FundFacts, InstitutionFacts
from roadshow.projects import belonging, claiming, joining, verifying
from roadshow.projects import operations as projects
from roadshow.projects.facts import ProjectFacts
from roadshow.projects.models import Project
from roadshow.projects.queries import get_company, list_company_names
from roadshow.projects.states import Proof

from .dossiers import fill_whole

PEOPLE = {
    "organiser": ("示例林组织", Role.ORGANISER),
    "recorder": ("示例周登记", Role.RECORDER),
    "recorder2": ("示例王核对", Role.RECORDER),
    "startup": ("示例陈创业", Role.STARTUP),
    "startup2": ("示例吴创业", Role.STARTUP),
    "investor": ("示例郑投资", Role.INVESTOR),
    "investor2": ("示例冯投资", Role.INVESTOR),
    "judge": ("示例褚评委", Role.JUDGE),
    "leader": ("示例卫领导", Role.LEADER),
    "admin": ("示例蒋管理", Role.ADMIN),
    "judge2": ("示例沈评委", Role.JUDGE),
    "judge3": ("示例韩评委", Role.JUDGE),
}
IDEAS = (
    ("大功率燃料电池电堆", "energy", "a"),
    ("钠离子电池硬碳负极", "materials", "pre_a"),
    ("储能柜浸没式冷却", "energy", "a"),
    ("园区级虚拟电厂调度", "electronics", "angel"),
    ("柔性钙钛矿组件", "energy", "b"),
    ("工业尾气胺法捕集", "environment", "pre_a"),
    ("微流控即时检测芯片", "biomedicine", "angel"),
    ("手术导航定位机器人", "biomedicine", "a"),
    ("高精度六维力传感器", "manufacturing", "pre_a"),
    ("航空发动机热障涂层", "aerospace", "a"),
    ("工业质检视觉大模型", "electronics", "seed"),
    ("细胞培养无血清培养基", "biomedicine", "b"),
    ("低轨卫星相控阵天线", "aerospace", "a"),
    ("碳化硅外延设备", "manufacturing", "b"),
    ("废旧电池梯次利用", "environment", "a"),
    ("科技情报检索服务", "services", "angel"),
)


@dataclass(frozen=True)
class Crew:
    """The people by the word before their @demo.example."""

    people: Mapping[str, Person]

    def acting(self, who: str) -> Actor:
        return self.people[who].acting()

    def owner(self, project: Project) -> Actor:
        return self.registrant(project).acting()

    def registrant(self, project: Project) -> Person:
        if project.company is None:
            raise LookupError(project.name)
        return project.company.members[0].person


def make(password: str, today: date) -> Crew:
    """All of them, with an account a year old."""
    with clock.at(clock.moment(today - timedelta(days=365), time(9))):
        return Crew(
            {
                word: make_person(f"{word}@demo.example", name, password, [role])
                for word, (name, role) in PEOPLE.items()
            }
        )


def register_firms(crew: Crew, today: date) -> list[Project]:
    """Each idea with a firm of its own, in turn startup's and startup2's; a verified fund and one that waits."""
    with clock.at(clock.moment(today - timedelta(days=320), time(10))):
        made = [_register(crew, number) for number in range(len(IDEAS))]
        for number, project in enumerate(made):
            fill_whole(project, number, IDEAS[number][0], today, actor=crew.owner(project))
        _register_fund(crew)
    with clock.at(clock.moment(today - timedelta(days=318), time(10))):
        for project in made[:1] + made[3:]:  # the second is claimed, the third waits
            if company := project.company:
                verifying.verify(company, Proof.CREDIT, "登记状态：存续", actor=crew.acting("organiser"))
    with clock.at(clock.moment(today - timedelta(days=1), time(15))):
        waiting = InstitutionFacts("示例产业资本", InstitutionKind.CORPORATE, uscc=code(9001))
        investors.register_institution(
            waiting, owner=crew.people["investor2"], actor=crew.acting("investor2")
        )
    return made


def ask_to_join(crew: Crew, firms: list[Project], today: date) -> None:
    """startup2 would like to join a firm of startup's, and one that only the ledger knows: staff decide on that."""
    orphan = next(firm.id for firm in list_company_names() if not belonging.list_members(firm.id))
    wanted = [company.id for firm in firms[:1] if (company := firm.company)] + [orphan]
    with clock.at(clock.moment(today - timedelta(days=1), time(16))):
        for company_id in wanted:
            company, person = get_company(company_id), crew.people["startup2"]
            message = "我在示例企业负责融资，请让我一起准备路演。"
            joining.ask_to_join(company, person, message, actor=crew.acting("startup2"))
    _claim(crew, firms, today)


def _claim(crew: Crew, firms: list[Project], today: date) -> None:
    """Two firms of startup2's left startup without an answer, who claims one of them: staff decide on that, too."""
    left = [get_company(company.id) for firm in firms[1:4:2] if (company := firm.company)]
    person, actor = crew.people["startup"], crew.acting("startup")
    with clock.at(clock.moment(today - timedelta(days=3), time(9))):
        for company in left:
            joining.ask_to_join(company, person, "我是示例企业的新任负责人。", actor=actor)
    with clock.at(clock.moment(today - timedelta(days=1), time(17))):
        statement = "原来的账号是已离职的同事登记的，我是法定代表人，可以提供营业执照。"
        claiming.claim_company(left[0], person, statement, actor=actor)


def _register_fund(crew: Crew) -> None:
    """Verified, with a mandate and all that is agreed to; its year ends soon. Somebody would like to join it, another
    was turned away."""
    facts = InstitutionFacts(
        "示例湖畔创投",
        InstitutionKind.MANAGER,
        amac_number="P1000001",
        aum_fen=12 * YI,
        cases="示例储能项目，A轮；示例传感器项目，天使轮。",
        funds=(FundFacts("示例湖畔一号基金", "SGA001"), FundFacts("示例湖畔二号基金", "SGA002")),
    )
    person, actor = crew.people["investor"], crew.acting("investor")
    fund = investors.register_institution(facts, owner=person, actor=actor)
    investors.verify(fund, Register.AMAC, "公示状态正常", actor=crew.acting("organiser"))
    mandate = MandateFacts(("materials", "energy"), ("pre_a", "a"), 500 * WAN, 3_000 * WAN, ("330000",))
    set_mandate(fund, mandate, actor=actor)
    for kind, version in VERSION.items():
        agree(fund, person, kind, version, actor=actor)
    avoid(fund, "示例同业资本", actor=actor)
    stranger, asks = crew.people["judge3"], crew.people["startup2"]
    turned_away = request_to_act(fund, stranger, "我想代表示例湖畔创投参加路演。", actor=stranger.acting())
    refuse_to_let_act(turned_away, "我们没有这位同事，请核对机构名称。", actor=actor)
    request_to_act(fund, asks, "我刚到示例湖畔创投做投资经理。", actor=asks.acting())


def _register(crew: Crew, number: int) -> Project:
    idea, sector, stage = IDEAS[number]
    owner = ("startup", "startup2")[number % 2]
    actor = crew.acting(owner)
    name = f"示例{idea[:4]}科技有限公司"
    company = projects.register_company(name, code(number + 1), owner=crew.people[owner], actor=actor)
    facts = ProjectFacts(f"示例{idea}", f"{idea}的研发与量产", _story(idea, sector), sector, stage)
    return projects.register_project(company, facts, actor=actor)


def _story(idea: str, sector: str) -> str:
    return f"面向{SECTORS[sector]}领域的{idea}，已完成中试，正在与三家客户验证。"


def code(number: int) -> str:
    """A made-up credit code whose check character is right."""
    base = f"91330482MADEM{number:04d}"
    return base + uscc.calc_check_digit(base)
