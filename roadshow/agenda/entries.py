"""A turn of the running order as an event of a calendar, under a name that it keeps for life."""

from uuid import UUID, uuid5


def pitch_uid(roadshow_uid: str, pitch_id: int) -> str:
    """The name of a project's time on this stage, however often it moves."""
    return str(uuid5(UUID(roadshow_uid), f"pitch {pitch_id}"))


def part_uid(roadshow_uid: str, key: int) -> str:
    """That of any other part: a speech, a break."""
    return str(uuid5(UUID(roadshow_uid), f"part {key}"))


def turn_uid(roadshow_uid: str, pitch_id: int | None, key: int) -> str:
    """A project's is its pitch's, whatever part it has in whichever version."""
    return pitch_uid(roadshow_uid, pitch_id) if pitch_id else part_uid(roadshow_uid, key)
