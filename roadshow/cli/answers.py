"""What all commands share: who acts, how they open a file, and how they end when nothing came of it."""

from pathlib import Path
from typing import BinaryIO

from roadshow.accounts.queries import find_person
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.errors import Refused

NOTHING_TAKEN = 2  # exit status


def opened(file: Path) -> BinaryIO:
    """Raises: Refused when it cannot be opened, or is a pipe or a device, which cannot be read twice."""
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise Refused(f"打不开文件 {file}：不是普通文件，请先存成文件再导入")
    try:
        return file.open("rb")
    except OSError as failure:
        raise Refused(f"打不开文件 {file}：{failure.strerror}") from failure


def actor_of(email: str | None, permission: str) -> Actor:
    """The command itself where nobody is named. Raises: Refused when nobody of that address may do this."""
    if email is None:
        return COMMAND
    person = find_person(email)
    if person is None or not person.active or permission not in person.permissions:
        raise Refused(f"{email} 不存在、已停用或无权这样做")
    return person.acting()
