"""What the bureau's own sheets have no column for, each on a sheet of its own."""

from flask_babel import lazy_gettext as _

from .kinds import Column, Kind, Reads
from .shared_columns import ALWAYS, FIRM, FOREIGN, NOTE, OF_PROJECT, USCC, WHERE_ASKED, YEAR

INTENT = Kind(
    "intent",
    _("投资意向"),
    (
        Column("project", _("项目名称"), Reads.TEXT, fills_down=True),
        Column("firm", _("企业"), Reads.TEXT, fills_down=True),
        USCC,
        Column("fund", _("投资机构"), Reads.TEXT, ALWAYS, fills_down=True),
        Column("fund_code", _("备案编号"), Reads.TEXT, fills_down=True, longest=30),
        Column("round", _("轮次"), Reads.TEXT, longest=30),
        Column("intent", _("意向金额"), Reads.AMOUNT),
        Column("intent_on", _("意向日期"), Reads.DATE),
        Column("dropped_on", _("终止日期"), Reads.DATE),
        Column("roadshow", _("来源场次"), Reads.TEXT, fills_down=True),
        *OF_PROJECT,
        *FOREIGN,
        NOTE,
    ),
    (
        frozenset({"firm", "project"}),
        frozenset({"fund"}),
        frozenset({"dropped_on!", "intent_on!"}),
    ),
)

REPAYMENT = Kind(
    "repayment",
    _("贷款还款"),
    (
        FIRM,
        USCC,
        Column("bank", _("合作银行"), Reads.TEXT, fills_down=True),
        Column("repaid", _("还款金额"), Reads.AMOUNT),
        Column("repaid_on", _("还款日期"), Reads.DATE),
        Column("dropped_on", _("终止日期"), Reads.DATE),
        Column("roadshow", _("来源场次"), Reads.TEXT, fills_down=True),
        *FOREIGN,
        NOTE,
    ),
    (
        frozenset({"firm"}),
        frozenset({"bank!"}),
        frozenset({"dropped_on!", "repaid!"}),
        frozenset({"dropped_on!", "repaid_on!"}),
    ),
)

HIRE_STEP = Kind(
    "hire_step",
    _("人才进展"),
    (
        Column("code", _("人才编号"), Reads.TEXT, ALWAYS),
        Column("category", _("类别"), Reads.TEXT, ALWAYS, fills_down=True, longest=60),
        Column("firm", _("引进企业"), Reads.TEXT, fills_down=True),
        USCC,
        Column("country", _("国别（地区）"), Reads.TEXT, longest=100),
        Column("applied_on", _("申报日期"), Reads.DATE),
        Column("on_post_on", _("到岗日期"), Reads.DATE),
        Column("ended_on", _("离岗日期"), Reads.DATE),
        Column("dropped_on", _("终止日期"), Reads.DATE),
        NOTE,
    ),
    (
        frozenset({"code"}),
        frozenset({"category"}),
        frozenset({"applied_on!", "dropped_on!", "ended_on!", "on_post_on!"}),
    ),
)

EVALUATION = Kind(
    "evaluation",
    _("孵化器考核"),
    (
        Column("name", _("名称"), Reads.TEXT, ALWAYS),
        Column("score", _("得分"), Reads.NUMBER, ALWAYS),
        Column("grade", _("考核等级"), Reads.TEXT, longest=60),
        YEAR,
        NOTE,
    ),
    (
        frozenset({"name"}),
        frozenset({"score!"}),
    ),
)

RESIDENCY = Kind(
    "residency",
    _("入孵企业"),
    (
        FIRM,
        USCC,
        Column("name", _("孵化器"), Reads.TEXT, ALWAYS, fills_down=True),
        Column("area", _("入驻面积"), Reads.AREA),
        Column("moved_in_on", _("入驻日期"), Reads.DATE),
        Column("moved_out_on", _("退出日期"), Reads.DATE),
        NOTE,
    ),
    (
        frozenset({"firm"}),
        frozenset({"name!"}),
        frozenset({"moved_in_on!", "moved_out_on!"}),
    ),
)

RECOGNITION = Kind(
    "recognition",
    _("资质认定"),
    (
        FIRM,
        USCC,
        Column("category", _("资质"), Reads.TEXT, ALWAYS, fills_down=True, longest=60),
        Column("level", _("级别"), Reads.TEXT, fills_down=True, longest=20),
        Column("certificate", _("证书编号"), Reads.TEXT, longest=60),
        Column("on", _("认定日期"), Reads.DATE, WHERE_ASKED),
        Column("valid_until", _("有效期至"), Reads.DATE),
        YEAR,
        NOTE,
    ),
    (
        frozenset({"firm", "uscc"}),
        frozenset({"category!"}),
        frozenset({"certificate", "on", "year"}),
    ),
)
