"""What the two forms of the on-the-spot penalty share.

Basis: 《行政处罚法》第五十一条至第五十三条、第六十七条至第七十一条.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from anjian.documents.kinds.common import bank_fields, long, officers, party_fields, text
from anjian.documents.kinds.spec import Field

ON_THE_SPOT = "当场收缴"
BY_BANK = "自收到本决定书之日起十五日内到指定银行或者通过电子支付系统缴纳"
COLLECTION_GROUNDS = (
    "依法给予一百元以下罚款",
    "不当场收缴事后难以执行",
    "边远、水上、交通不便地区，经当事人提出",
)


def spot_penalty_fields(*, only: str, limit: int) -> tuple[Field, ...]:
    """The particulars of 《行政处罚法》第五十二条; `limit` is the highest fine in yuan (article 51)."""
    return (
        *party_fields(only=only),
        text("found_at", "违法行为发现时间", "case.found_at", type="datetime"),
        text("place", "违法行为发生地点", "case.spot_place|party.address"),
        long("facts", "违法事实", "case.facts", min_length=10),
        text("evidence_note", "证据", "case.evidence_note", help="现场检查记录、照片、当事人陈述等。"),
        long("violated", "违反的规定", "case.violated"),
        long("basis", "处罚依据", "case.basis"),
        Field(
            code="penalty",
            label="行政处罚的种类",
            type="choice",
            choices=("警告", "罚款", "警告并处罚款"),
            source="case.spot_penalty",
        ),
        Field(
            code="fine_amount",
            label="罚款金额（元）",
            type="yuan",
            required=False,
            maximum=limit,
            source="case.spot_fine",
        ),
        long(
            "defence",
            "告知和陈述申辩情况",
            "case.spot_defence",
            help="已告知拟处罚内容、事实、理由、依据和陈述申辩权；当事人的意见和采纳情况。",
        ),
        Field(
            code="pay_by",
            label="罚款的履行方式",
            type="choice",
            choices=(BY_BANK, ON_THE_SPOT),
            required=False,
            default=BY_BANK,
        ),
        Field(
            code="collection_ground",
            label="当场收缴的情形",
            type="choice",
            choices=COLLECTION_GROUNDS,
            required=False,
        ),
        text("receipt_no", "罚款票据号", required=False, help="当场收缴应当出具财政部门统一制发的专用票据。"),
        *bank_fields(),
        text("made_at", "作出决定的时间", "case.made_at", type="datetime"),
        text("made_place", "作出决定的地点", "case.spot_place"),
        officers(),
    )


def check_spot_penalty(fields: Mapping[str, Any]) -> dict[str, str]:
    """A fine needs its amount and way of payment; cash on the spot needs one of three grounds."""
    fined = "罚款" in str(fields.get("penalty"))
    amount = Decimal(str(fields.get("fine_amount") or 0))
    if fined and not amount:
        return {"fine_amount": "处罚种类中有罚款，请填写“罚款金额（元）”。"}
    if amount and not fined:
        return {"penalty": "填写了罚款金额，处罚种类中应当有罚款。"}
    if not fined:
        return {}
    if fields.get("pay_by") != ON_THE_SPOT:
        missing = not fields.get("bank_account_no")
        return {"bank_account_no": "由银行收缴罚款的，请填写账号。"} if missing else {}
    ground = fields.get("collection_ground")
    if not ground:
        return {"collection_ground": "当场收缴罚款应当写明法定情形（《行政处罚法》第六十八条、第六十九条）。"}
    if ground == COLLECTION_GROUNDS[0] and amount > 100:
        return {"collection_ground": "罚款超过一百元，不属于依法给予一百元以下罚款的情形。"}
    if not fields.get("receipt_no"):
        return {"receipt_no": "当场收缴罚款应当出具专用票据，请填写票据号（《行政处罚法》第七十条）。"}
    return {}
