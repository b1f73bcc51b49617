"""Words of the law on a screen in another language.

Chinese is the language of the law and of the record. A refusal's sentence therefore stays as it
is; beside it another language shows what the rule is about. Labels, offices and cures, which have
no force of their own, are translated.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext, gettext_noop

from anjian.audit.events import registered

if TYPE_CHECKING:
    from anjian.audit.queries import Activity

_BACK = gettext_noop("返回原阶段")

# Refusals made of particulars: what they are about, and how it is cured.
_MADE = {
    "wrong_state": (
        gettext_noop("案件现在的阶段不能办理这一步"),
        gettext_noop("等案件到了这一步所在的阶段再办理。"),
    ),
    "wrong_org": (
        gettext_noop("办理人不属于办理本案的机关"),
        gettext_noop("由有管辖权的机关办理，需要协助的依法提出协助请求。"),
    ),
    "wrong_role": (gettext_noop("办理人没有这一职责"), gettext_noop("请有这一职责的人员办理。")),
    "recused": (gettext_noop("办理人在本案中已经回避"), gettext_noop("由未回避的人员办理。")),
    "not_handler": (
        gettext_noop("办理人不是本案承办人"),
        gettext_noop("由本案承办人办理，或者先由机关负责人变更承办人。"),
    ),
    "document_gate": (gettext_noop("应当先办理的步骤还没有办理"), gettext_noop("先办理该步骤。")),
    "no_way_back": (gettext_noop("没有可以恢复的原状态"), ""),
    "unknown_step": (gettext_noop("这一程序没有这一步"), ""),
    "document": (gettext_noop("所需文书还没有办到要求的状态"), gettext_noop("在“文书”中完成所需的文书。")),
    "input": (gettext_noop("填写的内容需要更正"), gettext_noop("更正该项内容后重新提交。")),
}
_CHART_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_CHART_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)" width="\d+"')
_STRETCH = re.compile(r"(.+)至(.+)（(\d+)个阶段）")
# Room in the boxes and in the column of stages of a flow chart, and an English letter's usual width.
_BOX, _COLUMN, _LETTER = 136, 64, 6.4
_MARGIN = 110


def speaks_chinese() -> bool:
    """Whether the screen speaks the language of the law."""
    return (get_language() or "zh").startswith("zh")


def term(text: str | None) -> str:
    """Return a label in the language of the screen; what is no label comes back as it is.

    >>> term("")
    ''
    """
    return gettext(text) if text else ""


def terms(text: str | None) -> str:
    """Return labels joined by a Chinese comma, each in the language of the screen."""
    if not text or speaks_chinese():
        return text or ""
    whole = gettext(text)
    return whole if whole != text else ", ".join(gettext(part) for part in text.split("、"))


def _made(refusal: Any) -> tuple[str, str] | None:
    code = str(getattr(refusal, "code", ""))
    return _MADE.get(code) or _MADE.get(code.partition(".")[0] if "." in code else "")


def rule(refusal: Any) -> str:
    """Return what a refusal is about, for a reader who cannot read its sentence; empty in Chinese."""
    if speaks_chinese():
        return ""
    made = _made(refusal)
    if made is not None:
        return gettext(made[0])
    head = str(refusal.reason).partition("：")[0].removesuffix("。")
    said = gettext(head)
    return said if said != head else ""


def cure(refusal: Any) -> str:
    """Return what to do about a refusal in the language of the screen."""
    if speaks_chinese():
        return str(refusal.cure)
    said = term(refusal.cure)
    made = _made(refusal) if said == refusal.cure else None
    return gettext(made[1]) if made and made[1] else said


def told(entry: Activity) -> str:
    """Return an entry of the record: its Chinese sentence, in other languages led by what kind it is."""
    if speaks_chinese():
        return entry.sentence
    said = gettext(entry.sentence) if entry.sentence else ""
    kind = registered().get(entry.type)
    if said != entry.sentence or kind is None:
        return said
    label = gettext(kind.label)
    label = label[:1].upper() + label[1:]
    return label if entry.sentence == kind.label else f"{label}: {entry.sentence}"


def chart(svg: str) -> str:
    """Return a flow chart with its labels in the language of the screen, squeezed into their boxes."""
    return svg if speaks_chinese() else _CHART_SIZE.sub(_widened, _CHART_TEXT.sub(_redrawn, svg), count=1)


def _widened(found: re.Match[str]) -> str:
    width = int(found[1]) + _MARGIN
    return f'viewBox="0 0 {width} {found[2]}" width="{width}"'


def _redrawn(found: re.Match[str]) -> str:
    traits, said = found[1], _charted(unescape(found[2]))
    room = _COLUMN if 'fill-opacity=".75"' in traits else _BOX if "font-size" not in traits else 0
    if room and len(said) * _LETTER > room:
        traits += f' textLength="{room}" lengthAdjust="spacingAndGlyphs"'
    return f"<text{traits}>{escape(said)}</text>"


def _charted(text: str) -> str:
    lead, mark, rest = text.partition(" ")
    if mark and lead in {"自", "→"}:
        return f"{gettext('自') if lead == '自' else lead} {_charted(rest)}"
    stretch = _STRETCH.fullmatch(text)
    if stretch:
        first, last = gettext(stretch[1]), gettext(stretch[2])
        return gettext("%(first)s至%(last)s，%(n)s个状态") % {"first": first, "last": last, "n": stretch[3]}
    return " / ".join(gettext(part) for part in re.split("[／、]", text))
