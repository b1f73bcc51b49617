"""Reads of links and of what was handed in through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.evidence import queries as evidence
from anjian.intake.models import (
    DockedFile,
    FileCheck,
    FileRefusal,
    IntakeLink,
    LinkUse,
    Submission,
    SubmittedFile,
)
from anjian.intake.words import words_match
from anjian.kit.hashing import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID


def code_digest(link_id: UUID, code: str) -> str:
    """Return the digest of a code, bound to its link so that equal codes look different."""
    return sha256_hex(f"anjian/intake-code/1\x00{link_id}\x00{code}".encode())


def state_of(link: IntakeLink, *, at: datetime) -> str:
    """Return open, used, locked, closed or ended."""
    return _states([link], at=at)[link.id]


def _states(links: Sequence[IntakeLink], *, at: datetime) -> dict[UUID, str]:
    if not links:
        return {}
    org_id, ids = links[0].org_id, [link.id for link in links]
    used = set(Submission.objects.filter(org_id=org_id, link_id__in=ids).values_list("link_id", flat=True))
    over = dict(
        LinkUse.objects.filter(org_id=org_id, link_id__in=ids, what__in=("locked", "closed")).values_list(
            "link_id", "what"
        )
    )
    return {
        link.id: "used"
        if link.id in used
        else over.get(link.id) or ("ended" if at >= link.ends_at else "open")
        for link in links
    }


def submission_of_link(link: IntakeLink) -> Submission | None:
    """Return what was handed in through a link, if anything was."""
    return Submission.objects.filter(org_id=link.org_id, link_id=link.id).first()


def links_of(org_id: UUID, case_id: UUID, *, at: datetime) -> list[tuple[IntakeLink, str]]:
    """Return the links of a case with their states, newest first."""
    rows = list(IntakeLink.objects.filter(org_id=org_id, case_id=case_id).order_by("-id")[:200])
    states = _states(rows, at=at)
    return [(row, states[row.id]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A submitted file with what became of it.

    ``evidence_no`` is set once its content is evidence of the case; ``elsewhere`` counts the other
    cases of the agency that hold the same content; ``suggests`` is the wish its name speaks of.
    """

    row: SubmittedFile
    state: str
    evidence_no: str = ""
    refused: FileRefusal | None = None
    check: FileCheck | None = None
    elsewhere: int = 0
    suggests: str = ""


def handed_in(org_id: UUID, case_id: UUID) -> list[tuple[Submission, list[Handed]]]:
    """Return all submissions of a case with their files, newest first; a constant number of queries."""
    submissions = list(Submission.objects.filter(org_id=org_id, case_id=case_id).order_by("-id")[:200])
    ids = [row.id for row in submissions]
    files = list(
        SubmittedFile.objects.filter(org_id=org_id, submission_id__in=ids).order_by("submission_id", "seq")
    )
    hashes = {file.sha256 for file in files}
    refused = {
        row.file_id: row
        for row in FileRefusal.objects.filter(org_id=org_id, file_id__in=[file.id for file in files])
    }
    checked = checks_of(org_id, hashes)
    here, elsewhere = evidence.holders_of(org_id, case_id, hashes)
    asks = dict(
        IntakeLink.objects.filter(org_id=org_id, id__in=[s.link_id for s in submissions]).values_list(
            "id", "asks"
        )
    )
    wishes = {row.id: asks.get(row.link_id, []) for row in submissions}
    told: dict[UUID, list[Handed]] = {row.id: [] for row in submissions}
    for file in files:
        no, denial = here.get(file.sha256, ""), refused.get(file.id)
        told[file.submission_id].append(
            Handed(
                row=file,
                state="registered" if no else "refused" if denial else "waiting",
                evidence_no=no,
                refused=denial,
                check=checked.get(file.sha256),
                elsewhere=elsewhere.get(file.sha256, 0),
                suggests=file.answers or words_match(file.filename, wishes[file.submission_id]),
            )
        )
    return [(row, told[row.id]) for row in submissions]


def waiting(org_id: UUID, case_id: UUID) -> int:
    """Return how many submitted files of a case nobody has dealt with yet."""
    return sum(file.state == "waiting" for _submission, files in handed_in(org_id, case_id) for file in files)


def checks_of(org_id: UUID, hashes: Iterable[str]) -> dict[str, FileCheck]:
    """Return the newest word of the virus check on each content."""
    rows = FileCheck.objects.filter(org_id=org_id, sha256__in=set(hashes)).order_by("id")
    return {row.sha256: row for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the way in tells of a content: proposed particulars of the evidence it may become."""

    source: str
    holder: str = ""
    device: str = ""
    record: str = ""
    collected_at: datetime | None = None


def known_of(org_id: UUID, case_id: UUID, hashes: Iterable[str]) -> Known | None:
    """Return where contents came from, when all of them came the same way; None otherwise."""
    wanted = set(hashes)
    files = list(
        SubmittedFile.objects.filter(
            org_id=org_id,
            sha256__in=wanted,
            submission_id__in=Submission.objects.filter(org_id=org_id, case_id=case_id).values("id"),
        )
    )
    if {file.sha256 for file in files} == wanted and len({file.submission_id for file in files}) == 1:
        row = Submission.objects.get(org_id=org_id, id=files[0].submission_id)
        return Known(
            source=f"{row.giver}通过材料提交链接提供",
            holder=row.giver,
            record=f"材料提交回执{row.receipt_no}",
            collected_at=row.at,
        )
    docked = list(DockedFile.objects.filter(org_id=org_id, sha256__in=wanted))
    if {file.sha256 for file in docked} == wanted and len({file.device_no for file in docked}) == 1:
        first = docked[0]
        return Known(
            source="执法记录仪拍摄",
            device=f"执法记录仪{first.device_no}",
            record=f"采集站入库记录{first.docked_at:%Y%m%d}",
            collected_at=min((f.started_at for f in docked if f.started_at), default=None),
        )
    return None
