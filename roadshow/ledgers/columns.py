"""The kinds of sheet with their columns; the words that may stand over these are in ``names.toml``."""

from flask_babel import lazy_gettext as _

from .further_kinds import EVALUATION, HIRE_STEP, INTENT, RECOGNITION, REPAYMENT, RESIDENCY
from .kinds import Column, Kind, Reads
from .shared_columns import ALWAYS, CURRENCY, FOREIGN, NOTE, OF_PROJECT, WHERE_ASKED, YEAR

ROADSHOW = Kind(
    "roadshow",
    _("路演场次"),
    (
        Column("on", _("举办日期"), Reads.DATE, ALWAYS),
        Column("title", _("活动名称"), Reads.TEXT, ALWAYS),
        Column("sector", _("领域"), Reads.SECTOR),
        Column("venue", _("地点"), Reads.TEXT),
        Column("mode", _("形式"), Reads.MODE, longest=20),
        Column("told_projects", _("路演项目数"), Reads.COUNT),
        Column("told_institutions", _("投资机构数"), Reads.COUNT),
        Column("told_visitors", _("到场人数"), Reads.COUNT),
        NOTE,
    ),
    (
        frozenset({"on"}),
        frozenset({"title"}),
        frozenset({"on!", "title!", "told_institutions!", "told_projects!"}),
    ),
)

LANDING = Kind(
    "landing",
    _("引进项目"),
    (
        Column("project", _("项目名称"), Reads.TEXT, ALWAYS),
        Column("firm", _("企业"), Reads.TEXT, fills_down=True),
        Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True),
        Column("sector", _("技术领域"), Reads.SECTOR),
        Column("stage", _("发展阶段"), Reads.STAGE),
        Column("roadshow", _("来源场次"), Reads.TEXT, fills_down=True),
        Column("on", _("引进日期"), Reads.DATE, WHERE_ASKED),
        Column("platform", _("落地平台"), Reads.TEXT, fills_down=True, longest=100),
        Column("planned", _("计划总投资"), Reads.AMOUNT),
        Column("industrialised", _("是否产业化"), Reads.YES),
        Column("plan", _("所属计划"), Reads.TEXT, fills_down=True, longest=60),
        YEAR,
        *FOREIGN,
        CURRENCY,
        NOTE,
    ),
    (
        frozenset({"project"}),
        frozenset({"industrialised!", "on!", "plan!", "planned!", "platform!"}),
        frozenset({"firm", "on", "planned", "roadshow", "sector", "stage", "uscc"}),
    ),
)

INVESTMENT = Kind(
    "investment",
    _("基金投资"),
    (
        Column("project", _("项目名称"), Reads.TEXT, fills_down=True),
        Column("firm", _("企业"), Reads.TEXT, fills_down=True),
        Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True, by_content=False),  # or the fund's
        Column("fund", _("投资机构"), Reads.TEXT, ALWAYS, fills_down=True),
        Column("fund_code", _("备案编号"), Reads.TEXT, fills_down=True, longest=30),
        Column("round", _("轮次"), Reads.ROUND, longest=30),
        Column("signed", _("投资金额"), Reads.AMOUNT),
        Column("signed_on", _("签约日期"), Reads.DATE),
        Column("paid_on", _("到账日期"), Reads.DATE),
        Column("paid", _("到账金额"), Reads.AMOUNT),
        Column("roadshow", _("来源场次"), Reads.TEXT, fills_down=True),
        *OF_PROJECT,
        *FOREIGN,
        CURRENCY,
        NOTE,
    ),
    (
        frozenset({"firm", "project"}),
        frozenset({"fund"}),
        frozenset({"fund!", "paid!", "signed!"}),
        frozenset({"paid", "signed"}),
        frozenset({"paid_on", "signed_on"}),
    ),
)

