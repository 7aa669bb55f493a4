"""How rooms are built: what the import contracts cannot see."""

import ast
import importlib
import pkgutil
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
from flask import Flask

import roadshow
from roadshow.foundation import happenings
from roadshow.foundation.db import Model
from roadshow.foundation.steps import Story
from roadshow.web import shapes, words

from . import source

LONGEST_MODULE = 300
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools", "lib", "core", "shared"}
WRITES = {
    "add",
    "add_all",
    "delete",
    "flush",
    "commit",
    "merge",
    "bulk_save_objects",
    "hold",
    "hold_name",
    "record",
}
ROOMS = [path for path in source.PROGRAM.iterdir() if path.is_dir() and path.name in source.stairs()]


def loaded(file: str) -> list[ModuleType]:
    """The modules of this name in all rooms."""
    return [
        importlib.import_module(f"roadshow.{room.name}.{Path(file).stem}")
        for room in sorted(ROOMS)
        if (room / file).exists()
    ]


STATES = loaded("states.py")


def enums_of(module: ModuleType) -> list[type[StrEnum]]:
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == module.__name__
    ]


def tables_of(module: ModuleType, ending: str) -> list[tuple[str, dict[StrEnum, object]]]:
    return [
        (name, thing)
        for name, thing in vars(module).items()
        if name.endswith(ending) and isinstance(thing, dict)
    ]


def stories_of(module: ModuleType) -> list[tuple[str, Story[StrEnum]]]:
    return [(name, cast(Story[StrEnum], table)) for name, table in tables_of(module, "STORY")]


def test_foreign_keys_point_down_the_stairs(app: Flask) -> None:
    steps = source.stairs()
    rooms = {
        Model.metadata.tables[mapper.class_.__tablename__]: mapper.class_.__module__.split(".")[1]
        for mapper in Model.registry.mappers
    }
    up = [
        f"{table.name}.{key.parent.name} → {key.column.table.name}"
        for table, room in rooms.items()
        for key in table.foreign_keys
        if rooms[key.column.table] != room and steps[rooms[key.column.table]] >= steps[room]
    ]
    assert up == []


def test_trail_outbox_and_occupancy_name_nobody_by_foreign_key(app: Flask) -> None:
    tables = Model.metadata.tables.values()
    alone = [table for table in tables if table.name.startswith(("audit_", "notices_", "occupancy_"))]
    assert [table.name for table in alone if table.foreign_keys] == []


@pytest.mark.parametrize("module", STATES, ids=lambda module: module.__name__)
def test_every_state_has_its_row_in_its_story(module: ModuleType) -> None:
    stories = stories_of(module)
    assert stories != []
    for name, story in stories:
        kind = type(next(iter(story)))
        assert set(story) == set(kind), name
        assert {step.to for steps in story.values() for step in steps} <= set(kind), name


@pytest.mark.parametrize("module", [*STATES, *loaded("models.py")], ids=lambda module: module.__name__)
def test_every_state_and_kind_has_its_word(module: ModuleType) -> None:
    worded = {type(next(iter(table))): set(table) for _name, table in tables_of(module, "WORDS")}
    for kind in enums_of(module):
        assert worded.get(kind) == set(kind), kind.__name__


@pytest.mark.parametrize("module", [*STATES, *loaded("models.py")], ids=lambda module: module.__name__)
def test_pages_know_the_word_of_every_state_and_kind(inside: Flask, module: ModuleType) -> None:
    for kind in enums_of(module):
        assert "" not in [words.word(member) for member in kind]


def test_pages_draw_every_state() -> None:
    stories = [kind for module in STATES for kind in enums_of(module) if kind.__name__.endswith("State")]
    assert {kind: set(shapes) for kind, shapes in shapes.SHAPES.items()} == {
        kind: set(kind) for kind in stories
    }


def test_only_one_file_commits() -> None:
    commits = {
        source.name_of(module)
        for module in source.modules()
        for call in source.calls(module)
        if source.called(call) == "commit"
    }
    assert commits == {"roadshow/foundation/db.py"}


@pytest.mark.parametrize("module", source.modules("*/queries.py"), ids=source.name_of)
def test_queries_never_write(module: Path) -> None:
    done = {ast.unparse(call.func) for call in source.calls(module)}
    written = {name for name in done if name.split("session.")[-1] in WRITES}
    brought = {name for _where, name in source.imported(module)} & {
        "insert",
        "update",
        "delete",
        "operations",
        "operation",
    }
    assert written | brought == set()


OPERATIONS = {"operation", "before_operation"}


@pytest.mark.parametrize("module", source.modules("*/operations.py"), ids=source.name_of)
def test_every_public_function_of_operations_is_an_operation(module: Path) -> None:
    bare = [
        function.name
        for function in source.public_functions(module)
        if not OPERATIONS & {ast.unparse(mark) for mark in function.decorator_list}
    ]
    assert bare == []


def test_every_happening_is_heard(app: Flask) -> None:
    announced = {
        thing
        for module in loaded("happenings.py")
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    }
    assert announced - happenings.heard() == set()


def test_the_app_loads_every_followup_in_the_order_of_the_stairs() -> None:
    steps = source.stairs()
    there = sorted(
        (path.parent.name for path in source.modules("*/followups.py")), key=lambda room: (steps[room], room)
    )
    assert [module.__name__.split(".")[1] for module in roadshow.FOLLOWUPS] == there


def test_no_module_is_named_for_nothing() -> None:
    named = {info.name for info in pkgutil.walk_packages(roadshow.__path__, "roadshow.")}
    assert {name for name in named if name.split(".")[-1] in NO_NAMES} == set()


def test_no_module_holds_more_than_one_thought() -> None:
    lines = {source.name_of(module): module.read_text("utf-8").count("\n") for module in source.modules()}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_only_the_clock_asks_the_time() -> None:
    asking = {
        source.name_of(module)
        for module in source.modules()
        for call in source.calls(module)
        if source.called(call) in ("now", "today", "utcnow") and "clock" not in ast.unparse(call.func)
    }
    assert asking == {"roadshow/foundation/clock.py"}
