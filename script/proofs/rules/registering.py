"""A company's code, an institution's name and the one who speaks for it are registered once."""

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.visitor import Visitor

COMPANIES = "/startup/companies/new"
INSTITUTIONS = "/investor/institution/new"
HOLDERS = "SELECT count(*) FROM projects_company WHERE uscc = :code"
OF_NAME = "SELECT count(*) FROM investors_institution WHERE name = :name"
OF_PERSON = (
    "SELECT count(*) FROM investors_contact JOIN accounts_person ON accounts_person.id = person_id"
    " WHERE email = :email"
)


@race("a company's code is registered once")
def register_one_code(house: House, at_once: int) -> Start:
    code = made_up.code()
    attempts = [
        pressing(hand, COMPANIES, hand.token() | {"name": _firm(), "uscc": code})
        for hand in house.hands(at_once, "startup", "startup2")
    ]
    return Start(attempts, lambda: house.read(HOLDERS, code=code))


@race("of teams that name one code, one gets it")
def name_one_code(house: House, at_once: int) -> Start:
    code = made_up.code()
    attempts = []
    for hand in house.hands(at_once, "startup", "startup2"):
        name, token = _firm(), hand.token()
        firm = made_up.found(r"companies/(\d+)", hand.post(COMPANIES, token | {"name": name}).location)
        path = f"/startup/companies/{firm}/change"
        attempts.append(pressing(hand, path, token | {"name": name, "uscc": code}))
    return Start(attempts, lambda: house.read(HOLDERS, code=code))


@race("an institution's name is registered once")
def register_one_name(house: House, at_once: int) -> Start:
    name = f"示例竞速{made_up.number()}创投"
    typed = {"name": name, "kind": "corporate"}
    attempts = [pressing(hand, INSTITUTIONS, hand.token() | typed) for hand in _investors(house, at_once)]
    return Start(attempts, lambda: house.read(OF_NAME, name=name))


@race("a person speaks for one institution")
def register_many_names(house: House, at_once: int) -> Start:
    email, investor = _new_investor(house)
    tabs = [investor.in_another_tab() for _ in range(at_once)]
    attempts = [
        pressing(
            tab, INSTITUTIONS, tab.token() | {"name": f"示例竞速{made_up.number()}创投", "kind": "corporate"}
        )
        for tab in tabs
    ]
    return Start(attempts, lambda: house.read(OF_PERSON, email=email))


def _firm() -> str:
    return f"示例竞速{made_up.number()}有限公司"


def _investors(house: House, many: int) -> list[Visitor]:
    """So many who speak for none yet: those of the last round that did not win, and new ones."""
    known = [name for name, _ in house.people if name.endswith("@race.example")]
    for email in known:
        if house.read(OF_PERSON, email=email):
            del house.people[email, 0]
    free = [visitor for (name, _), visitor in house.people.items() if name.endswith("@race.example")]
    while len(free) < many:
        email, visitor = _new_investor(house)
        house.people[email, 0] = visitor
        free.append(visitor)
    return free


def _new_investor(house: House) -> tuple[str, Visitor]:
    link, email = made_up.invite(house.person("admin"), "investor")
    visitor = house.visitor()
    typed = {"email": email, "name": "示例投资人", "password": house.served.password, "agreed": "y"}
    visitor.post(link, visitor.form(link, "") | typed)
    return email, visitor
