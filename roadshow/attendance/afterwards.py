"""What a guest may still read once a roadshow is over, from the facts of that moment."""

from dataclasses import dataclass

from roadshow.accounts.queries import find_person

from .access import Layer, Need, Reader, list_accesses, reader_of
from .models import Attendance


@dataclass(frozen=True)
class Left:
    """``shown``: projects that stood on its stage; ``read``: those whose figures and decks this guest may read now;
    ``needs``: what else they do, in that order, to read more of them."""

    shown: int = 0
    read: int = 0
    needs: tuple[Need, ...] = ()


def left_for(guest: Attendance) -> Left:
    """Of what institutions may read; nothing where that is not for this guest."""
    person = find_person(guest.email) if guest.email else None
    if person is None:
        shown = len(list_accesses(Reader(0, invited=frozenset({guest.roadshow_id})), guest.roadshow_id))
        return Left(shown, needs=(Need.INSTITUTION,)) if shown else Left()
    found = list_accesses(reader_of(person), guest.roadshow_id)
    lacks = {need for access in found for need in access.lacks(Layer.FIGURES)}
    readable = [access for access in found if access.reads(Layer.FIGURES)]
    return Left(len(found), len(readable), tuple(need for need in Need if need in lacks))
