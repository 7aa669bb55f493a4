"""What a project's form offers to choose from, code → words; the codes stand in the tables and in frozen copies."""

from flask_babel import lazy_gettext as _

STEPS = {
    "overview": _("项目概况"),
    "applicant": _("申请主体与联系人"),
    "technology": _("技术与产品"),
    "market": _("市场与经营"),
    "financing": _("融资"),
    "team": _("团队与知识产权"),
    "landing": _("落地与声明"),
}
KINDS = {
    "company": _("企业"),
    "team": _("团队"),
    "research": _("高校院所成果"),
    "overseas": _("海外项目"),
}
SOURCES = {
    "bureau": _("科技局推荐"),
    "township": _("镇街推荐"),
    "incubator": _("孵化器推荐"),
    "offsite": _("域外孵化器推荐"),
    "institution": _("投资机构推荐"),
    "self": _("自荐"),
}
READINESS = {  # TRL 1–9, as GB/T 22900 has them
    1: _("TRL 1 发现基本原理"),
    2: _("TRL 2 形成技术方案"),
    3: _("TRL 3 方案通过验证"),
    4: _("TRL 4 小试：实验室样品"),
    5: _("TRL 5 小试：模拟环境验证"),
    6: _("TRL 6 中试：样机演示"),
    7: _("TRL 7 中试：真实环境验证"),
    8: _("TRL 8 量产：产品定型"),
    9: _("TRL 9 量产：批量应用"),
}
RIGHTS = {
    "invention": _("发明专利"),
    "utility": _("实用新型专利"),
    "design": _("外观设计专利"),
    "software": _("软件著作权"),
    "pending": _("申请中的专利"),
    "other": _("其他知识产权"),
}
WISHES = {
    "landing": _("项目落地"),
    "registration": _("注册公司"),
    "production": _("生产基地"),
    "research": _("研发中心"),
    "funding": _("仅融资"),
}
LEVELS = {
    "summary": _("公开摘要"),
    "verified": _("认证机构可看"),
    "nda": _("签署保密协议后可看"),
    "judges": _("仅评审可看"),
}
NO_LEVEL = _("没有选，按“签署保密协议后可看”处理")
# What somebody agrees to or declares, each apart; words that change get a new version and are asked for again.
DECLARED = {
    "no_dispute": _("以上知识产权归申请方所有或已获授权，没有权属争议"),
    "handling": _("同意路演中心为受理、初筛和组织路演使用以上资料和联系方式"),
    "passing_on": _("同意把联系人的姓名和联系方式提供给有意向的投资机构"),
    "publishing": _("同意入选后公开项目名称、一句话介绍和所属领域"),
    "truth": _("以上内容真实、完整，愿意承担不实的后果"),
}
APART = ("passing_on", "publishing")  # free to give, and taken back at any time
DECLARED_VERSION = {"no_dispute": 1, "handling": 1, "passing_on": 1, "publishing": 1, "truth": 1}
