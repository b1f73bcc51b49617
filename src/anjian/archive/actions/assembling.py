"""Assembling the file of a closed case, and answering for lacks that cannot be cured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.archive import queries, roles
from anjian.archive.events import FileAssembled, LacksWereAccepted
from anjian.archive.models import LacksAccepted
from anjian.archive.retention import LABELS
from anjian.audit.actions import transaction
from anjian.cases import access
from anjian.documents import actions as documents
from anjian.documents import queries as documents_queries
from anjian.documents.commands import ReviseInstrument
from anjian.evidence import queries as evidence
from anjian.kit.errors import Invalid, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembleFile:
    """Put the papers of a closed case in order: fill cover, index and note anew.

    ``retention`` empty: as the schedule says.
    """

    case_no: str
    retention: str = ""
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
        pages = sum(leaf.count for leaf in leaves)
        entries = queries.index_entries(leaves)
        items = evidence.items_of(case.org_id, case.id)
        term = queries.term_of_case(case, chosen=cmd.retention, on=at.date())
        day = at.date().isoformat()
        common = {"file_no": case.no}
        papers: dict[str, dict[str, Any]] = {
            "D52": {
                **common,
                "title": case.title,
                "archived_on": day,
                "archivist": by.name,
                "retention": LABELS[term.retention],
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


def accept_lacks(case_no: str, reason: str, *, by: Actor, at: datetime, key: str | None = None) -> int:
    """Lay down why the file is locked although something is missing; returns how many lacks.

    Holds for exactly the lacks that are there now: a new one needs a new word. Raises Refused, Invalid.
    """
    roles.require(by, "keep", "注明案卷缺项")
    with transaction(by=by, at=at, key=key) as tx:
        case = access.case_for(by, case_no, lock=True)
        if case.state != "closed":
            raise refuse(
                "file.not_ready",
                "案件结案之后、归档之前才能注明缺项。",
                "《档案法实施条例》第三十九条",
                who="档案管理员",
                cure="先办理结案审批。",
            )
        lacks = queries.report_of(case.org_id, case.id).open_lacks
        if not lacks:
            raise Invalid({"reason": _("案卷没有缺项，不需要说明。")})
        if len(reason.strip()) < 10:
            raise Invalid({"reason": _("请写明缺项的原因、查找和补救的经过，不少于十个字。")})
        LacksAccepted.objects.create(
            org_id=case.org_id,
            case_id=case.id,
            lacks=list(lacks),
            reason=reason.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            LacksWereAccepted(
                stream_id=case.id,
                case_no=case.no,
                lacks=lacks,
                reason=reason.strip(),
                cites=("《档案法实施条例》第三十九条",),
            )
        )
    return len(lacks)
