"""D59 特殊事项审批表: recusal, experts, remote interviews and whatever else needs a head's word."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    long,
    officers,
    text,
)
from anjian.documents.kinds.spec import DocumentKind, Field

KIND = DocumentKind(
    folder="d59_special_approval",
    code="D59",
    name="特殊事项审批表",
    word="特审",
    stage="审批",
    approvals=("unit_head", "agency_leader"),
    signatures=("officer", "officer2"),
    basis=("《行政处罚法》第四十三条", "《行政处罚法》第四十七条"),
    checks=(check_officers,),
    fields=(
        case_cause(),
        text("party_name", "当事人", "party.name"),
        Field(
            code="matter",
            label="审批事项",
            type="choice",
            choices=(
                "执法人员回避",
                "更换承办人员",
                "聘请专家",
                "远程视频询问",
                "夜间或者节假日实施",
                "调阅、复制封存资料",
                "其他事项",
            ),
        ),
        text("person", "涉及的人员", required=False),
        long("content", "事项内容"),
        long("reason", "理由"),
        long("basis", "依据"),
        officers(label="承办人"),
        long("proposal", "承办人意见"),
    ),
)
