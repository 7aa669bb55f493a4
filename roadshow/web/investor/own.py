"""The institution that the reader acts for."""

from flask_login import current_user

from roadshow.foundation.errors import Missing
from roadshow.investors.models import Institution
from roadshow.investors.queries import find_own_institution


def own_institution() -> Institution:
    """Raises: Missing for one who acts for none yet."""
    institution = find_own_institution(current_user.id)
    if institution is None:
        raise Missing(f"institution of {current_user.id}")
    return institution
