"""A roadshow that is being read: its reviewers, its applications, their sheets."""

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from roadshow.screening import operations, reviewing
from roadshow.screening.models import Sheet
from roadshow.screening.queries import list_sheets
from roadshow.screening.rules import SetupFacts
from tests import make

FULL = [30, 20, 20, 20, 10]  # the usual rubric's weights


def reading(judges: int = 2, readers: int = 1, **facts: object) -> tuple[Roadshow, list[Person]]:
    """Selecting, set up, with so many reviewers."""
    roadshow = make.roadshow(RoadshowState.SELECTING, places=int(str(facts.pop("places", 2))))
    operations.set_up(roadshow, SetupFacts(readers, **facts), actor=make.SOMEONE)  # type: ignore[arg-type]  # the test says them right
    people = [make.person(Role.JUDGE) for _number in range(judges)]
    operations.set_reviewers(roadshow, [each.id for each in people], actor=make.SOMEONE)
    return roadshow, people


def passed(roadshow: Roadshow, name: str | None = None) -> Pitch:
    """One that passed the formal check."""
    return make.pitch(roadshow, PitchState.SCREENED, make.project(name=name) if name else None)


def sheet_of(pitch: Pitch, person: Person) -> Sheet:
    """The one of this reviewer, given by hand when there is none."""
    if person.id not in {each.person_id for each in list_sheets(pitch.id)}:
        operations.assign(pitch, person, actor=make.SOMEONE)
    return next(each for each in list_sheets(pitch.id) if each.person_id == person.id)


def marked(pitch: Pitch, person: Person, *points: int, note: str = "") -> Sheet:
    """Handed in with these points."""
    sheet = sheet_of(pitch, person)
    reviewing.hand_in(sheet, list(points) or FULL, note, seen=sheet.number, actor=person.acting())
    return sheet
