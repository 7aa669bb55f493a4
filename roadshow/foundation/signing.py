"""What a link carries that nobody else can make: plain values under our signature."""

import hmac
from base64 import b32encode
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from .errors import Missing


def signed(salt: str, value: Any) -> str:
    return str(URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt).dumps(value))


def read_signed(salt: str, token: str) -> Any:
    """Raises: Missing for one that is not of our making."""
    try:
        return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt).loads(token)
    except (BadData, ValueError) as forged:
        raise Missing(salt) from forged


def sealed(salt: str, *values: str) -> str:
    """A signature of these, in 24 small letters and digits: it may become part of an address."""
    content = "\0".join([salt, *values]).encode()
    digest = hmac.digest(str(current_app.config["SECRET_KEY"]).encode(), content, "sha256")
    return b32encode(digest[:15]).decode().lower()
