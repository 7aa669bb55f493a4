"""What stands at the top, and what comes from elsewhere."""

import hashlib
import json
from pathlib import Path

import pytest

from roadshow.config import ROOT

PLAN = set(
    "wsgi.py roadshow templates static migrations tests requirements.txt README.md script docs deploy LICENSE "
    "CHANGELOG.md requirements.in requirements-dev.in requirements-dev.txt".split()
)
MADE = {"var", "__pycache__"}
VENDOR = ROOT / "static" / "vendor"
FONTS = ROOT / "roadshow" / "press" / "fonts"


def test_nothing_stands_at_the_top_beside_the_plan() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - MADE
    assert there - PLAN == set()


@pytest.mark.parametrize(("folder", "files"), [(VENDOR, "**/*"), (FONTS, "*.otf")], ids=["pages", "fonts"])
def test_what_comes_from_elsewhere_is_in_its_manifest_with_its_sum(folder: Path, files: str) -> None:
    manifest = folder / "manifest.json"
    said = json.loads(manifest.read_text("utf-8"))
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.glob(files)
        if path.is_file() and path != manifest
    }
    assert there == {part["file"]: part["sha256"] for part in said["files"]}
