"""Whether the court, the higher court, the public record and the party have what the law gives them."""

from __future__ import annotations

from anjian.law.statutes import ACL, ALL, APL, ARL, WSL
from anjian.procedures.definitions.guards.common import ZERO, final_fine, owed, paid
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"


@guard(
    "对法院裁定申请复议已超过十五日",
    ACL.art(56),
    ACL.art(58),
    who="机关主要负责人",
    cure="核对收到裁定的日期；确已逾期的，补正后重新申请执行。",
)
def higher_court_in_time(f: CaseFacts) -> Verdict:
    """Fifteen days from the ruling."""
    clock = f.clock("court_reconsideration")
    return clock is not None and not clock.ran_out(f.today)


@guard(
    "没有法院不予受理或者不予执行的裁定", ACL.art(56), ACL.art(58), who=_HANDLER, cure="先登记法院的裁定。"
)
def court_has_refused(f: CaseFacts) -> Verdict:
    """There is a ruling to ask the higher court about, and it was not asked yet."""
    refused = f.last("court_refused")
    return refused is not None and f.last("ask_higher_court", after=refused) is None


@guard("法院尚未受理", ACL.art(56), who="人民法院", cure="先登记法院受理。")
def court_has_accepted(f: CaseFacts) -> Verdict:
    """A ruling follows an acceptance."""
    asked = f.last("petition_court", "ask_higher_court")
    return asked is not None and f.last("court_accepted", after=asked) is not None


@guard("没有向上一级人民法院申请复议", ACL.art(56), ACL.art(58), who=_HANDLER, cure="先登记申请复议。")
def higher_court_asked(f: CaseFacts) -> Verdict:
    """There is an application to be answered."""
    asked = f.last("ask_higher_court")
    return asked is not None and f.last("court_refused", after=asked) is None


@guard(
    "变更处罚的，应当写明变更后的罚款数额，并且不得加重",
    ARL.art(63),
    ALL.art(77),
    art(73),
    who=_HANDLER,
    cure="按复议决定、判决填写变更后的罚款数额。",
)
def changed_fine_named(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is owed follows the review or the judgment, which never make it heavier."""
    if inputs.get("result") != "changed":
        return True
    changed, stood = inputs.get("changed_fine"), final_fine(f)
    return (changed is not None and changed <= stood) or f"原罚款{stood}元"


@guard(
    "没有应当退还的款项",
    art(74),
    who=_HANDLER,
    cure="已缴数额超过应缴数额，或者决定被撤销、变更时才退还。",
)
def refund_is_due(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What was paid above what is owed goes back, and no more."""
    amount, left = inputs.get("refund_amount") or ZERO, paid(f) - owed(f)
    return 0 < amount <= left or f"应退{max(left, ZERO)}元，本次{amount}元"


@guard(
    "决定被撤销、变更后多缴的款项尚未退还",
    art(74),
    who=_HANDLER,
    cure="办理“登记退还罚款”。",
)
def nothing_to_refund(f: CaseFacts) -> Verdict:
    """No case ends with money that the bureau may not keep."""
    left = paid(f) - owed(f)
    return left <= 0 or f"应退{left}元"


@guard(
    "没有需要撤回的公开信息",
    art(48),
    who=_HANDLER,
    cure="已公开的决定被变更、撤销、确认违法或者无效后才办理。",
)
def publication_to_withdraw(f: CaseFacts) -> Verdict:
    """A published decision fell and stands there still."""
    return must_withdraw_publication(f)


def must_withdraw_publication(f: CaseFacts) -> bool:
    """Whether a decision that fell is still public (APL art. 48)."""
    shown, ruled = f.last("publish"), f.last("record_remedy_result")
    fell = ruled is not None and ruled.get("result") in {"changed", "quashed", "unlawful"}
    return bool(shown and fell and f.last("withdraw_publication", after=ruled) is None)


@guard(
    "已公开的决定被变更、撤销或者确认违法、无效，应当在三日内撤回并公开说明理由",
    art(48),
    who=_HANDLER,
    cure="办理“撤回公开信息”。",
)
def publication_is_withdrawn(f: CaseFacts) -> Verdict:
    """No case ends with a fallen penalty still shown to the public."""
    return not must_withdraw_publication(f)


@guard("撤销或者终止尚未告知当事人", art(57), art(66), who=_HANDLER, cure="办理“告知当事人撤销或者终止”。")
def party_told_of_stop(f: CaseFacts) -> Verdict:
    """Who was told of the case is told of its end."""
    ended = f.last("withdraw", "terminate")
    knew = f.last("start_investigation", "serve_notice", "serve_decision", "deliver_summary")
    if ended is None or knew is None:
        return True
    return f.last("tell_stopped", after=ended) is not None


@guard("批准的事项与呈请的不一致", art(57), who="机关负责人", cure="按呈请的类别批准，或者退回重新呈请。")
def stop_as_requested(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who asked for a withdrawal is not given a termination."""
    asked = f.last("request_stop")
    wanted = "withdraw" if inputs.get("ground") in WITHDRAWAL_GROUNDS else "terminate"
    # Without a request another condition speaks.
    return asked is None or asked.get("kind") == wanted


WITHDRAWAL_GROUNDS = frozenset({"facts_not_established", "time_barred", "no_power", "duplicate"})


@guard(
    "决定没有被撤销",
    ACL.art(40),
    art(73),
    who=_HANDLER,
    cure="先登记复议或者诉讼的结果；由本机关纠正的，办理“撤回并重新办理”。",
)
def quashed_if_so_said(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A quashed decision has a paper that quashed it."""
    ruled = f.last("record_remedy_result")
    gone = ruled is not None and ruled.get("result") in {"quashed", "unlawful"}
    return inputs.get("ground") != "decision_quashed" or gone


@guard(
    "作出决定之前没有可以终结的执行",
    ACL.art(40),
    art(57),
    who="机关负责人",
    cure="决定前不能继续的，撤销立案或者决定不予处罚。",
)
def enforcement_ground_after_decision(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Grounds of the end of enforcement presuppose a decision."""
    after = {"decision_quashed", "nothing_to_enforce", "object_lost"}
    return inputs.get("ground") not in after or f.last("decide", "decide_summary") is not None


@guard(
    "没有可以公开的处罚决定",
    art(48),
    WSL.art(78),
    who=_HANDLER,
    cure="作出处罚决定以后再公开；已被撤销或者确认违法、无效的不再公开。",
)
def decision_to_publish(f: CaseFacts) -> Verdict:
    """Only a decision that was made and still stands is shown to the public."""
    decided, ruled = f.last("decide", "decide_summary"), f.last("record_remedy_result")
    fell = ruled is not None and ruled.get("result") in {"quashed", "unlawful"}
    return decided is not None and not fell


@guard("公开的内容没有隐去个人信息和商业秘密", art(50), who=_HANDLER, cure="隐去后再公开。")
def published_masked(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is private or secret stays inside the file."""
    return inputs.get("masked") is True
