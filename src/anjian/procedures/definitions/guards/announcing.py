"""Whether a public notice 公告送达 is the last resort, is on record, and has run its days (CPL art. 95)."""

from __future__ import annotations

from anjian.law.statutes import APL, CPL
from anjian.procedures.definitions.guards.service import issued_on, ways_left, went_astray
from anjian.procedures.definitions.service_steps.outcome import outcome
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
ANNOUNCEMENT = "service_announcement"


@guard(
    "公告送达只在受送达人下落不明或者其他方式无法送达时使用",
    art(61),
    CPL.art(95, 1),
    who=_HANDLER,
    cure="先用其他方式送达；没有成功的逐次登记经过。",
)
def other_ways_failed(f: CaseFacts) -> Verdict:
    """Error 15: the last resort, shown by the tries on record."""
    left = ways_left(f)
    return "；".join(left) if left else True


@guard(
    "公告的理由与送达经过的记录不一致",
    CPL.art(95, 2),
    who=_HANDLER,
    cure="下落不明的，应当有按地址查找而人已搬离或者查无此人（单位）的记录，并写明查找经过。",
)
def ground_is_on_record(f: CaseFacts, inputs: Inputs) -> Verdict:
    """“Whereabouts unknown” is a finding, not a guess."""
    return inputs.get("ground") != "missing" or went_astray(f)


@guard(
    "公告发出日期与《送达公告》不一致",
    CPL.art(95),
    who=_HANDLER,
    cure="按《送达公告》载明的日期发出；改期的，撤回原公告文书，重新制发。",
)
def announced_with_the_paper(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is posted is the issued notice, on the day that it names: its own end date depends on it."""
    paper, posted = f.document("D65", status="issued"), inputs.get("announced_on")
    issued = issued_on(paper)
    if paper is None or posted is None:
        return False
    if issued is not None and posted < issued:
        return "公告日期早于文书制发日期"
    named = paper.fields.get("published_on")
    return not named or named == posted.isoformat() or f"文书载明{named}"


@guard("公告期还没有届满", CPL.art(95, 1), who=_HANDLER, cure="等到公告期届满。")
def announcement_has_run(f: CaseFacts) -> Verdict:
    """Thirty days from the posting (sixty before 2022), each to its end."""
    clock = f.clock(ANNOUNCEMENT)
    if clock is None:
        return "没有公告的记录"
    return clock.ran_out(f.today) or f"公告期至{clock.due_on:%Y年%m月%d日}"


@guard("视为送达之日应当是公告期满之日", CPL.art(95, 1), who=_HANDLER, cure="填写公告期满之日。")
def last_day_of_the_notice(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The day of service is the last day of the notice."""
    clock = f.clock(ANNOUNCEMENT)
    if clock is None:
        return False
    return inputs.get("served_on") == clock.due_on or f"公告期满之日为{clock.due_on:%Y年%m月%d日}"


@guard(
    "公告期内公告没有持续张贴、发布",
    CPL.art(95),
    who=_HANDLER,
    cure="重新公告，公告期重新计算。",
)
def posted_throughout(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A notice that was taken down in the meantime has not run."""
    return inputs.get("posted_throughout") is True


@guard(
    "公告送达只在其他方式无法送达时使用，并须公告期满",
    art(61),
    CPL.art(95),
    who=_HANDLER,
    cure="在“送达”中登记每次送达的经过，公告并等待期满；这里的方式、日期由该记录带出。",
)
def announcement_last_resort(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 15: service by announcement comes last, and its tries and days are on record."""
    if inputs.get("method") != "announcement":
        return True
    ended = [t for t in f.taken("complete_announcement") if t.proceeding_id != f.proceeding_id]
    if not ended:
        return "没有公告送达的记录"
    found = [outcome(f, t.step, t.inputs, t.proceeding_id) for t in ended]
    return any(o.served_on == inputs.get("served_on") for o in found) or "送达日期不是公告期满之日"
