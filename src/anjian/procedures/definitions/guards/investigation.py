"""Whether the facts were found lawfully and are proved."""

from __future__ import annotations

from itertools import combinations

from anjian.kit.clock import LOCAL_ZONE
from anjian.law.statutes import APL, EVR, TCR
from anjian.procedures.facts import CaseFacts
from anjian.procedures.proving import ORAL, proof_of
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"


@guard("尚未向当事人出示执法证件", art(55), art(42), who=_HANDLER, cure="出示证件并记录。")
def certificates_shown(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Officers show their certificates unasked."""
    return inputs.get("certificates_shown") is True


@guard("尚未告知当事人申请回避的权利", art(43), who=_HANDLER, cure="告知并由当事人确认，记录在案。")
def recusal_told(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 3: the party is told of the right to ask for recusal."""
    return inputs.get("recusal_told") is True


@guard("还没有列出需要证明的事实", art(40), art(54), who=_HANDLER, cure="在“证据”中列出待证事实。")
def facts_listed(f: CaseFacts) -> Verdict:
    """The facts that must be proved are written down."""
    return bool(f.to_prove)


@guard(
    "有的事实没有经查证属实的证据", art(40), art(46), who=_HANDLER, cure="补充证据并查证，或者不认定该事实。"
)
def every_fact_proved(f: CaseFacts) -> Verdict:
    """Each fact has at least one verified item of evidence."""
    bare = [p.text for p in f.to_prove if not proof_of(f.evidence, p.id)]
    return "；".join(bare) if bare else True


@guard(
    "有的事实只有一份言词证据",
    art(46),
    art(54),
    who=_HANDLER,
    cure="补充其他证据，或者在“单一言词证据的采信理由”中说明。",
)
def not_on_one_voice_alone(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 11: a fact that rests on a single statement needs a reason."""
    if inputs.get("single_source_reason"):
        return True
    weak = []
    for fact in f.to_prove:
        proof = proof_of(f.evidence, fact.id)
        if len(proof) == 1 and proof[0].kind in ORAL:
            weak.append(fact.text)
    return "；".join(weak) if weak else True


@guard("以非法手段取得的证据不得作为认定事实的根据", art(46), who=_HANDLER, cure="排除该证据，另行合法取证。")
def evidence_lawful(f: CaseFacts) -> Verdict:
    """Nothing unlawful proves a fact."""
    bad = [e.name or e.kind for e in f.evidence if e.proves and not e.lawful]
    return "、".join(bad) if bad else True


@guard("有的证据由一人收集", art(42), who=_HANDLER, cure="由两名执法人员重新收集或者确认。")
def evidence_taken_by_two(f: CaseFacts) -> Verdict:
    """Two officers take evidence; what others handed in names no taker."""
    bad = [e.name or e.kind for e in f.evidence if e.proves and len(set(e.collectors)) == 1]
    return "、".join(bad) if bad else True


@guard(
    "有的证据在立案前取得而没有记录来源",
    art(54),
    art(47),
    who=_HANDLER,
    cure="补记取得该证据的检查、举报或者紧急取证记录。",
)
def early_evidence_recorded(f: CaseFacts) -> Verdict:
    """Error 11: evidence from before the filing needs the record it came from."""
    if f.filed_on is None:
        return "案件没有立案日期"
    bad = [
        e.name or e.kind
        for e in f.evidence
        if e.proves and not e.record and e.collected_at.astimezone(LOCAL_ZONE).date() < f.filed_on
    ]
    return "、".join(bad) if bad else True


@guard("还有询问没有结束", art(55), who="询问人员", cure="结束询问并完成笔录。")
def interviews_closed(f: CaseFacts) -> Verdict:
    """Every interview has ended."""
    open_ = [i.person for i in f.interviews if not i.closed]
    return "、".join(open_) if open_ else True


@guard("询问应当个别进行", art(55), art(46), EVR.art(57), who="询问人员", cure="对各人分别重新询问。")
def interviews_individual(f: CaseFacts) -> Verdict:
    """Error 12: one person in the room."""
    joint = [i.person for i in f.interviews if i.persons_in_room > 1]
    return "、".join(joint) if joint else True


@guard(
    "询问笔录没有逐页签名",
    art(55),
    who="询问人员",
    cure="由被询问人逐页签名；拒绝的写明理由并由执法人员签名。",
)
def interviews_signed(f: CaseFacts) -> Verdict:
    """Error 12: a signature on each page, or a reasoned note of the refusal."""
    bad = [f"{i.person}（{i.signed_pages}/{i.pages}页）" for i in f.interviews if i.closed and not i.signed]
    return "、".join(bad) if bad else True


@guard("询问时没有告知权利义务", art(43), art(55), who="询问人员", cure="重新告知并询问。")
def interviews_with_rights(f: CaseFacts) -> Verdict:
    """Rights and duties are read before the first question."""
    bad = [i.person for i in f.interviews if not i.rights_told]
    return "、".join(bad) if bad else True


@guard("询问人员少于两人", art(42), who="询问人员", cure="由两名执法人员重新询问。")
def interviews_by_two(f: CaseFacts) -> Verdict:
    """Two officers question."""
    bad = [i.person for i in f.interviews if len(set(i.officers)) < 2]
    return "、".join(bad) if bad else True


@guard("同一执法人员同时在两处询问", art(42), art(46), who="询问人员", cure="对其中一人重新询问。")
def no_officer_in_two_rooms(f: CaseFacts) -> Verdict:
    """Error 12: nobody questions in two rooms at one moment."""
    bad = [
        f"{a.person}与{b.person}"
        for a, b in combinations(f.interviews, 2)
        if set(a.officers) & set(b.officers) and a.overlaps(b)
    ]
    return "、".join(bad) if bad else True


@guard(
    "还有重要矛盾没有解决或者说明理由",
    art(40),
    art(54),
    who="案件管理员、本案承办人",
    cure="在矛盾清单中逐条解决，或者写明采信理由。",
)
def contradictions_settled(f: CaseFacts) -> Verdict:
    """Every material contradiction ends resolved or reasoned."""
    open_ = [c.title or "未命名矛盾" for c in f.contradictions if c.material and c.status == "open"]
    return "；".join(open_) if open_ else True


@guard("先行登记保存的证据尚未处理完毕", art(56), who=_HANDLER, cure="在七个工作日内作出处理决定并送达。")
def registrations_settled(f: CaseFacts) -> Verdict:
    """Error 13: registered evidence is decided on before the inquiry ends."""
    return all(c.terminal for c in f.children_of("advance_registration"))


@guard(
    "涉嫌犯罪的应当移送司法机关，不得以罚代刑",
    art(27),
    art(57),
    art(82),
    TCR.art(3),
    who="机关主要负责人",
    cure="办理“提出移送”，由机关主要负责人决定。",
)
def no_crime_suspected(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 15: the question of crime is answered before the case goes on."""
    return inputs.get("criminal_suspicion") == "no"
