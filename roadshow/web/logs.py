"""What the log says of a request: its number, as the reader was told it, and its route; no token, nothing typed."""

import logging
import re
from types import TracebackType

from flask import Flask, g, has_request_context, request
from flask.logging import default_handler

FORMAT = "[%(asctime)s] %(levelname)s %(request_id)s in %(module)s: %(message)s"
_ROW = re.compile(r"^DETAIL: .*?(?=^\[SQL: |^The above exception|\Z)", re.DOTALL | re.MULTILINE)
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """As usual, without the row in which PostgreSQL saw a fault."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802  the library's name
        return _ROW.sub("", super().formatException(ei))


def number(record: logging.LogRecord) -> bool:
    """Complete a line with the number of its request; the library writes the whole address into it."""
    record.request_id = "-"
    if has_request_context():
        record.request_id = g.get("request_id", "-")
        if request.url_rule is not None:
            record.msg, record.args = record.getMessage().replace(request.path, request.url_rule.rule), ()
    return True


def init_app(app: Flask) -> None:
    default_handler.setFormatter(Lines(FORMAT))
    default_handler.addFilter(number)
    app.logger.addHandler(default_handler)
