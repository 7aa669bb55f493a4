"""What is frozen when a year is closed, in a form that anybody can write again and whose SHA-256 anybody can take.

Canonical: JSON without blanks, keys in the order of their characters, nothing escaped that need not be, UTF-8.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlalchemy import inspect, select

from roadshow.foundation.db import Model, db
from roadshow.outcomes.models import Foreign, Row

D = TypeVar("D")
Line = dict[str, Any]
FOLLOW = frozenset({"row_id", "counted_on", "fingerprint"})  # columns that follow from the others
AT_ONCE = 2_000  # rows in memory


def canonical(value: object) -> str:
    """The one way to write it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content: str | bytes) -> str:
    """In hexadecimal; of a text, that of its UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def lines_of(year: int) -> Iterator[Line]:
    """All rows of a year, whatever became of them, in the order of their numbers."""
    rows = select(Row).where(Row.year == year).order_by(Row.id).execution_options(yield_per=AT_ONCE)
    for row in db.session.scalars(rows):
        yield line_of(row)


def line_of(row: Row) -> Line:
    """All that a row says and who stands for it, whether it counts, its thread, and its money in another currency."""
    said = {name: getattr(row, name) for name in _columns(type(row)) if name not in FOLLOW}
    if row.thread is not None:
        said |= {f"thread.{name}": getattr(row.thread, name) for name in ("counterpart", "code", "round")}
    if row.foreign is not None:
        said |= {f"foreign.{name}": getattr(row.foreign, name) for name in _columns(Foreign)}
    return {name: _plain(value) for name, value in said.items()}


def _columns(model: type[Model]) -> list[str]:
    return list(inspect(model).column_attrs.keys())


def as_text(lines: Iterable[Line]) -> str:
    """Each on a line of its own, every line ended."""
    return "".join(f"{canonical(line)}\n" for line in lines)


def packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 9)


def unpacked(content: bytes) -> str:
    return zlib.decompress(content).decode()


def lines_in(content: bytes) -> list[Line]:
    """Of what was packed."""
    return [json.loads(line) for line in unpacked(content).splitlines()]


def to_plain(value: Any) -> Any:
    """Figures as JSON has them; a table is pairs, which keep their order."""
    if is_dataclass(value):
        return {part.name: to_plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return [[name, to_plain(part)] for name, part in value.items()]
    return str(value) if isinstance(value, Decimal) else value


def of_plain(kind: type[D], plain: Any) -> D:
    """The same figures again. One that was not thought of when they were frozen is nought."""
    hints = get_type_hints(kind)
    return kind(**{name: _of(hint, plain.get(name)) for name, hint in hints.items()})


def _of(hint: Any, plain: Any) -> Any:
    if NoneType in get_args(hint):
        return plain
    if is_dataclass(hint):
        return of_plain(cast(type[Any], hint), plain or {})
    if get_origin(hint) is dict:
        return dict(plain or ())
    return hint() if plain is None else hint(plain)


def _plain(value: Any) -> Any:
    """One column: a moment is in UTC, an exact number in digits, a word of a table that word."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, str) else value
