"""Who is at the desk."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests import make
from tests.conftest import AsRole


@pytest.fixture
def organiser(as_role: AsRole) -> FlaskClient:
    return as_role(Role.ORGANISER)


@pytest.fixture
def recorder(as_role: AsRole) -> FlaskClient:
    return as_role(Role.RECORDER)


@pytest.fixture
def chip_firm(app: Flask) -> None:
    """示例半导体 with its project 示例光芯片, as the forms of the ledger name them."""
    with app.app_context():
        make.project(make.company(name="示例半导体"), name="示例光芯片")
