"""The bureau's own layout: its sheets, what stands over them and their columns, as it hands a year's ledger over."""

from dataclasses import dataclass

from .kinds import sure_names

NUMBER, OTHERS = "序号", "其他年度"


Columns = tuple[tuple[str, str], ...]
FIRM: Columns = (("firm", "企业名称"), ("uscc", "统一社会信用代码"))
OF_PROJECT: Columns = (
    ("firm", "被投企业"),
    ("uscc", "统一社会信用代码"),
    ("sector", "技术领域"),
    ("stage", "项目发展阶段"),
)
ROADSHOW: Columns = (("roadshow", "来源场次"),)
ABROAD: Columns = (
    ("foreign", "外币币种"),
    ("foreign_sum", "外币金额（万）"),
    ("rate", "汇率"),
    ("rate_source", "汇率来源"),
)
NOTE: Columns = (("note", "备注"),)
YEAR: Columns = (("year", "年度"),)


@dataclass(frozen=True)
class Standard:
    """A sheet: ``title`` takes the year, ``unit`` stands under it, ``columns`` are field and header."""

    kind: str
    sheet: str
    title: str
    columns: Columns
    unit: str = ""
    numbered: bool = False
    more: Columns = ()  # stand there only where some row has something in them
    always: bool = True  # also in a year that has none such

    def title_of(self, year: int | None) -> str:
        """``None``: of what other years have to do with it."""
        return (
            self.title.format(year=year)
            if year
            else OTHERS + self.title.removeprefix("{year}年").removeprefix("度")
        )


