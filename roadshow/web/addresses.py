"""The numbers in our addresses: what can be none of a row or of a year is no address of ours. And the whole of one."""

from datetime import date
from typing import Any

from flask import Flask, current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, IntegerConverter, ValidationError

from roadshow.programme.rules import FIRST_YEAR, LAST_YEAR

LARGEST_ID = 2**31 - 1  # of an INTEGER column; PostgreSQL fails on a larger one instead of finding nothing


class Id(IntegerConverter):
    """A row's number."""

    def __init__(self, *given: Any, **bounds: Any) -> None:
        super().__init__(*given, **{"min": 1, "max": LARGEST_ID, **bounds})


class Year(IntegerConverter):
    """A year that may have a season."""

    def __init__(self, *given: Any, **bounds: Any) -> None:
        super().__init__(*given, **{"min": FIRST_YEAR, "max": LAST_YEAR, **bounds})


class NamedDay(BaseConverter):
    """A day as 2027-02-05."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error


def absolute(endpoint: str, **values: Any) -> str:
    """As a letter carries it: under the base URL that the settings name, never the host of a request."""
    return str(current_app.config["BASE_URL"] + url_for(endpoint, **values))


def blueprint_of(path: str) -> str | None:
    """The blueprint that answers a GET of a path of ours; None where nothing does."""
    pages = current_app.create_url_adapter(request)
    try:
        endpoint, _values = pages.match(path.partition("?")[0], method="GET") if pages else ("", {})
    except HTTPException:
        return None
    return endpoint.partition(".")[0]


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": Id, "year": Year, "day": NamedDay}
    app.url_map.strict_slashes = True
