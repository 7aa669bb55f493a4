"""The whole form of each project of the demo; every person, amount and patent in it is made up."""

from datetime import date

from roadshow.foundation.actor import Actor
from roadshow.foundation.money import WAN
from roadshow.projects.facts import (
    ApplicantFacts,
    FinancingFacts,
    LandingFacts,
    MarketFacts,
    RightFacts,
    RoundFacts,
    StepFacts,
    TeamFacts,
    TeammateFacts,
    TechnologyFacts,
    YearFacts,
)
from roadshow.projects.filling import fill
from roadshow.projects.models import Project
from roadshow.projects.snapshot import print_of, snapshot_of

KINDS = ("company", "company", "research", "company", "overseas")
SOURCES = ("bureau", "incubator", "self", "township", "offsite", "institution")
WISHES = ("production", "landing", "research", "registration")
REGIONS = ("330482", "330411", "310117", "320508")


def fill_whole(project: Project, number: int, idea: str, today: date, *, actor: Actor) -> None:
    """The ``number``-th project's answers, none left out."""
    for step, facts in _answers(number, idea, today.year - 1).items():
        fill(project, facts, seen=print_of(snapshot_of(project).step(step)), actor=actor)


def _answers(number: int, idea: str, last_year: int) -> dict[str, StepFacts]:
    return {
        "applicant": ApplicantFacts(
            KINDS[number % len(KINDS)],
            SOURCES[number % len(SOURCES)],
            f"示例联系人{number + 1}",
            f"1380000{number:04d}",
            f"project{number + 1}@demo.example",
            date(last_year - 4, 1 + number % 12, 8),
            REGIONS[number % len(REGIONS)],
            f"示例路{number + 1}号",
            (500 + 100 * number) * WAN,
            18 + 4 * number,
            8 + 2 * number,
        ),
        "technology": TechnologyFacts(
            4 + number % 6,
            f"{idea}，自主研发，已完成样机，关键指标经第三方检测。",
            "高新技术企业\n科技型中小企业",
            "示例创新创业大赛优胜奖",
        ),
        "market": MarketFacts(
            "面向长三角的制造企业，三年内可触达的市场约二十亿元。",
            "国内有两家同类企业，我们的成本低三成。",
            "设备销售加年度服务费。",
            tuple(
                YearFacts(
                    last_year - back,
                    (300 + 20 * number) * (3 - back) * WAN,
                    (10 * number - 50) * (3 - back) * WAN,
                    (80 + 5 * number) * (3 - back) * WAN,
                )
                for back in range(3)
            ),
        ),
        "financing": FinancingFacts(
            (1_000 + 250 * number) * WAN,
            800 + 50 * number,
            "产线扩建六成，研发三成，市场一成。",
            300 * WAN if number % 3 == 0 else None,
            (RoundFacts("seed", date(last_year - 2, 6, 18), "示例天使基金", 300 * WAN),),
        ),
        "team": TeamFacts(
            (
                TeammateFacts(f"示例创始人{number + 1}", "创始人、总经理", "十五年行业经验。"),
                TeammateFacts(f"示例总工{number + 1}", "首席科学家", "示例大学教授。"),
            ),
            (RightFacts("invention", f"一种{idea}及其制备方法", f"示例专利{number + 1:03d}"),),
            no_dispute=True,
        ),
        "landing": LandingFacts(
            WISHES[number % len(WISHES)],
            800 + 200 * number,
            date(last_year + 2, 3, 1),
            ("verified", "nda")[number % 2],
            handling=True,
            passing_on=number % 2 == 0,
            publishing=True,
            truth=True,
        ),
    }
