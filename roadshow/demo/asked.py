"""What the coming season and the open call ask for, and a code for somebody who is late."""

from datetime import date, time, timedelta

from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.pitches import asking, late
from roadshow.pitches.rules import QuestionFacts
from roadshow.pitches.states import QuestionKind
from roadshow.programme.models import Roadshow
from roadshow.programme.wishes import Wishes

WISHES = Wishes(
    ["示例主题：长三角协同", "海外人才"],
    {"electronics": 2, "biomedicine": 2, "energy": 2, "manufacturing": 1},
    [2],
)
QUESTIONS = (
    QuestionFacts(
        "希望怎样登台",
        QuestionKind.CHOICE,
        needed=False,
        words_en="How would you like to present?",
        choices="现场 | On site\n线上 | Online",
    ),
    QuestionFacts("需要哪些现场设备", QuestionKind.LONG, words_en="Which equipment do you need?"),
)


def ask(roadshow: Roadshow, today: date, actor: Actor) -> None:
    """Two questions that nobody must answer, and a code that ends in twenty days."""
    for facts in QUESTIONS:
        asking.ask(roadshow, facts, actor=actor)
    until = clock.moment(today + timedelta(days=20), time(18))
    late.make_code(roadshow, "示例企业海外团队", until, actor=actor)
