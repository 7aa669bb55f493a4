"""A PDF looked through: it opens, needs no password, and does nothing but show its pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from .flaws import Flaw, Flawed

MOST_PAGES = 200
LARGEST_PAGE = 10_000  # points, three times an A0
DEEPEST = 100  # objects inside one another
SCRIPTS = frozenset({"/JavaScript", "/JS", "/XFA"})
ACTIONS = {
    "/JavaScript": Flaw.SCRIPTS,
    "/Launch": Flaw.LAUNCHES,
    "/ImportData": Flaw.LAUNCHES,
    "/SubmitForm": Flaw.LAUNCHES,
    "/GoToR": Flaw.LAUNCHES,
    "/GoToE": Flaw.LAUNCHES,
    "/GoToDp": Flaw.LAUNCHES,
    "/Rendition": Flaw.EMBEDS,
    "/RichMediaExecute": Flaw.EMBEDS,
    "/Movie": Flaw.EMBEDS,
    "/Sound": Flaw.EMBEDS,
}
BY_ITSELF = frozenset({"/GoTo", "/Named", "/SetOCGState", "/Hide", "/ResetForm", "/Trans", "/GoTo3DView"})
EMBEDS = frozenset({"/EmbeddedFiles", "/EF", "/RichMediaContent"})


def check_pdf(path: Path) -> int:
    """How many pages it has. Raises: Flawed."""
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise Flawed(Flaw.ENCRYPTED)
            _check_pages(pdf)
            for value in pdf.objects:
                _check_object(value)
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise Flawed(Flaw.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError):
        raise Flawed(Flaw.BROKEN) from None


def _check_pages(pdf: pikepdf.Pdf) -> None:
    if not len(pdf.pages):
        raise Flawed(Flaw.BROKEN)
    if len(pdf.pages) > MOST_PAGES:
        raise Flawed(Flaw.TOO_MANY_PAGES)
    for page in pdf.pages:
        left, bottom, right, top = (float(edge) for edge in page.mediabox.as_list())
        wide, high = abs(right - left), abs(top - bottom)
        if not (0 < wide <= LARGEST_PAGE and 0 < high <= LARGEST_PAGE):
            raise Flawed(Flaw.PAGE_TOO_LARGE)


def _check_object(value: Any) -> None:
    """With all that stands inside it; what it refers to has its own turn."""
    waiting = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            raise Flawed(Flaw.BROKEN)
        _check_keys(part)
        waiting += [(inner, depth + 1) for inner in _inside(part) if not inner.is_indirect]


def _check_keys(part: Any) -> None:
    if not isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        return
    keys = set(part.keys())
    if keys & SCRIPTS:
        raise Flawed(Flaw.SCRIPTS)
    if keys & EMBEDS:
        raise Flawed(Flaw.EMBEDS)
    _check_automatic(part)
    action = part.get("/S")
    if isinstance(action, pikepdf.Name) and (flaw := ACTIONS.get(str(action))):
        raise Flawed(flaw)


def _check_automatic(part: Any) -> None:
    """What happens without a reader's pressing anything stays within the file."""
    events = part.get("/AA")
    actions = list(events.values()) if isinstance(events, pikepdf.Dictionary) else []
    if (opening := part.get("/OpenAction")) is not None:
        actions.append(opening)
    for _each in range(DEEPEST):
        if not actions:
            return
        action = actions.pop()
        if isinstance(action, pikepdf.Array):  # actions one after the other, or a place in this file
            actions += [one for one in action if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        elif isinstance(action, pikepdf.Dictionary) and "/S" in action:
            if str(action["/S"]) not in BY_ITSELF:
                raise Flawed(ACTIONS.get(str(action["/S"]), Flaw.LAUNCHES))
            actions += [action["/Next"]] if "/Next" in action else []
    raise Flawed(Flaw.BROKEN)


def _inside(part: Any) -> Iterator[Any]:
    if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        values = [value for _key, value in part.items()]
    elif isinstance(part, pikepdf.Array):
        values = list(part)
    else:
        return
    yield from (value for value in values if isinstance(value, pikepdf.Object))
