"""Looks into one file in a process of its own, which has nothing but this file and may not grow without end.

What it finds it says line by line on standard output, as JSON: ``apart`` listens.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .flaws import Flaw, Flawed
from .formats import PICTURES, Format
from .office import check_office
from .pdf import check_pdf
from .pictures import write_anew, write_preview
from .previews import convert, draw_pages, page_file

BOUNDS = {
    resource.RLIMIT_AS: 3 * 1024**3,
    resource.RLIMIT_CPU: 240,  # seconds
    resource.RLIMIT_FSIZE: 512 * 1024**2,
    resource.RLIMIT_CORE: 0,
}
CLEAN = "clean"
Found = dict[str, Any]


def examine(path: Path, kind: Format, folder: Path) -> Iterator[Found]:
    """First whether it is sound, then page by page; previews are written into ``folder``. Raises: Flawed."""
    if kind in PICTURES:
        picture = write_anew(path, kind, folder / CLEAN)
        yield {"sound": True, "pages": 1}
        size = write_preview(picture, page_file(folder, 1))
        yield {"drawn": 1, "of": 1, "size": size}
    elif kind is Format.PDF:
        yield {"sound": True, "pages": check_pdf(path)}
        yield from _drawn(path, folder)
    else:
        check_office(path)
        yield {"sound": True, "pages": None}
        made = convert(path, folder)
        if made is not None:
            yield {"pages": check_pdf(made)}
            yield from _drawn(made, folder)


def _drawn(path: Path, folder: Path) -> Iterator[Found]:
    for number, (count, size) in enumerate(draw_pages(path, folder), 1):
        yield {"drawn": number, "of": count, "size": size}


def main(path: str, kind: str, folder: str) -> None:
    for bound, most in BOUNDS.items():
        resource.setrlimit(bound, (most, most))
    try:
        for found in examine(Path(path), Format(kind), Path(folder)):
            _say(found)
    except Flawed as flawed:
        _say({"flaw": flawed.flaw})
    except MemoryError:
        _say({"flaw": Flaw.TOO_HEAVY})
    except (
        Exception
    ) as fault:  # one of ours, or of a library that a file led astray: the worker writes it down
        _say({"fault": type(fault).__name__})


def _say(found: Found) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
