"""One link makes one account, and there is always an admin left."""

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.visitor import Fields, Visitor

NOBODY_YET = (
    "DELETE FROM accounts_session",
    "DELETE FROM accounts_grant",
    "DELETE FROM accounts_person",
    "UPDATE accounts_invitation SET used_at = NULL",
)
ALL_ADMINS = (
    "UPDATE accounts_session SET revoked_at = NULL",
    "UPDATE accounts_person SET active = true",
    "DELETE FROM accounts_grant",
    "INSERT INTO accounts_grant (person_id, role) SELECT id, 'admin' FROM accounts_person",
)
ADMINS_LEFT = (
    "SELECT count(*) FROM accounts_grant JOIN accounts_person ON accounts_person.id = person_id"
    " WHERE role = 'admin' AND active"
)


@race("a one-time link makes one account")
def accept_one_link(house: House, at_once: int) -> Start:
    link, email = made_up.invite(house.person("admin"), "recorder")
    chosen = _chosen(house, email)
    visitors = [house.visitor() for _ in range(at_once)]
    attempts = [pressing(visitor, link, visitor.form(link, "") | chosen) for visitor in visitors]
    return Start(
        attempts, lambda: house.read("SELECT count(*) FROM accounts_person WHERE email = :email", email=email)
    )


@race("the first admin's link makes one admin, whatever address each gives", demo=False)
def accept_the_first_link(house: House, at_once: int) -> Start:
    house.change(*NOBODY_YET)
    house.people.clear()
    link = made_up.found(r"/invitations/[\w-]+", " ".join(house.served.said))
    visitors = [house.visitor() for _ in range(at_once)]
    attempts = [
        pressing(visitor, link, visitor.form(link, "") | _chosen(house, made_up.email()))
        for visitor in visitors
    ]
    return Start(attempts, lambda: house.read("SELECT count(*) FROM accounts_person"))


@race(
    "when two admins shut each other out, each from eight tabs, one is left", places=16, fewest=0, demo=False
)
def shut_each_other_out(house: House, at_once: int) -> Start:
    """Each from many tabs, by deactivating or by taking the role; nobody left counts as one given too many."""
    admins = _two_admins(house)
    house.change(*ALL_ADMINS)
    ids = [house.read("SELECT id FROM accounts_person WHERE email = :email", email=email) for email in admins]
    attempts = []
    for number in range(at_once):
        tab = list(admins.values())[number % 2].in_another_tab()
        person = f"/centre/people/{ids[1 - number % 2]}"
        path, typed = ((f"{person}/active", {"active": "0"}), (person, {"roles": "recorder"}))[
            number // 2 % 2
        ]
        attempts.append(pressing(tab, path, tab.token() | typed, may_be_shut_out=True))
    return Start(attempts, lambda: 1 if house.read(ADMINS_LEFT) else at_once + 1)


def _two_admins(house: House) -> dict[str, Visitor]:
    """By address, made once: one by the link that script/server printed, who invites the other."""
    made = {email: visitor for (email, _), visitor in house.people.items()}
    if not made:
        house.change(*NOBODY_YET)
        link, first = made_up.found(r"/invitations/[\w-]+", " ".join(house.served.said)), made_up.email()
        made[first] = _accept(house, link, first)
        link, second = made_up.invite(made[first], "admin")
        made[second] = _accept(house, link, second)
        house.people |= {(email, 0): visitor for email, visitor in made.items()}
    return made


def _accept(house: House, link: str, email: str) -> Visitor:
    visitor = house.visitor()
    visitor.post(link, visitor.form(link, "") | _chosen(house, email))
    return visitor


def _chosen(house: House, email: str) -> Fields:
    return {"email": email, "name": "示例新人", "password": house.served.password, "agreed": "y"}
