"""Posting the correction of a row, as its page would."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from script.proofs.visitor import fields_of


def correct(client: FlaskClient, row_id: int, **typed: str) -> TestResponse:
    """All that the page says already, but for what is typed otherwise; an empty box that is unticked is left out."""
    path = f"/centre/outcomes/{row_id}/correct"
    said = fields_of(client.get(path).text, "") | typed
    return client.post(path, data={name: value for name, value in said.items() if name != "files"})
