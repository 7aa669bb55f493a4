"""The one database handle, the one place that commits, and the one way to lock what a rule guards."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Enum, MetaData, Table, event, func, insert, inspect, select, text
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InvalidRequestError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import registry as Registry  # noqa: N812  it is a class
from sqlalchemy.orm.exc import ObjectDeletedError

from .errors import Missing, Refused
from .moments import Moment

P = ParamSpec("P")
R = TypeVar("R")
_running: ContextVar[bool] = ContextVar("operation_running", default=False)
_brief: ContextVar[bool] = ContextVar("operation_waits_briefly", default=False)

UNREACHABLE: tuple[type[Exception], ...] = (OperationalError, InterfaceError, NoneFree)
"""What is raised while the database is away, busy or full: nothing was written, and later it may be again."""

CONSTRAINT_WORDS: dict[str, object] = {}
"""Constraint name → what a person is told when it says no; filled by the rooms' models.py."""


class Model(DeclarativeBase):
    """A row. Constraints are named by one scheme, so that both databases and the migrations call them the same."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = Registry(metadata=metadata, type_annotation_map={datetime: Moment})


db = SQLAlchemy(model_class=Model)


def one_of(states: type[StrEnum]) -> Enum:
    """A column that holds one word of ``states``, kept as that word."""
    return Enum(
        states, native_enum=False, length=24, values_callable=lambda kind: [state.value for state in kind]
    )


class Spoiled(RuntimeError):  # noqa: N818  the word of the house
    """An inner operation failed and its caller swallowed the failure: a bug, never a commit."""


WAITS = 5000  # ms that a writer waits for the one before it; longer ones would occupy every thread
BRIEFLY = 100  # ms


def init_app(app: Flask) -> None:
    """Bind the handle to the app and teach SQLite to lock as this house needs."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)
        else:
            event.listen(db.engine, "connect", _prepare_postgresql)
            event.listen(db.engine, "begin", _begin_postgresql)


