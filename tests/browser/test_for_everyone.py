"""Every page of the demo for everyone: read by machines, on any screen, in either language, light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.everyone import EVERYONE, LANGUAGES, Tab, is_whole, share, tab
from tests.browser.looking import shown_faults
from tests.sights import VISITOR, Demo, Sight, of, once, unshown

REFUSALS = {
    "/nowhere": (VISITOR, 404),
    "/sign-out": (VISITOR, 405),
    "/invitations/none": (VISITOR, 404),
    "/centre/": ("startup", 403),
    "/centre/roadshows/999999": ("organiser", 404),
}
SPEAKS_AS_NAMED = {"/calendar/embed"}  # in its address, whatever its reader's browser prefers
SEND_EMPTY = """
form => {
  const boxes = "input:not([type=hidden], [type=submit], [type=checkbox], [type=radio]), select, textarea";
  for (const box of form.querySelectorAll(boxes)) box.value = "";
  for (const box of form.querySelectorAll(":checked")) box.checked = false;
  form.submit();
}
"""
PARTS = 3  # of what one person opens, so that no process is left alone with all of it
FORM = "main form[method=post]:not(.once)"
Faults = dict[str, list[str]]


def test_every_route_shows_something_of_the_demo(demo: Demo) -> None:
    assert unshown(demo) == []


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", EVERYONE)
def test_every_page_is_for_everyone(
    browser: Browser, demo: Demo, person: str, language: str, part: int
) -> None:
    """Of what a person alone may open, or opens first, each sort."""
    sights = dict.fromkeys([*of(demo, person), *(sight for sight in once(demo) if sight.person == person)])
    with tab(browser, demo, person, language) as shown:
        assert (
            _faulty(
                (sight.path, _opened(shown, sight.path)) for sight in share(sights, language, part, PARTS)
            )
            == {}
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_for_everyone(browser: Browser, demo: Demo, language: str) -> None:
    faults: Faults = {}
    for path, (person, status) in {**REFUSALS, demo.spent: (VISITOR, 410)}.items():
        with tab(browser, demo, person, language) as shown:
            faults[path] = _opened(shown, path, status)
    assert _faulty(faults.items()) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", EVERYONE)
def test_a_form_that_was_sent_empty_is_for_everyone(
    browser: Browser, demo: Demo, person: str, language: str
) -> None:
    """Shown again with what is wrong in it."""
    sights = [sight for sight in once(demo) if sight.person == person]
    with tab(browser, demo, person, language) as shown:
        assert _faulty((each.path, _sent_empty(shown, each)) for each in share(sights, language)) == {}


def _opened(shown: Tab, path: str, status: int = 200) -> list[str]:
    shown.widen()
    named = f"?lang={shown.language[:2]}" if path in SPEAKS_AS_NAMED else ""
    answer = shown.page.goto(path + named)
    assert answer is not None
    said = [] if answer.status == status else [f"answered {answer.status}"]
    return said + _faults(shown, answer)


def _sent_empty(shown: Tab, sight: Sight) -> list[str]:
    shown.page.goto(sight.path)
    form = shown.page.locator(FORM)
    if form.count() != 1:
        return []
    with shown.page.expect_navigation() as sent:
        form.evaluate(SEND_EMPTY)
    answer = sent.value
    if answer.request.method != "POST":  # led on: nothing in it had to be filled in
        return []
    return _faults(shown, answer)


def _faults(shown: Tab, answer: Response) -> list[str]:
    return shown_faults(shown.page, answer, shown.language, whole=is_whole()) + shown.complained()


def _faulty(found: Iterator[tuple[str, list[str]]]) -> Faults:
    return {path: faults for path, faults in found if faults}
