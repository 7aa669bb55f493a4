"""What a project's form still lacks before it may be handed in, and why each answer is asked for."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from .snapshot import Snapshot


@dataclass(frozen=True)
class Asked:
    """A required answer: the step and the field where it is given, what it is called, what it is good for."""

    step: str
    field: str
    words: object
    why: object


ASKED = (
    Asked("overview", "name", _("项目名称"), _("通知、议程和现场都用这个名称。")),
    Asked("overview", "one_line", _("一句话介绍"), _("评审和投资机构先读这一句，再决定看不看下去。")),
    Asked("overview", "sector", _("技术领域"), _("按领域安排场次和懂行的评审。")),
    Asked("overview", "stage", _("发展阶段"), _("投资机构按阶段挑项目。")),
    Asked("applicant", "kind", _("申请主体"), _("不同的主体适用不同的审查要求。")),
    Asked("applicant", "source", _("项目来源"), _("年度统计要说明项目从哪里来。")),
    Asked("applicant", "contact_name", _("联系人"), _("路演前后要有人可以找。")),
    Asked("applicant", "contact_mobile", _("手机号"), _("路演当天临时有变，靠它找到您。")),
    Asked("applicant", "contact_email", _("联系邮箱"), _("补正要求和结果发到这里。")),
    Asked("technology", "product", _("产品与技术"), _("初筛主要看这一段，占分最多。")),
    Asked("financing", "ask_fen", _("融资金额"), _("据此邀请投资额度相当的机构。")),
    Asked("financing", "equity_bp", _("出让股权"), _("和融资金额一起算出投前估值。")),
    Asked("team", "no_dispute", _("知识产权声明"), _("权属有争议的项目不能上台。")),
    Asked("landing", "handling", _("资料使用同意"), _("没有您的同意，路演中心不能处理这些资料。")),
    Asked("landing", "truth", _("真实性声明"), _("评审和投资机构以此为准。")),
)


@dataclass(frozen=True)
class Progress:
    """How far a form is; ``missing`` in the order of the form."""

    asked: int
    missing: list[Asked]

    @property
    def first_step(self) -> str:
        """Where to go on: the step of the first missing answer, else the first one."""
        return (self.missing or ASKED)[0].step

    def lacks(self, step: str) -> int:
        """How many of the step's required answers are missing."""
        return sum(asked.step == step for asked in self.missing)


def progress_of(snapshot: Snapshot) -> Progress:
    missing = [asked for asked in ASKED if not getattr(snapshot.step(asked.step), asked.field)]
    return Progress(len(ASKED), missing)
