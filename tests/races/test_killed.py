"""Closing a year, merging two institutions and handing a company over, while whoever does it is killed (kill -9)."""

from pathlib import Path

import pytest
from flask import Flask

from tests.killed import WORKS, Tally, kill_often

pytestmark = pytest.mark.usefixtures("in_spring")
KILLS = 10


@pytest.mark.parametrize("work", WORKS)
def test_what_is_killed_in_the_middle_leaves_nothing_or_all(inside: Flask, tmp_path: Path, work: str) -> None:
    tally = kill_often(work, KILLS, inside.config["SETTINGS"].database_url, tmp_path)
    assert tally == Tally(work, KILLS, tally.nothing, KILLS - tally.nothing, 0, 0)
