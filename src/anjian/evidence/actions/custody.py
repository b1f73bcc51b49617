"""Custody: who held an item when, each link chained to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction, transaction
from anjian.evidence import access, custody_checks, queries
from anjian.evidence.commands import AddCustody
from anjian.evidence.custody_rules import acts
from anjian.evidence.events import CustodyRecorded, SealMismatch
from anjian.evidence.keeping import Keeping, add_up, refusals
from anjian.evidence.models import CustodyEvent, EvidenceItem, SealUse
from anjian.evidence.records import Custody, item_no
from anjian.evidence.store import store
from anjian.kit.errors import Refused, refuse
from anjian.proof.chain import GENESIS, entry_hash

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.evidence.custody_rules import ActRule
    from anjian.kit.actor import Actor


def add_custody(cmd: AddCustody, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Record an act that two have signed elsewhere (on paper), chained to the one before.

    The stored file is read again first: what is passed on must still be what was taken in.
    Raises Invalid, NotFound, BlobDamaged, and Refused for what cannot follow the acts so far.
    """
    access.require_role(by, access.CUSTODY_ROLES, _("记录证据保管"))
    custody_checks.custody(cmd, at=at)
    stored = store().verify(access.item_for(by, cmd.case_id, cmd.no).sha256)
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        append_custody(tx, row, cmd, before=stored.sha256)


def append_custody(tx: Transaction, row: EvidenceItem, cmd: AddCustody, *, before: str = "") -> None:
    """Add a chained custody link and its event inside an open action.

    Raises Refused for what cannot follow the acts so far or a seal number that was used before.
    """
    rule = acts()[cmd.act]
    links = queries.custody_of(tx.org_id, row.id)
    last, now = (links[-1] if links else None), add_up(links, acts())
    if cmd.act != "take" and (against := refusals(rule, now, no=cmd.no)):
        raise Refused(against)
    custody_checks.custody_goes_on(last.happened_at if last else None, cmd)
    found = cmd.seal_no.strip()
    wrong = rule.seal == "off" and bool(found and now.sealed_with) and found != now.sealed_with
    details = {**cmd.details, **({"seal_expected": now.sealed_with} if wrong else {})}
    link = Custody(
        seq=last.seq + 1 if last else 1,
        act=cmd.act,
        from_holder=(cmd.from_holder or (last.to_holder if last else "")).strip(),
        to_holder=cmd.to_holder.strip(),
        reason=cmd.reason.strip(),
        seal_no=found,
        place=cmd.place.strip(),
        signers=tuple(name.strip() for name in cmd.signers),
        happened_at=cmd.happened_at,
        sha256_before=before,
        sha256_after=cmd.sha256_after or before,
        by_name=tx.by.name,
        prev_hash=last.hash if last else GENESIS,
        hash="",
        place_code=_place_after(rule, now, cmd.place_code.strip()),
        due_on=cmd.due_on,
        details=details,
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
        place_code=link.place_code,
        due_on=link.due_on,
        details=details,
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
    if rule.seal == "on":
        _use_seal(tx, row, link)
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
    if wrong:
        tx.record(
            SealMismatch(
                stream_id=row.case_id,
                item_id=row.id,
                no=item_no(row.seq),
                expected=now.sealed_with,
                found=found,
            )
        )


def _place_after(rule: ActRule, now: Keeping, asked: str) -> str:
    """Where the thing lies after the act: it leaves its place, moves to the one named, or stays."""
    if rule.ends or rule.out == "leaves":
        return ""
    if asked or rule.code == "transfer":
        return asked
    return now.place_code


def _use_seal(tx: Transaction, row: EvidenceItem, link: Custody) -> None:
    if SealUse.objects.filter(org_id=tx.org_id, no=link.seal_no).exists():
        raise refuse(
            "seal_used",
            _("封条编号%(no)s已经用过；封条一条一号，不得重复使用。") % {"no": link.seal_no},
            "《行政强制法》第二十六条第一款",
            who=_("办理封存的两名人员"),
            cure=_("核对封条上的编号，换一条没有用过的封条。"),
        )
    SealUse.objects.create(
        org_id=tx.org_id, no=link.seal_no, item_id=row.id, custody_seq=link.seq, at=link.happened_at
    )
