"""Where a fine that goes on day by day can stand."""

from __future__ import annotations

from anjian.procedures.spec import State

OPENED = State("daily_opened", "待复查", "investigation")
FOUND = State("daily_found", "拒不改正", "investigation")
NOTICE_DUE = State("daily_notice_due", "待告知", "notice")
NOTIFIED = State("daily_notified", "已告知", "notice")
REVIEWED = State("daily_reviewed", "意见已复核", "notice")
DUE = State("daily_due", "待决定", "decision")
DECIDED = State("daily_decided", "已决定", "decision")
SERVED = State("daily_served", "已送达", "execution")
DUNNED = State("daily_dunned", "已催告", "execution")
COURT = State("daily_court", "申请法院强制执行", "execution")
ENDED = State("daily_ended", "已办结", "execution", terminal=True)
DROPPED = State("daily_dropped", "不予按日处罚", "decision", terminal=True, side=True)

UNPAID = (SERVED, DUNNED, COURT)
