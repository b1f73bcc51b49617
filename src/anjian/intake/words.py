"""The words of intake, and which of several wishes a file's name speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.kit.text import bigrams

if TYPE_CHECKING:
    from collections.abc import Iterable

RELATIONS = (
    ("party", "当事人"),
    ("witness", "证人"),
    ("third_party", "其他单位或者个人"),
    ("appraiser", "鉴定、检测机构"),
    ("agency", "其他行政机关"),
)
USES = (
    ("opened", "验证通过"),
    ("wrong_code", "验证码错误"),
    ("locked", "验证码多次错误，已锁定"),
    ("closed", "承办人关闭"),
)
VERDICTS = (("clean", "未发现异常"), ("suspicious", "发现可疑内容"), ("failed", "未能检查"))

_LEAST = 0.34


def words_match(name: str, wishes: Iterable[str]) -> str:
    """Return the wish whose words the name shares most, empty when none is near.

    >>> words_match("动火作业票2026.pdf", ["动火作业票", "培训记录"])
    '动火作业票'
    >>> words_match("IMG_0001.jpg", ["动火作业票", "培训记录"])
    ''
    """
    told = set(bigrams(name).split())
    near = [
        (len(told & asked) / len(asked), wish) for wish in wishes if (asked := set(bigrams(wish).split()))
    ]
    share, wish = max(near, default=(0.0, ""))
    return wish if share >= _LEAST else ""
