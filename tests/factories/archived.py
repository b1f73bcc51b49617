"""A file of the archive beside a running case: something behind each page of the archive.

The file is of an earlier round (the case was opened again), so that it locks nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.archive.models import (
    ArchivedFile,
    DestructionList,
    FiledPaper,
    Loan,
    Scan,
    ScanSheet,
    Supplement,
    Volume,
)
from anjian.documents import queries as documents
from anjian.evidence.store import store
from tests.action.faults import scenes
from tests.action.faults.fault import case_of

if TYPE_CHECKING:
    from anjian.config.demo.play import Play


def archived(p: Play) -> dict[str, Any]:
    """Lay down a file with a volume, a paper, a supplement, a loan of the reviewer, a destruction list."""
    case, org = case_of(p), p.place.org_id
    keeper, reviewer, handler = (p.place.actor(n, on=p.today) for n in ("杜安", "方知", "王虎"))
    paper = documents.one(org, scenes.paper(p, "D10").id).row
    pdf = store().put_bytes(documents.pdf_of(org, paper.id))
    file = ArchivedFile.objects.create(
        org_id=org,
        case_id=case.id,
        no=f"{case.no}-0",
        case_no=case.no,
        title=case.title,
        closed_on=p.today,
        locked_at=p.now,
        locked_by=keeper.id,
        locked_by_name=keeper.name,
        retention="30",
        retention_rule="ordinary",
        retention_why={"rule": "普通程序处罚案卷"},
        begins_on=p.today,
        ends_on=p.today + timedelta(days=10957),
        documents=1,
        pages=paper.pages or 1,
        sha256="0" * 64,
        reopened_at=p.now,
    )
    volume = Volume.objects.create(
        org_id=org,
        file_id=file.id,
        kind="正卷",
        seq=1,
        first_page=1,
        last_page=1,
        pdf_sha256=pdf.sha256,
        pdf_size=pdf.size,
    )
    FiledPaper.objects.create(
        org_id=org,
        file_id=file.id,
        volume_id=volume.id,
        place=1,
        instrument_id=paper.id,
        code=paper.code,
        title=paper.title,
        first_page=1,
        last_page=1,
        sheets=1,
        sha256="0" * 64,
    )
    scan = Scan.objects.create(
        org_id=org,
        case_id=case.id,
        title="补交的缴款凭证",
        state="bound",
        pages=1,
        sha256=pdf.sha256,
        sm3=pdf.sm3,
        size=pdf.size,
        by_id=keeper.id,
        by_name=keeper.name,
        at=p.now,
    )
    sheet = ScanSheet.objects.create(
        org_id=org,
        scan_id=scan.id,
        place=1,
        filename="1.pdf",
        media_type="application/pdf",
        sha256=pdf.sha256,
        sm3=pdf.sm3,
        size=pdf.size,
        preview_sha256=pdf.sha256,
        pages=1,
    )
    supplement = Supplement.objects.create(
        org_id=org,
        file_id=file.id,
        seq=1,
        title=scan.title,
        reason="归档后当事人补交。",
        scan_id=scan.id,
        asked_by=handler.id,
        asked_by_name=handler.name,
        asked_at=p.now,
    )
    loan = Loan.objects.create(
        org_id=org,
        file_id=file.id,
        form="paper",
        reader_id=reviewer.id,
        reader_name=reviewer.name,
        purpose="核对案卷。",
        days=10,
        asked_at=p.now,
    )
    listed = DestructionList.objects.create(
        org_id=org,
        no="销2026-01",
        rule_day=p.today,
        proposed_by=keeper.id,
        proposed_by_name=keeper.name,
        proposed_at=p.now,
    )
    return {
        "archived_file": file.id,
        "archived_volume": volume.id,
        "archived_supplement": supplement.id,
        "archived_loan": loan.id,
        "archived_list": listed.id,
        "archived_scan": scan.id,
        "archived_sheet": sheet.id,
        "archived_place": 1,
    }
