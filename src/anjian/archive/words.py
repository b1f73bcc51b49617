"""Codes of the archive and their Chinese words."""

from __future__ import annotations

from typing import Final

MAIN, SIDE = "正卷", "副卷"

LOAN_FORMS: Final = (("paper", "借阅纸质案卷"), ("digital", "线上阅览"))
LOAN_STATES: Final = (
    ("asked", "待审批"),
    ("approved", "已批准"),
    ("out", "借出中"),
    ("returned", "已归还"),
    ("ended", "阅览已结束"),
    ("refused", "不予借阅"),
)
OPEN_LOANS: Final = ("asked", "approved", "out")

CONDITIONS: Final = (
    ("whole", "完好"),
    ("worn", "有磨损，不影响使用"),
    ("damaged", "有破损"),
    ("missing", "有缺页"),
)

HOLD_KINDS: Final = (
    ("litigation", "行政诉讼"),
    ("review", "行政复议"),
    ("supervision", "执法监督、监察"),
    ("complaint", "投诉、信访"),
    ("transfer", "移送、刑事办理"),
    ("accident", "事故调查"),
    ("other", "其他"),
)

SCAN_STATES: Final = (
    ("waiting", "正在处理"),
    ("ready", "待整理"),
    ("binding", "正在合成"),
    ("bound", "已成册"),
    ("failed", "没有成功"),
)

LIST_STATES: Final = (
    ("proposed", "待鉴定"),
    ("appraised", "鉴定完毕，待审批"),
    ("approved", "已批准，待销毁"),
    ("executed", "已销毁"),
    ("dropped", "已撤销"),
)

DECISIONS: Final = (("", "待审批"), ("approved", "同意"), ("refused", "不同意"))
NOTE_KINDS: Final = (
    ("missing", "缺页"),
    ("found", "缺页已找到"),
    ("condition", "保管情况"),
    ("media", "载体检查"),
)
LOCKED_MESSAGE: Final = "案卷已经归档，不得增减、涂改"
