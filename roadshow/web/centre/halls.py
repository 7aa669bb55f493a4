from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import InputRequired, Optional, StopValidation

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Overtaken, Refused
from roadshow.halls import operations, queries
from roadshow.halls.equipment import EQUIPMENT
from roadshow.halls.hours import WEEKDAYS, Open, week_in_words
from roadshow.halls.lists import list_halls_shown
from roadshow.halls.models import Hall
from roadshow.halls.points import read_point
from roadshow.halls.rules import CAPACITY, MINUTES, HallFacts, hall_faults
from roadshow.pitches.queries import count_by_state
from roadshow.programme.lists import list_coming_to
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.facts import hall_facts
from roadshow.web.fields import Form, Hour, Text, Ticks, Whole, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.shapes import DONE, OVER
from roadshow.web.words import equipment

from . import blueprint
from .first_steps import point_to_next
from .hall_uses import USES, repeated
from .roadshows import listing_of


class OnTheMap(Text):
    """``data`` is a Point, or None when nothing was typed."""

    data: Any
    raw_data: Any

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        typed, self.data = self.data, None
        if typed:
            try:
                self.data = read_point(typed)
            except Refused as refusal:
                raise ValueError(str(refusal)) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data else ""


class HallForm(Form):
    name = Text(_("场地名称"), [InputRequired(_("请填写场地名称"))])
    online = BooleanField(_("这是线上会议室"))
    address = Text(_("地址"))
    point = OnTheMap(_("地图坐标"))
    link = Text(_("入会链接"))
    name_en = Text(_("英文名称"))
    address_en = Text(_("英文地址"))
    directions = Text(_("交通与停车"))
    contact = Text(_("场地联系人"))
    directions_en = Text(_("英文交通与停车"))
    capacity = Whole(_("容纳人数"), [InputRequired(_("请填写容纳人数"))], within=CAPACITY)
    setup_minutes = Whole(
        _("布场时间"), [InputRequired(_("请填写布场时间，不需要就填0"))], within=MINUTES, default=60
    )
    teardown_minutes = Whole(
        _("撤场时间"), [InputRequired(_("请填写撤场时间，不需要就填0"))], within=MINUTES, default=30
    )
    equipment = Ticks(_("设备"), words=EQUIPMENT)

    def faults(self) -> list[Fault]:
        return hall_faults(self.facts().cleaned())

    @property
    def week(self) -> list[tuple[object, Field, Field]]:
        """Weekday, opens, closes."""
        return [(words, self[f"opens_{day}"], self[f"closes_{day}"]) for day, words in enumerate(WEEKDAYS)]

    def facts(self) -> HallFacts:
        return HallFacts(
            name=self.name.data,
            name_en=self.name_en.data,
            address=self.address.data,
            address_en=self.address_en.data,
            directions=self.directions.data,
            contact=self.contact.data,
            directions_en=self.directions_en.data,
            point=self.point.data,
            capacity=self.capacity.data,
            setup_minutes=self.setup_minutes.data,
            teardown_minutes=self.teardown_minutes.data,
            online=self.online.data,
            link=self.link.data,
            equipment=self.equipment.data or (),
            hours={
                day: Open(opens.data, closes.data)
                for day, (_words, opens, closes) in enumerate(self.week)
                if opens.data and closes.data
            },
        )


