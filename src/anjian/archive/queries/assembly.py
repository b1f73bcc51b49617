"""Looking at a case for the assembly check: papers, signatures, service, evidence, recordings, scans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.archive import checking
from anjian.archive.checking import Line, Looked
from anjian.archive.models import LacksAccepted, Scan, ScanSheet
from anjian.archive.queries.leaves import CLOSING_PAPERS, FILED, index_fits, leaves_of
from anjian.audit import queries as audit
from anjian.cases import queries as cases
from anjian.credentials import queries as credentials
from anjian.documents import queries as documents
from anjian.documents.kinds import get as kind_of
from anjian.documents.sealed import seals_of
from anjian.evidence import queries as evidence
from anjian.evidence.kinds import ENDING_ACTS
from anjian.evidence.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import queries as people
from anjian.procedures import registry
from anjian.recordings import queries as recordings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.documents.queries import CaseFile, Row
    from anjian.evidence.records import Item
    from anjian.procedures.facts import DocumentFact
    from anjian.procedures.spec import Make

_DONE = frozenset({"issued", "served"})
HINTS = {"blank": "空白", "skewed": "歪斜", "blurred": "模糊", "small": "分辨率低", "dark": "过暗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The assembly check of a case: every rule with what was found, and what was answered for."""

    lines: tuple[Line, ...]
    accepted: LacksAccepted | None

    @property
    def stops(self) -> tuple[str, ...]:
        """What still keeps the file from being locked."""
        return checking.stops(self.lines, self.accepted.lacks if self.accepted else ())

    @property
    def open_lacks(self) -> tuple[str, ...]:
        """Every lack that stops, answered for or not."""
        return checking.stops(self.lines)

    @property
    def whole(self) -> bool:
        """Whether no rule that stops found anything."""
        return not self.open_lacks


def report_of(org_id: UUID, case_id: UUID) -> Report:
    """Examine a case for its archiving. Only a closed case has an index, so before that much is missing."""
    accepted = LacksAccepted.objects.filter(org_id=org_id, case_id=case_id).order_by("-id").first()
    return Report(lines=checking.examine(look(org_id, case_id)), accepted=accepted)


def assembly_gaps(org_id: UUID, case_id: UUID) -> tuple[str, ...]:
    """Return, in Chinese, what keeps the file from being locked; empty when nothing does.

    Before the closing papers are drafted there is no file to speak of, and nothing is said.
    """
    rows = documents.list_of(org_id, case_id, withdrawn=False)
    if not any(row.code == "D53" for row in rows):
        return ()
    return report_of(org_id, case_id).stops


def look(org_id: UUID, case_id: UUID) -> Looked:
    """Gather what the rules look at."""
    papers = documents.file_of(org_id, case_id, people.agency(org_id))
    rows = [row for row in papers.rows if row.status != "withdrawn"]
    items = evidence.items_of(org_id, case_id)
    record = cases.record_of_case(org_id, case_id)
    required = {
        make.code: kind_of(make.code).name
        for taken in record.standing
        for make in _makes(taken.procedure, taken.step)
        if make.code not in CLOSING_PAPERS
    }
    filed = [row for row in rows if row.status in FILED]
    return Looked(
        chain=audit.check_chain(org_id, case_id) or "",
        unsigned=_unsigned(org_id, rows, papers.facts),
        unexamined=[f"{i.no} {i.title}" for i in items if i.finding is None],
        dated=_dated(filed),
        names={row.code: row.name for row in rows},
        bad_seals=_bad_seals(org_id, case_id, papers.rows),
        required=required,
        present=frozenset(row.code for row in filed),
        unfinished=[
            f"《{row.title}》{row.status_label}"
            for row in rows
            if row.code not in CLOSING_PAPERS and row.status in {"draft", "submitted"}
        ],
        # A paper that the party itself signs is in the party's hands; nobody serves it.
        unserved=[
            f"《{row.title}》尚未送达"
            for row in rows
            if row.awaits_service and "party" not in kind_of(row.code).signatures
        ],
        unproved=[
            f"《{row.title}》没有送达回证" for row in rows if row.status == "served" and row.proof_id is None
        ],
        closing=_closing(org_id, case_id, papers),
        children=[
            f"{registry.get(child['procedure']).label}尚未办结"
            for child in cases.proceedings(org_id, case_id)
            if not child["ended"] and child["id"] not in record.fallen
        ],
        recordings=[f"{no}的原始录像还没有全部存入证据库" for no in recordings.unfiled(org_id, case_id)],
        things=[
            f"{i.no} {i.title}（现由{i.custody_holder}保管）"
            for i in items
            if i.kind == "physical" and i.custody_act not in ENDING_ACTS
        ],
        lost=_lost(filed, items),
        poor_scans=_poor_scans(org_id, case_id),
        waiting_scans=[
            f"扫描件“{scan.title}”{scan.get_state_display()}"
            for scan in Scan.objects.filter(org_id=org_id, case_id=case_id).exclude(state="bound")
        ],
        custody=[f"{i.no} {i.title}" for i in items if evidence.check_custody(org_id, i.id) is not None],
    )


