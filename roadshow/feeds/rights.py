"""Who may have which calendar of their own: asked when it is made, and again each time that it is fetched."""

from roadshow.accounts.models import Person
from roadshow.investors.belonging import is_contact
from roadshow.projects.belonging import list_own_memberships

from .models import Kind

NEEDS = {
    Kind.INVESTOR: "investor.enter",
    Kind.STARTUP: "startup.enter",
    Kind.CENTRE: "roadshow.read",
    Kind.HALL: "hall.keep",
}


def may_have(person: Person, kind: Kind) -> bool:
    """A role alone is not enough for an investor's or a startup's: they act for somebody."""
    if not person.active or NEEDS[kind] not in person.permissions:
        return False
    if kind is Kind.INVESTOR:
        return is_contact(person.id)
    return kind is not Kind.STARTUP or bool(list_own_memberships(person.id))


def kinds_of(person: Person) -> list[Kind]:
    return [kind for kind in Kind if may_have(person, kind)]
