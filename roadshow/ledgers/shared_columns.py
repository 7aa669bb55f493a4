"""Columns that several kinds of sheet have."""

from flask_babel import lazy_gettext as _

from .kinds import Column, Must, Reads

ALWAYS, WHERE_ASKED = Must.ALWAYS, Must.WHERE_ASKED
YEAR = Column("year", _("年度"), Reads.YEAR)
CURRENCY = Column("currency", _("币种"), Reads.CURRENCY)
NOTE = Column("note", _("备注"), Reads.TEXT, longest=2000)
FIRM = Column("firm", _("企业"), Reads.TEXT, ALWAYS, fills_down=True)
USCC = Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True)
FOREIGN = (
    Column("foreign", _("外币币种"), Reads.TEXT, longest=20),
    Column("foreign_sum", _("外币金额"), Reads.AMOUNT),
    Column("rate", _("汇率"), Reads.NUMBER),
    Column("rate_source", _("汇率来源"), Reads.TEXT, longest=100),
)
OF_PROJECT = (
    Column("sector", _("技术领域"), Reads.SECTOR, by_content=False),
    Column("stage", _("发展阶段"), Reads.STAGE, by_content=False),
)
