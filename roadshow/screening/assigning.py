"""Who reads which application: as evenly as recusals allow, and where that leaves a choice, who knows the field."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from roadshow.foundation.lots import lot

Pair = tuple[int, int]  # application, reviewer


@dataclass(frozen=True)
class Wanted:
    """An application that is to be read; ``sector`` is the code of its field."""

    id: int
    sector: str | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody who reads, with the codes of the fields that they know."""

    id: int
    fields: frozenset[str] = frozenset()


@dataclass
class _Drawing:
    """What is given to whom so far. Only what this drawing gives is moved again."""

    readers: dict[int, Reader]
    sectors: dict[int, str | None]
    barred: Collection[Pair]
    taken: set[Pair]
    load: dict[int, int]
    given: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # reader → applications

    def free(self, application: int, reader: int) -> bool:
        return (application, reader) not in self.taken and (application, reader) not in self.barred

    def knows(self, application: int, reader: int) -> bool:
        return self.sectors[application] in self.readers[reader].fields

    def give(self, application: int, reader: int) -> None:
        self.taken.add((application, reader))
        self.given[reader].add(application)
        self.load[reader] += 1

    def move(self, application: int, was: int, now: int) -> None:
        self.taken.remove((application, was))
        self.given[was].remove(application)
        self.load[was] -= 1
        self.give(application, now)


def draw(
    wanted: Sequence[Wanted],
    readers: Sequence[Reader],
    needed: int,
    *,
    seed: str,
    kept: Collection[Pair] = (),
    barred: Collection[Pair] = (),
) -> list[Pair]:
    """The pairs that are new: each application gets what it lacks of ``needed`` readers, fewer when there are too few.

    ``kept`` stay and count as load, also of applications that are not ``wanted``; nobody gets what is ``barred``.
    Whoever has the same facts and the same seed draws the same.
    """
    load = {reader.id: 0 for reader in readers}
    for _application, reader in kept:
        if reader in load:
            load[reader] += 1
    drawing = _Drawing(
        {reader.id: reader for reader in readers},
        {each.id: each.sector for each in wanted},
        frozenset(barred),
        set(kept),
        load,
    )
    for application, lacking in _lacking(wanted, needed, kept):
        _give(drawing, application, lacking, seed, _even(drawing, wanted, needed))
    _even_out(drawing)
    _prefer_who_knows(drawing)
    return sorted((each, reader) for reader, given in drawing.given.items() for each in given)


def _lacking(wanted: Iterable[Wanted], needed: int, kept: Collection[Pair]) -> Iterable[tuple[int, int]]:
    has: dict[int, int] = defaultdict(int)
    for application, _reader in kept:
        has[application] += 1
    return [(each.id, needed - has[each.id]) for each in wanted if has[each.id] < needed]


def _even(drawing: _Drawing, wanted: Sequence[Wanted], needed: int) -> int:
    """What everybody would have if all had the same, rounded up."""
    return -(-needed * len(wanted) // max(1, len(drawing.readers)))


def _give(drawing: _Drawing, application: int, lacking: int, seed: str, even: int) -> None:
    """First to who knows the field and has room, then to who has least; the lot decides what is left."""

    def how_near(reader: int) -> tuple[bool, bool, int, str]:
        load = drawing.load[reader]
        full, knows = load >= even, drawing.knows(application, reader)
        return full, not knows, load, lot(seed, f"{application} {reader}")

    may = sorted((each for each in drawing.readers if drawing.free(application, each)), key=how_near)
    for reader in may[:lacking]:
        drawing.give(application, reader)


def _even_out(drawing: _Drawing) -> None:
    """As long as a chain of applications leads from one reader to another who has at least two fewer, it is handed
    down; with no such chain left no other drawing is more even."""
    while (chain := _chain(drawing)) is not None:
        for application, was, now in chain:
            drawing.move(application, was, now)


def _chain(drawing: _Drawing) -> list[tuple[int, int, int]] | None:
    """The steps from the fullest reader that has one, each (application, from, to)."""
    least = min(drawing.load.values(), default=0)
    for heavy in sorted(drawing.readers, key=lambda each: (-drawing.load[each], each)):
        if drawing.load[heavy] - least < 2:  # noqa: PLR2004  as even as can be
            return None
        came: dict[int, tuple[int, int, int] | None] = {heavy: None}
        queue = deque([heavy])
        while queue:
            here = queue.popleft()
            if drawing.load[heavy] - drawing.load[here] >= 2:  # noqa: PLR2004  then both are nearer after it
                return _steps(came, here)
            for there in sorted(drawing.readers, key=lambda each: (drawing.load[each], each)):
                if there not in came and (way := _way(drawing, here, there)) is not None:
                    came[there] = way, here, there
                    queue.append(there)
    return None


def _way(drawing: _Drawing, here: int, there: int) -> int | None:
    """The application that goes over with the least harm: rather one whose field the other knows."""
    may = [each for each in drawing.given[here] if drawing.free(each, there)]
    worth = {each: (drawing.knows(each, here), not drawing.knows(each, there), each) for each in may}
    return min(may, key=worth.__getitem__, default=None)


def _steps(came: dict[int, tuple[int, int, int] | None], end: int) -> list[tuple[int, int, int]]:
    steps = []
    while (step := came[end]) is not None:
        steps.append(step)
        end = step[1]
    return steps  # from the end, so that each application's new reader has just given one away


def _prefer_who_knows(drawing: _Drawing) -> None:
    """An application goes to who knows its field where that leaves all as even as before; each time one more does."""
    again = True
    while again:
        again = False
        for was in sorted(drawing.readers):
            for each in sorted(drawing.given[was]):
                now = None if drawing.knows(each, was) else _better(drawing, each, was)
                if now is not None:
                    drawing.move(each, was, now)
                    again = True


def _better(drawing: _Drawing, application: int, was: int) -> int | None:
    may = [
        each
        for each in sorted(drawing.readers)
        if drawing.knows(application, each)
        and drawing.free(application, each)
        and drawing.load[each] < drawing.load[was]
    ]
    return min(may, key=lambda each: drawing.load[each], default=None)
