"""A body that no form of ours sends: refused before anything reads it, and nothing is written."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.programme.queries import list_seasons
from tests.conftest import AsRole

MEGABYTE = 1024 * 1024


def multipart(field: str, content: bytes) -> dict[str, Any]:
    """A body and its kind, put together here: the client would leave a temporary file behind."""
    head = f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'
    return {
        "data": head.encode() + content + b"\r\n--b--\r\n",
        "content_type": "multipart/form-data; boundary=b",
    }


@pytest.mark.parametrize("kind", ["application/json", "application/a+json", "text/plain", "text/xml"])
def test_what_is_no_form_is_refused(app: Flask, as_role: AsRole, kind: str):
    data = json.dumps({"year": 2026, "target": 15})
    answer = as_role(Role.ORGANISER).post("/centre/seasons/new", data=data, content_type=kind)
    with app.app_context():
        assert (answer.status_code, list_seasons()) == (415, [])


@pytest.mark.parametrize("kind", ["", *(f"multipart/form-data{more}" for more in ("", "; boundary="))])
def test_a_body_that_cannot_be_read_is_an_empty_form(as_role: AsRole, kind: str):
    answer = as_role(Role.ORGANISER).post("/centre/seasons/new", data=b"--\xff\xed\xa0", content_type=kind)
    assert (answer.status_code, "请填写年份" in answer.text) == (200, True)


def test_a_method_that_a_page_does_not_take_is_told_which_it_does(client: FlaskClient):
    answer = client.put("/sign-in")
    assert (answer.status_code, set(answer.allow)) == (405, {"GET", "HEAD", "OPTIONS", "POST"})


def test_a_form_of_too_many_parts_is_refused(as_role: AsRole):
    data = {"year": ["2026"] * 2000, "target": "15"}
    answer = as_role(Role.ORGANISER).post(
        "/centre/seasons/new", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/sign-in", "/centre/seasons/new", "/sign-out"])
def test_no_page_for_a_form_reads_more_than_a_form(client: FlaskClient, app: Flask, path: str):
    app.config["WTF_CSRF_ENABLED"] = True  # which reads each form before the page does
    typed = "x" * MEGABYTE
    assert client.post(path, data={"email": typed}).status_code == 413
    assert client.post(path, **multipart("email", typed.encode())).status_code == 413


def test_a_page_that_takes_files_says_which_are_too_large(as_role: AsRole):
    recorder = as_role(Role.RECORDER)
    seen = [
        recorder.post("/centre/ledgers/new", **multipart('file"; filename="x.xlsx', b"0" * size))
        for size in (MEGABYTE // 4, 51 * MEGABYTE)
    ]
    told = [(answer.status_code, "单个文件最大50 MB" in answer.text) for answer in seen]
    assert told == [(200, False), (413, True)]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nX: y.xlsx", "<b>.xlsx", "\u202exslx", "长" * 300])
def test_the_name_of_a_file_is_words_and_no_path(as_role: AsRole, name: str):
    data = {"year": "2021", "file": (BytesIO(b"no spreadsheet"), name)}
    assert as_role(Role.RECORDER).post("/centre/ledgers/new", data=data).status_code == 200
