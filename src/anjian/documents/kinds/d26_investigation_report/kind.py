"""D26 行政处罚案件调查报告: what the enquiry established and what the handlers propose."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    case_cause,
    check_officers,
    check_party,
    evidence_table,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D26",
    name="行政处罚案件调查报告",
    word="终报",
    stage="调查终结",
    seal="专",
    signatures=("officer", "officer2"),
    checks=(check_party, check_officers),
    basis=("《行政处罚法》第五十四条", "《行政处罚法》第五十七条"),
    folder="d26_investigation_report",
    fields=(
        case_cause(),
        *party_fields(),
        long("course", "案件来源和调查经过", "case.course"),
        long("facts", "查明的事实", "case.facts", min_length=10),
        evidence_table(),
        long(
            "exculpatory",
            "有利于当事人的事实和证据",
            "case.exculpatory",
            help="全面、客观、公正：没有的写“未发现”。",
        ),
        long("violated", "违反的规定", "case.violated"),
        long("basis", "处罚依据", "case.basis"),
        Field(
            code="discretion",
            label="裁量因素",
            type="table",
            min_rows=1,
            source="case.discretion_factors",
            columns=(
                Column(code="factor", label="裁量因素"),
                Column(code="finding", label="认定情况"),
                Column(code="grade", label="档次", required=False),
            ),
        ),
        long("discretion_reason", "裁量理由", "case.discretion"),
        long(
            "criminal_screen",
            "是否涉嫌犯罪",
            "case.criminal_screen",
            help="对照危险作业罪、重大责任事故罪等逐一说明；涉嫌犯罪的应当移送。",
        ),
        long("contradictions", "证词矛盾及处理", "case.contradictions", required=False),
        long("penalty", "处理建议", "case.penalty"),
        text("fine_amount", "建议罚款金额（元）", "case.fine_amount", type="yuan", required=False),
        officers(label="承办人"),
    ),
)
