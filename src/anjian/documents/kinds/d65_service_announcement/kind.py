"""D65 送达公告: the last manner of service; thirty days after it the paper counts as served.

Basis: 《民事诉讼法》第九十五条.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from anjian.documents.kinds.common import (
    long,
    text,
)
from anjian.documents.kinds.spec import DocumentKind


def _thirty_days(fields: Mapping[str, Any]) -> dict[str, str]:
    published, effective = (date.fromisoformat(fields[c]) for c in ("published_on", "effective_on"))
    if effective < published + timedelta(days=30):
        return {"effective_on": "自发出公告之日起经过三十日，方视为送达（《民事诉讼法》第九十五条）。"}
    return {}


KIND = DocumentKind(
    folder="d65_service_announcement",
    code="D65",
    name="送达公告",
    word="告",
    stage="送达",
    seal="公",
    approvals=("unit_head",),
    copies=("由应急管理部门存查", "公开张贴、发布"),
    basis=("《行政处罚法》第六十一条", "《民事诉讼法》第九十五条"),
    checks=(_thirty_days,),
    fields=(
        text("recipient", "受送达人", "subject.recipient|party.name"),
        text(
            "recipient_code",
            "统一社会信用代码（证件号码，部分遮蔽）",
            required=False,
            help="公开时应当遮蔽个人证件号码。",
        ),
        text("paper_name", "送达文书名称", "subject.name"),
        text("paper_no", "送达文书文号", "subject.no"),
        text("paper_on", "文书日期", "subject.issued_on", type="date"),
        long("tried", "采用其他方式无法送达的情况", "step.reasons"),
        long("content", "文书主要内容", "subject.content"),
        long("rights", "受送达人的权利和期限", "subject.rights"),
        text("collect_place", "领取文书的地点", "org.address"),
        text("published_on", "公告发出日期", type="date"),
        text("effective_on", "视为送达日期", "subject.notice_ends_on", type="date"),
        text("media", "公告载体", help="本机关网站、公告栏、报纸等。"),
        text("contact_person", "联系人", "case.contact_person|org.contact"),
        text("contact_phone", "联系电话", "org.phone"),
    ),
)
