"""A life story is a table of steps; one function walks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from flask_babel import lazy_gettext as _

from .errors import Refused

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[S]):
    """One way on from a state, and the permission it needs."""

    to: S
    needs: str


Story = Mapping[S, tuple[Step[S], ...]]


def step_to(
    story: Story[S], here: S, there: S, words: Mapping[S, object], *, needs: str | None = None
) -> Step[S]:
    """The step from ``here`` to ``there``; as ``step_fault``.

    Raises: Refused, in the words of the two states, when the story has no such step.
    """
    if fault := step_fault(story, here, there, words, needs=needs):
        raise Refused(fault)
    return next(step for step in story[here] if step.to == there)


def step_fault(
    story: Story[S], here: S, there: S, words: Mapping[S, object], *, needs: str | None = None
) -> object | None:
    """Why the story has no such step, in the words of the two states; None when it has.

    ``needs`` is the permission of an act that takes no step but those of its own.
    """
    if any(step.to == there and needs in (None, step.needs) for step in story[here]):
        return None
    return _("当前状态为“%(here)s”，不能变为“%(there)s”", here=words[here], there=words[there])


def steps_for(story: Story[S], here: S, permissions: frozenset[str]) -> set[S]:
    """The states that someone with these permissions may lead to: what a page offers as buttons."""
    return {step.to for step in story[here] if step.needs in permissions}
