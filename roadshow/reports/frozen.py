"""What is frozen when a year is closed, in a form that anybody can write again and whose SHA-256 anybody can take.

Canonical: JSON without blanks, keys in the order of their characters, nothing escaped that need not be, UTF-8.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlalchemy import inspect, select

from roadshow.documents.models import Document, Version
from roadshow.foundation.db import Model, db
from roadshow.outcomes.models import Foreign, Row

D = TypeVar("D")
Line = dict[str, Any]
FOLLOW = frozenset({"row_id", "fingerprint"})  # columns that no figure is made of
AT_ONCE = 2_000  # rows in memory


def canonical(value: object) -> str:
    """The one way to write it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content: str | bytes) -> str:
    """In hexadecimal; of a text, that of its UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def lines_of(year: int) -> Iterator[Line]:
    """All rows of a year, whatever became of them, in the order of their numbers."""
    proofs = _proofs_of(year)
    rows = select(Row).where(Row.year == year).order_by(Row.id).execution_options(yield_per=AT_ONCE)
    for row in db.session.scalars(rows):
        yield line_of(row) | {"evidence": proofs.get(row.id, [])}


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


def _proofs_of(year: int) -> dict[int, list[str]]:
    """Row → the SHA-256 of every file that was handed in as its evidence."""
    of_year = select(Row.id).where(Row.year == year)
    rows = select(Document.thing_id, Version.sha256).join(Version, Version.document_id == Document.id)
    rows = rows.where(
        Document.thing == "outcome", Document.thing_id.in_(of_year), Document.removed_at.is_(None)
    )
    found: dict[int, list[str]] = {}
    for row_id, sum_ in db.session.execute(rows.order_by(Document.thing_id, Version.sha256)):
        found.setdefault(row_id, []).append(sum_)
    return found


@dataclass(frozen=True)
class Packed:
    """Lines, each ended, as they are kept, with the sum of their text and how many rows of each kind became what."""

    content: bytes
    sha256: str
    count: int
    kinds: dict[str, dict[str, int]]


def pack(lines: Iterable[Line]) -> Packed:
    """One after the other: a year may have many."""
    press, sum_, parts = zlib.compressobj(), hashlib.sha256(), list[bytes]()
    kinds: dict[str, Counter[str]] = {}
    for line in lines:
        text = f"{canonical(line)}\n".encode()
        sum_.update(text)
        parts.append(press.compress(text))
        became = "counted" if line["counts"] else "refused" if line["state"] == "refused" else "corrected"
        kinds.setdefault(line["kind"], Counter(counted=0, corrected=0, refused=0))[became] += 1
    told = {kind: dict(counts) for kind, counts in kinds.items()}
    count = sum(sum(counts.values()) for counts in kinds.values())
    return Packed(b"".join([*parts, press.flush()]), sum_.hexdigest(), count, told)


def unpacked(content: bytes) -> str:
    return zlib.decompress(content).decode()


def lines_in(content: bytes) -> Iterator[Line]:
    """Of what was packed."""
    return map(json.loads, unpacked(content).split("\n")[:-1])


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
