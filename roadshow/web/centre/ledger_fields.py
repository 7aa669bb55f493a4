"""What a ledger comes in with: a file or pasted rows, its year, who reports it."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from roadshow.ledgers.columns import KINDS
from roadshow.ledgers.ledger import years
from roadshow.web.fields import Choice, Form, Text, Whole


class YearField(Whole):
    """A year that a ledger can be of, with 年 behind it or without."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.within = years()
        bare = [text.strip().removesuffix("年").strip() for text in valuelist]
        super().process_formdata(bare if all(text.isnumeric() for text in bare) else valuelist)


def _year() -> YearField:
    return YearField(_("年度"))


class UploadForm(Form):
    file = FileField(_("台账文件"), [FileRequired(_("请选择一个 .xlsx 文件"))])
    year = _year()
    bureau = Text(_("填报单位"))


class PasteForm(Form):
    kind = Choice(_("类别"), choices=[(kind.name, kind.words) for kind in KINDS])
    text = TextAreaField(_("表格里的行"), [InputRequired(_("请粘贴从表格里复制的行"))])
    year = _year()
    bureau = Text(_("填报单位"))
