"""No default stands in place of a number by ``or``, which takes a typed 0 for nothing.

Checked by the program's text, wherever it shows that a number is meant: the ``data`` or ``fen`` of a field that a form
declares as a number, what is read with ``int`` or by web/asked.py, a parameter or a local that is annotated as one, and
any default that is a number itself. ``or 0`` is allowed, for it keeps every number as it is.
"""

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from . import source

NUMBERS = {"int", "float", "Decimal"}
FIELDS = {"Whole", "YearField", "Figure", "Amount", "Sum"}
ASKED = source.PROGRAM / "web/asked.py"


def test_no_default_in_place_of_a_number():
    found = [
        f"{source.name_of(module)}:{line} {words}"
        for module in source.modules()
        for line, words in defaults(source.tree(module))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "self.year.data or clock.today().year",
        "self.amount_fen.fen or 1",
        "int(typed) or least",
        "request.args.get('page', type=int) or first",
        "from .asked import asked_year\nasked_year() or clock.today().year",
        "minutes or 10",
        "def of(year: int | None): return year or today.year",
    ],
)
def test_a_default_in_place_of_a_number_is_found(code: str):
    assert len(list(defaults(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code", ["self.year.data or 0", "self.fund.data or ''", "fee or Decimal(0)", "name or None"]
)
def test_what_changes_no_number_is_allowed(code: str):
    assert list(defaults(ast.parse(code))) == []


def defaults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    asked = asked_numbers() & {
        name.name
        for part in ast.walk(tree)
        if isinstance(part, ast.ImportFrom) and (part.module or "").endswith("asked")
        for name in part.names
    }
    for scope in (tree, *functions(tree)):
        local = numbers_of(scope)
        for part in own(scope):
            if not isinstance(part, ast.BoolOp) or not isinstance(part.op, ast.Or):
                continue
            *values, default = part.values
            if not is_zero(default) and (
                is_number(default) or any(reads_number(value, local, NUMBERS | asked) for value in values)
            ):
                yield part.lineno, ast.unparse(part)


def reads_number(value: ast.expr, local: set[str], readers: set[str]) -> bool:
    match value:
        case ast.Name(name):
            return name in local
        case ast.Attribute(ast.Attribute(attr=field), "data" | "fen"):
            return field in number_fields()
        case ast.Call() as call:
            as_number = any(says_number(each.value) for each in call.keywords if each.arg == "type")
            return as_number or source.called(call) in readers
    return is_number(value)


def is_number(value: ast.expr) -> bool:
    """Written out."""
    match value:
        case ast.UnaryOp(operand=operand):
            return is_number(operand)
        case ast.Constant(constant):
            return isinstance(constant, int | float) and not isinstance(constant, bool)
        case ast.Call(args=[number]) as call:
            return source.called(call) in NUMBERS and is_number(number)
    return False


def is_zero(value: ast.expr) -> bool:
    return is_number(value) and not any(
        isinstance(part, ast.Constant) and part.value for part in ast.walk(value)
    )


def says_number(annotation: ast.expr | None) -> bool:
    """``int``, ``int | None``."""
    match annotation:
        case ast.Name(name):
            return name in NUMBERS
        case ast.BinOp(left, ast.BitOr(), right):
            return says_number(left) or says_number(right)
    return False


def functions(tree: ast.AST) -> list[ast.FunctionDef]:
    return [part for part in ast.walk(tree) if isinstance(part, ast.FunctionDef)]


def own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in this scope and in no function within it."""
    for part in ast.iter_child_nodes(scope):
        if not isinstance(part, ast.FunctionDef):
            yield part
            yield from own(part)


def numbers_of(scope: ast.AST) -> set[str]:
    """Parameters and locals that are annotated as a number."""
    found = {
        part.target.id
        for part in own(scope)
        if isinstance(part, ast.AnnAssign)
        and isinstance(part.target, ast.Name)
        and says_number(part.annotation)
    }
    if isinstance(scope, ast.FunctionDef):
        given = scope.args
        every = (*given.posonlyargs, *given.args, *given.kwonlyargs)
        found |= {each.arg for each in every if says_number(each.annotation)}
    return found


@cache
def asked_numbers() -> set[str]:
    return {function.name for function in functions(source.tree(ASKED)) if says_number(function.returns)}


@cache
def number_fields() -> set[str]:
    """Names under which a form anywhere has a field of a number."""
    return {
        target.id
        for module in source.modules("web/**/*.py")
        for part in ast.walk(source.tree(module))
        if isinstance(part, ast.Assign)
        and isinstance(part.value, ast.Call)
        and source.called(part.value) in FIELDS
        for target in part.targets
        if isinstance(target, ast.Name)
    }
