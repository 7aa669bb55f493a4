"""Places on stage and the steps of an application."""

import re

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.rules.programme import DAY, calling, new_hall, new_year, pressing_step, send, typed
from script.proofs.visitor import Visitor

ON_STAGE = "SELECT count(*) FROM pitches_pitch WHERE roadshow_id = :id AND state = 'accepted'"
APPLIED = "SELECT count(*) FROM pitches_pitch WHERE roadshow_id = :id AND project_id = :project"
TRAIL = "SELECT count(*) FROM audit_entry WHERE thing = 'pitch' AND thing_id = :id AND what = :what"
ANSWERS = {  # what no application is handed in without
    "applicant": {
        "kind": "team",
        "source": "self",
        "contact_name": "示例",
        "contact_mobile": "13800000000",
        "contact_email": "race@demo.example",
    },
    "technology": {"product": "示例"},
    "financing": {"ask_fen": "100", "equity_bp": "10"},
    "team": {"no_dispute": "y"},
    "landing": {"handling": "y", "truth": "y"},
}


@race("the last place on stage goes to one project")
def accept_for_the_last_place(house: House, at_once: int) -> Start:
    """Of three places two are taken."""
    path = _calling(house, places=3)
    pitches = [_apply(house, path, owner, project) for owner, project in _projects(house, at_once)]
    extra = [_apply(house, path, *_new_project(house)) for _ in range(2)]
    for pitch in [*pitches, *extra]:
        send(house.person("organiser"), f"{pitch}/screen", {})
    for pitch in extra:
        send(house.person("organiser"), f"{pitch}/accept", {"sure": "1"})
    attempts = [
        pressing(hand, f"{pitch}/accept", hand.token() | {"sure": "1"})
        for hand, pitch in zip(house.hands(at_once, "organiser"), pitches, strict=True)
    ]
    return Start(attempts, lambda: house.read(ON_STAGE, id=id_of(path)) - len(extra))


@race("an application is accepted once")
def accept_once(house: House, at_once: int) -> Start:
    pitch = _apply(house, _calling(house), *_projects(house, 1)[0])
    send(house.person("organiser"), f"{pitch}/screen", {})
    attempts = [
        pressing(hand, f"{pitch}/accept", hand.token() | {"sure": "1"})
        for hand in house.hands(at_once, "organiser")
    ]
    return Start(attempts, lambda: house.read(TRAIL, id=id_of(pitch), what="pitch.accepted"))


@race("a project applies for a roadshow once")
def apply_once(house: House, at_once: int) -> Start:
    path = _calling(house)
    owner, project = _projects(house, 1)[0]
    apply = _apply_path(house, path)
    attempts = [
        pressing(hand, apply, hand.token() | {"project": project, "message": ""})
        for hand in house.hands(at_once, owner)
    ]
    return Start(attempts, lambda: house.read(APPLIED, id=id_of(path), project=int(project)))


@race("a draft is handed in once")
def submit_once(house: House, at_once: int) -> Start:
    owner, project = _projects(house, 1)[0]
    draft = {"project": project, "message": "", "keep": "draft"}
    pitch = send(house.person(owner), _apply_path(house, _calling(house)), draft).location
    attempts = [
        pressing(hand, f"{pitch}/submit", hand.token() | {"message": ""})
        for hand in house.hands(at_once, owner)
    ]
    return Start(attempts, lambda: house.read(TRAIL, id=id_of(pitch), what="pitch.submitted"))


@race("an agenda is published once")
def publish_once(house: House, at_once: int) -> Start:
    return pressing_step(house, at_once, accepted(house, 1), "publish", "published")


def screened(house: House, many: int) -> tuple[str, list[str]]:
    """A roadshow that is calling, so many applications past the formal check; its path and theirs."""
    path = _calling(house)
    pitches = [_apply(house, path, owner, project) for owner, project in _projects(house, many)]
    for pitch in pitches:
        send(house.person("organiser"), f"{pitch}/screen", {})
    return path, pitches


def accepted(house: House, many: int) -> str:
    """A roadshow whose call is closed, so many projects accepted; its path."""
    path, pitches = screened(house, many)
    for pitch in pitches:
        send(house.person("organiser"), f"{pitch}/accept", {"sure": "1"})
    send(house.person("organiser"), f"{path}/close-call", {})
    return path


def _calling(house: House, places: int = 8) -> str:
    return calling(house, typed(new_hall(house), f"{new_year(house)}-{DAY}", places=places))


def _projects(house: House, many: int) -> list[tuple[str, str]]:
    """So many of the demo's projects with who owns each."""
    owned = [
        (owner, project)
        for owner in ("startup", "startup2")
        for project in dict.fromkeys(_listed(house.person(owner)))
    ]
    return owned[:many]


def _listed(owner: Visitor) -> list[str]:
    return re.findall(r'"/startup/projects/(\d+)"', owner.get("/startup/projects").text)


def _new_project(house: House) -> tuple[str, str]:
    """One more of the first company's."""
    owner = house.person("startup")
    path = made_up.found(r"/startup/companies/\d+/projects/new", owner.get("/startup/projects").text)
    said = {"name": f"示例竞速{made_up.number()}", "one_line": "示例", "sector": "energy", "stage": "a"}
    project = made_up.found(r"projects/(\d+)", send(owner, path, said | {"description": ""}).location)
    for step, answers in ANSWERS.items():
        fill = f"/startup/projects/{project}/fill/{step}"
        send(owner, fill, {"seen": owner.form(fill)["seen"], **answers})
    return "startup", project


def _apply(house: House, path: str, owner: str, project: str) -> str:
    """A submitted application; its path in the centre."""
    said = {"project": project, "message": ""}
    pitch = send(house.person(owner), _apply_path(house, path), said).location
    return f"/centre/pitches/{id_of(pitch)}"


def _apply_path(house: House, path: str) -> str:
    uid = house.read("SELECT uid FROM programme_roadshow WHERE id = :id", id=id_of(path))
    return f"/startup/roadshows/{uid}/apply"


def id_of(path: str) -> int:
    return int(made_up.found(r"/(\d+)", path))
