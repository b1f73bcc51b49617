"""The side exits: transfer, withdrawal, termination."""

from __future__ import annotations

from anjian.law.statutes import APL, TCR
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import decision as d
from anjian.procedures.definitions.guards import ending as h
from anjian.procedures.definitions.guards import execution as e
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import transfer as t
from anjian.procedures.definitions.ordinary.states import (
    BEFORE_DECISION,
    IN_EXECUTION,
    INQUIRY,
    NOTICE_DUE,
    SERVED,
    TERMINATED,
    TRANSFERRED_AGENCY,
    TRANSFERRED_CRIMINAL,
    WITHDRAWN,
)
from anjian.procedures.spec import BACK, SAME, SUSPENDED, Step, need

art = APL.art
_LEADERS = ("agency_leader", "agency_head")
_MAY_TRANSFER = BEFORE_DECISION


TRANSFER_CRIMINAL = Step(
    code="transfer_criminal",
    label="转入移送司法机关",
    source=_MAY_TRANSFER,
    target=TRANSFERRED_CRIMINAL,
    by=("case_officer", "case_manager", "agency_head"),
    cites=(art(27), art(82), TCR.art(5)),
    fields=(ask.long("note", "说明", required=False),),
    guards=(t.police_have_the_case, d.legal_review_finished, d.open_discussion_finished),
    help="移送由“涉嫌犯罪案件移送”办理；移交公安机关后在此登记，办案期限停止计算。",
)

TRANSFER_AGENCY = Step(
    code="transfer_agency",
    label="转入移送其他机关",
    source=_MAY_TRANSFER,
    target=TRANSFERRED_AGENCY,
    by=("case_officer", "case_manager", *_LEADERS),
    cites=(art(22), art(25)),
    fields=(ask.long("note", "说明", required=False),),
    guards=(t.agency_has_the_case, d.legal_review_finished, d.open_discussion_finished),
    help="移送由“移送其他机关”办理；移交后在此登记，办案期限停止计算。",
)

TAKE_BACK = Step(
    code="take_back",
    label="退回后继续办理",
    source=(TRANSFERRED_CRIMINAL, TRANSFERRED_AGENCY),
    target=BACK,
    by=_LEADERS,
    cites=(art(27), art(57), TCR.art(10)),
    fields=(ask.day("returned_on", "退回日期"), ask.long("reason", "退回理由", min_length=5)),
    guards=(t.case_came_back,),
    help="依法不需要追究刑事责任但应当处罚的，回到移送前的阶段。",
)

REQUEST_STOP = Step(
    code="request_stop",
    label="呈请撤销或者终止",
    source=(*INQUIRY, NOTICE_DUE, SUSPENDED, SERVED, *IN_EXECUTION),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(57), art(66)),
    fields=(
        ask.choice("kind", "类别", ("withdraw", "撤销立案"), ("terminate", "终止")),
        ask.REASON,
    ),
    makes=("D55",),
)

WITHDRAW = Step(
    code="withdraw",
    label="撤销立案",
    source=(*INQUIRY, NOTICE_DUE, SUSPENDED),
    target=WITHDRAWN,
    by=_LEADERS,
    cites=(art(57), art(25), art(36)),
    fields=(
        ask.choice(
            "ground",
            "撤销的理由",
            ("facts_not_established", "违法事实不能成立"),
            ("time_barred", "已超过追究时效"),
            ("no_power", "不属于本机关管辖"),
            ("duplicate", "重复立案"),
        ),
        ask.REASON,
    ),
    guards=(p.approver_is_not_handler, d.legal_review_finished, e.stop_requested, h.stop_as_requested),
    needs=(need("D55", status="approved"),),
)

TERMINATE = Step(
    code="terminate",
    label="终止",
    source=(*INQUIRY, NOTICE_DUE, SUSPENDED, SERVED, *IN_EXECUTION),
    target=TERMINATED,
    by=_LEADERS,
    cites=(art(57), art(66)),
    fields=(
        ask.choice(
            "ground",
            "终止的理由",
            ("party_died", "当事人死亡且无遗产可供执行"),
            ("party_dissolved", "当事人终止且无权利义务承受人"),
            ("decision_quashed", "决定被撤销"),
            ("nothing_to_enforce", "没有可供执行的财产"),
            ("object_lost", "执行标的灭失"),
            ("other", "其他依法应当终止的情形"),
        ),
        ask.REASON,
    ),
    guards=(
        p.approver_is_not_handler,
        d.legal_review_finished,
        e.stop_requested,
        h.stop_as_requested,
        h.quashed_if_so_said,
        h.enforcement_ground_after_decision,
    ),
    needs=(need("D55", status="approved"),),
)

TELL_STOPPED = Step(
    code="tell_stopped",
    label="告知当事人撤销或者终止",
    source=(WITHDRAWN, TERMINATED),
    target=SAME,
    by=("case_officer",),
    handler_only=True,
    cites=(art(57), art(66)),
    primary=True,
    fields=(
        ask.day("told_on", "告知日期"),
        ask.choice("manner", "方式", ("written", "书面"), ("oral", "当面或者电话，已记录")),
        ask.text("told_to", "被告知人", source="party.head"),
        ask.long("content", "告知内容", min_length=5),
    ),
)

STEPS = (
    TRANSFER_CRIMINAL,
    TRANSFER_AGENCY,
    TAKE_BACK,
    REQUEST_STOP,
    WITHDRAW,
    TERMINATE,
    TELL_STOPPED,
)
