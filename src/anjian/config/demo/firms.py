"""Three hundred invented enterprises with well-formed credit codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anjian.dossiers.actions import RegisterEnterprise
from anjian.kit.credit_code import check_character

if TYPE_CHECKING:
    from random import Random

_FIRST = [
    "恒泰",
    "宏远",
    "瑞丰",
    "金辉",
    "鑫源",
    "华盛",
    "永安",
    "天成",
    "博达",
    "兴业",
    "康宁",
    "利民",
    "中信达",
    "新源",
    "长风",
    "东升",
    "明德",
    "启航",
    "安顺",
    "广通",
    "汇川",
    "隆昌",
    "嘉禾",
    "正阳",
    "远大",
    "同力",
    "盛世",
    "海纳",
    "德信",
    "群星",
]
_TRADES = (
    ("油品储运", "危险化学品"),
    ("精细化工", "危险化学品"),
    ("加油加气", "危险化学品"),
    ("烟花爆竹", "烟花爆竹"),
    ("有色金属冶炼", "冶金"),
    ("铝制品", "粉尘涉爆"),
    ("木业家具", "粉尘涉爆"),
    ("污水处理", "有限空间"),
    ("餐饮管理", "燃气使用"),
    ("仓储物流", "仓储"),
    ("机械制造", "工贸"),
    ("纺织印染", "工贸"),
)
# After so many steps both lists stand together where they began (least common multiple).
_PERIOD = math.lcm(len(_FIRST), len(_TRADES))
_ROADS = ["滨河路", "工业大道", "创新路", "建设街", "新华路", "长兴路", "港口路", "科技园路"]
_SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹"
_GIVEN = [
    "建国",
    "志强",
    "海燕",
    "文博",
    "晓东",
    "丽华",
    "永强",
    "国梁",
    "玉兰",
    "春生",
    "立新",
    "俊杰",
    "慧敏",
    "德胜",
    "长河",
    "雅琴",
]

MAIN_STORY_FIRM = RegisterEnterprise(
    name="云州恒泰油品储运有限公司",
    credit_code="91990100MA6HT0001" + check_character("91990100MA6HT0001"),
    industry="危险化学品",
    address="云州市港口路1号油库区",
    place_code="990100",
    legal_person="赵长河",
    phone="029-55500001",
)


def person_name(rng: Random) -> str:
    """Return an invented personal name."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def firms(
    rng: Random, *, place_code: str, place_name: str, count: int, serial_from: int
) -> list[RegisterEnterprise]:
    """Return ``count`` invented firms of one place; the same seed gives the same firms."""
    made = []
    for index in range(count):
        serial = serial_from + index
        # Both lists are walked together; without the shift the pairs would repeat after sixty firms.
        trade, industry = _TRADES[(serial + serial // _PERIOD) % len(_TRADES)]
        name = f"云州{_FIRST[serial % len(_FIRST)]}{trade}{'有限公司' if serial % 7 else '股份有限公司'}"
        if serial >= len(_FIRST) * len(_TRADES) // 2:
            name = name.replace("云州", f"云州{place_name[:2]}")
        body = f"91{place_code}MA{serial:05d}XW"[:17]
        made.append(
            RegisterEnterprise(
                name=name,
                credit_code=body + check_character(body),
                industry=industry,
                address=f"云州市{place_name}{rng.choice(_ROADS)}{rng.randint(1, 300)}号",
                place_code=place_code,
                legal_person=person_name(rng),
                phone=f"029-555{rng.randint(10000, 99999)}",
            )
        )
    return made
