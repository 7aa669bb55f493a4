"""Fifteen roadshows from eight months ago to four months ahead, each led through its life by the real operations,
and two that want a day yet."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, time, timedelta

from roadshow.agenda import operations as agenda
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.foundation import clock
from roadshow.halls import operations as halls
from roadshow.halls.models import Hall
from roadshow.halls.uses import BlackoutFacts, UseFacts
from roadshow.pitches import operations as pitches
from roadshow.pitches import places
from roadshow.pitches.models import Pitch
from roadshow.programme import drafting, hall_uses, proposing
from roadshow.programme import operations as programme
from roadshow.programme.drafting import Line
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.queries import find_season
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.wanted import Wanted
from roadshow.projects.models import Project
from roadshow.rest_days import operations as rest_days
from roadshow.rest_days.queries import why_rest

from . import panel
from .asked import WISHES, ask
from .english import TITLES, summary_of
from .halls import HALLS
from .people import Crew

TARGET = 15


@dataclass(frozen=True)
class Plan:
    """One roadshow: how many days from today, what, where (numbers of halls)."""

    days: int
    title: str
    sector: str | None
    hall: int = 0
    branches: tuple[int, ...] = ()


HELD = (
    Plan(-240, "电子信息专场路演", "electronics"),
    Plan(-205, "生物与新医药专场路演", "biomedicine"),
    Plan(-170, "新材料专场路演", "materials", 1),
    Plan(-130, "航空航天专场路演", "aerospace"),
    Plan(-95, "先进制造与自动化专场路演", "manufacturing", 2),
    Plan(-60, "资源与环境专场路演", "environment", 1),
    Plan(-25, "高技术服务专场路演", "services"),
)
PUBLISHED = (
    Plan(9, "新能源与节能专场路演", "energy", branches=(3,)),
    Plan(23, "生物与新医药专场路演（二）", "biomedicine", 2),
)
SELECTING = Plan(30, "长三角高校院所成果专场", "materials", 1)
POSTPONED = Plan(16, "海外人才项目专场", None, 1)
CALLING = Plan(51, "先进制造与自动化专场路演（二）", "manufacturing", branches=(2,))
CANCELLED = Plan(12, "航空航天与新材料专场", "aerospace", 2)
UNDATED = (Line("示例大学成果转化专场", "biomedicine"), Line("示例产业园低碳专场", "energy"))
SUMMARY = "已过初筛的项目依次登台，每个项目8分钟陈述、7分钟答辩，随后自由对接。"
PLANNED = (Plan(80, "年度投融资对接会", None), Plan(110, "电子信息专场路演（二）", "electronics", 2))


def hold(crew: Crew, projects: list[Project], today: date) -> None:
    """Lead each roadshow as far as it has come today."""
    _Year(crew, projects, today).run()


class _Year:
    """What all the lives below share: who acts, where, and the day that is today."""

    def __init__(self, crew: Crew, projects: list[Project], today: date) -> None:
        self.crew, self.projects, self.today = crew, projects, today
        self.organiser = crew.acting("organiser")
        with self.at(-330):
            for year in range(today.year - 1, today.year + 2):
                rest_days.seed(year, actor=self.organiser)
            self.halls: list[Hall] = [halls.make_hall(facts, actor=self.organiser) for facts in HALLS]

    def run(self) -> None:
        for number, plan in enumerate(HELD):
            self.hold(plan, self.some(number, 5), close=number < len(HELD) - 1)
        for number, plan in enumerate(PUBLISHED):
            roadshow = self.publish(plan, self.some(number * 6, 6), since=plan.days - 60)
            if number == 0:
                self.work_on(roadshow)
        self.select(SELECTING)
        self.postpone(POSTPONED)
        self.call_with_every_state(CALLING)
        self.cancel(CANCELLED)
        for plan in PLANNED:
            self.plan(plan, since=-20)
        self.lend()
        self.wish(self.season(self.day(PLANNED[-1]).year))

    def at(self, days: int, hour: int = 10) -> AbstractContextManager[None]:
        return clock.at(clock.moment(self.today + timedelta(days=days), time(hour)))

    def some(self, first: int, many: int) -> list[Project]:
        """So many projects, from one on, round about."""
        return [self.projects[(first + number) % len(self.projects)] for number in range(many)]

    def season(self, year: int) -> Season:
        return find_season(year) or programme.open_season(year, TARGET, actor=self.organiser)

    def day(self, plan: Plan) -> date:
        """Its day, never one when people are off."""
        on, way = self.today + timedelta(days=plan.days), -1 if plan.days < 0 else 1
        while why_rest(on):
            on += timedelta(days=way)
        return on

    def plan(self, plan: Plan, since: int) -> Roadshow:
        on = self.day(plan)
        facts = RoadshowFacts(
            plan.title,
            on,
            time(13, 30),
            time(17),
            self.halls[plan.hall],
            plan.sector,
            6,
            SUMMARY,
            branches=[self.halls[number] for number in plan.branches],
            title_en=TITLES[plan.title],
            summary_en=summary_of(TITLES[plan.title]),
            lead_name="示例组织者",
            lead_phone="0573-0000 0001",
        )
        with self.at(since):
            return programme.plan_roadshow(self.season(on.year), facts, actor=self.organiser)

    def lend(self) -> None:
        """A hall that is somebody else's each week, and one that is out of use."""
        first, second, *_others = self.halls
        on = self.today + timedelta(days=7 + (2 - self.today.weekday()) % 7)  # a Wednesday
        weekly = UseFacts("示例商会周例会", on, time(8, 30), time(10), on + timedelta(weeks=5))
        with self.at(-6):
            hall_uses.enter_use(second, weekly, actor=self.organiser)
            repairs = BlackoutFacts(
                "空调检修", self.today + timedelta(days=62), self.today + timedelta(days=64)
            )
            hall_uses.enter_blackout(first, repairs, actor=self.organiser)

    def wish(self, season: Season) -> None:
        """What the coming season is to be about, and two that want a day, which the planner proposes."""
        with self.at(-8):
            drafting.set_wishes(season, WISHES, actor=self.organiser)
            drafting.plan_several(season, UNDATED, 6, actor=self.organiser)
        with self.at(-1):
            proposing.propose(season, Wanted(), actor=self.organiser)

    def call(self, plan: Plan, since: int, closes: int) -> Roadshow:
        """Planned and calling, from ``since`` until the day ``closes``."""
        roadshow = self.plan(plan, since)
        with self.at(since + 1):
            until = clock.moment(self.today + timedelta(days=closes), time(18))
            programme.open_call(roadshow, until, actor=self.organiser)
        return roadshow

    def applied(self, roadshow: Roadshow, projects: list[Project], on: int) -> list[Pitch]:
        with self.at(on, 14):
            return [self.apply(roadshow, project) for project in projects]

    def apply(self, roadshow: Roadshow, project: Project) -> Pitch:
        owner = self.crew.owner(project)
        pitch = pitches.apply(project, roadshow, "希望与产业资本对接。", actor=owner)
        pitches.submit(pitch, actor=owner)
        return pitch

    def publish(self, plan: Plan, projects: list[Project], since: int) -> Roadshow:
        """Through call and screening to a public running order, all before today."""
        roadshow = self.call(plan, since, closes=since + 20)
        applied = self.applied(roadshow, projects, since + 5)
        with self.at(since + 21):
            pitches.close_call(roadshow, actor=self.organiser)
            for pitch in applied:
                pitches.screen(pitch, actor=self.organiser)
        with self.at(since + 25, 16):
            for pitch in applied:
                pitches.accept(pitch, actor=self.organiser)
            agenda.publish_agenda(roadshow, actor=self.organiser)
        return roadshow

    def work_on(self, roadshow: Roadshow) -> None:
        """Its agenda, drawn by lot and published with all that a day has, is being changed again."""
        judge = self.crew.acting("judge")
        speech = Part(SlotKind.SPEECH, 10, title="产业趋势分享", speaker_id=judge.id)
        awards = Part(SlotKind.AWARDS, 10, title="优胜项目颁奖", speaker="示例局领导")
        with self.at(-9, 16):
            draft = agenda.add_part(roadshow, speech, 2, seen=1, actor=self.organiser)
            last = len(draft.parts)
            draft = agenda.add_part(roadshow, awards, last, seen=draft.number, actor=self.organiser)
            draft = agenda.draw_lots(roadshow, seen=draft.number, seed="5e2026a9", actor=self.organiser)
            agenda.publish_agenda(roadshow, seen=draft.number, actor=self.organiser)
        with self.at(-1, 11):
            pause = next(part for part in draft.parts if part.kind is SlotKind.BREAK)
            draft = agenda.set_minutes(roadshow, pause.key, 20, seen=draft.number, actor=self.organiser)
            third = draft.parts[2]
            agenda.move_part(roadshow, third.key, 4, seen=draft.number, actor=self.organiser)

    def hold(self, plan: Plan, projects: list[Project], *, close: bool) -> None:
        roadshow = self.publish(plan, projects, since=plan.days - 60)
        with clock.at(clock.moment(self.day(plan), time(13))):
            programme.start(roadshow, actor=self.organiser)
        with clock.at(clock.moment(self.day(plan), time(17, 10))):
            pitches.finish_roadshow(roadshow, actor=self.organiser)
        if close:
            with clock.at(clock.moment(self.day(plan) + timedelta(days=3), time(9))):
                programme.close(roadshow, actor=self.organiser)

    def select(self, plan: Plan) -> None:
        roadshow = self.call(plan, since=-30, closes=-3)
        applied = self.applied(roadshow, self.some(3, 5), on=-12)
        with self.at(-2):
            pitches.close_call(roadshow, actor=self.organiser)
            for pitch in applied[:4]:
                pitches.screen(pitch, actor=self.organiser)
            panel.read(self.crew, roadshow, applied, self.today)

    def postpone(self, plan: Plan) -> None:
        roadshow = self.call(plan, since=-28, closes=7)
        self.applied(roadshow, self.some(9, 2), on=-10)
        with self.at(-5, 11):
            later = self.day(Plan(37, plan.title, plan.sector))
            programme.postpone(roadshow, clock.moment(later, time(14)), actor=self.organiser)

    def cancel(self, plan: Plan) -> None:
        roadshow = self.call(plan, since=-33, closes=3)
        self.applied(roadshow, self.some(12, 2), on=-20)
        with self.at(-4, 15):
            programme.cancel(roadshow, "承办方场馆临时检修，项目并入后续专场。", actor=self.organiser)

    def call_with_every_state(self, plan: Plan) -> None:
        """Everything that an application can be while the call is open."""
        roadshow = self.call(plan, since=-15, closes=14)
        with self.at(-14):
            ask(roadshow, self.today, self.organiser)
        project, *others = self.some(0, 8)
        with self.at(-9):
            pitches.apply(project, roadshow, actor=self.crew.acting("startup"))
        corrected, returned, screened, accepted, waitlisted, declined, withdrawn = self.applied(
            roadshow, others, on=-8
        )
        with self.at(-6):
            soon = clock.moment(self.today + timedelta(days=1), time(18))
            pitches.return_for_correction(corrected, "请写明本次融资的用途。", soon, actor=self.organiser)
        with self.at(-4):
            said = "希望与产业资本对接。本次融资用于中试线和两名工艺工程师。"
            pitches.submit(corrected, said, actor=self.crew.owner(corrected.project))
        with self.at(-3):
            for pitch in (screened, accepted, waitlisted):
                pitches.screen(pitch, actor=self.organiser)
            pitches.accept(accepted, actor=self.organiser)
            pitches.waitlist(waitlisted, actor=self.organiser)
            until = clock.moment(self.today + timedelta(days=6), time(18))
            pitches.return_for_correction(returned, "请补充知识产权无争议声明。", until, actor=self.organiser)
            pitches.decline(declined, "与本场领域不符，建议申请生物与新医药专场。", actor=self.organiser)
            places.confirm(accepted, actor=self.crew.owner(accepted.project))
            pitches.withdraw(withdrawn, actor=self.crew.owner(withdrawn.project))
            panel.begin(self.crew, roadshow, screened)