STANDARDS = (
    Standard(
        "roadshow",
        "路演场次",
        "{year}年度长三角（G60）全球科创路演中心路演活动台账",
        (
            ("on", "举办日期"),
            ("title", "活动名称"),
            ("sector", "主题领域"),
            ("venue", "举办地点"),
            ("mode", "形式"),
            ("told_projects", "路演项目数"),
            ("told_institutions", "投资机构数"),
            ("told_visitors", "到场人数"),
            ("note", "备注"),
        ),
        "填报单位：长三角（G60）全球科创路演中心",
        numbered=True,
    ),
    Standard(
        "landing",
        "引进项目",
        "{year}年高层次科创项目引进情况",
        (
            ("project", "项目名称"),
            ("firm", "承担企业"),
            ("uscc", "统一社会信用代码"),
            ("sector", "技术领域"),
            ("stage", "发展阶段"),
            ("roadshow", "来源场次"),
            ("on", "引进日期"),
            ("platform", "落地平台"),
            ("planned", "计划总投资"),
            ("industrialised", "是否产业化"),
            ("plan", "所属计划"),
        ),
        "单位：万元",
        numbered=True,
        more=(*ABROAD, *NOTE),
    ),
    Standard(
        "investment",
        "基金投资",
        "{year}年创投基金投资科技项目明细",
        (
            ("project", "项目名称"),
            ("fund", "投资机构"),
            ("fund_code", "备案编号"),
            ("round", "轮次"),
            ("signed", "投资金额"),
            ("signed_on", "签约日期"),
            ("paid_on", "到账日期"),
            ("paid", "到账金额"),
            ("note", "备注"),
        ),
        "单位：万元",
        more=(*OF_PROJECT, *ROADSHOW, *ABROAD),
    ),
    Standard(
        "loan",
        "科技贷款",
        "{year}年科技支行入库、授信、放贷台账",
        (
            ("firm", "企业名称"),
            ("uscc", "统一社会信用代码"),
            ("pooled_on", "入库日期"),
            ("bank", "合作银行"),
            ("credit", "授信金额"),
            ("credit_on", "授信日期"),
            ("lent", "放款金额"),
            ("lent_on", "放款日期"),
        ),
        "单位：万元",
        more=(*ROADSHOW, *ABROAD, *NOTE),
    ),
    Standard(
        "hire",
        "人才",
        "{year}年引进人才",
        (
            ("code", "人才编号"),
            ("category", "类别"),
            ("firm", "引进企业"),
            ("country", "国别（地区）"),
            ("on", "入选日期"),
        ),
        more=(("uscc", "统一社会信用代码"), *NOTE),
    ),
    Standard(
        "incubator",
        "域外孵化器",
        "{year}年域外孵化器建设情况",
        (("name", "名称"), ("city", "所在城市"), ("area", "面积"), ("running", "投入运行")),
        "单位：平方米",
        more=(("off_site", "是否域外"), ("running_since", "投入运行日期"), *NOTE),
    ),
    Standard(
        "rating",
        "高企评价",
        "{year}年高新技术企业创新能力评价（三色管理）",
        (("firm", "企业名称"), ("uscc", "统一社会信用代码"), ("grade", "评价等级")),
        more=NOTE,
    ),
    Standard(
        "policy_payment",
        "政策兑付",
        "{year}年科发资金、创新券兑付",
        (("category", "类别"), ("batch", "批次"), ("amount", "兑付金额"), ("on", "兑付日期")),
        "单位：万元",
        more=NOTE,
    ),
    Standard(
        "intent",
        "投资意向",
        "{year}年创投基金投资意向",
        (
            ("project", "项目名称"),
            ("fund", "投资机构"),
            ("fund_code", "备案编号"),
            ("round", "轮次"),
            ("intent", "意向金额"),
            ("intent_on", "意向日期"),
            ("dropped_on", "终止日期"),
            ("note", "备注"),
        ),
        "单位：万元",
        more=(*OF_PROJECT, *ROADSHOW, *ABROAD),
        always=False,
    ),
    Standard(
        "repayment",
        "贷款还款",
        "{year}年科技支行贷款还款",
        (
            *FIRM,
            ("bank", "合作银行"),
            ("repaid", "还款金额"),
            ("repaid_on", "还款日期"),
            ("dropped_on", "终止日期"),
            ("note", "备注"),
        ),
        "单位：万元",
        more=(*ROADSHOW, *ABROAD),
        always=False,
    ),
    Standard(
        "hire_step",
        "人才进展",
        "{year}年人才申报、到岗、离岗",
        (
            ("code", "人才编号"),
            ("category", "类别"),
            ("firm", "引进企业"),
            ("country", "国别（地区）"),
            ("applied_on", "申报日期"),
            ("on_post_on", "到岗上班日期"),
            ("ended_on", "离岗日期"),
            ("dropped_on", "终止日期"),
            ("note", "备注"),
        ),
        more=(("uscc", "统一社会信用代码"),),
        always=False,
    ),
    Standard(
        "evaluation",
        "孵化器考核",
        "{year}年孵化器考核结果",
        (("name", "孵化器名称"), ("score", "考核得分"), ("grade", "考核等级")),
        more=NOTE,
        always=False,
    ),
    Standard(
        "residency",
        "入孵企业",
        "{year}年孵化器企业入驻、退出",
        (
            ("firm", "入孵企业"),
            ("uscc", "统一社会信用代码"),
            ("name", "孵化器名称"),
            ("area", "入驻面积"),
            ("moved_in_on", "入驻日期"),
            ("moved_out_on", "退出日期"),
            ("note", "备注"),
        ),
        "单位：平方米",
        always=False,
    ),
    Standard(
        "recognition",
        "资质认定",
        "{year}年企业资质认定",
        (
            *FIRM,
            ("category", "资质名称"),
            ("level", "认定级别"),
            ("certificate", "证书编号"),
            ("on", "认定日期"),
            ("valid_until", "有效期至"),
        ),
        more=NOTE,
        always=False,
    ),
)
_BY_KIND = {standard.kind: standard for standard in STANDARDS}


def form_of(kind: str) -> Standard:
    return _BY_KIND[kind]


def header_of(kind: str, field: str) -> str:
    """What the bureau calls a field; where its sheet has none such, what the trade does."""
    return dict(form_of(kind).columns).get(field) or sure_names(kind, field)[0]
