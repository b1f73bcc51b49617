"""Words of the law on a screen in another language.

Chinese is the language of the law and of the record. A refusal's sentence therefore stays as it
is; beside it another language shows what the rule is about. Labels, offices and cures, which have
no force of their own, are translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext, gettext_noop

from anjian.audit.events import registered

if TYPE_CHECKING:
    from anjian.audit.queries import Activity

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
