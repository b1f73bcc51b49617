# ruff: noqa: E501 -- the catalogue is a table: one fault, one entry
"""Faults in suspending, doing again and reopening, which every procedure has, and in what comes after them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases.queries import steps
from anjian.deadlines.queries import clocks_of
from tests.action.faults import after
from tests.action.faults import measures as x
from tests.action.faults.fault import Fault, case_of, several, step, take
from tests.action.faults.rows_decision import DECIDE, REVIEW, TALK, leaders, talk, talk_opened
from tests.action.faults.rows_inquiry import grant
from tests.factories import inputs as i

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play

WHY = {"ground": "self_correction", "reason": "前面的手续有误，应当重新办理。"}
COURT = {"authority": "云州市中级人民法院", "paper_no": "（2027）云01行终7号"}
QUASHED = {"ground": "judgment", "reason": "判决撤销并责令重新作出决定。", **COURT}
SUPERVISED = {"ground": "supervision", "reason": "执法监督机关要求纠正。"}
PAUSE = {"ground": "other_case", "reason": "须以另一案件的结果为依据。"}


def seq_of(p: Play, code: str, back: int = 1) -> int:
    """The number of the latest such step."""
    found = [row["seq"] for row in steps(p.place.org_id, case_of(p).id) if row["step"] == code]
    return found[-back] if found else 0


def redo(
    since: str, *, by: str = "leader", child: str = "", back: int = 1, **changes: Any
) -> Callable[[Play], None]:
    """Do again from the latest such step."""
    return step("redo", lambda p: {"from_step": seq_of(p, since, back), **WHY, **changes}, by=by, child=child)


def reopen(since: str, *, by: str = "head", **changes: Any) -> Callable[[Play], None]:
    """Reopen an ended case from the latest such step."""
    return step("reopen", lambda p: {
        "from_step": seq_of(p, since), "effective_on": p.today, **QUASHED} | changes, by=by)  # fmt: skip


def suspend(*, by: str = "leader", child: str = "", **changes: Any) -> Callable[[Play], None]:
    """Let a proceeding rest."""
    return step("suspend", lambda _p: {**PAUSE, **changes}, by=by, child=child)


def resume(*, by: str = "leader", child: str = "") -> Callable[[Play], None]:
    """Let it go on."""
    return step("resume", lambda _p: {"reason": "另一案件已经有结果。"}, by=by, child=child)


def quashed(p: Play) -> None:
    """The decision was quashed on the merits, and the proceeding goes on from before it."""
    redo("decide", by="head", **QUASHED)(p)


def talk_suspended(p: Play) -> None:
    """The discussion is open, and the case rests."""
    talk_opened(p)
    suspend()(p)


def review_suspended(p: Play) -> None:
    """The legal review is open, and the case rests."""
    p.papers("D27")
    take(p, "request_legal_review", by="unit_head", note="请予审核。")
    suspend()(p)


def served_to_the_firm(p: Play) -> None:
    """The proof of service exists, and then the service is withdrawn."""
    redo("serve_notice")(p)


def deferred_twice(p: Play) -> None:
    """A plan was granted and fell due."""
    after.deferred(20, 50)(p)
    p.wait(days=21)
    take(p, "fall_due", missed_on=p.said["due"][0])


def add_on_served(p: Play) -> None:
    """The add-on runs."""
    after.add_on_opened(p)
    due = next(c.due_on for c in clocks_of(p.place.org_id, [case_of(p).id]) if c.code == "payment")
    asked = after.add_on(p, (p.today - due).days)
    take(p, "propose_add_on", child=after.ADD_ON, **asked)
    take(
        p,
        "decide_add_on",
        by="leader",
        child=after.ADD_ON,
        days=asked["days"],
        added_amount=asked["added_amount"],
        **i.OPINION,
    )
    p.papers("D40")
    take(p, "serve_add_on", child=after.ADD_ON, **i.service(p))


def fallen(p: Play) -> None:
    """Reconsideration quashed the decision before it was published."""
    take(p, "record_remedy", kind="reconsideration", filed_on=p.today, body="云州市人民政府")
    take(p, "record_remedy_result", result="quashed", effective_on=p.today)


def publish(**changes: Any) -> Callable[[Play], None]:
    """Put the decision on the bureau's site."""
    return step("publish", lambda p: {"published_on": p.today, "site": "局官网", "masked": True} | changes)


def handler_leads(p: Play) -> None:
    """A handler is also a head of the bureau."""
    grant(p, "王虎", "agency_leader")


def spared_twice(p: Play) -> None:
    """Not punished, and the decision of that is with the party."""
    take(
        p,
        "decide_no_penalty",
        by="leader",
        ground="minor_corrected",
        reasons="轻微并及时改正。",
        education="已当面教育。",
    )
    p.papers("D27", "D38")
    take(p, "serve_no_penalty", **i.service(p))
    p.wait(days=1)


