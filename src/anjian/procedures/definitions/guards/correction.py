"""Whether an error of a document may be corrected 补正, or the act must be done again.

No article of 《行政处罚法》 speaks of correction; what a decision must hold (art. 59) and that nothing is
decided anew without notice (art. 44, 45) draws the line.
"""

from __future__ import annotations

import re

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards.common import same_words
from anjian.procedures.facts import CaseFacts, DocumentFact
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art
_HANDLER = "本案承办人"
_REDO = "涉及处罚内容的错误不能补正，由机关依法撤回后重作。"

SUBSTANCE: dict[str, str] = {
    "amount": "罚款或者没收的数额",
    "kind": "处罚的种类",
    "party": "当事人",
    "facts": "认定的事实",
    "basis": "法律依据",
    "remedy": "救济途径和期限",
}
# The slips that the notice of correction knows, in its own words.
SLIPS: tuple[tuple[str, str], ...] = tuple(
    (words, words) for words in ("文字笔误", "文号、日期笔误", "名称、证件号码笔误", "计算误写", "漏写、多写")
)
_MONEY = re.compile(r"[0-9０-９.,，]+\s*万?元|[壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元")
_LAW = re.compile(r"《[^》]+》|第[一二三四五六七八九十百零0-9]+条")


def _paper(f: CaseFacts, inputs: Inputs) -> DocumentFact | None:
    wanted = inputs.get("paper_no")
    return next(
        (d for d in reversed(f.documents) if d.no and same_words(d.no, wanted) and d.reached("issued")), None
    )


@guard(
    "没有找到要补正的已制发文书", art(59), who=_HANDLER, cure="填写已经制发的文书的文号；没有制发的直接修改。"
)
def paper_to_correct(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Only a paper that has left the house is corrected by another."""
    return _paper(f, inputs) is not None


@guard("补正只限于文字、计算等笔误", art(59), art(44), who="机关负责人", cure=_REDO)
def correction_is_clerical(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Amount, kind, party, fact, basis and remedy are never corrected."""
    rows = inputs.get("corrections", ())
    found = [SUBSTANCE[row["kind"]] for row in rows if row.get("kind") in SUBSTANCE]
    if not found and inputs.get("no_substance") is False:
        return "改变了原决定的实质内容"
    return "、".join(dict.fromkeys(found)) if found else True


@guard("更正的文字触及数额、依据或者当事人", art(59), art(44), who="机关负责人", cure=_REDO)
def correction_leaves_substance(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What the words show goes before what the row is called."""
    found = []
    for row in inputs.get("corrections", ()):
        wrong, right = str(row.get("wrong", "")), str(row.get("right", ""))
        if _MONEY.findall(wrong) != _MONEY.findall(right):
            found.append(f"“{wrong}”涉及数额")
        if _LAW.findall(wrong) != _LAW.findall(right):
            found.append(f"“{wrong}”涉及依据")
        name = "".join(f.party_name.split())
        if name and (name in "".join(wrong.split())) != (name in "".join(right.split())):
            found.append(f"“{wrong}”涉及当事人")
    return "；".join(found) if found else True


@guard("更正前后的文字相同", art(59), who=_HANDLER, cure="写明原文和更正后的文字。")
def correction_changes_words(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A correction corrects something."""
    return all(not same_words(row.get("wrong"), row.get("right")) for row in inputs.get("corrections", ()))


@guard("上一次补正尚未办结", art(59), who=_HANDLER, cure="先办结上一次补正。")
def no_correction_open(f: CaseFacts) -> Verdict:
    """One correction at a time."""
    return all(c.terminal for c in f.children_of("correction"))


@guard("补正通知书没有写明所补正的文书", art(59), who=_HANDLER, cure="补全《补正通知书》后重新制发。")
def correction_paper_names_paper(f: CaseFacts) -> Verdict:
    """The notice stands beside the paper that it corrects."""
    asked, paper = f.own("propose_correction"), f.document("D63")
    if asked is None or paper is None:
        return False
    told = "".join(str(value) for value in paper.fields.values())
    return "".join(str(asked.get("paper_no")).split()) in "".join(told.split())
