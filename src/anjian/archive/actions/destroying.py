"""Destruction 销毁: proposed by rule, appraised by a group, approved twice, supervised by two, then final.

Rows, events and lists stay for ever; only bytes that nothing else uses go, and each leaves a tombstone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.archive import access, roles
from anjian.archive.events import DestructionChanged, FileDestroyed
from anjian.archive.models import (
    ArchivedFile,
    DestructionEntry,
    DestructionList,
    DestructionMark,
    PageText,
    Tombstone,
)
from anjian.archive.queries import destruction
from anjian.archive.retention import CITE, LABELS
from anjian.audit.actions import transaction
from anjian.evidence.store import store
from anjian.kit.canonical import canonical_bytes
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid, refuse
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor

DESTROY_JOB = "archive.destroy_bytes"


def propose(*, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Draw up a list of the files whose term has ended and that nobody holds. Raises Refused, Conflict."""
    roles.require(by, "propose_destruction", "提出销毁清册")
    day = at.astimezone(LOCAL_ZONE).date()
    with transaction(by=by, at=at, key=key) as tx:
        files = destruction.proposable(by.org_id, on=day)
        if not files:
            raise Conflict(_("没有保管期满、可以提出销毁的案卷。"), code="nothing_ended")
        count = DestructionList.objects.filter(org_id=by.org_id, no__startswith=f"销{day.year}").count()
        row = DestructionList.objects.create(
            org_id=by.org_id,
            no=f"销{day.year}-{count + 1:02d}",
            rule_day=day,
            proposed_by=by.id,
            proposed_by_name=by.name,
            proposed_at=at,
        )
        DestructionEntry.objects.bulk_create(
            DestructionEntry(
                org_id=by.org_id,
                list_id=row.id,
                file_id=file.id,
                file_no=file.no,
                title=file.title,
                retention=file.retention,
                ended_on=file.ends_on or day,
                rule=_rule_of(file),
            )
            for file in files
        )
        _tell(tx, row, "proposed", len(files))
    return row.id


def _rule_of(file: ArchivedFile) -> str:
    known = file.retention_why.get("rule", "")
    return f"{known}，保管{LABELS[file.retention]}，至{file.ends_on}届满"


