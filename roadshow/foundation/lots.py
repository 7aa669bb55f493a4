"""A lot that anybody can draw again from its seed."""

import secrets
from hashlib import sha256


def new_seed() -> str:
    return secrets.token_hex(8)


def lot(seed: str, title: str) -> str:
    """What a thing of this name has drawn: SHA-256("seed name")."""
    return sha256(f"{seed} {title}".encode()).hexdigest()
