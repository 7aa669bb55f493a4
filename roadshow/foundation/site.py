"""Where people reach the site and whom its letters come from, as the settings say, never the host of a request."""

from flask import current_app


def address_of(path: str) -> str:
    """The whole address of a page, which a letter carries."""
    return f"{current_app.config['BASE_URL']}{path}"


def has_mail() -> bool:
    """Whether letters leave the house at all."""
    return bool(current_app.config["SETTINGS"].smtp)


def sender() -> str:
    """Whom letters come from, as a header has it."""
    return str(current_app.config["SETTINGS"].mail_from)


def replies() -> str:
    """The address for answers to invitations, with {} in place of what makes it each reader's own; or nothing."""
    return str(current_app.config["SETTINGS"].replies)
