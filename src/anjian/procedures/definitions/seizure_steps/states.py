"""Where sealed or detained property can stand."""

from __future__ import annotations

from anjian.procedures.spec import State

OPENED = State("seizure_opened", "拟实施", "investigation")
APPLIED = State("seizure_applied", "待批准", "investigation")
APPROVED = State("seizure_approved", "已批准待实施", "investigation")
EMERGENCY = State("seizure_emergency", "紧急实施待补批", "investigation")
SEIZED = State("seized", "查封扣押中", "investigation")
TESTING = State("seizure_testing", "检测检验鉴定中", "investigation")
DECIDED = State("seizure_decided", "已决定处理", "investigation")
ENDED = State("seizure_ended", "处理完毕", "investigation", terminal=True)
REFUSED = State("seizure_refused", "未实施", "investigation", terminal=True, side=True)
HELD = (SEIZED, TESTING)
