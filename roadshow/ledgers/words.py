"""Known words of the trade that a cell may hold, and the codes they stand for."""

import re

from roadshow.foundation.sectors import SECTORS
from roadshow.projects.stages import STAGES

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