LOAN = Kind(
    "loan",
    _("科技贷款"),
    (
        Column("firm", _("企业"), Reads.TEXT, ALWAYS, fills_down=True),
        Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True),
        Column("pooled_on", _("入库日期"), Reads.DATE, fills_down=True),
        Column("bank", _("合作银行"), Reads.TEXT, fills_down=True),
        Column("credit", _("授信金额"), Reads.AMOUNT),
        Column("credit_on", _("授信日期"), Reads.DATE),
        Column("lent", _("放款金额"), Reads.AMOUNT),
        Column("lent_on", _("放款日期"), Reads.DATE),
        Column("roadshow", _("来源场次"), Reads.TEXT, fills_down=True),
        *FOREIGN,
        CURRENCY,
        NOTE,
    ),
    (
        frozenset({"firm"}),
        frozenset({"credit", "lent", "pooled_on"}),
        frozenset({"bank", "credit_on", "lent_on", "pooled_on"}),
        frozenset({"bank!", "credit!", "lent!", "pooled_on!"}),
    ),
)

HIRE = Kind(
    "hire",
    _("人才引进"),
    (
        Column("code", _("人才编号"), Reads.TEXT, WHERE_ASKED),
        Column("person", _("姓名"), Reads.TEXT),
        Column("category", _("类别"), Reads.TEXT, ALWAYS, fills_down=True, longest=60),
        Column("firm", _("引进企业"), Reads.TEXT, WHERE_ASKED, fills_down=True),
        Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True),
        Column("country", _("国别（地区）"), Reads.TEXT, longest=100),
        Column("on", _("入选日期"), Reads.DATE, WHERE_ASKED),
        YEAR,
        NOTE,
    ),
    (
        frozenset({"category"}),
        frozenset({"code", "country", "person"}),
        frozenset({"firm", "on", "uscc", "year"}),
        frozenset({"category!", "code!", "country!", "on!", "person!"}),
    ),
)

INCUBATOR = Kind(
    "incubator",
    _("域外孵化器"),
    (
        Column("name", _("名称"), Reads.TEXT, ALWAYS),
        Column("city", _("所在城市"), Reads.TEXT, longest=100),
        Column("area", _("面积"), Reads.AREA, ALWAYS),
        Column("running", _("投入运行"), Reads.YES, WHERE_ASKED),
        Column("off_site", _("是否域外"), Reads.YES),
        Column("running_since", _("投入运行日期"), Reads.DATE),
        YEAR,
        NOTE,
    ),
    (
        frozenset({"name"}),
        frozenset({"area"}),
        frozenset({"name!", "running"}),
    ),
)

RATING = Kind(
    "rating",
    _("高企评价"),
    (
        Column("firm", _("企业"), Reads.TEXT, ALWAYS),
        Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True),
        Column("grade", _("评价等级"), Reads.GRADE, ALWAYS),
        YEAR,
        NOTE,
    ),
    (
        frozenset({"firm", "uscc"}),
        frozenset({"grade"}),
    ),
)

POLICY_PAYMENT = Kind(
    "policy_payment",
    _("政策兑付"),
    (
        Column("category", _("类别"), Reads.TEXT, ALWAYS, fills_down=True, longest=60),
        Column("batch", _("批次"), Reads.TEXT, fills_down=True),
        Column("firm", _("受补企业"), Reads.TEXT),
        Column("uscc", _("统一社会信用代码"), Reads.USCC, fills_down=True),
        Column("amount", _("兑付金额"), Reads.AMOUNT, ALWAYS),
        Column("on", _("兑付日期"), Reads.DATE, WHERE_ASKED),
        YEAR,
        CURRENCY,
        NOTE,
    ),
    (
        frozenset({"category"}),
        frozenset({"amount"}),
        frozenset({"amount!", "category!"}),
        frozenset({"amount!", "batch", "on"}),
    ),
)

KINDS = (
    ROADSHOW,
    LANDING,
    INVESTMENT,
    INTENT,
    LOAN,
    REPAYMENT,
    HIRE,
    HIRE_STEP,
    INCUBATOR,
    EVALUATION,
    RESIDENCY,
    RATING,
    RECOGNITION,
    POLICY_PAYMENT,
)
