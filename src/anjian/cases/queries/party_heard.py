"""How the party was told and heard, in the words that the papers after the notice repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.law.explain import in_words
from anjian.procedures.definitions.guards.common import hearing_applies, notice_taken, since_notice

if TYPE_CHECKING:
    from anjian.procedures.facts import CaseFacts

_MANNER = {"oral": "口头", "written": "书面"}
_ADOPTED = {"yes": "予以采纳", "partly": "部分采纳", "no": "不予采纳"}


def party_heard(facts: CaseFacts) -> dict[str, object]:
    """Return the particulars about notice, defence and its review that are known by now."""
    told: dict[str, object] = {"hearing_applies": hearing_applies(facts)}
    if told["hearing_applies"]:
        told["hearing_ground"] = "拟作出的行政处罚达到《行政处罚法》第六十三条规定的听证标准。"
    told["defence_summary"] = summary = _summary(facts)
    told["defence_review"] = _review(facts)
    notice = notice_taken(facts)
    if notice is not None and summary:
        told["course_of_notice"] = f"{in_words(notice.inputs['served_on'])}送达告知书。{summary}"
    return told


def _summary(facts: CaseFacts) -> str:
    heard = since_notice(facts, "receive_defence")
    if heard is not None:
        points = "；".join(str(row["point"]).rstrip("。") for row in heard.inputs.get("points", ()))
        waived = "当事人书面放弃听证。" if heard.inputs.get("hearing_waived") else ""
        return (
            f"{in_words(heard.inputs['received_on'])}，{heard.inputs['speaker']}"
            f"{_MANNER[heard.inputs['manner']]}提出陈述申辩：{points}。{waived}"
        )
    if since_notice(facts, "waive") is not None:
        return "当事人明确表示放弃陈述申辩。"
    if since_notice(facts, "lapse_defence") is not None:
        return "当事人在法定期限内未提出陈述申辩意见。"
    return ""


def _review(facts: CaseFacts) -> str:
    review = since_notice(facts, "review_defence")
    if review is None:
        return ""
    replies = "".join(
        f"关于“{str(row['point']).rstrip('。')}”：{_ADOPTED[row['adopted']]}，{str(row['reply']).rstrip('。')}。"
        for row in review.inputs.get("replies", ())
    )
    return f"{replies}{review.inputs['conclusion']}"
