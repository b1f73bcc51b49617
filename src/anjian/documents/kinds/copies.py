"""How many copies of a form there are and who keeps each, as the foot of the form says it."""

from __future__ import annotations

from anjian.documents.kinds.spec import DocumentKind

_COUNT = ("", "一", "两", "三", "四", "五", "六")
_PAPER = "本文书以纸质文书制作和送达，由签发人亲笔签名并加盖印章，纸质原件存入案卷。"


def copies_note(kind: DocumentKind) -> str:
    """The note on copies; "" for a form of which only one is made.

    A form that the law keeps out of electronic signature says that its original is paper
    (《电子签名法》第三条第三款第二项: papers on stopping public utilities).
    """
    note = ""
    if len(kind.copies) > 1:
        shares = "，".join(f"一份{share}" for share in kind.copies)
        note = f"本文书一式{_COUNT[len(kind.copies)]}份：{shares}。"
    return note + (_PAPER if kind.paper_original else "")
