"""The sentence on remedies at the end of an enforcement document.

Administrative reconsideration within 60 days of knowledge (《行政复议法》第二十条),
action in court within six months (《行政诉讼法》第四十六条).  Neither stops the
penalty from being carried out unless the law says so (《行政处罚法》第七十三条).
"""

from __future__ import annotations

from anjian.documents.issuer import Issuer
from anjian.documents.kinds.spec import DocumentKind

RECONSIDERATION_DAYS = 60
ACTION_MONTHS = 6


FIRST_ACTION_DAYS = 15


def remedy_text(
    issuer: Issuer, *, act: str = "行政处罚", paper: str = "决定书", review_first: bool = False
) -> str:
    """The full remedy sentence with the names of the review body and the court.

    `act` is what goes on meanwhile and `paper` how the document calls itself.  With
    `review_first` the party is told that court comes only after reconsideration
    (《行政复议法》第二十三条, 《行政诉讼法》第四十五条).
    """
    body, court = issuer.review_body or "＿＿＿＿", issuer.court or "＿＿＿＿"
    begin = f"如果不服本{paper.removesuffix('书')}，"
    if review_first:
        ways = (
            f"应当自收到本{paper}之日起{RECONSIDERATION_DAYS}日内先依法向{body}申请行政复议；"
            f"对行政复议决定不服的，可以自收到行政复议决定书之日起{FIRST_ACTION_DAYS}日内"
            f"依法向{court}提起行政诉讼。"
        )
    else:
        ways = (
            f"可以自收到本{paper}之日起{RECONSIDERATION_DAYS}日内依法向{body}申请行政复议，"
            f"也可以自收到本{paper}之日起{ACTION_MONTHS}个月内依法向{court}提起行政诉讼。"
        )
    return f"{begin}{ways}申请行政复议或者提起行政诉讼的，{act}不停止执行，法律另有规定的除外。"


def remedy_of(kind: DocumentKind, issuer: Issuer) -> str:
    """What a form tells of remedies; "" where it tells of none."""
    if not kind.remedy:
        return ""
    paper = kind.name[-3:]
    return remedy_text(issuer, act=kind.remedy_act, paper=paper, review_first=kind.remedy_first)


def missing_names(issuer: Issuer) -> tuple[str, ...]:
    """Chinese names of the remedy particulars that the bureau has not yet set."""
    wanted = (("行政复议机关", issuer.review_body), ("有管辖权的人民法院", issuer.court))
    return tuple(label for label, value in wanted if not value.strip())
