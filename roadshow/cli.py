"""Commands: each only calls an operation or a query."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hang the commands on ``flask --app wsgi``."""
