"""Supplements 补充材料: what is found after the lock joins the file under its own number; originals stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from anjian.archive import access, roles
from anjian.archive.actions.binding import add_supplement_text
from anjian.archive.events import SupplementChanged
from anjian.archive.models import Supplement
from anjian.archive.queries import files
from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.kit.errors import Conflict, Invalid, refuse

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.archive.models import ArchivedFile, Scan
    from anjian.kit.actor import Actor

CITE = "《档案法》第十四条"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSupplement:
    """Ask to add a bound scan to a locked file, with the reason."""

    file_id: UUID
    title: str
    reason: str
    scan_id: UUID


def ask_supplement(cmd: AskSupplement, *, by: Actor, at: datetime, key: str | None = None) -> str:
    """Ask for material to be added; returns its number (补-1). Raises NotFound, Refused, Invalid."""
    roles.require(by, "ask_supplement", "申请补充归档")
    wrong = {}
    if not cmd.title.strip():
        wrong["title"] = _("请填写材料名称。")
    if len(cmd.reason.strip()) < 6:
        wrong["reason"] = _("请写明为什么归档时没有收入、现在为什么要补充。")
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        file = access.file_for(by, cmd.file_id, lock=True)
        _still_there(file)
        case = cases.case_by_id(by, file.case_id)
        scan = access.scan_of(by, case, cmd.scan_id)
        _free(scan)
        seq = (
            Supplement.objects.filter(org_id=by.org_id, file_id=file.id).aggregate(last=Max("seq"))["last"]
            or 0
        ) + 1
        Supplement.objects.create(
            org_id=by.org_id,
            file_id=file.id,
            seq=seq,
            title=cmd.title.strip()[:200],
            reason=cmd.reason.strip(),
            scan_id=scan.id,
            asked_by=by.id,
            asked_by_name=by.name,
            asked_at=at,
        )
        tx.record(
            SupplementChanged(
                stream_id=file.case_id,
                file_no=file.no,
                no=number(seq),
                title=cmd.title.strip()[:200],
                deed="asked",
                reason=cmd.reason.strip(),
                cites=(CITE,),
            )
        )
    return number(seq)


def decide_supplement(
    file_id: UUID,
    supplement_id: UUID,
    *,
    approve: bool,
    opinion: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> None:
    """Let material join the file on the pages after its last one, or refuse it with a reason.

    Raises NotFound, Refused (post; one's own request), Invalid, Conflict.
    """
    roles.require(by, "approve_supplement", "审批补充归档")
    if not approve and len(opinion.strip()) < 2:
        raise Invalid({"opinion": _("不同意的，请写明理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        file = access.file_for(by, file_id, lock=True)
        _still_there(file)
        row = access.supplement_of(file, supplement_id, lock=True)
        if row.decision:
            raise Conflict(_("这一申请已经审批。"), code="stale")
        if row.asked_by == by.id:
            raise refuse(
                "supplement.own",
                "不能审批自己提出的补充申请。",
                CITE,
                who="另一名负责人",
                cure="请另一名负责人审批。",
            )
        case = cases.case_by_id(by, file.case_id)
        scan = access.scan_of(by, case, row.scan_id)
        if approve:
            last = Supplement.objects.filter(
                org_id=by.org_id, file_id=file.id, decision="approved"
            ).aggregate(last=Max("last_page"))["last"]
            row.first_page = (last or _last_page(file)) + 1
            row.last_page = row.first_page + scan.pages - 1
        row.decision = "approved" if approve else "refused"
        row.opinion = opinion.strip()
        row.decided_by, row.decided_by_name, row.decided_at = by.id, by.name, at
        row.save()
        if approve:
            add_supplement_text(file, row.id, f"{number(row.seq)} {row.title}", row.first_page)
        tx.record(
            SupplementChanged(
                stream_id=file.case_id,
                file_no=file.no,
                no=number(row.seq),
                title=row.title,
                deed=row.decision,
                reason=row.opinion,
                cites=(CITE,),
            )
        )


def number(seq: int) -> str:
    """Write the number of a supplement."""
    return f"补-{seq}"


def _last_page(file: ArchivedFile) -> int:
    return max((p.last_page for p in files.papers_of(file)), default=0)


def _free(scan: Scan) -> None:
    if scan.state != "bound":
        raise Invalid({"scan_id": _("扫描件还没有合成，先整理并合成。")})
    taken = Supplement.objects.filter(org_id=scan.org_id, scan_id=scan.id).exclude(decision="refused")
    if taken.exists():
        raise Invalid({"scan_id": _("这件扫描件已经作为补充材料提出。")})


def _still_there(file: ArchivedFile) -> None:
    if file.destroyed_at is not None or file.reopened_at is not None:
        raise Conflict(_("案卷已经销毁，或者案件已经重新办理，不能补充。"), code="stale")
