"""A person at the keyboard and the mouse: how many fields and pages they touch, and how long it takes at their pace."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page


@dataclass(frozen=True)
class Pace:
    """Seconds for a key, to make up one's mind, to aim with the mouse, to find a file."""

    key: float = 0
    thought: float = 0
    aim: float = 0
    picking: float = 0


ALIVE = Pace(key=0.28, thought=1.35, aim=1.1, picking=6.0)
"""Of somebody who types 40 words a minute, by the keystroke-level model (Card, Moran, Newell 1980); picking is
to find a file in the dialog of their system, which no browser without a screen shows."""


SPELT = 4  # keys for a Chinese character: its sound, and to choose it


@dataclass
class Hand:
    """As fast as the browser is, unless it is given a pace."""

    page: Page
    pace: Pace = Pace()
    fields: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def seconds(self, pace: Pace) -> float:
        """What its acts take somebody of this pace, however fast they were done here."""
        return sum(getattr(pace, act) for act in self.acts)

    def begin(self, path: str) -> None:
        self.page.goto(path)
        self.pages.append(path)

    def follow(self, name: str | re.Pattern[str]) -> None:
        """A link of the page, by the mouse."""
        self._press(self.page.locator("main").get_by_role("link", name=name, exact=True))

    def press(self, name: str | re.Pattern[str]) -> None:
        """A button of the page, by the mouse."""
        self._press(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def menu(self, name: str) -> None:
        """An entry of the desk's menu, by the mouse."""
        self._press(self.page.locator("header.side nav.ways").get_by_role("link", name=name, exact=True))

    def come_to(self, name: str) -> None:
        """By the mouse, the first time."""
        self._aim()
        self._control(name).click()

    def unfold(self, words: str) -> None:
        """By the mouse."""
        self._aim()
        self.page.locator("main summary", has_text=words).click()

    def write(self, name: str, words: str) -> None:
        """Into the field in which the hand is, or comes to by Tab."""
        self._reach(name)
        self.page.keyboard.type(words, delay=self.pace.key * 1000)
        self.acts += ["key"] * sum(1 if letter.isascii() else SPELT for letter in words)
        self.fields.append(name)

    def rewrite(self, name: str, words: str) -> None:
        """Into a field that holds something else, marked by the mouse."""
        self._aim()
        self._control(name).click(click_count=3)
        self.write(name, words)

    def mark(self, name: str) -> None:
        """A button that stays on the page, by the mouse."""
        self._aim()
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def choose(self, name: str, down: int) -> None:
        """The choice that stands so many below the one that is chosen."""
        self._reach(name)
        for _press in range(down):
            self._spend("key")
            self.page.keyboard.press("ArrowDown")
        self.fields.append(name)

    def attach(self, name: str, file: Path) -> None:
        self._reach(name)
        self._spend("picking")
        self._control(name).set_input_files(file)
        self.fields.append(name)

    def send(self) -> None:
        """The main button, by the mouse."""
        self._press(self.page.locator("main form button.main"))

    def tick(self, name: str) -> None:
        self._reach(name)
        self._spend("key")
        self.page.keyboard.press("Space")
        self.fields.append(name)

    def _press(self, control: Locator) -> None:
        self._aim()
        with self.page.expect_navigation():
            control.first.click()
        self.pages.append(self.page.url)

    def _reach(self, name: str) -> None:
        self._spend("thought")
        control = self._control(name)
        for _press in range(12):
            if control.evaluate("node => node === document.activeElement"):
                return
            self._spend("key")
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {name}")

    def _aim(self) -> None:
        self._spend("thought", "aim")

    def _spend(self, *acts: str) -> None:
        self.acts += acts
        time.sleep(sum(getattr(self.pace, act) for act in acts))

    def _control(self, name: str) -> Locator:
        return self.page.locator(f"main form [name={name}]").first


def log_investment(hand: Hand, project: str, fund: str, file: Path) -> None:
    """From the project's page, with its evidence, to the row as it stands; the amount is 3,000, signed on 1 March."""
    hand.begin(project)
    hand.follow("登记投资")
    hand.come_to("fund")
    hand.write("fund", fund)
    hand.write("round", "D轮")
    hand.write("step", "签约")
    hand.write("amount_fen", "3000")
    hand.write("on", "03012026")
    hand.attach("files", file)
    hand.send()
