"""Posting a step of a project's form, as its page would."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.foundation.db import db
from roadshow.projects.models import Project
from roadshow.projects.snapshot import Snapshot, print_of, snapshot_of


def path_of(project_id: int, step: str = "overview") -> str:
    return f"/startup/projects/{project_id}/fill/{step}"


def known(app: Flask, project_id: int) -> Snapshot:
    with app.app_context():
        return snapshot_of(db.session.get_one(Project, project_id))


def seen(app: Flask, project_id: int, step: str) -> str:
    """What a page that is opened now carries along."""
    return print_of(known(app, project_id).step(step))


def fill(
    app: Flask, client: FlaskClient, project_id: int, answers: dict[str, object], step: str = "overview"
) -> TestResponse:
    data = {"seen": seen(app, project_id, step), **answers}
    return client.post(path_of(project_id, step), data=data)
