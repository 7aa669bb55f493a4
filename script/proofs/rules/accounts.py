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


@race("however the admins shut each other out, one is left", places=15, fewest=0, demo=False)
def shut_each_other_out(house: House, at_once: int) -> Start:
    """Each the next in a ring: one by deactivating, the next by taking the role."""
    admins = _admins(house, at_once)
    house.change(*ALL_ADMINS)
    ids = [house.read("SELECT id FROM accounts_person WHERE email = :email", email=email) for email in admins]
    attempts = []
    for number, visitor in enumerate(admins.values()):
        person = f"/centre/people/{ids[(number + 1) % at_once]}"
        path, typed = ((f"{person}/active", {"active": "0"}), (person, {"roles": "recorder"}))[number % 2]
        attempts.append(pressing(visitor, path, visitor.token() | typed, may_be_shut_out=True))
    return Start(attempts, lambda: at_once - house.read(ADMINS_LEFT))


def _admins(house: House, many: int) -> dict[str, Visitor]:
    """By address, made once: the first by the link that script/server printed."""
    made = {email: visitor for (email, _), visitor in house.people.items() if email.endswith("@race.example")}
    if not made:
        house.change(*NOBODY_YET)
        link, first = made_up.found(r"/invitations/[\w-]+", " ".join(house.served.said)), made_up.email()
        made[first] = _accept(house, link, first)
        for _ in range(many - 1):
            link, email = made_up.invite(made[first], "admin")
            made[email] = _accept(house, link, email)
        house.people |= {(email, 0): visitor for email, visitor in made.items()}
    return made


def _accept(house: House, link: str, email: str) -> Visitor:
    visitor = house.visitor()
    visitor.post(link, visitor.form(link, "") | _chosen(house, email))
    return visitor


def _chosen(house: House, email: str) -> Fields:
    return {"email": email, "name": "示例新人", "password": house.served.password}
