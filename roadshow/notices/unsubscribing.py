"""The signed link that stands in a letter, by which its reader does without its kind; nobody else can make one."""

from itsdangerous import BadData, URLSafeSerializer

from roadshow.foundation.errors import Missing

SALT = "letters.unsubscribe"


def token_of(secret: str, address: str, kind: str) -> str:
    return str(URLSafeSerializer(secret, SALT).dumps([address, kind]))


def read_token(secret: str, token: str) -> tuple[str, str]:
    """Address and kind. Raises: Missing for one that is not of our making."""
    try:
        address, kind = URLSafeSerializer(secret, SALT).loads(token)
    except (BadData, ValueError) as forged:
        raise Missing("unsubscribe link") from forged
    return str(address), str(kind)
