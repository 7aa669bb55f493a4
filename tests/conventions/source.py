"""The program's own text, as the convention tests read it."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path

from roadshow.config import ROOT

PROGRAM = ROOT / "roadshow"
TEMPLATES = ROOT / "templates"


def modules(pattern: str = "**/*.py") -> list[Path]:
    return sorted(PROGRAM.glob(pattern))


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"), str(module))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def public_functions(module: Path) -> list[ast.FunctionDef]:
    """Those at the module's own level."""
    return [
        part
        for part in tree(module).body
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
    ]


def called(call: ast.Call) -> str:
    """The last name of what is called: commit for db.session.commit()."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def calls(module: Path) -> Iterator[ast.Call]:
    yield from (part for part in ast.walk(tree(module)) if isinstance(part, ast.Call))


def imported(module: Path) -> Iterator[tuple[str, str]]:
    """(from where, which name); an import of a whole module has no name."""
    for part in ast.walk(tree(module)):
        if isinstance(part, ast.ImportFrom):
            yield from (("." * part.level + (part.module or ""), alias.name) for alias in part.names)
        elif isinstance(part, ast.Import):
            yield from ((alias.name, "") for alias in part.names)


def docstrings(module: Path) -> set[int]:
    """Which string constants (by ``id``) are docstrings, attributes' ones among them."""
    return {
        id(part.value)
        for part in ast.walk(tree(module))
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
    }


def literals(module: Path) -> Iterator[str]:
    """Every text the program carries, docstrings and patterns left out."""
    passed_over = docstrings(module) | {
        id(part)
        for call in calls(module)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
        for part in ast.walk(call)
    }
    for part in ast.walk(tree(module)):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in passed_over:
            yield part.value


def stairs() -> dict[str, int]:
    """Room → its step, counted from the bottom; side by side on one step."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:rooms"]["layers"].split("\n")
    return {
        room.strip(" ()"): step
        for step, layer in enumerate(reversed([layer for layer in layers if layer.strip()]))
        for room in layer.split("|")
    }
