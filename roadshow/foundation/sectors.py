"""国家重点支持的高新技术领域: the eight key fields, list of 2016; versioned, for a later list to be mapped to."""

from flask_babel import lazy_gettext as _

VERSION = "2016"
SECTORS = {
    "electronics": _("电子信息"),
    "biomedicine": _("生物与新医药"),
    "aerospace": _("航空航天"),
    "materials": _("新材料"),
    "services": _("高技术服务"),
    "energy": _("新能源与节能"),
    "environment": _("资源与环境"),
    "manufacturing": _("先进制造与自动化"),
}
