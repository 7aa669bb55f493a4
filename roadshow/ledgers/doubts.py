"""What a person must settle before a sheet can come in: as questions for the browser, as one reason for the command."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from .kinds import Kind
from .layout import Doubt, Layout
from .reading import Reason


@dataclass(frozen=True)
class Option:
    """One answer: this header is this field; ``said`` is what --map takes."""

    header: str
    field: str
    words: object

    @property
    def said(self) -> str:
        return f"{self.header}={self.field}"


@dataclass(frozen=True)
class Question:
    """What is unclear, and the answers to choose from."""

    words: object
    options: tuple[Option, ...]


def questions(layout: Layout) -> tuple[Question, ...]:
    """Empty when all is clear."""
    return tuple(_question(doubt, layout) for doubt in layout.doubts)


def unread(layout: Layout) -> tuple[Question, ...]:
    """Columns that hold up no sheet and come in nowhere, each with the fields that no other column is yet."""
    free = [column for column in layout.kind.columns if column.name not in layout.columns]
    return tuple(
        Question(
            header,
            tuple(Option(header, f"{layout.kind.name}.{column.name}", column.words) for column in free),
        )
        for header in layout.unknown
    )


def reason_of(layout: Layout) -> Reason:
    """All doubts of a sheet as one, standing at its header row."""
    asked = questions(layout)
    candidates = dict.fromkeys(option.header for question in asked for option in question.options)
    hints = [" / ".join(f'--map "{option.said}"' for option in question.options) for question in asked]
    words = _(
        "%(doubts)s；没有猜测，本表各行均未导入",
        doubts=str(_("；")).join(str(question.words) for question in asked),
    )
    by_command = f"；请用以下参数指明：{'；'.join(hints)}"
    return Reason(layout.header.row, str(_("、")).join(candidates), words, by_command)


def _question(doubt: Doubt, layout: Layout) -> Question:
    if len(doubt.kinds) > 1:
        return _which_kind(doubt.kinds, layout)
    if doubt.lacking:
        return _which_column(doubt)
    if len(doubt.columns) > 1:
        header = doubt.candidates[0]
        options = tuple(Option(header, column.name, column.words) for column in doubt.columns)
        fields = str(_("、")).join(f"“{column.words}”" for column in doubt.columns)
        return Question(_("“%(header)s”一列可能是%(fields)s", header=header, fields=fields), options)
    column = doubt.columns[0]
    options = tuple(Option(header, column.name, header) for header in doubt.candidates)
    headers = str(_("、")).join(f"“{header}”" for header in doubt.candidates)
    return Question(_("%(headers)s都可能是“%(field)s”", headers=headers, field=column.words), options)


def _which_column(doubt: Doubt) -> Question:
    kind = doubt.kinds[0]
    fields = "、".join(f"“{column.words}”" for column in doubt.columns)
    options = tuple(
        Option(
            header,
            f"{kind.name}.{column.name}",
            _("%(header)s是“%(field)s”", header=header, field=column.words),
        )
        for header in doubt.candidates
        for column in doubt.columns
    )
    words = _("看列名像%(kind)s，但没有一列认得出是%(fields)s", kind=f"“{kind.words}”", fields=fields)
    return Question(words, options)


def _which_kind(kinds: tuple[Kind, ...], layout: Layout) -> Question:
    options = []
    for kind in kinds:
        for index, names in layout.header.callings.items():
            known = next((found for name in names if (found := _known(kind, name))), None)
            if known:
                options.append(Option(layout.header.words[index], f"{kind.name}.{known}", kind.words))
                break
    called = str(_("、")).join(f"“{kind.words}”" for kind in kinds)
    return Question(_("这张表的列同样符合%(kinds)s", kinds=called), tuple(options))


def _known(kind: Kind, name: str) -> str | None:
    found = kind.known(name)
    return found[0].name if found else None


def why_left(first_row: int, *, hidden: bool) -> Reason:
    """Why a sheet that is no ledger stays out."""
    if hidden:
        return Reason(first_row, "", _("工作表已隐藏，未读入"))
    words = _(
        "看不出是哪一类台账，未读入；如是台账，请在表格里把列名改得明确些（如“项目名称”、“引进日期”），保存后再导入"
    )
    return Reason(first_row, "", words, "；也可用 --map 指明")