class Both:
    """One end of a day's hours: typed with the other, or not at all."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: HallForm, field: Field) -> None:
        if form[self.other].data and not "".join(field.raw_data or ()).strip():
            field.errors = []
            raise StopValidation(_("开放和关闭时间须同时填写，或者都不填"))
        Optional()(form, field)


for _number, _day in enumerate(WEEKDAYS):
    _opens, _closes = f"opens_{_number}", f"closes_{_number}"
    setattr(HallForm, _opens, Hour(_("%(day)s开放", day=_day), [Both(_closes)]))
    setattr(HallForm, _closes, Hour(_("%(day)s关闭", day=_day), [Both(_opens)]))


class KnownHallForm(HallForm):
    seen = HiddenField()
    closed = BooleanField(_("停用：不再安排新的路演，已安排的不受影响"))


def form_of(hall: Hall) -> KnownHallForm:
    """The form, filled with what is known of it."""
    known: dict[str, object] = {}
    for day, hours in hall.hours.items():
        known |= {f"opens_{day}": hours.opens, f"closes_{day}": hours.closes}
    return KnownHallForm(obj=hall, data=known | {"seen": hall.version})


def kind_of(hall: Hall) -> object:
    return _("线上会议室") if hall.online else _("实地场地")


HALLS: Listing[Hall] = Listing(
    lazy_pgettext("many", "场地"),
    "centre.export_halls",
    (
        Column(
            _("场地"),
            lambda hall: str(hall.spoken_name),
            "name",
            link=lambda hall: url_for("centre.show_hall", hall_id=hall.id),
            under=lambda hall: str(hall.spoken_address),
        ),
        Column(_("类型"), kind_of, kind="word"),
        Column(_("地址"), lambda hall: str(hall.spoken_address), sheet_only=True),
        Column(_("地图坐标"), lambda hall: hall.point and str(hall.point), sheet_only=True),
        Column(
            _("状态"),
            lambda hall: _("已停用") if hall.closed else _("可用"),
            "closed",
            "state",
            shape=lambda hall: OVER if hall.closed else DONE,
        ),
        Column(_("容纳（人）"), lambda hall: hall.capacity, "capacity", "n"),
        Column(_("布场（分钟）"), lambda hall: hall.setup_minutes, "setup", "n"),
        Column(_("撤场（分钟）"), lambda hall: hall.teardown_minutes, "teardown", "n"),
        Column(_("开放时间"), lambda hall: week_in_words(hall.hours), sheet_only=True),
        Column(_("设备"), lambda hall: equipment(hall.equipment), sheet_only=True),
    ),
)


@blueprint.get("/halls")
@may("roadshow.read")
def list_halls() -> str:
    """All on one page: a centre has a handful."""
    halls = list(list_halls_shown(HALLS.order, asked_words("q")))
    return render_template("centre/halls/list_halls.html", listing=HALLS, halls=halls)


@blueprint.get("/halls.xlsx")
@may("roadshow.read")
def export_halls() -> Response:
    return send_workbook(HALLS, list_halls_shown(HALLS.order, asked_words("q")))


@blueprint.get("/halls/<int:hall_id>")
@may("roadshow.read")
def show_hall(hall_id: int) -> str:
    """What it is, what comes to it, when it is not to be had, and what was done to it."""
    hall = queries.get_hall(hall_id)
    coming, uses = (
        list_coming_to(hall.id, clock.today()),
        queries.list_uses(hall.id, clock.now(), text=asked_words("q")),
    )
    return render_template(
        "centre/halls/show_hall.html",
        hall=hall,
        facts=hall_facts(hall),
        uses=uses,
        uses_listing=USES,
        repeated=repeated(uses),
        listing=listing_of(count_by_state([roadshow.id for roadshow in coming]), one_year=True),
        coming=coming,
        entries=list_entries_of("hall", hall.id),
    )


@blueprint.route("/halls/new", methods=["GET", "POST"])
@may("hall.keep")
def make_hall() -> str | Response:
    form = HallForm()
    if form.validate_on_submit():
        try:
            hall = operations.make_hall(form.facts(), actor=current_user.actor)
            flash(_("已新建场地“%(name)s”。", name=hall.spoken_name))
            point_to_next()
            return redirect(url_for(".list_halls"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/halls/make_hall.html", form=form)


@blueprint.route("/halls/<int:hall_id>/change", methods=["GET", "POST"])
@may("hall.keep")
def change_hall(hall_id: int) -> str | Response:
    hall = queries.get_hall(hall_id)
    form = form_of(hall)
    if form.validate_on_submit():
        try:
            seen = str(form.seen.data or "")
            operations.change_hall(
                hall, form.facts(), closed=form.closed.data, seen=seen, actor=current_user.actor
            )
            flash(_("已保存场地“%(name)s”。", name=hall.spoken_name))
            return redirect(url_for(".list_halls"))
        except Refused as refusal:
            say(form, refusal)
            if isinstance(refusal, Overtaken):
                form.seen.data = hall.version  # by now its reader knows of it
    return render_template("centre/halls/change_hall.html", form=form, hall=hall)
