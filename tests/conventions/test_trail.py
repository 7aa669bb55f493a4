"""Whatever is recorded can be told."""

import ast
import re

from roadshow.accounts.permissions import MAY
from roadshow.audit.changed import CHANGED
from roadshow.audit.words import DID, THINGS

from . import source

CODE = re.compile(r"[a-z]+\.[a-z_]+")
RECORDING = [
    module
    for module in source.modules()
    if any(
        where.endswith("audit.operations") and name.startswith("record")
        for where, name in source.imported(module)
    )
]


def recorded() -> set[str]:
    """The codes in all modules that write into the trail; each is spelt out there."""
    kinds = {code.split(".")[0] for code in DID}
    spelt = {text for module in RECORDING for text in source.literals(module) if CODE.fullmatch(text)}
    return {code for code in spelt.difference(*MAY.values()) if code.split(".")[0] in kinds}


def test_every_code_recorded_anywhere_has_its_words() -> None:
    assert recorded() == set(DID)


def test_no_code_is_put_together_at_run_time() -> None:
    pieced = [
        ast.unparse(call)
        for module in RECORDING
        for call in source.calls(module)
        if source.called(call).lstrip("_").startswith("record") and isinstance(call.args[0], ast.JoinedStr)
    ]
    assert pieced == []


def test_every_thing_in_the_trail_can_be_asked_for() -> None:
    named = {
        call.args[2].value
        for module in RECORDING
        for call in source.calls(module)
        if source.called(call) in ("record", "record_many") and isinstance(call.args[2], ast.Constant)
    }
    assert named == set(THINGS)


def test_every_change_that_is_named_has_its_words() -> None:
    named = {
        keyword.arg
        for module in RECORDING
        for call in source.calls(module)
        if source.called(call) in ("record", "_record")
        for keyword in call.keywords
        if keyword.arg
    }
    assert named - set(CHANGED) - {"corrects"} == set()
