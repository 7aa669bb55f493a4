"""Workbooks that are written row by row: until they are saved each sheet stands in the temporary folder."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from lxml.etree import SerialisationError  # type: ignore[import-untyped]  # it says no types of its own
from openpyxl import Workbook


@contextmanager
def written_by_rows() -> Iterator[Workbook]:
    """A new one. Leaves no sheet behind when it fails; the library would, for as long as the process lives.

    Raises: OSError where there is no room.
    """
    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException as failure:
        for sheet in book.worksheets:
            _drop(sheet)
        if isinstance(failure, SerialisationError):
            raise OSError(errno.ENOSPC, str(failure)) from failure
        raise


def _drop(sheet: Any) -> None:
    """Whether it is open, closed or saved; the library's own words for it are private."""
    with suppress(Exception):
        sheet.close()
    with suppress(AttributeError, OSError, ValueError):
        sheet._writer.cleanup()
