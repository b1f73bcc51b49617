"""The course of a session as a small state machine: which deed is possible when, and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.kit.errors import Refusal

STATES = {
    "invited": gettext_noop("等待接入"),
    "waiting": gettext_noop("等候室"),
    "checked": gettext_noop("设备已检查"),
    "identified": gettext_noop("身份已核对"),
    "working": gettext_noop("取证中"),
    "reading": gettext_noop("核对笔录"),
    "signing": gettext_noop("签名"),
    "closed": gettext_noop("已结束"),
    "refused": gettext_noop("对方不同意"),
    "ended": gettext_noop("提前结束"),
}
OVER = frozenset({"closed", "refused", "ended"})
COURSE = ("invited", "waiting", "checked", "identified", "working", "reading", "signing", "closed")
BOTH = "《行政处罚法》第四十二条第一款"
RECORD = "《行政处罚法》第四十七条"
TALK = "《行政处罚法》第五十五条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that is done in a session: from which states, and to which (empty: it stays)."""

    label: str
    after: frozenset[str]
    to: str = ""


def _deed(label: str, *after: str, to: str = "") -> Deed:
    return Deed(label=label, after=frozenset(after), to=to)


_LIVE = tuple(code for code in COURSE if code not in {"invited", "closed"})
_TALK = ("working",)
DEEDS = {
    "join": _deed(gettext_noop("接入"), "invited", to="waiting"),
    "check": _deed(gettext_noop("设备检查"), "waiting", to="checked"),
    "record": _deed(gettext_noop("开始或者停止录制"), *_LIVE),
    "picture_identity": _deed(gettext_noop("拍摄证件"), "checked", "identified", "working"),
    "identify": _deed(gettext_noop("核对身份"), "checked", to="identified"),
    "tell": _deed(gettext_noop("告知权利义务"), "identified"),
    "consent": _deed(gettext_noop("同意远程取证"), "identified", to="working"),
    "refuse": _deed(gettext_noop("不同意远程取证"), "waiting", "checked", "identified", to="refused"),
    "write": _deed(gettext_noop("记录"), *_TALK),
    "take": _deed(gettext_noop("截图"), *_TALK),
    "hand_over": _deed(gettext_noop("提交文件"), *_TALK),
    "read": _deed(gettext_noop("核对笔录"), "working", to="reading"),
    "correct": _deed(gettext_noop("更正笔录"), "reading"),
    "go_back": _deed(gettext_noop("继续取证"), "reading", "signing", to="working"),
    "confirm": _deed(gettext_noop("确认笔录"), "reading", to="signing"),
    "sign": _deed(gettext_noop("签名"), "signing"),
    "certify": _deed(gettext_noop("出具录制完整性证明"), "signing"),
    "close": _deed(gettext_noop("结束并入卷"), "signing", to="closed"),
    "end": _deed(gettext_noop("提前结束"), *COURSE[:-1], to="ended"),
    "link": _deed(gettext_noop("发出链接"), *COURSE[:-1]),
}


def against(deed: str, state: str) -> list[Refusal]:
    """Return why a deed is not possible in a state; nothing when it is."""
    known = DEEDS[deed]
    if state in known.after:
        return []
    return [
        Refusal(
            code="remote.state",
            reason=_("现在是“%(state)s”，不能“%(deed)s”。")
            % {"state": _(STATES[state]), "deed": _(known.label)},
            cites=(TALK,),
            who=_("本场执法人员"),
            cure=_("刷新页面，按页面上方的步骤办理。"),
        )
    ]


def next_of(deed: str, state: str) -> str:
    """Return the state that a deed leads to."""
    return DEEDS[deed].to or state