def _makes(procedure: str, step: str) -> tuple[Make, ...]:
    """The papers that a step always makes; those made on a condition are asked of nobody afterwards."""
    known = registry.get(procedure).by_step.get(step)
    return tuple(make for make in known.drafts if make.when is None) if known else ()


def _unsigned(org_id: UUID, rows: Sequence[Row], facts: Sequence[DocumentFact]) -> list[str]:
    signed = {fact.id: set(fact.signed_by) for fact in facts}
    doubtful = [
        row
        for row in rows
        if row.status in _DONE and set(kind_of(row.code).signatures) - signed.get(row.id, set())
    ]
    return [f"《{row.title}》签名不全" for row in doubtful if documents.one(org_id, row.id).signatures_left]


def _dated(filed: Sequence[Row]) -> dict[str, object]:
    days: dict[str, object] = {}
    issued = [(row.issued_at, row.code) for row in filed if row.issued_at is not None]
    for at, code in sorted(issued):
        days.setdefault(code, at.astimezone(LOCAL_ZONE).date())
    return days


def _closing(org_id: UUID, case_id: UUID, papers: CaseFile) -> list[str]:
    standing = {row.code: row for row in papers.rows if row.status != "withdrawn"}
    gaps = [f"缺少《{kind_of(code).name}》" for code in CLOSING_PAPERS if code not in standing]
    gaps += [
        f"《{standing[code].title}》尚未制发"
        for code in CLOSING_PAPERS
        if code in standing and standing[code].status not in _DONE
    ]
    index = standing.get("D53")
    if index is not None:
        listed = documents.one(org_id, index.id).fields.get("entries") or []
        leaves = leaves_of(org_id, case_id, papers.rows)
        if not index_fits(listed, leaves):
            there = sum(1 for leaf in leaves if leaf.first)
            gaps.append(f"卷内目录列{len(listed)}件，实有{there}件或者页码不符，请重新组卷")
    return gaps


def _lost(filed: Sequence[Row], items: Sequence[Item]) -> list[str]:
    kept = store()
    lost = [f"《{row.title}》" for row in filed if row.pdf_sha256 and row.pdf_sha256 not in kept]
    return lost + [f"{i.no} {i.title}" for i in items if not kept.has(i.sha256, size=i.size)]


def _bad_seals(org_id: UUID, case_id: UUID, rows: Sequence[Row]) -> list[str]:
    titles = {row.id: f"《{row.title}》" for row in rows}
    bad = [
        f"{titles.get(one.subject_id, '笔录等材料')}上{one.signer_name}的电子签名：{one.why}"
        for one in credentials.unsound(org_id, case_id)
    ]
    kept, seals = store(), seals_of(org_id, list(titles))
    return bad + [
        f"{titles[seal.instrument_id]}的签章文本不在存储中"
        for seal in seals.values()
        if seal.sealed_sha256 not in kept
    ]


def _poor_scans(org_id: UUID, case_id: UUID) -> list[str]:
    scans = dict(Scan.objects.filter(org_id=org_id, case_id=case_id).values_list("id", "title"))
    sheets = ScanSheet.objects.filter(org_id=org_id, scan_id__in=list(scans), dropped=False).exclude(hints=[])
    return [
        f"“{scans[sheet.scan_id]}”第{sheet.place}张{'、'.join(HINTS[h] for h in sheet.hints if h in HINTS)}"
        for sheet in sheets.order_by("scan_id", "place")
    ]


def case_of(case: Case) -> Report:
    """Examine a case that has been fetched."""
    return report_of(case.org_id, case.id)
