"""From which line of a thing's trail its page began: whoever was overtaken since undoes nothing."""

from wtforms import HiddenField

from .asked import number


class Seen(HiddenField):
    """``number`` is None where the page says none."""

    @property
    def number(self) -> int | None:
        return number(str(self.data or ""))
