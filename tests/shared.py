"""What the apps of a run share, so that each test may have one of its own: what was compiled, and no state."""

from collections.abc import Callable
from typing import Any

import sqlalchemy
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

COMPILED: dict[str, bytes] = {}
STATEMENTS = 10_000
BUILDERS: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


class CompiledTemplates(BytecodeCache):
    """Each template is compiled once, known by its name and by what stands in it."""

    def load_bytecode(self, bucket: Bucket) -> None:
        known = COMPILED.get(bucket.key + bucket.checksum)
        if known is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        COMPILED[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


class CompiledRule(Rule):
    """An address is built by a function that its rule alone decides on; making it is most of what an app costs."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, repr(self.defaults), self.subdomain, self.merge_slashes, append_unknown)
        if key not in BUILDERS:
            BUILDERS[key] = super()._compile_builder(append_unknown)
        return BUILDERS[key]


def share_engines(db: SQLAlchemy) -> None:
    """One engine for each address of a database: it remembers the SQL that it wrote, most of what a request costs.

    Whoever is done with a database disposes of its engine, which closes what is open and forgets nothing.
    """
    made: dict[str, sqlalchemy.Engine] = {}

    def make(_bind: str | None, options: dict[str, Any], _app: Flask) -> sqlalchemy.Engine:
        address = repr(options)
        if address not in made:
            made[address] = sqlalchemy.create_engine(**options, query_cache_size=STATEMENTS)
        return made[address]

    db._make_engine = make  # type: ignore[method-assign, assignment]  # there is no other place to say it
