"""Running orders as their pages are tried: made, sent to, and read back."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.agenda import operations, queries
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.selecting import words_of


def drafted(app: Flask, projects: int = 3, state: S = S.SELECTING, **facts: object) -> str:
    """The address of an agenda: an opening, so many projects, talks; seen as version 1."""
    with app.app_context():
        roadshow = make.roadshow(state, places=100, **facts)
        for number in range(projects):
            make.pitch(roadshow, P.ACCEPTED, make.project(name=f"示例{number + 1}号"))
        operations.make_draft(roadshow, seen=0, actor=make.SOMEONE)
        return f"/centre/roadshows/{roadshow.id}/agenda"


def number(path: str) -> int:
    return int(path.split("/")[3])


def names(app: Flask, path: str) -> list[str]:
    with app.app_context():
        return [part.title or part.kind.value for part in queries.get_draft(number(path)).parts]


def keys(app: Flask, path: str) -> list[int]:
    with app.app_context():
        return [part.key for part in queries.get_draft(number(path)).parts]


def times(page: str) -> list[str]:
    return [
        f"{at} {name}"
        for at, name in zip(words_of(page, "ol.slots time"), words_of(page, "ol.slots h3"), strict=True)
    ]


def another_moves(app: Flask, path: str) -> None:
    """Somebody else, from the second place to the first."""
    with app.app_context():
        roadshow, key = get_roadshow(number(path)), keys(app, path)[1]
        operations.move_part(roadshow, key, 1, seen=1, actor=make.SOMEONE)


def post(client: FlaskClient, path: str, **typed: object) -> TestResponse:
    return client.post(path, data={"seen": 1} | typed)
