"""Where a hearing can stand."""

from __future__ import annotations

from anjian.procedures.spec import State

OPENED = State("hearing_opened", "待组织", "notice")
APPOINTED = State("hearing_appointed", "已指定主持人", "notice")
NOTIFIED = State("hearing_notified", "已通知", "notice")
ADJOURNED = State("hearing_adjourned", "休会（中止）", "notice")
HELD = State("hearing_held", "已举行", "notice")
RECORDED = State("hearing_recorded", "笔录已核对", "notice")
REPORTED = State("hearing_reported", "已报告", "notice", terminal=True)
ABANDONED = State("hearing_abandoned", "视为放弃", "notice", terminal=True, side=True)
WITHDRAWN = State("hearing_withdrawn", "申请撤回", "notice", terminal=True, side=True)

CAPACITIES = (
    ("chair", "主持人"),
    ("hearer", "听证员"),
    ("clerk", "记录员"),
    ("investigator", "调查人员"),
    ("party", "当事人"),
    ("agent", "委托代理人"),
    ("third_party", "第三人"),
    ("witness", "证人"),
    ("interpreter", "翻译、鉴定人"),
)
