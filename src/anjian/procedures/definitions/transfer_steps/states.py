"""Where a transfer to the police can stand."""

from __future__ import annotations

from anjian.procedures.spec import State

OPENED = State("transfer_opened", "拟指定专案组", "decision")
GROUPED = State("transfer_grouped", "专案组核实中", "decision")
REPORTED = State("transfer_reported", "待批准移送", "decision")
APPROVED = State("transfer_approved", "已批准待移送", "decision")
SENT = State("transfer_sent", "已移送待签收", "decision")
ACCEPTED = State("transfer_accepted", "公安机关审查中", "decision")
SUPPLEMENT = State("transfer_supplement", "补正材料", "decision")
NOT_FILED = State("transfer_not_filed", "公安机关不予立案", "decision")
RECONSIDERED = State("transfer_reconsidered", "提请复议中", "decision")
SUPERVISED = State("transfer_supervised", "检察机关立案监督中", "decision")
FILED = State("transfer_filed", "公安机关已立案", "decision")
GOODS_HANDED = State("transfer_goods_handed", "刑事办理中", "decision")
RETURNED = State("transfer_returned", "退回行政处理", "decision", terminal=True)
CONCLUDED = State("transfer_concluded", "刑事程序终结", "closing", terminal=True)
REFUSED = State("transfer_refused", "不批准移送", "decision", terminal=True, side=True)
NO_CRIME = State("transfer_no_crime", "不涉嫌犯罪", "decision", terminal=True, side=True)

AT_POLICE = (SENT, ACCEPTED, SUPPLEMENT, NOT_FILED, RECONSIDERED, SUPERVISED, FILED, GOODS_HANDED)
