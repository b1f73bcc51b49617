"""Links by which others hand in evidence: made, opened by a code, locked, closed."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.evidence import access as evidence
from anjian.intake import access, queries
from anjian.intake.commands import MadeLink
from anjian.intake.events import LinkMade, LinkUsed
from anjian.intake.models import IntakeLink, LinkUse
from anjian.intake.words import RELATIONS, USES
from anjian.kit.errors import Conflict, Invalid
from anjian.kit.hashing import sha256_hex

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.intake.commands import CloseLink, MakeLink
    from anjian.kit.actor import Actor

MOST_DAYS = 30
MOST_BYTES = 20 * 1024**3
TRIES = 5
CITE = "《行政处罚法》第五十五条第二款"


def make_link(cmd: MakeLink, *, by: Actor, at: datetime, key: str | None = None) -> MadeLink:
    """Make a link and its code; both are told here once and kept as digests only.

    Raises Invalid, Refused (the officer does not handle evidence), NotFound.
    """
    evidence.require_role(by, evidence.HANDLING_ROLES, _("发出材料提交链接"))
    asks = tuple(dict.fromkeys(ask.strip() for ask in cmd.asks if ask.strip()))
    wrong = {}
    if not cmd.giver.strip():
        wrong["giver"] = _("请填写由谁提交。")
    if cmd.relation not in dict(RELATIONS):
        wrong["relation"] = _("请从列出的选项中选择。")
    if not asks:
        wrong["asks"] = _("请写明需要对方提交什么材料，至少一项。")
    elif any(len(ask) > 200 for ask in asks):
        wrong["asks"] = _("每项材料不超过200个字。")
    if not 1 <= cmd.days <= MOST_DAYS:
        wrong["days"] = _("有效期为1至%(days)s天。") % {"days": MOST_DAYS}
    if not (1 <= cmd.files_limit <= 500 and 1 <= cmd.bytes_limit <= MOST_BYTES):
        wrong["files_limit"] = _("最多500个文件，共20 GB。")
    if wrong:
        raise Invalid(wrong)
    token, code = secrets.token_urlsafe(24), f"{secrets.randbelow(1_000_000):06d}"
    with transaction(by=by, at=at, key=key) as tx:
        case = cases.case_for(by, cmd.case_no)
        tx.about("intake.link", case.id)
        row = IntakeLink(
            org_id=by.org_id,
            case_id=case.id,
            token_sha256=sha256_hex(token.encode()),
            giver=cmd.giver.strip(),
            relation=cmd.relation,
            asks=list(asks),
            note=cmd.note.strip(),
            files_limit=cmd.files_limit,
            bytes_limit=cmd.bytes_limit,
            made_by=by.id,
            made_by_name=by.name,
            made_at=at,
            ends_at=at + timedelta(days=cmd.days),
        )
        row.code_sha256 = queries.code_digest(row.id, code)
        row.save(force_insert=True)
        tx.record(
            LinkMade(
                stream_id=case.id,
                cites=(CITE,),
                link_id=row.id,
                giver=row.giver,
                relation=row.relation,
                asks=asks,
                ends_at=row.ends_at.isoformat(),
            )
        )
    return MadeLink(id=row.id, token=token, code=code)


def enter_code(token: str, code: str, *, at: datetime) -> tuple[IntakeLink, str]:
    """Try a code; returns the link and what came of it: ``opened``, ``wrong_code`` or ``locked``.

    Wrong tries are counted under the link's lock, so that trying in parallel gains nothing. Raises
    NotFound for an unknown link and Conflict for one that is over.
    """
    found = access.link_by_token(token)
    guest = access.guest_of(found)
    with transaction(by=guest, at=at) as tx:
        link = access.link_locked(found)
        access.require_open(link, at=at)
        right = hmac.compare_digest(link.code_sha256, queries.code_digest(link.id, code.strip()))
        tries = LinkUse.objects.filter(org_id=link.org_id, link_id=link.id, what="wrong_code").count()
        if right:
            _use(tx, link, "opened", at=at)
            return link, "opened"
        _use(tx, link, "wrong_code", at=at)
        if tries + 1 >= TRIES:
            _use(tx, link, "locked", at=at)
            return link, "locked"
    return link, "wrong_code"


def close_link(cmd: CloseLink, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Close a link; what was handed in stays. Raises Invalid, Conflict, Refused, NotFound."""
    evidence.require_role(by, evidence.HANDLING_ROLES, _("关闭材料提交链接"))
    if not cmd.reason.strip():
        raise Invalid({"reason": _("请写明关闭的理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        case = cases.case_for(by, cmd.case_no)
        link = access.link_locked(access.link_of(by, case.id, cmd.link_id))
        if queries.state_of(link, at=at) != "open":
            raise Conflict(_("这个链接已经失效，不必再关闭。"), code="already_done")
        _use(tx, link, "closed", at=at, reason=cmd.reason.strip(), name=by.name)


def _use(
    tx: Transaction, link: IntakeLink, what: str, *, at: datetime, reason: str = "", name: str = ""
) -> None:
    LinkUse.objects.create(org_id=link.org_id, link_id=link.id, what=what, reason=reason, by_name=name, at=at)
    tx.record(
        LinkUsed(
            stream_id=link.case_id,
            link_id=link.id,
            giver=link.giver,
            what=what,
            word=dict(USES)[what],
            reason=reason,
        )
    )
