"""What every test may ask for. The database is SQLite, or the PostgreSQL that the environment names."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, time
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from roadshow import create_app
from roadshow.accounts import operations as accounts
from roadshow.accounts import passwords
from roadshow.accounts.permissions import Role
from roadshow.config import Settings
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests import databases, postgres
from tests.pages import PageClient
from tests.shared import CompiledRule, CompiledTemplates, share_assets, share_engines

AnotherApp = Callable[[Settings], Flask]
AsRole = Callable[[Role], FlaskClient]
Counted = Callable[[], AbstractContextManager[list[str]]]
PASSWORD = "a long way to Pinghu"  # noqa: S105  of people who live as long as a test
NO_STATEMENTS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("house")
Flask.url_rule_class = CompiledRule
Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
share_assets()
share_engines(db)
passwords._hasher = PasswordHasher(
    time_cost=1, memory_cost=8, parallelism=1
)  # the real one: test_passwords.py


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A test that does not run proves nothing: the run fails and names it."""
    for kind in ("skipped", "xfailed", "xpassed"):
        for report in terminalreporter.getreports(kind):
            terminalreporter.write_line(f"{kind.upper()} {report.nodeid}: nothing is left out here", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and any(reporter.stats.get(kind) for kind in ("skipped", "xfailed", "xpassed")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_server() -> str | None:
    """The PostgreSQL this run is on; None on SQLite."""
    return os.environ.get(postgres.VARIABLE)


@pytest.fixture(scope="session")
def copies(
    postgres_server: str | None, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Copies]:
    folder = tmp_path_factory.mktemp("template")
    if postgres_server is None:
        with databases.sqlite_copies(folder) as copies:
            yield copies
        return
    with databases.postgres_copies(postgres_server, folder, worker_id) as copies:
        yield copies


@pytest.fixture
def app(copies: databases.Copies, tmp_path: Path) -> Iterator[Flask]:
    """A new app on an empty database. No app context stays open: around a request it would freeze the language."""
    with copies() as url:
        app = create_app(databases.settings_for(url, tmp_path))
        app.config["WTF_CSRF_ENABLED"] = False
        app.test_client_class = PageClient
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def another_app() -> Iterator[AnotherApp]:
    """Makes an app of other settings, and closes what it opened once its requests and sessions are over."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    """The app with its context open, for tests that call rooms directly and open no page.

    What they build they commit: an operation begins by rolling back what is open.
    """
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


@pytest.fixture
def as_role(app: Flask) -> AsRole:
    """Somebody new with this role, signed in."""
    people = iter(range(1, 1000))

    def sign_in(role: Role) -> FlaskClient:
        email = f"{role}{next(people)}@test.example"
        with app.app_context():
            accounts.make_person(email, f"测试{role}", PASSWORD, [role])
        client = app.test_client()
        answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return sign_in


@pytest.fixture
def counted() -> Counted:
    """``with counted() as statements:`` lists the SQL that runs in the block, whoever runs it."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(NO_STATEMENTS):
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        yield seen
        event.remove(Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def in_spring() -> Iterator[None]:
    """It is nine o'clock on Monday, 2 March 2026: far from the end of a year, whenever the tests run."""
    with clock.at(clock.moment(date(2026, 3, 2), time(9))):
        yield
