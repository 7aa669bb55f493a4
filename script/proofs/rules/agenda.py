"""One agenda that many move about at once."""

import json

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules.pitches import accepted, id_of
from script.proofs.rules.programme import send

NEWEST = "SELECT max(number) FROM agenda_version WHERE roadshow_id = :id"
PARTS = "SELECT CAST(parts AS text) FROM agenda_version WHERE roadshow_id = :id AND number = :number"


@race("of moves of what all saw one is made, and the order stays whole")
def move_at_once(house: House, at_once: int) -> Start:
    """Each another part to another turn, all from the same version."""
    path = accepted(house, 3)
    agenda, roadshow_id = f"{path}/agenda", id_of(path)
    send(house.person("organiser"), agenda, {"do": "begin", "seen": "0"})
    keys = _keys(house, roadshow_id)
    attempts = []
    for turn, hand in enumerate(house.hands(at_once, "organiser")):
        to = (turn + turn // len(keys) + 1) % len(keys) + 1
        fields = hand.token() | {"key": str(keys[turn % len(keys)]), "position": str(to), "seen": "1"}
        attempts.append(pressing(hand, agenda, fields))

    def made() -> int:
        whole = sorted(_keys(house, roadshow_id)) == sorted(keys)
        return house.read(NEWEST, id=roadshow_id) - 1 if whole else len(attempts)

    return Start(attempts, made)


def _keys(house: House, roadshow_id: int) -> list[int]:
    newest = house.read(NEWEST, id=roadshow_id)
    return [part["key"] for part in json.loads(house.read(PARTS, id=roadshow_id, number=newest))]
