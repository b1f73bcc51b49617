"""D02 现场检查记录: what two officers saw at the firm, signed on the spot (《安全生产法》第六十八条)."""

from __future__ import annotations

from anjian.documents.kinds.common import (
    assistants,
    check_officers,
    check_party,
    in_order,
    long,
    officers,
    party_fields,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d02_inspection_record",
    code="D02",
    name="现场检查记录",
    word="检记",
    stage="行政检查",
    seal="专",
    served=True,
    signatures=("party", "officer", "officer2"),
    every_page=("party",),
    copies=("由应急管理部门备案", "交被检查单位"),
    basis=("《安全生产法》第六十八条", "《行政处罚法》第四十二条", "《行政处罚法》第五十五条"),
    checks=(
        check_party,
        check_officers,
        in_order("started_at", "ended_at", "检查结束时间不能早于开始时间。"),
    ),
    fields=(
        *party_fields(),
        text("place", "检查场所", "documents.D01.fields.place|party.address"),
        text("started_at", "检查开始时间", type="datetime"),
        text("ended_at", "检查结束时间", type="datetime"),
        text("guide", "现场负责人", "party.head", help="陪同检查的负责人。"),
        text("guide_post", "现场负责人职务", required=False),
        text("guide_phone", "现场负责人电话", "party.phone", required=False),
        officers(label="检查人员"),
        assistants(),
        text("notice_no", "检查通知书文号", "documents.D01b.no", required=False),
        text("rights_answer", "对出示证件和权利告知的回答"),
        Field(
            code="findings",
            label="检查情况",
            type="table",
            min_rows=1,
            source="case.findings",
            columns=(
                Column(code="item", label="检查事项", width=1.2),
                Column(code="finding", label="现场情况", width=2.6),
                Column(
                    code="problem",
                    label="是否存在问题",
                    choices=("未发现问题", "一般问题", "一般事故隐患", "重大事故隐患", "违法行为"),
                ),
                Column(code="photos", label="照片、录像编号", required=False),
            ),
        ),
        long("handling", "问题的处理情况", help="当场纠正、责令限期改正、采取现场处理措施、移送其他部门等。"),
        long("firm_opinion", "被检查单位意见", default="无异议。"),
        text("recording", "全过程音像记录编号", required=False),
        text(
            "refusal_note",
            "拒绝签字情况",
            required=False,
            help="负责人拒绝签字的，写明情况，并向本机关报告。",
        ),
    ),
)
