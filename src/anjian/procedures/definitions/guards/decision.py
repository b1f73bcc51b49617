"""Whether the decision may be made, and whether its paper says what the law wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.law.statutes import APL, EVR
from anjian.procedures.definitions.guards.common import (
    ZERO,
    filled,
    finished_on,
    heavy,
    latest_hearing,
    planned,
    same_words,
    since_notice,
)
from anjian.procedures.definitions.guards.review_triggers import review_triggers
from anjian.procedures.facts import CaseFacts, ChildFact
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
_HEAD = "机关负责人"


def discussion_needed(f: CaseFacts) -> bool:
    """Whether the leaders must discuss: a complex case, or a major violation by amount or kind."""
    said: Mapping[str, Any] = getattr(f.last("report"), "inputs", {})
    flagged = any(said.get(code) for code in ("complex", "major_violation", "outside_scale"))
    return flagged or heavy(f, planned(f), "discussion")


def _passed_after(f: CaseFacts, hearing: ChildFact | None) -> bool:
    """Whether the latest review was passed, on the latest report and after the hearing."""
    review = f.child("legal_review")
    if review is None or review.state != "review_passed":
        return False
    judged = finished_on(f, review)
    before = (f.last("report"), finished_on(f, hearing) if hearing else None)
    return judged is not None and all(step is None or judged.seq > step.seq for step in before)


@guard(
    "应当先经法制审核并通过",
    art(58),
    who="法制审核人员",
    cure="提请法制审核；审核未通过的不得作出决定。",
)
def legal_review_passed(f: CaseFacts) -> Verdict:
    """Error 9: a compulsory review must be passed, after a hearing once more."""
    triggers = review_triggers(f)
    if not triggers:
        review = f.child("legal_review")
        return review is None or review.state == "review_passed" or "法制审核尚未通过"
    return _passed_after(f, latest_hearing(f)) or "、".join(triggers)


@guard("法制审核尚未结束", art(58), who="法制审核人员", cure="由法制审核人员作出审核结论。")
def legal_review_finished(f: CaseFacts) -> Verdict:
    """No second review beside an open one."""
    review = f.child("legal_review")
    return review is None or review.terminal


@guard(
    "情节复杂或者重大违法行为应当由机关负责人集体讨论决定",
    art(57),
    who=_HEAD,
    cure="办理“提请集体讨论”，形成讨论记录。",
)
def discussion_held(f: CaseFacts) -> Verdict:
    """Error 10: the discussion comes after defence and hearing and before the decision."""
    if not discussion_needed(f):
        return True
    opened = since_notice(f, "open_discussion")
    talk = f.child("collective_discussion")
    return bool(opened and talk and talk.state == "discussion_concluded")


@guard("集体讨论尚未形成结论", art(57), who="讨论主持人", cure="完成讨论，制发集体讨论记录。")
def open_discussion_finished(f: CaseFacts) -> Verdict:
    """A discussion that was opened is brought to its end."""
    talk = f.child("collective_discussion")
    return talk is None or talk.terminal


@guard(
    "罚款数额与集体讨论的结论不一致",
    art(57),
    who=_HEAD,
    cure="按集体讨论的结论填写，或者重新提请讨论。",
)
def as_discussed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The decision is the one that the leaders reached."""
    ended = since_notice(f, "hold_discussion")
    if ended is None:
        return True
    agreed, amount = ended.get("fine_amount", ZERO), inputs.get("fine_amount") or ZERO
    return agreed == amount or f"讨论结论{agreed}元，本次{amount}元"


@guard(
    "集体讨论之后又取得了证据",
    art(57),
    art(40),
    who=_HEAD,
    cure="重新提请集体讨论；据以加重的，先重新告知。",
)
def discussed_with_all_evidence(f: CaseFacts) -> Verdict:
    """Error 10: new facts are discussed anew."""
    ended = since_notice(f, "hold_discussion")
    if ended is None:
        return True
    held = ended.get("held_at", ended.at)
    new = [e.name or e.kind for e in f.evidence if e.proves and e.collected_at > held]
    return "、".join(new) if new else True


@guard(
    "听证之后收集的证据没有在听证中出示、质证",
    art(65),
    art(64),
    who=_HANDLER,
    cure="不以该证据定案；确需采用的，重新告知并听取意见，当事人要求的再次听证。",
)
def rests_on_the_hearing_record(f: CaseFacts) -> Verdict:
    """Error 10: after a hearing the decision rests on its record."""
    hearing = latest_hearing(f)
    if hearing is None:
        return True
    held = next(
        (t for t in f.taken("hold_hearing") if t.proceeding_id == hearing.proceeding_id),
        None,
    )
    if held is None:
        return True
    closed = held.get("ended_at", held.at)
    late = [e.name or e.kind for e in f.evidence if e.proves and e.collected_at > closed]
    return "、".join(late) if late else True


@guard("集体讨论的结论不是给予处罚", art(57), who=_HEAD, cure="按讨论结论办理不予处罚、撤销或者移送。")
def discussed_to_penalise(f: CaseFacts) -> Verdict:
    """A penalty needs the leaders' word for a penalty."""
    ended = since_notice(f, "hold_discussion")
    return ended is None or ended.get("outcome") == "penalise"


