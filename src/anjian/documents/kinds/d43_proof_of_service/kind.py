"""D43 文书送达回执: the proof that a document was served (《行政处罚法》第六十一条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import case_cause, check_officers, officers, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

METHODS = ("直接送达", "留置送达", "委托送达", "邮寄送达", "转交送达", "电子送达", "公告送达")


def check_method(fields: Mapping[str, Any]) -> dict[str, str]:
    """What each manner of service needs to count as service."""
    method, problems = fields.get("method"), {}
    if method in {"直接送达", "委托送达", "转交送达"} and not fields.get("receiver"):
        problems["receiver"] = f"{method}应当写明收件人。"
    if method == "留置送达":
        if not fields.get("refusal_reason"):
            problems["refusal_reason"] = "留置送达应当记明拒收事由。"
        if not fields.get("witnesses") and not fields.get("recording"):
            problems["witnesses"] = "留置送达应当有见证人签名，或者以录音录像记录送达过程。"
    proofs = ("tracking_no", "recording", "note", "receiver")
    if method in {"邮寄送达", "电子送达", "公告送达"} and not any(fields.get(code) for code in proofs):
        problems["tracking_no"] = f"{method}应当写明邮件号码、系统回执或者公告载体。"
    if fields.get("refused") and method != "留置送达":
        problems["method"] = "受送达人拒收的，送达方式应当是留置送达。"
    return problems


KIND = DocumentKind(
    code="D43",
    name="文书送达回执",
    word="回",
    stage="送达",
    seal="专",
    signatures=("party", "officer", "officer2"),
    basis=("《行政处罚法》第六十一条", "《民事诉讼法》第八十七条至第九十五条"),
    checks=(check_officers, check_method),
    folder="d43_proof_of_service",
    fields=(
        case_cause(),
        text("recipient", "受送达人", "party.name"),
        Field(
            code="items",
            label="送达文书",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="文书名称"),
                Column(code="no", label="文书文号", required=False),
                Column(code="copies", label="份数", required=False),
            ),
        ),
        Field(code="method", label="送达方式", type="choice", choices=METHODS),
        text("place", "送达地点"),
        text("served_at", "送达时间", type="datetime"),
        text("receiver", "收件人", required=False),
        text("receiver_relation", "收件人与受送达人关系", required=False),
        text("refused", "是否拒收", type="bool", required=False),
        text("refusal_reason", "拒收事由", required=False),
        Field(
            code="witnesses",
            label="见证人",
            type="table",
            required=False,
            columns=(Column(code="name", label="姓名"), Column(code="unit", label="单位或者住址")),
        ),
        text("recording", "送达过程录音录像编号", required=False),
        text("tracking_no", "邮件号码、系统回执或者公告载体", required=False),
        text("effective_on", "视为送达日期", type="date", help="公告送达为公告期满之日。"),
        officers(label="送达人"),
        text("note", "备注", required=False),
    ),
)
