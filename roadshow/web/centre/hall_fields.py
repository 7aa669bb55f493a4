"""Where a roadshow is: the main hall and its branches, as the forms that set them ask for them."""

from flask_babel import lazy_gettext as _

from roadshow.halls.models import Hall
from roadshow.halls.queries import get_hall, list_halls
from roadshow.programme.models import Roadshow
from roadshow.web.fields import Choice, Form, Ticks


class HallsForm(Form):
    """Each form declares the two fields where they stand in its order."""

    hall: Choice
    branches: Ticks

    def offer_halls(self) -> None:
        """The open ones, and those that are chosen, though they may have closed."""
        chosen = {self.hall.data, *map(str, self.branches.data or ())}
        halls = [hall for hall in list_halls() if not hall.closed or str(hall.id) in chosen]
        self.hall.offer([("", _("请选择")), *((str(hall.id), _hall_words(hall)) for hall in halls)])
        self.branches.offer({hall.id: _hall_words(hall) for hall in halls})
        if len(halls) < len(("main", "branch")):
            del self.branches

    def main_hall(self) -> Hall | None:
        return get_hall(int(self.hall.data)) if self.hall.data and not self.hall.errors else None

    def branch_halls(self) -> list[Hall]:
        """None where there is but one hall."""
        if "branches" not in self or self.branches.errors:
            return []
        return [get_hall(hall_id) for hall_id in self.branches.data or ()]


def known_halls(roadshow: Roadshow) -> dict[str, object]:
    """Those that it has, as the fields of a form hold them."""
    return {"hall": str(roadshow.hall_id or ""), "branches": [hall.id for hall in roadshow.branches]}


def _hall_words(hall: Hall) -> object:
    return _("%(name)s（%(capacity)d人）", name=hall.spoken_name, capacity=hall.capacity)
