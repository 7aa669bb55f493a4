"""Who is at the desk."""

import pytest
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests.conftest import AsRole


@pytest.fixture
def organiser(as_role: AsRole) -> FlaskClient:
    return as_role(Role.ORGANISER)
