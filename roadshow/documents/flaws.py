"""What keeps a file out, by name; pure, so that whoever looks into files apart needs nothing else of the product."""

from enum import StrEnum


class Flaw(StrEnum):
    EMPTY = "empty"
    UNKNOWN = "unknown"
    UNFIT = "unfit"
    NO_LICENCE = "no_licence"
    TOO_LARGE = "too_large"
    OLD_OFFICE = "old_office"
    BROKEN = "broken"
    CUT_OFF = "cut_off"
    ENCRYPTED = "encrypted"
    SCRIPTS = "scripts"
    LAUNCHES = "launches"
    EMBEDS = "embeds"
    TOO_MANY_PAGES = "too_many_pages"
    PAGE_TOO_LARGE = "page_too_large"
    MACROS = "macros"
    OUTSIDE = "outside"
    OBJECTS = "objects"
    BOMB = "bomb"
    ENTITIES = "entities"
    TOO_MANY_DOTS = "too_many_dots"
    TOO_HEAVY = "too_heavy"


class Flawed(Exception):  # noqa: N818  what it is, as Refused and Missing are
    """The file has this flaw; whoever asked says it in words."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
