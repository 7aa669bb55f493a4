"""Who of the centre pursues which project after its roadshow, and which deal; one that was given up."""

from datetime import date, time, timedelta

from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.outcomes import pursuing
from roadshow.outcomes.board import list_cards
from roadshow.outcomes.cards import Wanted
from roadshow.outcomes.pursuing import PursuitFacts, Subject
from roadshow.outcomes.pursuits import Ending, Lane

from .people import Crew

# days from the day of the demo on
NEXT = (
    ("organiser", 0, "陪示例湖畔创投看中试线"),
    ("recorder", 4, "回访企业，问融资进度"),
    ("recorder2", 9, "约示例产业资本的技术负责人"),
    ("organiser", 15, "送材料清单"),
)
WHY = "示例产业资本内部调整了投资方向，项目另找机构。"


def keep(crew: Crew, today: date) -> None:
    """Some weeks ago; what is due today makes something to do."""
    with clock.at(clock.moment(today - timedelta(days=12), time(10))):
        cards = list_cards(Wanted(clock.today())).page(1)
        waiting = [card.project for card in cards if card.lane is Lane.WAITING and card.project]
        deals = [card.thread for card in cards if card.thread and card.lane in (Lane.INTENT, Lane.SIGNED)]
        subjects: list[Subject] = [*deals[:2], *waiting[:2]]
        for subject, (who, days, what) in zip(subjects, NEXT, strict=False):
            _pursue(crew, subject, who, today + timedelta(days=days), what)
        by: Actor = crew.acting("recorder")
        for subject in subjects[:1]:
            pursuing.introduce(subject, deals[0].counterpart, "示例湖畔创投", actor=by)
        for project in waiting[2:3]:
            pursuing.close(project, Ending.NO_INTEREST, WHY, actor=by)


def _pursue(crew: Crew, subject: Subject, who: str, on: date, what: str) -> None:
    owner = crew.people[who]
    pursuing.pursue(subject, PursuitFacts(owner.id, on, what), actor=owner.acting())
