"""Which way of serving comes next, and why: the order of CPL arts 88–95 applied to what was tried."""

from __future__ import annotations

from dataclasses import dataclass

from anjian.procedures.definitions.guards.announcing import ANNOUNCEMENT
from anjian.procedures.definitions.guards.service import (
    DIRECT_FIRST,
    ON_PAPER_ONLY,
    electronic_consent,
    ways_left,
)
from anjian.procedures.definitions.service_steps.outcome import tries
from anjian.procedures.facts import CaseFacts
from anjian.procedures.subjects import subject

_UNDER_WAY = {
    "service_posted": ("record_post_receipt", "邮件已经交寄：签收的登记签收，退回的登记退回。"),
    "service_entrusted": ("record_entrusted", "已经委托、转交：收到送达回证后登记签收，退回的登记退回。"),
    "service_announcing": ("announce", "公告文书制发之后发出公告，公告期自发出之日起算。"),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """The step that the law points to now, and the reason in one sentence."""

    step: str
    why: str


def next_way(f: CaseFacts, state: str) -> Advice:
    """What to do next in a proceeding of service that stands in this state."""
    if state in _UNDER_WAY:
        return Advice(*_UNDER_WAY[state])
    if state == "service_announced":
        clock = f.clock(ANNOUNCEMENT)
        until = f"，公告期至{clock.due_on:%Y年%m月%d日}" if clock else ""
        return Advice("complete_announcement", f"公告期满后登记{until}。")
    failed, paper = tries(f), subject(f)
    code = paper.code if paper else ""
    direct = [t for t in failed if t.method == "direct"]
    if not direct:
        also = "催告书应当直接送达，" if code in DIRECT_FIRST else ""
        return Advice("deliver", f"{also}先直接交给受送达人；当场拒收的，可以当场留置。")
    if direct[-1].reason == "refused":
        return Advice("leave", "受送达人拒绝接收：有见证人或者录像，即可留置送达。")
    used = {t.method for t in failed}
    if electronic_consent(f) and code not in ON_PAPER_ONLY and "electronic" not in used:
        return Advice("send_electronically", "当事人签过确认书，同意电子送达。")
    if not ways_left(f):
        return Advice("prepare_announcement", "其他方式都没有送达，经过已经在案，可以公告送达。")
    if not used & {"post", "agent", "handed_on"}:
        return Advice("post", "直接送达有困难：邮寄送达，以回执注明的收件日期为送达日期。")
    return Advice("deliver", "再次直接送达，或者换一种方式。")
