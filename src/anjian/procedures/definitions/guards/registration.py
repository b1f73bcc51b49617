"""Whether evidence is registered and settled as article 56 wants it."""

from __future__ import annotations

from datetime import datetime

from anjian.law.statutes import ACL, APL
from anjian.procedures.definitions.guards.common import same_words
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
_NEEDS_REASON = frozenset({"appraise", "seize", "confiscate", "transfer", "lost"})


def _items(f: CaseFacts) -> tuple[str, ...]:
    """The names of what was registered, as the list has them."""
    asked = f.own("apply_registration", "register_urgently")
    return tuple(row.get("name", "") for row in asked.get("items", ())) if asked else ()


def _lost(f: CaseFacts) -> tuple[str, ...]:
    found = (t for t in f.taken("record_loss") if t.proceeding_id == f.proceeding_id)
    return tuple(row.get("name", "") for t in found for row in t.get("lost", ()))


@guard(
    "先行登记保存超过七个工作日没有作出处理决定，已自动失效",
    art(56),
    art(85),
    who=_HANDLER,
    cure="办理“登记失效并退还”。",
)
def within_seven_days(f: CaseFacts) -> Verdict:
    """Error 13: no decision after the term; the measure has lapsed."""
    clock = f.clock("registration")
    return clock is not None and not clock.ran_out(f.today)


@guard("处理期限尚未届满", art(56), who=_HANDLER, cure="在期限内作出处理决定。")
def seven_days_over(f: CaseFacts) -> Verdict:
    """It lapses when the term is over, or when what was done in urgency was not approved in time."""
    if f.ran_out("registration") or f.own("refuse_urgent"):
        return True
    makeup = f.clock("registration_makeup")
    return makeup is not None and not f.own("approve_urgent") and _over(f, makeup.due_at)


def _over(f: CaseFacts, due_at: datetime | None) -> bool:
    return f.now > due_at if due_at is not None else f.ran_out("registration_makeup")


@guard(
    "补办批准的期限已经届满",
    art(56),
    ACL.art(19),
    who=_HANDLER,
    cure="紧急登记保存没有及时补办批准的，办理“登记失效并退还”。",
)
def within_makeup(f: CaseFacts) -> Verdict:
    """Urgency excuses hours, not days."""
    clock = f.clock("registration_makeup")
    return clock is not None and not _over(f, clock.due_at)


@guard(
    "紧急登记保存没有事先得到机关负责人同意",
    art(56),
    who="机关负责人",
    cure="实施前以电话等方式报告机关负责人并得到同意，记录同意的人和时间。",
)
def leader_agreed_before(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 13: even in urgency a head of the bureau agrees before anything is taken."""
    leaders = {h.id for h in f.leaders if h.org_id == f.org.id and h.body == "agency"}
    agreed, acted = inputs.get("agreed_at"), inputs.get("acted_at")
    if inputs.get("agreed_by") not in leaders:
        return "同意的人不是本机关负责人"
    if agreed is None or acted is None or acted > f.now:
        return "时间没有填写或者还没有到"
    return agreed <= acted or "同意晚于实施"


@guard("先行登记保存须有物品清单", art(56), who=_HANDLER, cure="逐项填写物品。")
def items_listed(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is registered is listed."""
    return bool(inputs.get("items"))


@guard("没有告知保存人不得销毁、转移证据", art(56), who=_HANDLER, cure="当场告知并记录。")
def keeper_knows_the_duty(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nobody may destroy or move what is registered; the keeper is told so."""
    return inputs.get("duty_told") is True


@guard("处理意见与清单不一致", art(56), who=_HANDLER, cure="按清单逐项写明处理意见。")
def every_item_disposed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each item of the list gets its outcome, and nothing else does."""
    listed = _items(f)
    named = [row.get("name", "") for row in inputs.get("outcomes", ())]
    missing = [name for name in listed if not any(same_words(name, n) for n in named)]
    strange = [name for name in named if not any(same_words(name, n) for n in listed)]
    if not listed or len(named) < len(listed):
        missing = missing or ["有物品没有处理意见"]
    return "、".join((*missing, *strange)) if missing or strange else True


@guard(
    "鉴定、查封扣押、没收、移送或者灭失的物品没有写明依据和去向",
    art(56),
    who=_HANDLER,
    cure="写明鉴定机构、强制措施决定书、处罚决定书、接收机关或者灭失的登记。",
)
def outcomes_have_reasons(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What does not go back needs its ground; what is lost was recorded as lost."""
    lost = _lost(f)
    wrong = [
        row.get("name", "")
        for row in inputs.get("outcomes", ())
        if (row.get("outcome") in _NEEDS_REASON and not row.get("reason"))
        or (row.get("outcome") == "lost" and not any(same_words(row.get("name"), x) for x in lost))
    ]
    return "、".join(wrong) if wrong else True


@guard(
    "没收是行政处罚，不能以登记保存的处理决定代替处罚决定",
    art(56),
    art(9),
    art(57),
    who="机关负责人",
    cure="先依法作出没收的处罚决定；证据仍需保全的，依法查封、扣押。",
)
def confiscation_is_decided(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Confiscation needs the decision that orders it."""
    wanted = any(row.get("outcome") == "confiscate" for row in inputs.get("outcomes", ()))
    return not wanted or f.last("decide", "decide_summary") is not None


@guard("所列物品不在登记保存清单上", art(56), who=_HANDLER, cure="按清单填写物品名称。")
def lost_items_are_listed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only what was registered can be lost."""
    listed = _items(f)
    strange = [
        row.get("name", "")
        for row in inputs.get("lost", ())
        if not any(same_words(row.get("name"), name) for name in listed)
    ]
    return "、".join(strange) if strange else True


@guard("登记保存失效，物品没有全部退还", art(56), who=_HANDLER, cure="全部退还；毁损、灭失的先登记。")
def everything_returned(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A lapsed measure holds nothing back."""
    return inputs.get("all_returned") is True
