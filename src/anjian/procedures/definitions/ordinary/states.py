"""Where an ordinary penalty case can stand."""

from __future__ import annotations

from anjian.procedures.spec import State

LEAD = State("lead", "线索受理", "lead")
PRE_FILING = State("pre_filing", "立案审批", "filing")
FILED = State("filed", "已立案", "filing")
INVESTIGATING = State("investigating", "调查取证", "investigation")
REPORTED = State("reported", "调查终结", "investigation")
CASE_REVIEW = State("case_review", "案件审核", "case_review")
LEGAL_REVIEW = State("legal_review", "法制审核", "legal_review")
NOTICE_DUE = State("notice_due", "待告知", "notice")
NOTICE_SERVED = State("notice_served", "已告知", "notice")
WAIVED = State("waived", "放弃或者逾期未申辩", "notice")
DEFENCE = State("defence", "陈述申辩", "notice")
HEARING = State("hearing", "听证", "notice")
REVIEW_OF_DEFENCE = State("review_of_defence", "意见复核", "notice")
COLLECTIVE_DISCUSSION = State("collective_discussion", "集体讨论", "discussion")
DECISION_DUE = State("decision_due", "待决定", "decision")
DECIDED = State("decided", "已决定", "decision")
SERVED = State("served", "已送达", "service")
EXECUTING = State("executing", "执行中", "execution")
DEFERRED = State("deferred", "延期（分期）缴纳", "execution")
DUNNED = State("dunned", "已催告", "execution")
COURT = State("court", "申请法院强制执行", "execution")
PERFORMED = State("performed", "已履行", "execution")
CLOSED = State("closed", "已结案", "closing")
ARCHIVED = State("archived", "已归档", "closing", terminal=True)

NO_PENALTY = State("no_penalty", "不予处罚", "decision", side=True)
DISMISSED = State("dismissed", "不予立案", "lead", terminal=True, side=True)
WITHDRAWN = State("withdrawn", "撤销立案", "decision", side=True)
TRANSFERRED_CRIMINAL = State("transferred_criminal", "移送司法机关", "decision", side=True)
TRANSFERRED_AGENCY = State("transferred_agency", "移送其他机关", "decision", side=True)
TERMINATED = State("terminated", "终止", "execution", side=True)

INQUIRY = (FILED, INVESTIGATING, REPORTED, CASE_REVIEW, LEGAL_REVIEW)
AFTER_NOTICE = (
    NOTICE_SERVED,
    WAIVED,
    DEFENCE,
    HEARING,
    REVIEW_OF_DEFENCE,
    COLLECTIVE_DISCUSSION,
    DECISION_DUE,
)
BEFORE_DECISION = (*INQUIRY, NOTICE_DUE, *AFTER_NOTICE)
IN_EXECUTION = (EXECUTING, DEFERRED, DUNNED)
AFTER_SERVICE = (SERVED, *IN_EXECUTION, COURT)
ENDED = (PERFORMED, NO_PENALTY, WITHDRAWN, TERMINATED, TRANSFERRED_CRIMINAL, TRANSFERRED_AGENCY)
