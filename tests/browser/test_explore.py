"""The picture to play with comes only when it is asked for, under the policy of the site, and leads to its rows."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

PRESS = "[data-explore] button"
MIDDLE_OF_A_BAR = """(number) => {
  const box = document.querySelector(".playground");
  const chart = window.echarts.getInstanceByDom(box);
  const value = chart.getOption().series[0].data[number];
  const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, [value / 2, number]);
  const { left, top } = box.getBoundingClientRect();
  return [left + x, top + y];
}"""


def test_the_library_comes_with_the_press_and_a_bar_leads_to_its_rows(sign_in: Callable[[str], Page]) -> None:
    page, asked = sign_in("leader"), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/centre/years/explore?by=sector")
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if "echarts" in path] == []
    page.locator(PRESS).click()
    page.locator(".playground canvas").wait_for()
    assert len([path for path in asked if "echarts" in path]) == 1
    page.locator(".playground").scroll_into_view_if_needed()
    first = page.locator(".chart.wide-only a").first.get_attribute("href")
    x, y = page.evaluate(MIDDLE_OF_A_BAR, 0)
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    page.wait_for_url("**/centre/outcomes?**")
    assert parse_qs(urlsplit(page.url).query) == parse_qs(urlsplit(first or "").query)


def test_when_the_library_does_not_come_the_page_says_so_and_may_be_asked_again(
    sign_in: Callable[[str], Page], complaints: list[str]
) -> None:
    page = sign_in("leader")
    page.goto("/centre/years/explore")
    page.route("**/vendor/**", lambda route: route.abort())
    page.locator(PRESS).click()
    page.get_by_text("互动图没有加载成功").wait_for()
    assert page.locator(PRESS).is_enabled()
    assert [words for words in complaints if "/vendor/" not in words] == []
    complaints.clear()


def test_a_mark_is_reached_and_followed_by_keyboard(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("leader")
    page.goto("/centre/years/2021")
    mark = page.locator(".chart.wide-only a").first
    mark.focus()
    assert mark.evaluate("mark => mark.matches(':focus-visible')")
    assert mark.locator(".ring").evaluate("ring => getComputedStyle(ring).strokeWidth") == "2.5px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/centre/outcomes?**")


def test_what_stands_in_a_picture_is_never_scaled(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("leader")
    for width, drawing in ((1440, "wide-only"), (375, "narrow-only")):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/centre/years/2021")
        sizes = page.locator(f"svg.{drawing} text").evaluate_all(
            "words => words.map(word => [getComputedStyle(word).fontSize, word.getScreenCTM().a])"
        )
        assert {(size, scale) for size, scale in sizes} == {("13px", 1)}
        assert page.evaluate("document.documentElement.scrollWidth") == width
