"""What the parts are shown with. Every name in it is made up."""

from dataclasses import dataclass
from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from roadshow.foundation.sectors import SECTORS
from roadshow.projects.models import MemberRight
from roadshow.web.asking_in import RefusalForm
from roadshow.web.fields import Amount, Choice, Day, Hour, Prose, Text, Ticks, Whole
from roadshow.web.listing import Column, Listing
from roadshow.web.rows import Row, Rows


class Teammate(Row):
    """One of several."""

    name = Text("姓名")


class EveryField(FlaskForm):
    """A field of every kind."""

    name = Text("项目名称", [InputRequired("请填写项目名称")])
    name_en = Text("英文名称")
    code = Text("统一社会信用代码", [InputRequired("请填写统一社会信用代码")])
    amount = Amount("签约金额", [InputRequired("请填写签约金额")])
    places = Whole("登台名额", [InputRequired("请填写登台名额")])
    opens = Hour("周一开放")
    closes = Hour("周一关闭")
    on = Day("日期", [InputRequired("请选择日期")])
    starts = Hour("开始时间", [InputRequired("请选择开始时间")])
    sector = Choice("技术领域", [InputRequired("请选择技术领域")], choices=SECTORS.items())
    stage = RadioField("轮次", choices=[SelectChoice("seed", "种子轮"), SelectChoice("angel", "天使轮")])
    colours = Ticks("备案类别", words={"green": "绿色", "blue": "蓝色", "yellow": "黄色"})
    summary = Prose("简介")
    question_1 = Prose("是否有样机可以现场演示？")
    password = PasswordField("密码", [InputRequired("请填写密码")])
    proof = FileField("银行回单")
    agreed = BooleanField("材料属实，可以向评委公开")
    people = Rows("团队成员", Teammate)


def asked_form() -> EveryField:
    """As it is opened."""
    form = EveryField(formdata=None, prefix="asked-")
    form.name.data, form.stage.data, form.colours.data = "示例光电传感项目", "angel", ["green"]
    return form


def refusal_form() -> RefusalForm:
    return RefusalForm(formdata=None, prefix="refusing-")


def refused_form() -> EveryField:
    """As it comes back, everything in it wrong."""
    typed = {"name": "", "code": "91330482MAO000000X", "amount": "三千万", "places": "八"}
    form = EveryField(
        formdata=MultiDict({f"refused-{name}": value for name, value in typed.items()}),
        prefix="refused-",
        meta={"csrf": False},  # nobody sent it
    )
    form.validate()
    told = {
        "code": "统一社会信用代码第9位是字母O。请对照营业执照核对，常见的是把0看成O。",
        "closes": "周一的关闭时间须晚于开放时间",
        "starts": "与第11场撞时间：一号厅13:00–17:30已占用。",
        "stage": "请选择轮次",
        "colours": "请至少选择一类",
        "summary": "简介最多2,000字，现在2,310字。请删去310字。",
        "proof": "到账须附银行回单或验资报告。请上传至少1份。",
        "agreed": "请先确认材料属实",
    }
    for name, words in told.items():
        form[name].errors = [words]
    form.people.said = ["团队成员最多30人"]
    form.form_errors = ["这一场在您填写时被别人改过。下面是您填的内容，请再看一遍。"]
    return form


@dataclass(frozen=True)
class Listed:
    """A project in a list."""

    name: str
    firm: str
    fen: int | None
    on: date
    state: tuple[str, str]


ROWS = [
    Listed("示例光电传感", "示例光电有限公司", 300_000_000_00, date(2026, 9, 24), ("done", "已核对")),
    Listed("示例细胞培养", "示例生物有限公司", 12_500_000_00, date(2026, 8, 13), ("yours", "待您核对")),
    Listed("示例储能", "示例新能源科技（平湖）有限公司", None, date(2026, 7, 2), ("", "未开始")),
]
INVITATIONS = [{"email": "sun@demo.example", "right": MemberRight.EDITOR, "expires_at": None}]
LISTING: Listing[Listed] = Listing(
    "示例项目",
    "design.show_desk",
    (
        Column("项目", lambda row: row.name, "name", link=lambda _row: "#listed", under=lambda row: row.firm),
        Column("签约金额（万元）", lambda row: row.fen, "amount", "money"),
        Column("签约日期", lambda row: row.on, "on", "when"),
        Column("状态", lambda row: row.state[1], kind="state", shape=lambda row: row.state[0]),
    ),
)
