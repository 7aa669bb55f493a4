"""What the worker does with files: it looks with no lock held, and writes what it found in one operation."""

from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from roadshow.foundation import clock
from roadshow.jobs.models import Reached, Task

from . import apart, operations, queries
from .examining import CLEAN, Found
from .flaws import Flawed
from .formats import PICTURES, Format
from .models import Stage
from .previews import page_file
from .storage import Storage, storage

AT_ONCE = 500
ORPHANED = timedelta(days=1)  # a file that nothing speaks of by then came with a request that failed


def examine(task: Task, reached: Reached) -> None:
    """Whether a version is sound, and its pages as pictures. Raises: Missing when it was called off or removed."""
    version = queries.get_version(task.thing_id)
    version_id, key, kind, kept = version.id, version.key, version.format, storage()
    reached(Stage.LOOKING, 0, 0)
    sound, pages, sizes = False, None, list[list[int]]()
    with TemporaryDirectory(prefix="roadshow-") as name, kept.at_hand(f"{key}/original") as path:
        folder = Path(name)
        try:
            for found in _listened(path, kind, folder):
                pages = found.get("pages", pages)
                if "sound" in found:
                    sound = True
                    _keep_clean(kept, key, folder, kind)
                    operations.note_sound(version_id, pages, task)
                if "drawn" in found:
                    _keep(kept, f"{key}/page-{found['drawn']}.jpg", page_file(folder, found["drawn"]))
                    sizes.append(found["size"])
                reached(Stage.DRAWING if sound else Stage.LOOKING, len(sizes), pages or 0)
        except Flawed as flawed:
            if not sound:
                operations.refuse(version_id, flawed.flaw, task)
                return
    operations.keep_previews(version_id, pages, sizes, task)
    if kind in PICTURES:
        kept.remove(f"{key}/original")


def remove(task: Task, _reached: Reached) -> None:
    """The files of a document that was deleted, then its rows."""
    keys = queries.list_keys(task.thing_id)
    for key in keys:
        storage().remove(key)
    operations.forget(task.thing_id, task)


def clear() -> None:
    """Remove files that arrived and belong to nothing."""
    kept = storage()
    keys = list(kept.keys(clock.now() - ORPHANED))
    for first in range(0, len(keys), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        for key in set(some) - queries.list_held_keys(some):
            kept.remove(key)


def _listened(path: Path, kind: Format, folder: Path) -> Generator[Found, None, None]:
    """Whoever stops listening ends the looking too."""
    with closing(apart.examine(path, kind, folder)) as found:
        yield from found


def _keep_clean(kept: Storage, key: str, folder: Path, kind: Format) -> None:
    if kind in PICTURES:
        _keep(kept, f"{key}/{CLEAN}", folder / CLEAN)


def _keep(kept: Storage, name: str, path: Path) -> None:
    with path.open("rb") as file:
        kept.write(name, file)
    path.unlink()
