"""Items of evidence: registering, correcting what is said of them, keeping their thumbnails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.evidence import access, checks
from anjian.evidence.actions.custody import append_custody
from anjian.evidence.actions.numbers import next_number
from anjian.evidence.actions.proof import CITE_KINDS, append_proof
from anjian.evidence.commands import AddCustody, CorrectDescription, LinkProof, Registered, RegisterEvidence
from anjian.evidence.events import CopyDerived, EvidenceCorrected, EvidenceRegistered
from anjian.evidence.kinds import media_type_of
from anjian.evidence.models import DerivedCopy, EvidenceItem, ItemCorrection
from anjian.evidence.records import CORRECTABLE, item_no
from anjian.evidence.store import store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.kit.blobs import Digest

CITE_OFFICERS = "《行政处罚法》第四十二条第一款"


def register_evidence(
    cmd: RegisterEvidence, *, by: Actor, at: datetime, key: str | None = None
) -> Registered:
    """Register a stored file as evidence, with its first custody link, and ask for a thumbnail.

    Raises Invalid for missing particulars or a file that is not in the store, Refused for
    fewer than two certified officers or an archived case, Conflict (``same_content``) when
    the case already has this file.
    """
    checks.particulars(cmd, at=at)
    with store().open(cmd.digest.sha256) as stream:
        media_type = media_type_of(stream.read(64), cmd.filename)
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("evidence.register", cmd.case_id)
        access.require_role(by, access.HANDLING_ROLES, _("登记证据"))
        names = checks.two_officers(by.org_id, cmd.collectors, cmd.collected_at)
        # The counter row orders all registrations of one case, so what is checked below stays true.
        seq = next_number(by.org_id, cmd.case_id, "items")
        frozen = checks.not_archived(by.org_id, cmd.case_id)
        elsewhere = checks.not_yet_here(by.org_id, cmd)
        row = EvidenceItem.objects.create(
            org_id=by.org_id,
            case_id=cmd.case_id,
            seq=seq,
            kind=cmd.kind,
            title=cmd.title.strip(),
            purpose=cmd.purpose.strip(),
            source=cmd.source.strip(),
            holder=cmd.holder.strip(),
            collectors=list(cmd.collectors),
            collector_names=names,
            place=cmd.place.strip(),
            collected_at=cmd.collected_at,
            device=cmd.device.strip(),
            form=cmd.form,
            copy_note=cmd.copy_note.strip(),
            record=cmd.record.strip(),
            exculpatory=cmd.exculpatory,
            sha256=cmd.digest.sha256,
            sm3=cmd.digest.sm3,
            size=cmd.digest.size,
            media_type=media_type,
            filename=cmd.filename[:255],
            after_freeze=frozen,
            registered_at=at,
            registered_by=by.id,
        )
        tx.record(
            EvidenceRegistered(
                stream_id=cmd.case_id,
                cites=(CITE_KINDS, CITE_OFFICERS),
                item_id=row.id,
                no=item_no(seq),
                kind=row.kind,
                title=row.title,
                purpose=row.purpose,
                source=row.source,
                form=row.form,
                collectors=tuple(cmd.collectors),
                collected_at=cmd.collected_at.isoformat(),
                place=row.place,
                filename=row.filename,
                sha256=row.sha256,
                sm3=row.sm3,
                size=row.size,
                after_freeze=frozen,
                although_same=cmd.although_same.strip(),
            )
        )
        first = AddCustody(
            case_id=cmd.case_id,
            no=item_no(seq),
            act="take",
            from_holder=row.holder or row.source,
            to_holder=by.unit_name or by.org_name,
            reason="取证并登记",
            signers=tuple(names),
            happened_at=cmd.collected_at,
            place=row.place,
            sha256_after=row.sha256,
        )
        append_custody(tx, row, first)
        for number in cmd.proves:
            append_proof(tx, row, LinkProof(case_id=cmd.case_id, no=item_no(seq), fact_no=number))
        jobs.configure_task("evidence.read_file", queue="media", allow_unknown=True).defer(
            org_id=str(by.org_id), item_id=str(row.id)
        )
        if media_type.startswith("image/"):
            jobs.configure_task("evidence.make_thumbnail", queue="media").defer(
                org_id=str(by.org_id), item_id=str(row.id)
            )
    return Registered(id=row.id, no=item_no(seq), same_elsewhere=elsewhere)


def register_all(
    commands: Sequence[RegisterEvidence], *, by: Actor, at: datetime, key: str | None = None
) -> tuple[Registered, ...]:
    """Register several files of one case together: all of them or none; refusals as for one."""
    with transaction(by=by, at=at, key=key):
        return tuple(register_evidence(command, by=by, at=at) for command in commands)


def correct_description(cmd: CorrectDescription, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Correct an item's description by a further row; the earlier wording stays readable.

    Raises Invalid for a field that cannot be corrected (file, hash, officers, time), NotFound.
    """
    access.require_role(by, access.HANDLING_ROLES, _("更正证据说明"))
    checks.correction(cmd)
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        checks.not_archived(by.org_id, cmd.case_id)
        changes = {name: str(cmd.changes[name]).strip() for name in CORRECTABLE if name in cmd.changes}
        ItemCorrection.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            changes=changes,
            reason=cmd.reason.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            EvidenceCorrected(
                stream_id=row.case_id, item_id=row.id, no=cmd.no, changes=changes, reason=cmd.reason.strip()
            )
        )


def add_thumbnail(
    item_id: UUID,
    *,
    of_sha256: str = "",
    made: Digest | None,
    size: tuple[int, int],
    recipe: dict[str, Any],
    failure: str,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the thumbnail of an item (already in the store), or why there is none; once per item.

    ``of_sha256`` names the picture it was made from where that is not the item's own file.
    """
    with transaction(by=by, at=at) as tx:
        row = access.item_by_id(by, item_id, lock=True)
        if DerivedCopy.objects.filter(org_id=by.org_id, item_id=row.id).exists():
            return
        DerivedCopy.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            of_sha256=of_sha256 or row.sha256,
            recipe=recipe,
            sha256=made.sha256 if made else "",
            sm3=made.sm3 if made else "",
            size=made.size if made else 0,
            media_type="image/webp" if made else "",
            width=size[0],
            height=size[1],
            failure=failure,
            made_at=at,
        )
        tx.record(
            CopyDerived(
                stream_id=row.case_id,
                item_id=row.id,
                no=item_no(row.seq),
                of_sha256=of_sha256 or row.sha256,
                sha256=made.sha256 if made else "",
                failure=failure,
            )
        )
