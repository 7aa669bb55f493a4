"""The worker as a process, killed outright at the worst moments: nothing is lost and nothing doubled."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from roadshow import worker
from roadshow.config import ROOT
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.jobs import operations as jobs
from roadshow.ledgers import operations, queries
from roadshow.ledgers.models import UploadState
from roadshow.reports.queries import year_figures
from tests.ledgers import sheets

ROWS = 3000


@contextmanager
def working(app: Flask, data: Path) -> Iterator["subprocess.Popen[str]"]:
    """A worker on the app's database, killed at the end of the block."""
    settings = {"DATA": str(data), "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}
    environment = os.environ | {f"ROADSHOW_{name}": value for name, value in settings.items()}
    command = ["setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-m", "script.work"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def killed_at(app: Flask, data: Path, stage: str) -> None:
    with working(app, data) as process:
        assert any(stage in line for line in process.stderr or ())


def work_later(app: Flask) -> None:
    """As the next worker does once nothing was heard of the first."""
    with clock.at(clock.now() + 2 * jobs.LEASE):
        while worker.work_once(app):
            pass


def state(app: Flask, upload_id: int) -> UploadState:
    with app.app_context():
        return queries.get_arrival(upload_id).state


@pytest.fixture
def large(app: Flask) -> int:
    """An upload that waits to be read."""
    content = sheets.workbook({"引进": [sheets.LANDING, *map(sheets.landing, range(ROWS))]})
    with app.app_context():
        return operations.upload("a.xlsx", content.getvalue(), 2021, actor=COMMAND).id


def test_what_a_killed_worker_was_at_is_done_once(app: Flask, large: int, tmp_path: Path) -> None:
    killed_at(app, tmp_path, "checking")
    assert state(app, large) is UploadState.READING
    work_later(app)
    assert state(app, large) is UploadState.READY
    with app.app_context():
        operations.confirm(queries.get_upload(large), actor=COMMAND)
    killed_at(app, tmp_path, "writing")
    work_later(app)
    assert state(app, large) is UploadState.TAKEN_IN
    with app.app_context():
        assert year_figures(2021).landed == ROWS


def test_a_worker_that_is_told_to_end_gives_back_what_it_was_at(
    app: Flask, large: int, tmp_path: Path
) -> None:
    with working(app, tmp_path) as process:
        assert any("opening" in line for line in process.stderr or ())
        process.terminate()
        assert process.wait() == 0
    while worker.work_once(app):
        pass
    assert state(app, large) is UploadState.READY
