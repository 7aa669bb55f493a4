from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Refused
from roadshow.programme import operations, queries
from roadshow.programme.rules import HallFacts
from roadshow.web.fields import Text, Whole, say
from roadshow.web.guards import may

from . import blueprint


class HallForm(FlaskForm):
    name = Text(_("场地名称"), [InputRequired(_("请填写场地名称"))])
    address = Text(_("地址"), [InputRequired(_("请填写地址"))])
    capacity = Whole(_("容纳人数"), [InputRequired(_("请填写容纳人数"))])
    setup_minutes = Whole(_("布场时间"), [InputRequired(_("请填写布场时间，不需要就填0"))], default=60)
    teardown_minutes = Whole(_("撤场时间"), [InputRequired(_("请填写撤场时间，不需要就填0"))], default=30)

    def facts(self) -> HallFacts:
        return HallFacts(
            name=self.name.data,
            address=self.address.data,
            capacity=self.capacity.data,
            setup_minutes=self.setup_minutes.data,
            teardown_minutes=self.teardown_minutes.data,
        )


class KnownHallForm(HallForm):
    closed = BooleanField(_("停用：不再安排新的路演，已安排的不受影响"))


@blueprint.get("/halls")
@may("roadshow.read")
def list_halls() -> str:
    return render_template("centre/halls/list_halls.html", halls=queries.list_halls())


@blueprint.route("/halls/new", methods=["GET", "POST"])
@may("hall.keep")
def make_hall() -> str | Response:
    form = HallForm()
    if form.validate_on_submit():
        try:
            hall = operations.make_hall(form.facts(), actor=current_user.actor)
            flash(_("已新建场地“%(name)s”。", name=hall.name))
            return redirect(url_for(".list_halls"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/halls/make_hall.html", form=form)


@blueprint.route("/halls/<int:hall_id>/change", methods=["GET", "POST"])
@may("hall.keep")
def change_hall(hall_id: int) -> str | Response:
    hall = queries.get_hall(hall_id)
    form = KnownHallForm(obj=hall)
    if form.validate_on_submit():
        try:
            operations.change_hall(hall, form.facts(), closed=form.closed.data, actor=current_user.actor)
            flash(_("已保存场地“%(name)s”。", name=hall.name))
            return redirect(url_for(".list_halls"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/halls/change_hall.html", form=form, hall=hall)
