"""What the form of a penalty on the spot says, from what the steps on the spot were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anjian.procedures.facts import CaseFacts

_ATTITUDES = {
    "none": "当事人表示没有意见。",
    "defends": "当事人提出陈述申辩：",
    "refuses": "当事人拒绝表态。",
}
_ADOPTED = {"yes": "采纳", "partly": "部分采纳", "no": "不采纳"}


def spot_words(facts: CaseFacts, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of D24 and D25 by name; {} for a case that was not dealt with on the spot."""
    told = facts.last("tell_summary")
    if told is None:
        return {}
    fine, warning = said.get("fine_amount"), said.get("warning")
    kinds = [words for words, there in (("警告", warning), ("罚款", fine)) if there]
    return {
        "spot_penalty": "警告并处罚款" if len(kinds) == 2 else "".join(kinds),
        "spot_fine": fine or None,
        "spot_defence": _defence(facts),
        "made_at": facts.now,
    }


def _defence(facts: CaseFacts) -> str:
    heard = facts.last("hear_summary", after=facts.last("tell_summary"))
    if heard is None:
        return ""
    points = "".join(
        f"{row['point']}（{_ADOPTED[row['adopted']]}：{row['reply']}）" for row in heard.get("points", ())
    )
    return (
        "已当场告知拟处罚的内容、事实、理由、依据和陈述、申辩的权利。"
        + _ATTITUDES[heard.get("attitude")]
        + points
    )
