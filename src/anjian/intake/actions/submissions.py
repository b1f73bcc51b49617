"""Handing in through a link, the receipt, and what officers and the virus check say afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.evidence import access as evidence
from anjian.evidence.store import store
from anjian.intake import access, receipts
from anjian.intake.actions.numbers import next_receipt
from anjian.intake.events import FileRefused, SubmissionReceived
from anjian.intake.models import FileCheck, FileRefusal, Submission, SubmittedFile
from anjian.kit.errors import Conflict, Invalid

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.intake.commands import HandIn, RefuseFile
    from anjian.intake.scanning import Verdict
    from anjian.kit.actor import Actor
    from anjian.proof.signing import Signer

CHECK_JOB = "intake.check_file"


def hand_in(cmd: HandIn, *, signer: Signer, at: datetime) -> Submission:
    """Take what a giver hands in and sign the receipt; the link is used up by it.

    All files or none. Raises Invalid, and Conflict when the link is over or was used before.
    """
    found = access.link_by_id(cmd.link_id)
    guest = access.guest_of(found)
    if not cmd.files:
        raise Invalid({"files": _("请至少上传一个文件。")})
    if not cmd.giver.strip():
        raise Invalid({"giver": _("请填写提交人的姓名或者单位名称。")})
    with transaction(by=guest, at=at) as tx:
        link = access.link_locked(found)
        access.require_open(link, at=at)
        if len(cmd.files) > link.files_limit:
            raise Invalid({"files": _("文件不能超过%(count)s个。") % {"count": link.files_limit}})
        if sum(given.digest.size for given in cmd.files) > link.bytes_limit:
            raise Invalid({"files": _("文件的总大小超过了允许的限度。")})
        missing = [g.filename for g in cmd.files if not store().has(g.digest.sha256, size=g.digest.size)]
        if missing:
            raise Invalid({"files": _("文件“%(name)s”没有收全，请重新上传。") % {"name": missing[0]}})
        row = Submission(
            org_id=link.org_id,
            link_id=link.id,
            case_id=link.case_id,
            receipt_no=next_receipt(link.org_id, at),
            giver=cmd.giver.strip(),
            contact=cmd.contact.strip(),
            statement=cmd.statement.strip(),
            at=at,
        )
        row.receipt = receipts.content(row, link, cmd.files, org=signer.org)
        row.receipt_sha256, row.receipt_signature = receipts.sign(row.receipt, signer)
        row.save(force_insert=True)
        SubmittedFile.objects.bulk_create(
            SubmittedFile(
                org_id=link.org_id,
                submission_id=row.id,
                seq=number,
                filename=given.filename[:255],
                media_type=given.media_type,
                sha256=given.digest.sha256,
                sm3=given.digest.sm3,
                size=given.digest.size,
                answers=given.answers if given.answers in link.asks else "",
            )
            for number, given in enumerate(cmd.files, start=1)
        )
        tx.record(
            SubmissionReceived(
                stream_id=link.case_id,
                submission_id=row.id,
                receipt_no=row.receipt_no,
                giver=row.giver,
                files=len(cmd.files),
                receipt_sha256=row.receipt_sha256,
            )
        )
        for sha256 in {given.digest.sha256 for given in cmd.files}:
            ask_for_check(link.org_id, sha256)
    return row


def ask_for_check(org_id: UUID, sha256: str) -> None:
    """Have the worker look at a content, if this transaction commits."""
    jobs.configure_task(CHECK_JOB, allow_unknown=True, queue="media").defer(org_id=str(org_id), sha256=sha256)


def keep_check(sha256: str, verdict: Verdict, *, by: Actor, at: datetime) -> None:
    """Keep what the virus check said of a content."""
    with transaction(by=by, at=at):
        FileCheck.objects.create(
            org_id=by.org_id,
            sha256=sha256,
            verdict=verdict.state,
            detail=verdict.detail[:200],
            checker=verdict.checker[:80],
            at=at,
        )


def refuse_file(cmd: RefuseFile, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Say that a submitted file is not taken as evidence; the file itself stays.

    Raises Invalid, Conflict (refused before), Refused, NotFound.
    """
    evidence.require_role(by, evidence.HANDLING_ROLES, _("处理提交的材料"))
    if len(cmd.reason.strip()) < 2:
        raise Invalid({"reason": _("请写明不作为证据接收的理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        case = cases.case_for(by, cmd.case_no)
        file = access.file_of(by, case.id, cmd.file_id)
        access.link_locked(access.link_by_id(access.submission_of(file).link_id))
        if FileRefusal.objects.filter(org_id=by.org_id, file_id=file.id).exists():
            raise Conflict(_("这个文件已经处理过。"), code="already_done")
        FileRefusal.objects.create(
            org_id=by.org_id,
            file_id=file.id,
            reason=cmd.reason.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            FileRefused(
                stream_id=case.id,
                file_id=file.id,
                filename=file.filename,
                sha256=file.sha256,
                reason=cmd.reason.strip(),
            )
        )
