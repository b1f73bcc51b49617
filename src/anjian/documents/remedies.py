"""The sentence on remedies at the end of an enforcement document.

Administrative reconsideration within 60 days of knowledge (《行政复议法》第二十条),
action in court within six months (《行政诉讼法》第四十六条).  Neither stops the
penalty from being carried out unless the law says so (《行政处罚法》第七十三条).
"""

from __future__ import annotations

from anjian.documents.issuer import Issuer

RECONSIDERATION_DAYS = 60
ACTION_MONTHS = 6


def remedy_text(issuer: Issuer, *, act: str = "行政处罚") -> str:
    """The full remedy sentence with the names of the review body and the court."""
    return (
        f"如果不服本决定，可以自收到本决定书之日起{RECONSIDERATION_DAYS}日内依法向"
        f"{issuer.review_body or '＿＿＿＿'}申请行政复议，也可以自收到本决定书之日起{ACTION_MONTHS}个月内"
        f"依法向{issuer.court or '＿＿＿＿'}提起行政诉讼。"
        f"申请行政复议或者提起行政诉讼的，{act}不停止执行，法律另有规定的除外。"
    )


def missing_names(issuer: Issuer) -> tuple[str, ...]:
    """Chinese names of the remedy particulars that the bureau has not yet set."""
    wanted = (("行政复议机关", issuer.review_body), ("有管辖权的人民法院", issuer.court))
    return tuple(label for label, value in wanted if not value.strip())
