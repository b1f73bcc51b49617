"""Whether power or explosives may be cut off to make a firm obey a stop order (安全生产法 art. 70)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from anjian.law.statutes import ACL, WSL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = WSL.art
_HANDLER = "本案承办人"
_PRINCIPAL = "机关主要负责人"
HOURS_AHEAD = 24


def applied(f: CaseFacts) -> Mapping[str, Any]:
    """What the application of this proceeding says."""
    found = f.own("apply_stop_supply")
    return found.inputs if found else {}


def must_tell_ahead(f: CaseFacts) -> bool:
    """Cutting power is told a day ahead, unless there is an emergency (WSL 70(2))."""
    said = applied(f)
    return said.get("supply") == "power" and said.get("urgent") is not True


@guard(
    "没有已经送达的停产停业、停止施工或者停止使用决定",
    art(70),
    who=_HANDLER,
    cure="先依法作出并送达停产停业、停止施工、停止使用的决定。",
)
def stop_order_served(f: CaseFacts, inputs: Inputs) -> Verdict:
    """There is an order to obey, and it has reached the firm."""
    served, no = inputs.get("order_served_on"), inputs.get("order_no")
    if served is None or not no or served > f.today:
        return False
    here = [d for d in f.documents if d.no == no]
    return all(d.reached("served") for d in here) or f"{no}还没有送达"


@guard(
    "没有认定存在重大事故隐患",
    art(70),
    who=_HANDLER,
    cure="依照判定标准认定并附证据；难以认定的，报地市级以上部门出具意见。",
)
def major_hazard_found(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only a major hazard justifies this measure."""
    return inputs.get("major_hazard") is True


@guard("生产经营单位没有拒不执行决定", art(70), who=_HANDLER, cure="先督促执行；拒不执行的，取证后办理。")
def order_refused(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The firm refuses to obey, and that is on record."""
    return inputs.get("refused") is True


@guard("没有发生生产安全事故的现实危险", art(70), who=_HANDLER, cure="采取其他措施；出现现实危险的再办理。")
def real_danger(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """There is a real danger of an accident."""
    return inputs.get("danger") is True


@guard("不能保证停止供应时的安全", art(70), who=_HANDLER, cure="与供应单位制定安全停供方案后再办理。")
def safe_to_cut(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Cutting off must not itself cause an accident."""
    return inputs.get("safe") is True


@guard(
    "不得对居民生活采取停止供电的方式",
    ACL.art(43),
    who=_HANDLER,
    cure="把居民生活用电从停供范围中分开；不能分开的不得停供。",
)
def households_spared(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nobody's home goes dark."""
    return inputs.get("supply") != "power" or inputs.get("households") is False


@guard("停止供应须经本部门主要负责人批准", art(70), who=_PRINCIPAL, cure="报机关主要负责人批准。")
def principal_head_approves(f: CaseFacts) -> Verdict:
    """The principal head, no deputy."""
    return "agency_head" in f.actor.roles


@guard(
    "没有写明危及生产安全的紧急情形",
    art(70, 2),
    who=_HANDLER,
    cure="写明紧急情形；不紧急的提前二十四小时通知。",
)
def urgency_explained(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The exception to the day's notice is reasoned."""
    return inputs.get("urgent") is not True or len(str(inputs.get("urgency", "")).strip()) >= 10


@guard(
    "停止供电没有提前二十四小时通知",
    art(70, 2),
    who=_HANDLER,
    cure="把停止供电的时间改在通知二十四小时以后。",
)
def told_a_day_ahead(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The hour that the firm is told lies at least a day after the telling."""
    told, begins = inputs.get("notified_at"), inputs.get("begins_at")
    if told is None or begins is None or told > f.now:
        return False
    return not must_tell_ahead(f) or begins >= told + timedelta(hours=HOURS_AHEAD)


@guard(
    "停止供电的时间未到",
    art(70, 2),
    who=_HANDLER,
    cure="等待通知书载明的时间；危及生产安全的紧急情形，撤回后按紧急情形重新报批。",
)
def hour_of_the_cut_has_come(f: CaseFacts) -> Verdict:
    """Not before the hour of the notice; an emergency or explosives need none."""
    told = f.own("notify_firm")
    if told is None:
        return not must_tell_ahead(f) or "还没有通知生产经营单位"
    begins = told.get("begins_at")
    return f.now >= begins or f"通知的时间是{begins:%m月%d日%H时%M分}"


@guard("生产经营单位已经执行决定，不得再停止供应", art(70), who=_HANDLER, cure="办理“不再停止供应”。")
def still_refusing(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The refusal is looked at once more at the last moment."""
    return inputs.get("still_refusing") is True


@guard(
    "事故隐患没有消除，也没有其他依法解除的理由",
    art(70, 2),
    who=_HANDLER,
    cure="复查确认隐患消除，或者写明解除的理由。",
)
def ground_to_restore(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The measure is lifted for compliance, or because its ground has gone."""
    return inputs.get("hazard_removed") is True or inputs.get("ground") in {"order_quashed", "unlawful"}