def operation(work: Callable[P, R]) -> Callable[P, R]:
    """Run ``work`` as one unit: the outermost begins a write transaction and commits once, any failure undoes it all.

    What a caller loaded before is stale inside and is read again when touched.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return _inner(work, *args, **kwargs) if _running.get() else _outermost(work, *args, **kwargs)

    return run


@contextmanager
def waiting_briefly() -> Iterator[None]:
    """What is written inside may be left undone: it waits for no other writer longer than a moment."""
    token = _brief.set(True)
    try:
        yield
    finally:
        _brief.reset(token)


def before_operation(work: Callable[P, R]) -> Callable[P, R]:
    """Mark what does slow work (a password's hash) and then calls an operation, so that no other writer waits for it.

    Ends the page's read transaction, so that no connection waits for it either.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _running.get():
            db.session.rollback()
        return work(*args, **kwargs)

    return run


def _outermost(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    db.session.rollback()  # ends the page's read transaction: SQLite could not turn it into a write one
    token = _running.set(True)
    db.session.info.pop("spoiled", None)
    try:
        result = work(*args, **kwargs)
        if db.session.info.get("spoiled"):
            raise Spoiled(work.__qualname__)
        db.session.commit()
    except BaseException as failure:
        db.session.rollback()
        told = _in_words(failure)
        if told is failure:
            raise
        raise told from failure
    finally:
        _running.reset(token)
    return result


def _inner(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return work(*args, **kwargs)
    except BaseException:
        db.session.info["spoiled"] = True
        raise


def hold(row: R) -> R:
    """Lock ``row`` until the operation ends; whatever was read before the lock came is read again.

    Lock before the first write, several rows from the lower room up and then by id, or two operations wait for each
    other.

    Raises: Missing when the row is gone.
    """
    if not _running.get():
        raise RuntimeError("hold() outside an operation locks nothing")
    db.session.flush()
    db.session.expire_all()
    try:
        db.session.refresh(row, with_for_update={"of": type(row)})  # PostgreSQL locks no outer join
    except InvalidRequestError as gone:
        raise Missing(repr(row)) from gone
    return row


def hold_name(name: str) -> None:
    """Lock a thing that has no row of its own (an import into the ledger) until the operation ends."""
    hold_names([name])


def hold_names(names: Sequence[str]) -> None:
    """Lock several such things, one after the other as they are named: everybody names them in one order."""
    if not _running.get():
        raise RuntimeError("hold_names() outside an operation locks nothing")
    db.session.flush()
    if (
        names and db.engine.dialect.name == "postgresql"
    ):  # SQLite: BEGIN IMMEDIATE has locked everything already
        db.session.execute(_LOCK_IN_TURN, {"keys": [zlib.crc32(name.encode()) for name in names]})
    db.session.expire_all()


_LOCK_IN_TURN = text(
    "SELECT pg_advisory_xact_lock(key) FROM (SELECT key FROM unnest(CAST(:keys AS bigint[]))"
    " WITH ORDINALITY AS named (key, turn) ORDER BY turn) AS queue"
)


def insert_many(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Rows of one table, all with the same columns, written at once; their ids in the same order."""
    if not rows:
        return []
    table = cast(Table, model.__table__)
    ids = _next_ids(table, len(rows))
    db.session.execute(insert(table), [{**row, "id": row_id} for row, row_id in zip(rows, ids, strict=True)])
    return ids


def _next_ids(table: Table, many: int) -> list[int]:
    """Asked for beforehand: to be told them by the insert makes it six times as slow in PostgreSQL."""
    if db.engine.dialect.name == "sqlite":  # its one writer gives ids in a row
        last = db.session.scalar(select(func.max(table.c.id))) or 0
        return list(range(last + 1, last + 1 + many))
    series, sequence = func.generate_series(1, many).alias(), func.pg_get_serial_sequence(table.name, "id")
    return list(db.session.scalars(select(func.nextval(sequence)).select_from(series)))


def check_ready() -> None:
    """Raises: Refused when no database answers, or one that the migrations have not made or not brought up to date."""
    try:
        found = inspect(db.engine).get_multi_columns()
    except OperationalError as silent:
        raise Refused(_("连不上数据库，请检查 ROADSHOW_DATABASE_URL 和 ROADSHOW_DATA")) from silent
    there = {(table, column["name"]) for (_schema, table), columns in found.items() for column in columns}
    tables = Model.metadata.tables.values()
    if not {(table.name, column.name) for table in tables for column in table.columns} <= there:
        raise Refused(_("数据库还没有建好或不是最新的，请先运行 script/server"))


def is_empty() -> bool:
    """Whether nobody and nothing is in the tables yet (the migrations' own table aside)."""
    tables = [table for table in Model.metadata.sorted_tables if not table.info.get("seeded")]
    return not any(
        db.session.execute(select(text("1")).select_from(table).limit(1)).first() for table in tables
    )


def _in_words(failure: BaseException) -> BaseException:
    """The database's refusal as ours; a constraint without words is a bug and stays one."""
    if isinstance(failure, ObjectDeletedError):
        return Missing(str(failure))
    if isinstance(failure, DBAPIError):
        said = _constraint_of(failure)
        words = [text for name, text in CONSTRAINT_WORDS.items() if name in said]
        if words:
            return Refused(words[0])
    return failure


def _constraint_of(clash: DBAPIError) -> str:
    """What the database calls the constraint; SQLite names a unique one only by its columns."""
    said = str(clash.orig)
    if not isinstance(clash, IntegrityError) or "UNIQUE constraint failed: " not in said:
        return said
    columns = said.partition("UNIQUE constraint failed: ")[2].split(", ")
    table, names = columns[0].split(".")[0], "_".join(column.split(".")[-1] for column in columns)
    return f"{said} uq_{table}_{names} ix_{table}_{names}"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for setting in (
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={WAITS}",
    ):
        connection.execute(f"PRAGMA {setting}")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = {WAITS}")
    connection.commit()


def _begin_postgresql(connection: Any) -> None:
    if _running.get() and _brief.get():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BRIEFLY}")


def _begin_sqlite(connection: Any) -> None:
    if not _running.get():
        connection.exec_driver_sql("BEGIN")
    elif not _brief.get():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BRIEFLY}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={WAITS}")
