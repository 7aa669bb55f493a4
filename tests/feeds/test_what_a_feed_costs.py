"""Bytes are built once per change, and come out the same wherever they are built."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.config import ROOT
from tests.conftest import Counted
from tests.feeds.built import STARTS, postpone, published, set_clock

ALL = "/calendar/all.ics"
ELSEWHERE = """
import sys
from pathlib import Path
from roadshow import create_app
from tests.databases import settings_for
client = create_app(settings_for(sys.argv[1], Path(sys.argv[2]))).test_client()
sys.stdout.buffer.write(client.get("/calendar/all.ics").data)
"""


@pytest.fixture(autouse=True)
def _the_first_of_may():
    with set_clock():
        yield


@pytest.mark.parametrize("many", [0, 1, 30])
def test_an_unchanged_feed_costs_one_statement_however_long(
    app: Flask, client: FlaskClient, counted: Counted, many: int
):
    for _ in range(many):
        published(app)
    tag = client.get(ALL).headers["ETag"]
    with counted() as statements:
        client.get(ALL)
        client.get(ALL, headers={"If-None-Match": tag})
        client.head(ALL, headers={"Accept-Encoding": "gzip"})
    assert len(statements) == 3


@pytest.mark.parametrize("many", [1, 30])
def test_one_change_costs_its_roadshow_and_its_halls_more(
    app: Flask, client: FlaskClient, counted: Counted, many: int
):
    uids = [published(app) for _ in range(many)]
    client.get(ALL)
    postpone(app, uids[0], STARTS + timedelta(days=1))
    with counted() as statements:
        client.get(ALL)
        client.get(ALL)
    assert len(statements) == 3


def test_another_process_builds_the_same_bytes(app: Flask, client: FlaskClient):
    postpone(app, published(app, sector="energy", summary="第一行\n第二行"), STARTS + timedelta(days=1))
    published(app, title="不变的一场")
    place = (app.config["SQLALCHEMY_DATABASE_URI"], str(app.config["DATA_FOLDER"]))
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *place], cwd=ROOT, capture_output=True, check=True
    )
    assert there.stdout == client.get(ALL).data


def test_eight_who_come_at_once_after_a_change_get_one_body(app: Flask):
    for _ in range(5):
        published(app)
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda _: app.test_client().get(ALL).data, range(8)))
    assert len(set(bodies)) == 1
