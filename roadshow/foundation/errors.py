"""The two ways a room says no, and the fault of one field."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _


class Refused(Exception):  # noqa: N818  the word of the house, not an accident
    """A rule says no; the words are fit to show, ``field`` names the form field they belong to, if one does.

    ``faults`` has them apart when there are several.
    """

    def __init__(self, words: object, field: str | None = None, faults: "Sequence[Fault]" = ()) -> None:
        super().__init__(words)
        self.words = words
        self.field = field
        self.faults = faults

    def __str__(self) -> str:
        return str(self.words)


class Overtaken(Refused):
    """Somebody else was faster: what was asked for began from a state that is no more.

    ``who`` changed it meanwhile, ``did`` says each change in words, the latest last.
    """

    def __init__(self, who: str, did: Sequence[str]) -> None:
        changed = str(_("；")).join(did)
        words = _("%(who)s刚刚%(did)s。您的改动没有保存，请看过现在的再改。", who=who, did=changed)
        super().__init__(words if did else _("情况刚刚变了。请刷新后再看。"))
        self.who = who
        self.did = did


class Missing(Exception):  # noqa: N818  as above
    """Nothing by that name, or not for this person; the page layer turns it into 404."""


class Gone(Missing):
    """It was here and is no more (a used link); 410."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field, in the reader's words; rules give lists of them."""

    field: str
    words: object  # a lazy translation or a str

    def __str__(self) -> str:
        return str(self.words)


def refuse_faults(faults: "list[Fault]") -> None:
    """Raise Refused with all faults at once; a single one keeps its field.

    Raises: Refused.
    """
    if len(faults) == 1:
        raise Refused(faults[0].words, faults[0].field)
    if faults:
        raise Refused(str(_("；")).join(str(fault.words) for fault in faults), faults=faults)
