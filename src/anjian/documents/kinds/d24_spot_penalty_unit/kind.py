"""D24 行政（当场）处罚决定书(单位): on the spot, at most a warning or 3,000 yuan.

Basis: 《行政处罚法》第五十一条、第五十二条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    check_officers,
    check_party,
)
from anjian.documents.kinds.spec import DocumentKind
from anjian.documents.kinds.spot import check_spot_penalty, spot_penalty_fields

KIND = DocumentKind(
    folder="d24_spot_penalty_unit",
    code="D24",
    name="行政（当场）处罚决定书",
    word="当罚",
    stage="简易程序",
    seal="公",
    served=True,
    remedy=True,
    remedy_first=True,
    signatures=("party", "officer", "officer2"),
    copies=("由应急管理部门备案", "交被处罚单位"),
    basis=("《行政处罚法》第五十一条", "《行政处罚法》第五十二条", "《行政复议法》第二十三条"),
    checks=(check_party, check_officers, check_spot_penalty),
    fields=spot_penalty_fields(only="单位", limit=3000),
)
