"""In the few colours that a reader has chosen."""

from playwright.sync_api import Browser

from tests.browser.everyone import tab
from tests.sights import Demo, once

LISTS = ("centre.list_", "centre.show_roadshow", "centre.show_pitch", "centre.today")
# Each kind of badge by what its mark looks like: colours are gone, only shape is left.
MARKS = """
() => Object.fromEntries([...document.querySelectorAll(".badge")].filter(node => node.checkVisibility()).map(node => {
  const mark = getComputedStyle(node, "::before");
  const filled = mark.backgroundColor !== "rgba(0, 0, 0, 0)", half = mark.backgroundImage !== "none";
  return [node.className, [filled, half, mark.transform !== "none", mark.borderTopWidth, mark.height].join()];
}))
"""

# Whether what is chosen looks unlike all that is not, by colours and lines alone.
TOLD_APART = """
() => Object.entries({".tabs": "a", ".pages": "li > *", ".side nav": "a", "table.list tbody": "tr"}).flatMap(
  ([group, item]) => {
    const all = [...document.querySelectorAll(`${group} ${item}`)].filter(node => node.checkVisibility());
    const look = node => { const seen = getComputedStyle(node);
      return [seen.outlineStyle, seen.borderBlockEndColor, seen.backgroundColor, seen.color].join(); };
    const [chosen, others] = [true, false].map(is => new Set(
      all.filter(node => node.matches("[aria-current], :has(> .pick :checked)") === is).map(look)));
    return chosen.size && others.size ? [`${group} ${chosen.isDisjointFrom(others)}`] : [];
  })
"""


def test_in_forced_colours_every_state_keeps_a_mark_of_its_own(browser: Browser, demo: Demo) -> None:
    """Hollow, going, yours, done, over."""
    marks: dict[str, str] = {}
    with tab(browser, demo, "organiser") as shown:
        shown.page.emulate_media(forced_colors="active")
        for sight in once(demo, "organiser"):
            if sight.name.startswith(LISTS):
                shown.page.goto(sight.path)
                marks |= shown.page.evaluate(MARKS)
    assert len(marks) == len(set(marks.values())) == 5


def test_in_forced_colours_what_is_chosen_looks_unlike_what_is_not(browser: Browser, demo: Demo) -> None:
    """Tabs, pages of a list, the desk's ways and picked rows."""
    told: set[str] = set()
    with tab(browser, demo, "organiser") as shown:
        shown.page.emulate_media(forced_colors="active")
        for path in ("/design", "/centre/"):
            shown.page.goto(path)
            told |= set(shown.page.evaluate(TOLD_APART))
    assert told == {".tabs true", ".pages true", ".side nav true", "table.list tbody true"}
