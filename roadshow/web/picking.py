"""Which rows of a list one act is for: those picked on its page, or all that match what its address asks for."""

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlencode

from flask import Flask, flash, request
from flask_babel import lazy_gettext as _

from .addresses import LARGEST_ID

MOST = 2_000  # rows of one act
Find = Callable[[int, int], Sequence[int]]


def picked(matching: Find | None = None) -> list[int]:
    """The ids that the form was sent for; nonsense picks nothing.

    ``matching`` finds those of all that match, up to an id and at most so many: where the list's box was ticked, they
    are taken instead, and it is said when there are more.
    """
    newest = picked_up_to()
    if matching is None or newest is None:
        numbers = request.form.getlist("picked", type=int)[:MOST]
        return sorted({number for number in numbers if 0 < number <= LARGEST_ID})
    ids = list(matching(newest, MOST + 1))
    if len(ids) > MOST:
        flash(_("一次最多办理%(most)s条，其余请再办一次。", most=f"{MOST:,}"), "now")
    return ids[:MOST]


def picked_up_to() -> int | None:
    """Where all that match were picked: the newest row of which the page knew."""
    newest = request.form.get("all", type=int)
    return newest if newest is not None and 0 < newest <= LARGEST_ID else None


def among(ids: Callable[[], Iterable[int]]) -> Find:
    """Finds all that match in a list that is read whole."""
    return lambda newest, at_most: sorted(number for number in ids() if number <= newest)[:at_most]


def as_asked(url: str) -> str:
    """With the filters and the order of this address, so that an act finds the same rows and leads back to them."""
    asked = {name: value for name, value in request.args.items() if value and name not in ("lang", "page")}
    return f"{url}?{urlencode(asked)}" if asked else url


def init_app(app: Flask) -> None:
    app.add_template_global(as_asked)
