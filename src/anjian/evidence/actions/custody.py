"""Custody: who held an item when, each link chained to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction, transaction
from anjian.evidence import access, checks, queries
from anjian.evidence.commands import AddCustody
from anjian.evidence.events import CustodyRecorded
from anjian.evidence.models import CustodyEvent, EvidenceItem
from anjian.evidence.records import Custody, item_no
from anjian.evidence.store import store
from anjian.proof.chain import GENESIS, entry_hash

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor


def add_custody(cmd: AddCustody, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Record an act in an item's custody, chained to the one before.

    The stored file is read again first: what is passed on must still be what was taken in.
    Raises Invalid, NotFound, BlobDamaged, and Refused for an item already returned or destroyed.
    """
    access.require_role(by, access.CUSTODY_ROLES, _("记录证据保管"))
    checks.custody(cmd, at=at)
    stored = store().verify(access.item_for(by, cmd.case_id, cmd.no).sha256)
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        append_custody(tx, row, cmd, before=stored.sha256)


def append_custody(tx: Transaction, row: EvidenceItem, cmd: AddCustody, *, before: str = "") -> None:
    """Add a chained custody link and its event inside an open action."""
    last = CustodyEvent.objects.filter(org_id=tx.org_id, item_id=row.id).order_by("-seq").first()
    checks.custody_goes_on(last.act if last else "", last.happened_at if last else None, cmd)
    link = Custody(
        seq=last.seq + 1 if last else 1,
        act=cmd.act,
        from_holder=(cmd.from_holder or (last.to_holder if last else "")).strip(),
        to_holder=cmd.to_holder.strip(),
        reason=cmd.reason.strip(),
        seal_no=cmd.seal_no.strip(),
        place=cmd.place.strip(),
        signers=tuple(name.strip() for name in cmd.signers),
        happened_at=cmd.happened_at,
        sha256_before=before,
        sha256_after=cmd.sha256_after or before,
        by_name=tx.by.name,
        prev_hash=last.hash if last else GENESIS,
        hash="",
    )
    hash_ = entry_hash(link.prev_hash, queries.custody_body(row.id, link))
    CustodyEvent.objects.create(
        org_id=tx.org_id,
        item_id=row.id,
        seq=link.seq,
        act=link.act,
        from_holder=link.from_holder,
        to_holder=link.to_holder,
        reason=link.reason,
        seal_no=link.seal_no,
        place=link.place,
        signers=list(link.signers),
        happened_at=link.happened_at,
        sha256_before=link.sha256_before,
        sha256_after=link.sha256_after,
        by_id=tx.by.id,
        by_name=link.by_name,
        recorded_at=tx.at,
        prev_hash=link.prev_hash,
        hash=hash_,
    )
    tx.record(
        CustodyRecorded(
            stream_id=row.case_id,
            item_id=row.id,
            no=item_no(row.seq),
            act=link.act,
            from_holder=link.from_holder,
            to_holder=link.to_holder,
            reason=link.reason,
            seal_no=link.seal_no,
            custody_hash=hash_,
        )
    )
