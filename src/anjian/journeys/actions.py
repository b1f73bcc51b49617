"""Sealing a bundle of an archived case; its file is assembled by the archive."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from anjian.archive.actions import AssembleFile, assemble_file
from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.cases import access
from anjian.credentials.keys import time_authority
from anjian.documents.actions import ensure_sealed
from anjian.documents.sealed import unsealed
from anjian.evidence import queries as evidence
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.journeys import queries
from anjian.kit.errors import Refused, refuse
from anjian.proof import bundle
from anjian.proof.pades import SealingFailed
from anjian.proof.timestamps import TimestampError
from anjian.recordings import queries as recordings
from anjian.transparency.actions import integrate

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.proof.bundle import Sealed
    from anjian.proof.signing import Signer

_log = logging.getLogger(__name__)

__all__ = ["AssembleFile", "assemble_file", "seal_bundle"]


def seal_bundle(case_no: str, path: Path, signer: Signer, *, by: Actor, at: datetime) -> Sealed:
    """Write the sealed bundle of an archived case to ``path``; the export itself is put on record.

    Raises Refused for a case that is not archived: only a locked file is given to strangers.
    """
    case = access.case_for(by, case_no)
    if case.archived_on is None:
        raise refuse(
            "bundle.not_archived",
            "案件尚未归档，不能导出案卷包。",
            "《档案法实施条例》第三十九条",
            who="档案管理员",
            cure="先完成归档。",
        )
    waiting = recordings.unfiled(case.org_id, case.id)
    if waiting:
        raise refuse(
            "bundle.recording",
            f"证据{'、'.join(waiting)}的原始录像还没有全部存入证据库。",
            "《行政处罚法》第四十七条",
            who="任何人都不能",
            cure="稍候几分钟再导出；长时间不能存入的，请系统管理员检查后台任务和存储空间。",
        )
    broken = audit.check_chain(case.org_id, case.id)
    if broken:
        raise Refused((), message=f"办理记录不完整，不能导出：{broken}")
    _seal_documents(case.org_id, case.id, at=at)
    integrate(case.org_id, at=at)
    leaves = queries.leaves_of(case.org_id, case.id)
    sealed = bundle.write(
        path,
        queries.bundle_entries(case, leaves),
        audit.chain_of(case.org_id, case.id),
        signer,
        title=case.title,
        subject=queries.subject_of(case),
        at=at,
        custody=evidence.chains_of(case.org_id, case.id),
        log=queries.log_of(case, leaves),
        stamp=_stamp,
        words=CUSTODY_ACTS,
    )
    record_access(
        by=by,
        at=at,
        what="journeys.bundle.exported",
        subject_id=case.id,
        detail=f"manifest {sealed.manifest_sha256}",
    )
    return sealed


def _seal_documents(org_id: UUID, case_id: UUID, *, at: datetime) -> None:
    """Put the bureau's electronic seal on what the job has not reached yet; without a clock it stays away."""
    for _, instrument_id in unsealed(limit=10_000, case=(org_id, case_id)):
        try:
            ensure_sealed(org_id, instrument_id, at=at)
        except SealingFailed as problem:
            _log.warning("bundle without the seal of %s: %s", instrument_id, problem)
            return


def _stamp(sha256: bytes) -> bytes:
    """Return a time stamp over the manifest; empty when nobody answers, which readers are told."""
    try:
        return time_authority().stamp(sha256)
    except TimestampError as problem:
        _log.warning("bundle without a time stamp: %s", problem)
        return b""
