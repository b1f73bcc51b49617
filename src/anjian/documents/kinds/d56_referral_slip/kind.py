"""D56 非职责范围安全问题移交单: safety problems that another department must deal with.

Basis: 《安全生产法》第六十九条.
"""

from __future__ import annotations

from anjian.documents.kinds.common import (
    attachments,
    check_officers,
    long,
    officers,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    folder="d56_referral_slip",
    code="D56",
    name="非职责范围安全问题移交单",
    word="移交",
    stage="行政检查",
    seal="专",
    served=True,
    signatures=("officer", "officer2"),
    copies=("由应急管理部门存查", "交接收部门", "由接收部门签收后退回"),
    basis=("《安全生产法》第六十九条",),
    checks=(check_officers,),
    fields=(
        text("to", "接收部门"),
        text("party_name", "存在问题的单位", "party.name"),
        text("party_address", "单位地址", "party.address"),
        text("party_contact", "单位联系人及电话", "party.phone", required=False),
        text("found_on", "发现日期", "case.found_on", type="date"),
        text("found_how", "发现方式", default="现场检查"),
        Field(
            code="problems",
            label="安全问题",
            type="table",
            min_rows=1,
            columns=(
                Column(code="description", label="问题描述", width=3),
                Column(code="place", label="位置", required=False),
                Column(code="duty", label="主管部门职责依据", required=False, width=1.6),
            ),
        ),
        long("taken", "本机关已采取的措施", required=False),
        attachments("移交材料"),
        officers(label="移交人"),
        text("handler_phone", "联系电话", "org.phone"),
    ),
)
