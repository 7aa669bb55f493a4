"""What stands at the top, and what comes from elsewhere."""

import hashlib
import json

from roadshow.config import ROOT

PLAN = set(
    "wsgi.py roadshow templates static migrations tests requirements.txt README.md script docs deploy LICENSE "
    "CHANGELOG.md requirements.in requirements-dev.in requirements-dev.txt".split()
)
MADE = {"var", "__pycache__"}
VENDOR = ROOT / "static" / "vendor"


def test_nothing_stands_at_the_top_beside_the_plan() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - MADE
    assert there - PLAN == set()


def test_every_vendored_file_is_in_the_manifest_with_its_sum() -> None:
    manifest = VENDOR / "manifest.json"
    said = json.loads(manifest.read_text("utf-8")) if manifest.exists() else {}
    files = {part["file"]: part["sha256"] for part in said.get("files", [])}
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path != manifest
    }
    assert there == files
