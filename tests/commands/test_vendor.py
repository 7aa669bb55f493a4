"""What comes from elsewhere is fetched anew as the manifest pins it, or not at all."""

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from roadshow.config import ROOT

# stands in for npm: what it packs is named after what it is asked for
NPM = """#!/usr/bin/env bash
set -e
mkdir -p package/dist
printf '%s' "$5" > package/dist/part.js
tar -czf "$4/part.tgz" package
"""
PACKAGE = "part@1.0.0"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "script").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "static/vendor/part").mkdir(parents=True)
    shutil.copy(ROOT / "script/vendor", tmp_path / "script")
    (tmp_path / "bin/npm").write_text(NPM, "utf-8")
    (tmp_path / "bin/npm").chmod(0o755)
    (tmp_path / "static/vendor/part/part.js").write_text("as it was", "utf-8")
    return tmp_path


def fetch(house: Path, content: str) -> tuple[int, str]:
    """With the sum of this content in the manifest: how it ended, and what stands there now."""
    part = {"file": "part/part.js", "source": f"npm: {PACKAGE}", "path": "dist/part.js"}
    sums = {"sha256": sha256(content.encode()).hexdigest()}
    manifest = house / "static/vendor/manifest.json"
    manifest.write_text(json.dumps({"files": [part | sums]}), "utf-8")
    path = f"{house / 'bin'}:/usr/bin:/bin"
    done = subprocess.run([house / "script/vendor"], cwd=house, env={"PATH": path}, check=False)
    return done.returncode, (house / "static/vendor/part/part.js").read_text("utf-8")


def test_a_file_with_the_sum_of_the_manifest_takes_its_place(house: Path):
    assert fetch(house, PACKAGE) == (0, PACKAGE)


def test_a_file_with_another_sum_leaves_all_as_it_was(house: Path):
    assert fetch(house, "somebody else's") == (1, "as it was")
