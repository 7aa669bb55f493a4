"""Applications that are being read: three reviewers, some of their marks, what is decided and what was sent."""

from collections.abc import Sequence
from datetime import date, timedelta

from roadshow.accounts.models import Person
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.screening import deciding, operations, queries, reviewing
from roadshow.screening.models import ReviewerKind
from roadshow.screening.rules import SetupFacts

from .people import Crew

EXPERTS = {
    "judge": (ReviewerKind.TECHNICAL, ("materials", "energy")),
    "judge2": (ReviewerKind.VENTURE, ("electronics", "biomedicine")),
    "judge3": (ReviewerKind.POLICY, ("environment", "services")),
}
MARKS = ((26, 17, 18, 16, 8), (24, 15, 14, 17, 7), (28, 18, 16, 19, 9), (21, 13, 15, 12, 6))
NOTE = "技术路线清楚，量产成本还要再核。"


def read(crew: Crew, roadshow: Roadshow, applied: Sequence[Pitch], today: date) -> None:
    """The first is accepted and stands in its public notice, the second is to wait; a reviewer is not done yet."""
    organiser = crew.acting("organiser")
    people: list[Person] = [crew.people[who] for who in EXPERTS]
    facts = SetupFacts(readers=2, notice_days=7, due_on=today + timedelta(days=5))
    operations.set_up(roadshow, facts, actor=organiser)
    for person, (kind, fields) in zip(people, EXPERTS.values(), strict=True):
        operations.describe_reviewer(person, kind, fields, actor=organiser)
    operations.set_reviewers(roadshow, [person.id for person in people], actor=organiser)
    operations.draw_reviewers(roadshow, actor=organiser)
    _mark(people, roadshow)
    for pitch, to in ((applied[0], PitchState.ACCEPTED), (applied[1], PitchState.WAITLISTED)):
        seen = queries.seen(queries.list_open_decisions(roadshow.id))
        deciding.decide_many(roadshow, [pitch.id], to, seen=seen, actor=organiser)
        if to is PitchState.ACCEPTED:
            seen = queries.seen(queries.list_open_decisions(roadshow.id))
            deciding.send(roadshow, seen=seen, actor=organiser)


def begin(crew: Crew, roadshow: Roadshow, pitch: Pitch) -> None:
    """While its call is still open: one reviewer has one application to read."""
    organiser, reader = crew.acting("organiser"), crew.people["judge"]
    operations.set_up(roadshow, SetupFacts(readers=1), actor=organiser)
    operations.set_reviewers(roadshow, [reader.id], actor=organiser)
    operations.assign(pitch, reader, actor=organiser)


def _mark(people: Sequence[Person], roadshow: Roadshow) -> None:
    """All but the first one's last sheets, one of which is a draft."""
    for person in people:
        sheets = list(queries.list_own_sheets(person.id, roadshow.id))
        some = sheets if person is not people[0] else sheets[:-1]
        for sheet, points in zip(some, MARKS, strict=False):
            reviewing.hand_in(sheet, points, NOTE, seen=sheet.number, actor=person.acting())
        for sheet in sheets[len(some) :]:
            reviewing.keep(sheet, (25, None, None, None, None), "", seen=sheet.number, actor=person.acting())
