"""How many copies of a form there are and who keeps each, as the foot of the form says it."""

from __future__ import annotations

from anjian.documents.kinds.spec import DocumentKind

_COUNT = ("", "一", "两", "三", "四", "五", "六")
_PAPER = "本文书以纸质形式制作和送达，由主要负责人亲笔签名并加盖印章，纸质原件存入案卷。"


def copies_note(kind: DocumentKind) -> str:
    """The note on copies; "" for a form of which only one is made.

    >>> from anjian.documents.kinds import get
    >>> copies_note(get("D29"))
    '本文书一式两份：一份由应急管理部门备案，一份交被告知人。'
    """
    if len(kind.copies) < 2:
        return ""
    shares = "，".join(f"一份{share}" for share in kind.copies)
    return f"本文书一式{_COUNT[len(kind.copies)]}份：{shares}。"


def paper_note(kind: DocumentKind) -> str:
    """What a form says whose original must be paper: papers on stopping public utilities.

    《电子签名法》第三条第三款第二项 names water, heat and gas "and the like"; that power belongs
    to them is our reading.
    """
    return _PAPER if kind.paper_original else ""