FAULTS = (
    # Who decides, and on what
    Fault(id="00-handler-suspends", error=0, title="承办人自行中止案件", track="light", stage="investigating",
          code="wrong_role", cites="《行政处罚法》第五十四条", attempt=suspend(by="lead")),
    Fault(id="02-handler-approves-suspension", error=0, title="兼任负责人的承办人批准中止自己的案件", track="light", stage="investigating",
          code="approver_is_not_handler", cites="《行政处罚法》第五十七条", before=handler_leads, attempt=suspend(by="lead")),
    Fault(id="00-handler-redoes", error=0, title="承办人自行撤回已经办理的步骤", track="light", stage="notice_served",
          code="wrong_role", cites="《行政处罚法》第七十五条", attempt=redo("serve_notice", by="lead")),
    Fault(id="00-handler-approves-redo", error=0, title="兼任负责人的承办人批准重新办理", track="light", stage="notice_served",
          code="approver_is_not_handler", cites="《行政处罚法》第五十七条", before=handler_leads, attempt=redo("serve_notice", by="lead")),
    Fault(id="00-handler-reopens", error=0, title="承办人自行恢复已经归档的案件", track="light", stage="archived",
          code="wrong_role", cites="《行政处罚法》第七十五条", attempt=reopen("report", by="lead")),
    Fault(id="00-reopened-without-paper", error=0, title="没有生效的决定、判决而恢复已经归档的案件", track="light", stage="archived",
          code="reopening_has_its_paper", cites="《行政复议法》第六十四条", attempt=reopen("report", authority="", paper_no="")),
    Fault(id="00-reopened-before-it-takes-effect", error=0, title="判决尚未生效就恢复案件", track="light", stage="archived",
          code="input.effective_on", cites="《行政诉讼法》第七十一条",
          attempt=step("reopen", lambda p: {"from_step": seq_of(p, "report"), "effective_on": p.today + timedelta(days=3), **QUASHED}, by="head")),
    Fault(id="00-reopened-while-it-runs", error=0, title="以恢复程序代替重新办理正在进行的案件", track="light", stage="notice_served",
          code="wrong_state", cites="《行政处罚法》第七十五条", attempt=reopen("report")),
    Fault(id="00-supervision-unnamed", error=0, title="依监督意见重新办理而不写明机关和文号", track="light", stage="notice_served",
          code="supervision_is_named", cites="《行政复议法》第六十四条", attempt=redo("serve_notice", **SUPERVISED)),
    # From where
    Fault(id="00-redo-of-nothing", error=0, title="从没有办理过的步骤起重新办理", track="light", stage="investigating",
          code="step_stands", cites="《行政处罚法》第七十五条", attempt=redo("decide")),
    Fault(id="00-redo-of-the-undone", error=0, title="从已经撤回的步骤起再次重新办理", track="light", stage="notice_served",
          code="step_stands", cites="《行政处罚法》第七十五条",
          before=lambda p: p.said.update(seq=seq_of(p, "serve_notice")) or redo("serve_notice")(p),
          attempt=step("redo", lambda p: {"from_step": p.said["seq"], **WHY}, by="leader")),
    Fault(id="00-redo-of-a-redo", error=0, title="以重新办理这一步为起点再次重新办理", track="light", stage="notice_served",
          code="step_stands", cites="《行政处罚法》第七十五条", before=redo("serve_notice"), attempt=redo("redo")),
    Fault(id="00-redo-of-another-proceeding", error=0, title="在案件中撤回子程序的步骤", track="heavy", stage="review_of_defence",
          code="step_stands", cites="《行政处罚法》第七十五条", attempt=redo("pass_legal_review")),
    Fault(id="00-redo-in-the-wrong-child", error=0, title="在集体讨论中撤回案件的步骤", track="heavy", stage="review_of_defence",
          code="step_stands", cites="《行政处罚法》第七十五条", before=talk_opened, attempt=redo("review_defence", child=TALK)),
    Fault(id="00-redo-of-an-archived-case", error=0, title="归档后以重新办理代替恢复程序", track="light", stage="archived",
          code="wrong_state", cites="《行政处罚法》第七十五条", attempt=redo("decide")),
    # While it rests
    Fault(id="00-goes-on-while-suspended", error=0, title="中止期间继续调查终结", track="light", stage="investigating",
          code="wrong_state", cites="《行政处罚法》第五十四条", before=suspend(), attempt=step("report", i.report)),
    Fault(id="00-suspended-twice", error=0, title="已经中止的案件再次中止", track="light", stage="investigating",
          code="wrong_state", cites="《行政处罚法》第五十四条", before=suspend(), attempt=suspend()),
    Fault(id="00-resumed-what-runs", error=0, title="没有中止而办理恢复", track="light", stage="investigating",
          code="wrong_state", cites="《行政处罚法》第五十四条", attempt=resume()),
    Fault(id="00-handler-resumes", error=0, title="承办人自行恢复中止的案件", track="light", stage="investigating",
          code="wrong_role", cites="《行政处罚法》第五十四条", before=suspend(), attempt=resume(by="lead")),
    Fault(id="10-discussed-while-suspended", error=10, title="案件中止期间举行集体讨论", track="heavy", stage="review_of_defence",
          code="case_suspended", cites="《行政处罚法》第五十七条", before=talk_suspended, attempt=talk()),
    Fault(id="09-reviewed-while-suspended", error=9, title="案件中止期间受理法制审核", track="heavy", stage="case_review",
          code="case_suspended", cites="《行政处罚法》第五十八条", before=review_suspended,
          attempt=step("accept_legal_review", by="reviewer", child=REVIEW)),
    Fault(id="13-seized-while-suspended", error=13, title="查封扣押程序中止后直接处理物品", track="light", stage="investigating",
          code="wrong_state", cites="《行政强制法》第二十七条", before=several(x.seized, suspend(child=x.SEIZURE)),
          attempt=step("propose_outcome", lambda _p: x.outcome(), child=x.SEIZURE)),
    # What comes after
    Fault(id="05-same-again-after-judgment", error=5, title="判决撤销后以同一事实作出相同的罚款", track="light", stage="decided",
          code="not_the_same_again", cites="《行政诉讼法》第七十一条", before=quashed, attempt=DECIDE),
    Fault(id="05-same-again-after-reconsideration", error=5, title="复议撤销后以同一事实作出相同的罚款", track="light", stage="decided",
          code="not_the_same_again", cites="《行政复议法》第六十四条",
          before=redo("decide", by="head", **QUASHED | {"ground": "reconsideration", "authority": "云州市人民政府"}), attempt=DECIDE),
    Fault(id="06-no-hearing-after-redo", error=6, title="撤回告知后不再告知就提请决定", track="light", stage="review_of_defence",
          code="party_was_heard", cites="《行政处罚法》第四十五条", before=redo("serve_notice"), attempt=step("submit_decision", i.penalty)),
    Fault(id="15-proof-of-the-undone", error=15, title="以已经撤回的送达登记逾期未申辩", track="light", stage="notice_served",
          code="wrong_state", cites="《行政处罚法》第四十四条", before=several(served_to_the_firm, lambda p: p.wait(days=12)),
          attempt=step("lapse_defence")),
    Fault(id="10-discussion-undone", error=10, title="以已经撤回的集体讨论提请决定", track="heavy", stage="collective_discussion",
          code="discussion_held", cites="《行政处罚法》第五十七条", before=redo("open_discussion"), attempt=step("submit_decision", i.penalty)),
    Fault(id="09-review-undone", error=9, title="以已经撤回的法制审核拟制告知书", track="heavy", stage="legal_review",
          code="legal_review_passed", cites="《行政处罚法》第五十八条", before=redo("request_legal_review"), attempt=step("prepare_notice", i.penalty)),
    Fault(id="13-approval-undone", error=13, title="撤回查封扣押的批准后仍予实施", track="light", stage="investigating",
          code="wrong_state", cites="《行政强制法》第十八条", before=several(x.seizure_approved, redo("approve_seizure", child=x.SEIZURE, by="head")),
          attempt=step("carry_out_seizure", x.on_the_spot, child=x.SEIZURE)),
    Fault(id="15-served-twice", error=15, title="已经送达的不予处罚决定书再次登记送达", track="light", stage="case_review",
          code="served_already", cites="《行政处罚法》第六十一条", before=spared_twice, attempt=step("serve_no_penalty", i.service)),
    Fault(id="00-deferral-comes-back", error=0, title="分期落空后不经申请再次批准原计划", track="light", stage="executing",
          code="deferral_pending", cites="《行政处罚法》第六十六条", before=deferred_twice,
          attempt=step("approve_deferral", lambda p: {"last_due_on": p.said["due"][1], **i.OPINION}, by="leader")),
    Fault(id="00-add-on-ended-by-word", error=0, title="本案执行没有终结而以终结为由办结加处罚款", track="light", stage="executing",
          code="enforcement_has_ended", cites="《行政强制法》第四十条", before=add_on_served,
          attempt=step("settle_add_on", lambda _p: {"outcome": "ended"}, child=after.ADD_ON)),
    Fault(id="10-quorum-after-redo", error=10, title="撤回讨论后由少数负责人重新讨论", track="heavy", stage="review_of_defence",
          code="quorum_present", cites="《行政处罚法》第五十七条",
          before=several(talk_opened, talk(), redo("hold_discussion", child=TALK, by="head")), attempt=talk(attendees=leaders("郑国安", "刘建军"))),
    Fault(id="02-certificate-ran-out-after-reopening", error=2, title="恢复后由证件失效的人员重新送达", track="light", stage="archived",
          code="acting_officers_certified", cites="《行政处罚法》第四十二条",
          before=several(reopen("serve_notice", for_procedure=True)),
          attempt=step("serve_notice", lambda p: i.service(p, officers=(p.id_of("lead"), p.place.officers["孙旧"])))),
    Fault(id="05-fallen-published", error=5, title="公开已经被撤销的处罚决定", track="light", stage="executing",
          code="decision_to_publish", cites="《行政处罚法》第四十八条", before=fallen, attempt=publish()),
    Fault(id="00-published-unmasked", error=0, title="公开决定而不隐去个人信息和商业秘密", track="light", stage="executing",
          code="published_masked", cites="《行政处罚法》第五十条", attempt=publish(masked=False)),
)  # fmt: skip
