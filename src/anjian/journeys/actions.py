"""Assembling the file of a closed case, and sealing a bundle of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit import queries as audit
from anjian.audit.actions import record_access, transaction
from anjian.cases import access
from anjian.documents import actions as documents
from anjian.documents import queries as documents_queries
from anjian.documents.commands import ReviseInstrument
from anjian.evidence import queries as evidence
from anjian.journeys import queries
from anjian.journeys.events import FileAssembled
from anjian.kit.errors import Refused, refuse
from anjian.proof import bundle
from anjian.recordings import queries as recordings

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from anjian.kit.actor import Actor
    from anjian.proof.bundle import Sealed
    from anjian.proof.signing import Signer

_RETENTION = {"permanent": "永久", "30": "30年", "10": "10年"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembleFile:
    """Put the papers of a closed case in order: fill cover, index and note anew."""

    case_no: str
    retention: str = "30"
    state_of_file: str = "无"


def assemble_file(cmd: AssembleFile, *, by: Actor, at: datetime, key: str | None = None) -> int:
    """Assemble the file; returns the number of its pages. May be repeated until the case is archived.

    Raises Refused when the case is not closed yet or somebody else than the archivist asks.
    """
    with transaction(by=by, at=at, key=key) as tx:
        case = access.case_for(by, cmd.case_no, lock=True)
        if "archivist" not in by.roles or case.state != "closed":
            raise refuse(
                "file.not_ready",
                "结案之后、归档之前，由档案管理员组卷。",
                "《档案法实施条例》第十九条",
                who="档案管理员",
                cure="先办理结案审批。",
            )
        leaves = queries.leaves_of(case.org_id, case.id)
        pages = sum(leaf.last - leaf.first + 1 for leaf in leaves if leaf.first)
        entries = queries.index_entries(leaves)
        items = evidence.items_of(case.org_id, case.id)
        day = at.date().isoformat()
        common = {"file_no": case.no}
        papers: dict[str, dict[str, Any]] = {
            "D52": {
                **common,
                "title": case.title,
                "archived_on": day,
                "archivist": by.name,
                "retention": _RETENTION[cmd.retention],
                "pages": pages,
            },
            "D53": {**common, "entries": entries},
            "D54": {
                **common,
                "items_count": len(entries),
                "pages": pages,
                "media": f"随卷电子证据{len(items)}件，按哈希值保存于证据库。" if items else "无",
                "state": cmd.state_of_file,
                "assembled_by": by.name,
                "checked_by": by.name,
                "assembled_on": day,
            },
        }
        for row in documents_queries.list_of(case.org_id, case.id, withdrawn=False):
            if row.code in papers and row.status == "draft":
                known = documents_queries.one(case.org_id, row.id)
                documents.revise(
                    ReviseInstrument(
                        instrument_id=row.id,
                        expected_version=row.version,
                        fields={**known.fields, **papers[row.code]},
                        reason="组卷",
                    ),
                    by=by,
                    at=at,
                )
        tx.record(FileAssembled(stream_id=case.id, case_no=case.no, documents=len(entries), pages=pages))
    return pages


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
    sealed = bundle.write(
        path,
        queries.bundle_entries(case),
        audit.chain_of(case.org_id, case.id),
        signer,
        title=case.title,
        subject=queries.subject_of(case),
        at=at,
    )
    record_access(
        by=by,
        at=at,
        what="journeys.bundle.exported",
        subject_id=case.id,
        detail=f"manifest {sealed.manifest_sha256}",
    )
    return sealed