def appraise(
    list_id: UUID,
    keep: Mapping[UUID, str],
    opinion: str,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> None:
    """Give one member's appraisal: which files are kept on and why. One member's word to keep is enough.

    Raises NotFound, Refused, Invalid, Conflict.
    """
    roles.require(by, "appraise", "鉴定到期案卷")
    if any(len(reason.strip()) < 2 for reason in keep.values()):
        raise Invalid({"keep": _("续存的案卷，请写明理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = _list(by, list_id, "proposed")
        _mark(row, "appraise", opinion, by=by, at=at)
        entries = {e.id: e for e in DestructionEntry.objects.filter(org_id=by.org_id, list_id=row.id)}
        for entry_id, reason in keep.items():
            entry = entries.get(entry_id)
            if entry is not None and not entry.verdict:
                entry.verdict, entry.verdict_reason = "keep", f"{by.name}：{reason.strip()}"[:300]
                entry.save(update_fields=["verdict", "verdict_reason"])
        given = DestructionMark.objects.filter(org_id=by.org_id, list_id=row.id, kind="appraise").count()
        if given >= roles.figure("appraisers"):
            for entry in entries.values():
                if not entry.verdict:
                    entry.verdict = "destroy"
                    entry.save(update_fields=["verdict"])
            row.state = "appraised"
            row.save(update_fields=["state"])
        _tell(tx, row, "appraise", len(entries), opinion)


def approve(list_id: UUID, opinion: str, *, by: Actor, at: datetime, key: str | None = None) -> str:
    """Approve at the level that is next: the leader in charge of archives, then the head of the bureau.

    Returns the level. Raises NotFound, Refused, Conflict.
    """
    with transaction(by=by, at=at, key=key) as tx:
        row = _list(by, list_id, "appraised")
        first = not DestructionMark.objects.filter(org_id=by.org_id, list_id=row.id, kind="office").exists()
        level = "office" if first else "head"
        roles.require(by, f"approve_destruction_{level}", "批准销毁清册")
        _mark(row, level, opinion, by=by, at=at)
        if level == "head":
            row.state = "approved"
            row.save(update_fields=["state"])
        _tell(tx, row, level, _going(row), opinion)
    return level


def supervise(list_id: UUID, opinion: str, *, by: Actor, at: datetime, key: str | None = None) -> bool:
    """Stand by the destruction; with the second supervisor it is carried out. Returns whether it was.

    Raises NotFound, Refused, Conflict.
    """
    roles.require(by, "supervise", "监销")
    with transaction(by=by, at=at, key=key) as tx:
        row = _list(by, list_id, "approved")
        _mark(row, "supervise", opinion, by=by, at=at)
        _tell(tx, row, "supervise", _going(row), opinion)
        marks = DestructionMark.objects.filter(org_id=by.org_id, list_id=row.id)
        if marks.filter(kind="supervise").count() < roles.figure("supervisors"):
            return False
        approved = "、".join(
            marks.filter(kind__in=("office", "head")).order_by("id").values_list("by_name", flat=True)
        )
        _execute(tx, row, approved[:80])
    return True


def drop(list_id: UUID, reason: str, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Give a list up before it is carried out, with a reason. Raises NotFound, Refused, Invalid, Conflict."""
    roles.require(by, "propose_destruction", "撤销销毁清册")
    if len(reason.strip()) < 4:
        raise Invalid({"opinion": _("请写明撤销的理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = access.list_for(by, list_id, lock=True)
        if row.state in {"executed", "dropped"}:
            raise Conflict(_("清册已经办结。"), code="stale")
        _mark(row, "drop", reason, by=by, at=at)
        row.state = "dropped"
        row.save(update_fields=["state"])
        _tell(tx, row, "drop", _going(row), reason)


def _execute(tx: Transaction, row: DestructionList, approved_by: str) -> None:
    """Lay down the tombstones; the bytes go after the commit, so that no byte goes without its stone."""
    total = 0
    for entry in DestructionEntry.objects.filter(org_id=row.org_id, list_id=row.id, verdict="destroy"):
        file = ArchivedFile.objects.select_for_update().get(org_id=row.org_id, id=entry.file_id)
        why_not = _why_not(file, tx)
        if why_not:
            entry.outcome = why_not
            entry.save(update_fields=["outcome"])
            continue
        contents = destruction.contents_of(file.org_id, file.case_id)
        going = [c for c in contents if not c.used_elsewhere]
        size = sum(_bury(tx, entry, file, content, approved_by) for content in going)
        total += size
        PageText.objects.filter(org_id=file.org_id, case_id=file.case_id).exclude(kind="file").delete()
        file.destroyed_at = tx.at
        file.save(update_fields=["destroyed_at"])
        kept = len(contents) - len(going)
        entry.outcome = f"销毁电子文件{len(going)}个，因仍被使用而保留{kept}个"
        entry.save(update_fields=["outcome"])
        tx.record(
            FileDestroyed(
                stream_id=file.case_id,
                file_no=file.no,
                list_no=row.no,
                blobs=len(going),
                bytes=size,
                kept=kept,
                cites=(CITE,),
            )
        )
    row.state, row.executed_at, row.bytes_destroyed = "executed", tx.at, total
    row.save()
    _tell(tx, row, "executed", _going(row))
    from procrastinate.contrib.django import app as jobs

    jobs.configure_task(DESTROY_JOB, allow_unknown=True, queue="maintenance", lock=f"destroy-{row.id}").defer(
        org_id=str(row.org_id), list_id=str(row.id)
    )


def _why_not(file: ArchivedFile, tx: Transaction) -> str:
    if destruction.held(file.org_id, [file.id]):
        return "批准后设定了保全，没有销毁"
    if file.reopened_at is not None:
        return "案件已经重新办理，没有销毁"
    if file.ends_on is None or file.ends_on >= tx.at.astimezone(LOCAL_ZONE).date():
        return "保管期限未满，没有销毁"
    return ""


def _bury(
    tx: Transaction, entry: DestructionEntry, file: ArchivedFile, own: destruction.Own, approved_by: str
) -> int:
    with store().local(own.sha256) as path:
        size = path.stat().st_size
    body = {
        "file_id": file.id,
        "list_id": entry.list_id,
        "sha256": own.sha256,
        "size": size,
        "what": f"{file.no} {own.what}"[:200],
        "rule": entry.rule,
        "approved_by": approved_by,
        "at": tx.at,
    }
    Tombstone.objects.create(org_id=entry.org_id, id=uuid7(), **body, hash=sha256_hex(canonical_bytes(body)))
    return size


def destroy_bytes(org_id: UUID, list_id: UUID) -> int:
    """Remove the bytes under the tombstones of a list; returns how many contents went.

    Repeatable. What came into use again since the stone was laid stays.
    """
    gone = 0
    for stone in Tombstone.objects.filter(org_id=org_id, list_id=list_id).order_by("id"):
        case_id = ArchivedFile.objects.values_list("case_id", flat=True).get(org_id=org_id, id=stone.file_id)
        if stone.sha256 in destruction.used_elsewhere(org_id, case_id, [stone.sha256]):
            continue
        gone += store().destroy(stone.sha256)
    return gone


def _list(by: Actor, list_id: UUID, state: str) -> DestructionList:
    row = access.list_for(by, list_id, lock=True)
    if row.state != state:
        raise Conflict(
            _("清册现在是“%(state)s”，请刷新页面。") % {"state": row.get_state_display()}, code="stale"
        )
    return row


def _mark(row: DestructionList, kind: str, opinion: str, *, by: Actor, at: datetime) -> None:
    known = DestructionMark.objects.filter(org_id=row.org_id, list_id=row.id, by_id=by.id)
    same = known.filter(kind=kind).exists()
    both = kind in {"office", "head", "supervise"} and known.filter(kind__in=("office", "head")).exists()
    if same or both:
        raise refuse(
            "destruction.same_person",
            "同一人不能重复鉴定、审批，也不能既审批又监销。",
            CITE,
            who="另一名有权办理的人员",
            cure="请另一人办理。",
        )
    DestructionMark.objects.create(
        org_id=row.org_id,
        list_id=row.id,
        kind=kind,
        by_id=by.id,
        by_name=by.name,
        opinion=opinion.strip(),
        at=at,
    )


def _going(row: DestructionList) -> int:
    return DestructionEntry.objects.filter(org_id=row.org_id, list_id=row.id).exclude(verdict="keep").count()


def _tell(tx: Transaction, row: DestructionList, deed: str, files: int, opinion: str = "") -> None:
    tx.record(
        DestructionChanged(
            stream_id=row.id, list_no=row.no, deed=deed, files=files, opinion=opinion.strip(), cites=(CITE,)
        )
    )
