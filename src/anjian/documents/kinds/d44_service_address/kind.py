"""D44 送达地址确认书: where and how the party agrees to be served (《行政处罚法》第六十一条第二款)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import case_cause, text
from anjian.documents.kinds.spec import DocumentKind


def _channel(fields: Mapping[str, Any]) -> dict[str, str]:
    if fields.get("electronic") and not fields.get("channel"):
        return {"channel": "同意电子送达的，请填写电子送达方式和账号。"}
    return {}


KIND = DocumentKind(
    code="D44",
    name="送达地址确认书",
    word="",
    numbered=False,
    stage="送达",
    served=True,
    signatures=("party",),
    basis=("《行政处罚法》第六十一条",),
    checks=(_channel,),
    folder="d44_service_address",
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        text("address", "送达地址", "party.address"),
        text("receiver", "收件人", "party.head"),
        text("phone", "联系电话", "party.phone"),
        text("postcode", "邮政编码", required=False),
        text("electronic", "同意电子送达", "step.electronic_consent", type="bool"),
        text(
            "channel",
            "电子送达方式和账号",
            "step.electronic_address",
            required=False,
            help="传真、电子邮件、短信等能够确认收悉的方式。",
        ),
    ),
)
