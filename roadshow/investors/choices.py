"""What an institution's forms offer to choose from, code → words, and what it agrees to."""

from flask_babel import lazy_gettext as _

from .models import AgreementKind

PARTS = {"lead": _("领投"), "follow": _("跟投"), "both": _("领投、跟投均可")}
REINVESTMENT = {"yes": _("可接受"), "depends": _("视项目而定"), "no": _("不接受")}
REWRITTEN = {"funds": _("旗下基金"), "cases": _("过往案例")}  # of which the trail says no more

# The texts, paragraph by paragraph; words that change get a new version and are asked for again.
VERSION = {AgreementKind.DECLARATION: 1, AgreementKind.NDA: 1}
TEXT = {
    AgreementKind.DECLARATION: (
        _(
            "本机构符合《私募投资基金监督管理暂行办法》规定的合格投资者标准，或依法视为合格投资者，"
            "具备识别和承担投资风险的能力。"
        ),
        _("本机构以自有资金或依法管理的资金投资，不向不特定的人推介在这里看到的项目。"),
        _("本机构知悉早期项目可能损失全部本金。路演中心不为项目作保证，不参与交易和支付。"),
        _("以上声明真实。情况有变化时，本机构及时告知路演中心。"),
    ),
    AgreementKind.NDA: (
        _(
            "我代表所在机构承诺：公开摘要以外的资料，包括经营和财务数据、融资条件、路演材料和联系方式，"
            "只用于评估投资，不向机构以外的人透露，不作他用。"
        ),
        _("机构内只让评估投资需要知道的人看到，并要求他们同样保密。"),
        _("我知悉材料上印有查看人的姓名和时间，每次查看都有记录，项目方可以看到。"),
        _("已经公开、项目方书面同意公开或法律要求披露的内容除外。"),
        _("本承诺自作出之日起三年有效，离开机构后仍须遵守。"),
    ),
}
