"""Locking a file at archiving: an effect of the step, inside its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.archive import layout, queries
from anjian.archive.events import FileLocked
from anjian.archive.models import ArchivedFile, FiledPaper, LacksAccepted, Volume, VolumePlace
from anjian.kit.canonical import canonical_bytes
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7
from anjian.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from anjian.archive.queries import Leaf
    from anjian.audit.actions import Transaction
    from anjian.cases.access import Case

BIND_JOB = "archive.bind"


def lock_file(tx: Transaction, case: Case, inputs: Mapping[str, Any]) -> None:
    """Lay down papers, pages, volumes, term and place; from here on the database refuses changes.

    The check has been made by the step's own guard, in the same transaction and under the case's lock.
    """
    day = tx.at.astimezone(LOCAL_ZONE).date()
    leaves = queries.leaves_of(case.org_id, case.id)
    rule = layout.paging(on=day, place=people.agency(case.org_id).place_code)
    term = queries.term_of_case(case, chosen=str(inputs.get("retention") or ""), on=day)
    report = queries.report_of(case.org_id, case.id)
    accepted = LacksAccepted.objects.filter(org_id=case.org_id, case_id=case.id).order_by("-id").first()
    before = ArchivedFile.objects.filter(org_id=case.org_id, case_id=case.id).count()
    file_id = uuid7()
    plans = layout.divide([(leaf.volume, leaf.count) for leaf in leaves], limit=rule.pages_per_volume)
    papers = _papers(case, leaves, file_id)
    file = ArchivedFile.objects.create(
        org_id=case.org_id,
        id=file_id,
        case_id=case.id,
        round=before + 1,
        no=case.no if before == 0 else f"{case.no}-{before + 1}",
        case_no=case.no,
        title=case.title,
        closed_on=case.closed_on or day,
        locked_at=tx.at,
        locked_by=tx.by.id,
        locked_by_name=tx.by.name,
        retention=term.retention,
        retention_rule=term.rule,
        retention_why=dict(term.why),
        begins_on=term.begins_on,
        ends_on=term.ends_on,
        documents=sum(1 for leaf in leaves if leaf.first),
        pages=sum(leaf.count for leaf in leaves),
        report=[
            {"code": line.code, "quality": line.quality, "level": line.level, "found": list(line.found)}
            for line in report.lines
        ],
        lacks_note=accepted.reason if accepted and report.open_lacks else "",
        sha256=sha256_hex(canonical_bytes([_listed(paper) for paper in papers])),
    )
    _volumes(tx, file, plans, papers, str(inputs.get("shelf") or ""))
    FiledPaper.objects.bulk_create(papers)
    tx.record(
        FileLocked(
            stream_id=case.id,
            case_no=case.no,
            file_no=file.no,
            documents=file.documents,
            pages=file.pages,
            volumes=len(plans),
            retention=term.label,
            retention_rule=term.rule,
            sha256=file.sha256,
            cites=("《档案法》第十四条", "《档案法实施条例》第三十九条"),
        )
    )
    enqueue(file)


def enqueue(file: ArchivedFile) -> None:
    """Have the volumes bound and their text taken by a job, after the commit."""
    from procrastinate.contrib.django import app as jobs

    jobs.configure_task(BIND_JOB, allow_unknown=True, queue="documents", lock=f"archive-{file.id}").defer(
        org_id=str(file.org_id), file_id=str(file.id)
    )


def _papers(case: Case, leaves: Sequence[Leaf], file_id: Any) -> list[FiledPaper]:
    return [
        FiledPaper(
            org_id=case.org_id,
            file_id=file_id,
            place=place,
            instrument_id=leaf.row.id,
            code=leaf.row.code,
            title=leaf.row.title,
            no=leaf.row.no,
            dated_on=_day(leaf),
            first_page=leaf.first,
            last_page=leaf.last,
            sheets=leaf.sheets,
            sha256=queries.content_of(case.org_id, leaf.row.id),
            undone=leaf.undone,
        )
        for place, leaf in enumerate(leaves, start=1)
    ]


def _day(leaf: Leaf) -> date | None:
    issued = leaf.row.issued_at
    return leaf.row.issued_on or (issued.astimezone(LOCAL_ZONE).date() if issued else None)


def _listed(paper: FiledPaper) -> dict[str, Any]:
    """What the digest of a file says of a paper."""
    return {
        "place": paper.place,
        "code": paper.code,
        "title": paper.title,
        "no": paper.no,
        "first": paper.first_page,
        "last": paper.last_page,
        "content_sha256": paper.sha256,
        "undone": paper.undone,
    }


def _volumes(
    tx: Transaction,
    file: ArchivedFile,
    plans: Sequence[layout.VolumePlan],
    papers: Sequence[FiledPaper],
    shelf: str,
) -> None:
    for plan in plans:
        numbered = [papers[i] for i in plan.papers if papers[i].first_page]
        volume = Volume.objects.create(
            org_id=file.org_id,
            file_id=file.id,
            kind=plan.kind,
            seq=plan.seq,
            first_page=min((paper.first_page for paper in numbered), default=0),
            last_page=max((paper.last_page for paper in numbered), default=0),
        )
        for position in plan.papers:
            papers[position].volume_id = volume.id
        if shelf:
            VolumePlace.objects.create(
                org_id=file.org_id,
                volume_id=volume.id,
                **place_of(shelf),
                reason="归档",
                by_name=tx.by.name,
                at=tx.at,
            )


def place_of(shelf: str) -> dict[str, str]:
    """Read a place as it is written in one line: 室-柜-层-盒, or whatever the archivist calls it."""
    parts = [
        part.strip()[:40] for part in shelf.replace("/", "-").replace("－", "-").split("-") if part.strip()
    ]
    names = ("room", "cabinet", "shelf", "box")
    return dict(zip(names, (*parts[:4], "", "", "", ""), strict=False)) if parts else {"room": shelf[:40]}
