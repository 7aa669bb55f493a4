"""Known words of the trade that a cell may hold, and the codes they stand for."""

import re

from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES

YES_WORDS = frozenset(
    "是 有 √ ✓ ✔ ☑ v 对 真 y yes true t 1 1.0 已 属于 已运行 运行 运行中 在运行 正常运行 投入运行 已投入运行 已投入 "
    "已投运 投运 已投用 投用 投用中 在用 已启用 启用 已开园 已运营 运营中 运营 正常运营 在运营 投入使用 已投入使用 "
    "正式投用 已正式投用 正式运营 已正式运营 建成投用 已建成投用 建成运营 已建成运营 产业化 产业化项目 已产业化".split()
)
NO_WORDS = frozenset(
    "否 无 不 没有 不是 不属于 × x ✗ ✘ ☐ 错 假 n no false f 0 0.0 未 未运行 未投入 未投入运行 未投入使用 未投运 未投用 "
    "未启用 未运营 未正式运营 未开园 未建成 暂未运行 暂未运营 暂未投用 尚未运行 尚未运营 尚未投用 待投用 待运营 待启用 "
    "即将投用 建成未投用 已建未投用 在建 在建中 建设中 拟建 待建 规划 规划中 筹建 筹建中 筹备 筹备中 装修 装修中 停运 "
    "已停运 停用 已停用 停业 关闭 已关闭 非产业化 非产业化项目 未产业化 暂未产业化 尚未产业化 待产业化".split()
)
SECTOR_WORDS = {str(words): code for code, words in SECTORS.items()} | {
    "生物医药": "biomedicine",
    "生物与医药": "biomedicine",
    "生物与新医药技术": "biomedicine",
    "生物医药与新医药": "biomedicine",
    "电子信息技术": "electronics",
    "航空航天技术": "aerospace",
    "新材料技术": "materials",
    "高技术服务业": "services",
    "新能源": "energy",
    "新能源及节能": "energy",
    "新能源与节能技术": "energy",
    "新能源及节能技术": "energy",
    "资源与环境技术": "environment",
    "资源环境": "environment",
    "先进制造": "manufacturing",
    "先进制造与自动化技术": "manufacturing",
}
STAGE_WORDS = {str(words).casefold().removesuffix("轮"): code for code, words in STAGES.items()} | {
    "种子期": "seed",
    "天使期": "angel",
    "c": "c",
    "d": "c",
    "e": "c",
    "c轮及以上": "c",
    "c轮以后": "c",
    "prea": "pre_a",
    "a+": "a",
    "b+": "b",
    "c+": "c",
    "preipo": "pre_ipo",
}
GRADE_WORDS = {
    f"{sign}{tail}": f"{sign}色"
    for sign in "绿蓝黄红"
    for tail in ("", "色", "牌", "码", "标", "灯", "色企业", "色等级", "类")
} | {"green": "绿色", "blue": "蓝色", "yellow": "黄色", "red": "红色"}
_ROUND = re.compile(
    r"(种子|天使|天使\+|pre-?[a-d]|[a-h]\+*|战略|战略投资|pre-?ipo|ipo|并购|定增)(轮|期|轮融资)?(及以[后上])?",
    re.IGNORECASE,
)


def find_sector(text: str) -> str | None:
    """Code of one of the eight fields; None for any other way to cut the world."""
    return SECTOR_WORDS.get(text)


def find_stage(text: str) -> str | None:
    key = text.casefold()
    return STAGE_WORDS.get(key) or STAGE_WORDS.get(key.removesuffix("融资").removesuffix("轮"))


def is_round(text: str) -> bool:
    """Whether it names a financing round."""
    return _ROUND.fullmatch(text) is not None
