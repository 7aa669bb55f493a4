"""What the apps of a run share, so that each test may have one of its own: what was compiled, and no state."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, make_url
from werkzeug.routing import Rule

from roadshow.web import assets

COMPILED: dict[str, bytes] = {}
STATEMENTS = 10_000
PARSED: dict[tuple[object, ...], tuple[Any, Any, Any]] = {}
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
    """What an address is read and built by is decided by its rule alone; making that is most of what an app costs."""

    def compile(self) -> None:
        key = (self.rule, repr(self.defaults), self.subdomain, self.merge_slashes)
        if key not in PARSED:
            super().compile()
            PARSED[key] = (self._parts, self._trace, self._converters)
            return
        self._parts, self._trace, self._converters = PARSED[key]
        self.arguments.update(self._converters)
        self._build = self._compile_builder(append_unknown=False).__get__(self, None)
        self._build_unknown = self._compile_builder(append_unknown=True).__get__(self, None)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, repr(self.defaults), self.subdomain, self.merge_slashes, append_unknown)
        if key not in BUILDERS:
            BUILDERS[key] = super()._compile_builder(append_unknown)
        return BUILDERS[key]


def share_assets() -> None:
    """The files that every page names are read once."""
    assets.Assets = lru_cache(assets.Assets)  # type: ignore[misc, assignment]  # a class, called alike


def share_engines(db: SQLAlchemy) -> None:
    """One engine for each address of a database: it remembers the SQL that it wrote, most of what a request costs.

    Whoever is done with a database disposes of its engine, which closes what is open and forgets nothing. One in memory
    would keep its rows: it stays its app's own.
    """
    made: dict[str, Engine] = {}
    as_the_product = db._make_engine

    def make(bind: str | None, options: dict[str, Any], app: Flask) -> Engine:
        url = make_url(options["url"])
        if url.database is None:
            return as_the_product(bind, options, app)
        address = url.render_as_string(hide_password=False) + repr(options)
        if address not in made:
            made[address] = as_the_product(bind, options | {"query_cache_size": STATEMENTS}, app)
        return made[address]

    db._make_engine = make  # type: ignore[method-assign, assignment]  # Flask-SQLAlchemy has no setting for it
