"""Names of the document kinds that procedures speak of, for refusals and tables.

The forms themselves live in `anjian.documents.kinds`; a contract test keeps both equal.
"""

from __future__ import annotations

DOCUMENT_NAMES: dict[str, str] = {
    "D10": "立案审批表",
    "D11": "询问通知书",
    "D12": "询问笔录",
    "D16": "先行登记保存证据审批表",
    "D17": "先行登记保存证据通知书",
    "D18": "先行登记保存证据处理审批表",
    "D19": "先行登记保存证据处理决定书",
    "D26": "行政处罚案件调查报告",
    "D27": "行政处罚案件审批表",
    "D28": "行政处罚法制审核意见书",
    "D29": "行政处罚告知书",
    "D30": "当事人陈述申辩笔录",
    "D31": "听证告知书",
    "D32": "听证会通知书",
    "D33": "听证笔录",
    "D34": "听证会报告书",
    "D35": "行政处罚集体讨论记录",
    "D35a": "案件处理呈批表",
    "D36": "行政处罚决定书",
    "D37": "行政处罚决定书",
    "D38": "不予行政处罚决定书",
    "D41": "延期（分期）缴纳罚款审批表",
    "D42": "延期（分期）缴纳罚款批准书",
    "D43": "文书送达回执",
    "D44": "送达地址确认书",
    "D45": "行政强制执行事先催告书",
    "D46": "强制执行申请书",
    "D47": "案件移送审批表",
    "D48": "案件移送书",
    "D49": "涉案物品清单",
    "D50": "案件延期审批表",
    "D51": "结案审批表",
    "D52": "案卷首页",
    "D53": "卷内目录",
    "D54": "备考表",
    "D55": "案件终止（撤销）审批表",
}


def document_name(code: str) -> str:
    """The Chinese name of a document kind; the code itself when the kind is not known here."""
    return DOCUMENT_NAMES.get(code, code)
