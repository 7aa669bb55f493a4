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
from itertools import chain
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from sqlalchemy import ColumnElement, FromClause, inspect, select
from sqlalchemy.orm import Mapper

from roadshow.documents.models import Document, Version
from roadshow.foundation.db import db
from roadshow.outcomes.models import Foreign, Row, Thread
from roadshow.outcomes.states import Kind

D = TypeVar("D")
Line = dict[str, Any]
Columns = dict[str, ColumnElement[Any]]
FOLLOW = frozenset({"row_id", "fingerprint"})  # columns that no figure is made of
AT_ONCE = 2_000  # rows in memory
_writer = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: object) -> str:
    """The one way to write it."""
    return _writer.encode(value)


def sha256(content: str | bytes) -> str:
    """In hexadecimal; of a text, that of its UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def lines_of(year: int) -> Iterator[Line]:
    """All rows of a year, whatever became of them, in the order of their numbers.

    Each with all that it says and who stands for it, whether it counts, its thread, its money in another currency, and
    its evidence. Columns are read and no objects made, since whoever closes the year waits for it.
    """
    proofs, row = _proofs_of(year), Row.__table__
    mappers: dict[Kind, Mapper[Any]] = inspect(Row).polymorphic_map
    kinds: dict[Kind, Columns] = {kind: _columns(mapper) for kind, mapper in mappers.items()}
    thread: Columns = {
        f"thread.{name}": Thread.__table__.c[name] for name in ("counterpart", "code", "round")
    }
    foreign: Columns = {f"foreign.{name}": column for name, column in Foreign.__table__.c.items()}
    columns = list(dict.fromkeys(chain(*(said.values() for said in (*kinds.values(), thread, foreign)))))
    source: FromClause = row.outerjoin(Thread.__table__).outerjoin(Foreign.__table__)
    for table in dict.fromkeys(mapper.local_table for mapper in mappers.values()):
        source = source if table is row else source.outerjoin(table)
    rows = select(*columns).select_from(source).where(row.c.year == year).order_by(row.c.id)
    for values in db.session.execute(rows, execution_options={"yield_per": AT_ONCE}):
        found = dict(zip(columns, values, strict=True))
        said = kinds[found[row.c.kind]]
        if found[row.c.thread_id] is not None:
            said = said | thread
        if found[Foreign.__table__.c.row_id] is not None:
            said = said | foreign
        line = {name: _plain(found[column]) for name, column in said.items()}
        yield line | {"evidence": proofs.get(line["id"], [])}


def _columns(mapper: Mapper[Any]) -> Columns:
    """What a kind of row says, by its own names."""
    return {each.key: each.columns[0] for each in mapper.column_attrs if each.key not in FOLLOW}


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
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, str) else value