@guard(
    "决定书认定的事实、依据与告知书不一致",
    art(44),
    art(62),
    who=_HANDLER,
    cure="更正决定书；事实或者依据确有变化的，办理“重新告知”。",
)
def decision_matches_notice(f: CaseFacts) -> Verdict:
    """Error 5: the decision rests on what the party was told."""
    notice, decision = f.notice, f.decision
    if notice is None or decision is None:
        return "告知书或者决定书还没有拟制"
    names = (("facts", "违法事实"), ("violated", "违反的规定"), ("basis", "处罚依据"))
    other = [w for c, w in names if not same_words(notice.fields.get(c), decision.fields.get(c))]
    return "、".join(other) if other else True


@guard("决定书的罚款数额与决定的数额不一致", art(59), who=_HANDLER, cure="更正决定书的罚款数额。")
def decision_amount_right(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The paper carries the amount that is decided."""
    paper = f.decision.yuan("fine_amount") if f.decision else None
    amount = inputs.get("fine_amount") or ZERO
    return paper == amount or f"决定书{paper}元，决定{amount}元"


_SIX_ITEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("当事人姓名（名称）", ("party_name",)),
    ("当事人地址", ("party_address",)),
    ("违法事实", ("facts",)),
    ("证据", ("evidence",)),
    ("处罚种类", ("penalties", "penalty")),
    ("处罚依据", ("basis",)),
    ("履行方式和期限", ("manner",)),
)


@guard("决定书缺少法定记载事项", art(59), who=_HANDLER, cure="补全决定书。")
def decision_has_six_items(f: CaseFacts) -> Verdict:
    """Error 14: the six items of article 59; remedies, agency, date and seal are set by the form itself."""
    paper = f.decision
    if paper is None:
        return "决定书还没有拟制"
    lacking = [words for words, codes in _SIX_ITEMS if not filled(paper, *codes)]
    return "、".join(lacking) if lacking else True


@guard(
    "作出决定的期限已经届满",
    art(60),
    who="机关主要负责人",
    cure="届满前须办理延期审批；已经届满的，依法作出不予处罚、撤销或者终止的处理。",
)
def decided_in_time(f: CaseFacts) -> Verdict:
    """Error 15: ninety days from the filing, unless extended on a legal basis."""
    clock = f.clock("decision")
    if clock is None:
        return "没有立案以来的期限记录"
    return not clock.ran_out(f.today) or f"期限至{clock.due_on:%Y年%m月%d日}"


@guard(
    "决定前应当告知并听取当事人的意见",
    art(62),
    art(45),
    who=_HANDLER,
    cure="送达告知书，听取并复核当事人的意见。",
)
def party_was_heard(f: CaseFacts) -> Verdict:
    """Error 6: told, heard, answered, in this order, since the latest notice."""
    return since_notice(f, "review_defence") is not None


@guard("当事人仍有尚未复核的陈述申辩意见", art(45), art(62), who=_HANDLER, cure="逐条复核后再决定。")
def no_defence_left(f: CaseFacts) -> Verdict:
    """A defence that came after the review is reviewed as well."""
    said, weighed = since_notice(f, "receive_defence"), since_notice(f, "review_defence")
    return said is None or (weighed is not None and weighed.seq > said.seq)


@guard(
    "有证据在提请决定之后收集",
    art(40),
    art(54),
    EVR.art(60),
    who=_HANDLER,
    cure="退回补充调查并重新告知，或者不以该证据定案。",
)
def evidence_frozen(f: CaseFacts) -> Verdict:
    """Error 11: the list of evidence is closed before the decision."""
    asked = f.last("submit_decision")
    if asked is None:
        return "还没有提请决定"
    late = [e.name or e.kind for e in f.evidence if e.proves and e.collected_at > asked.at]
    return "、".join(late) if late else True


@guard("延期的新期限应当晚于今天和原期限", art(60), who="机关主要负责人", cure="更正新的期限。")
def extension_is_later(f: CaseFacts, inputs: Inputs) -> Verdict:
    """An extension ends later than the term it extends."""
    clock, until = f.clock("decision"), inputs.get("new_due_on")
    return bool(until and until > f.today and (clock is None or until > clock.due_on))


@guard(
    "延期应当在期限届满前批准",
    art(60),
    who="机关主要负责人",
    cure="期限届满后不得补办延期；依法作出不予处罚、撤销或者终止的处理。",
)
def extension_in_time(f: CaseFacts) -> Verdict:
    """A term is lengthened while it still runs."""
    clock = f.clock("decision")
    return clock is not None and not clock.ran_out(f.today)


@guard("延期须写明法律、法规、规章的依据", art(60), who="案件承办人", cure="写明允许延长的具体规定。")
def extension_has_basis(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Ninety days may be lengthened only where a rule says so."""
    return "《" in (inputs.get("basis") or "") and "条" in (inputs.get("basis") or "")


@guard("不予处罚的，应当对当事人进行教育", art(33), who=_HANDLER, cure="进行教育并记录。")
def education_given(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Who is not punished is taught."""
    return inputs.get("ground") == "facts_not_established" or bool(inputs.get("education"))


@guard("决定书在作出决定之前制发", art(59), who=_HANDLER, cure="撤回该决定书，按决定重新制发。")
def decision_issued_after(f: CaseFacts) -> Verdict:
    """The paper is issued after the decision was made, never before."""
    decided, paper = f.last("decide"), f.decision
    if decided is None or paper is None or paper.issued_at is None:
        return False
    return paper.issued_at >= decided.at
