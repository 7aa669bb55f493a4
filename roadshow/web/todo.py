"""What waits for a reader, as the part ``todo_list`` asks for it; each desk gathers its own."""

from dataclasses import dataclass
from datetime import date, timedelta

from roadshow.programme.timeline import Stage

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Todo:
    """One thing to do; ``soon`` marks what is due first, ``about`` is a roadshow's id and the stage it is of."""

    by: str
    soon: bool
    words: str
    more: str
    url: str
    verb: str
    due: date = date.max
    about: tuple[int, Stage] | None = None

    @property
    def turn(self) -> tuple[bool, date]:
        """What is due first comes first, then by day; what can wait comes last."""
        return not self.soon, self.due
