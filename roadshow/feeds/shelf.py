"""What was built once stays at hand for the next reader."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Sized(Protocol):
    def __len__(self) -> int: ...


Thing = TypeVar("Thing", bound=Sized)


class Shelf(Generic[Key, Thing]):
    """Holds things of at most ``room`` bytes for all threads, however many are asked for; whatever nobody asked for the
    longest goes first. What alone is larger than that is not kept."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._taken = 0
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> Thing | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Key, thing: Thing) -> None:
        with self._lock:
            self._take_off(key)
            self._things[key] = thing
            self._taken += len(thing)
            while self._taken > self._room:
                self._take_off(next(iter(self._things)))

    def _take_off(self, key: Key) -> None:
        if key in self._things:
            self._taken -= len(self._things.pop(key))
