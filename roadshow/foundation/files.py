"""Where the settings say that files are kept."""

from flask import current_app


def place() -> str:
    """A folder's path, or a bucket's address: s3://bucket/prefix."""
    return str(current_app.config["FILES"])
