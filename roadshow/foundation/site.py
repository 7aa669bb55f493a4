"""Where people reach the site, as the settings say: letters name its pages by it, never by the host of a request."""

from flask import current_app


def address_of(path: str) -> str:
    """The whole address of a page, which a letter carries."""
    return f"{current_app.config['BASE_URL']}{path}"
