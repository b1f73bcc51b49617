"""Fetch a file of the archive, or learn nothing about it.

Who may know the case may know its file. Beside them only the holder of a running reading right may read, and
only what it covers: never the side volume unless that was granted, and never after its last day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from anjian.archive.models import (
    ArchivedFile,
    DestructionList,
    FiledPaper,
    Hold,
    Loan,
    Scan,
    Supplement,
    Volume,
)
from anjian.archive.roles import may
from anjian.cases import access as cases
from anjian.kit.errors import NotFound

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.kit.actor import Actor

T = TypeVar("T")

__all__ = ["ArchivedFile", "FiledPaper", "Loan", "case_of", "file_for", "file_of_case", "reading_right"]


def case_of(actor: Actor, case_no: str, *, lock: bool = False) -> Case:
    """Return the case of a file under the rules of cases. Raises NotFound."""
    return cases.case_for(actor, case_no, lock=lock)


def file_for(actor: Actor, file_id: UUID, *, lock: bool = False) -> ArchivedFile:
    """Return a file whose case the officer may know. Raises NotFound."""
    found = _file(actor, file_id, lock=lock)
    cases.case_by_id(actor, found.case_id)
    return found


def file_of_case(actor: Actor, case_id: UUID) -> ArchivedFile | None:
    """Return the latest file of a case that was fetched before, or None while it was never locked."""
    rows = ArchivedFile.objects.filter(org_id=actor.org_id, case_id=case_id)
    return rows.order_by("-round").first()


def askable(actor: Actor, file_no: str) -> ArchivedFile:
    """Return a file that somebody asks to borrow by its number, known to them from outside.

    Nothing of it is shown; whoever asks learns only that the request was noted. Raises NotFound.
    """
    found = ArchivedFile.objects.filter(org_id=actor.org_id, no=file_no).first()
    if found is None or not may(actor, "ask_loan"):
        raise NotFound
    return found


def reading_right(actor: Actor, file_id: UUID, *, today: date, side: bool = False) -> Loan:
    """Return the running right by which somebody outside the case reads a file. Raises NotFound."""
    rows = Loan.objects.filter(
        org_id=actor.org_id, file_id=file_id, reader_id=actor.id, form="digital", state="out"
    )
    found = rows.filter(due_on__gte=today).order_by("-with_side", "-id").first()
    if found is None or (side and not found.with_side):
        raise NotFound
    return found


def readable(
    actor: Actor, file_id: UUID, *, today: date, side: bool = False
) -> tuple[ArchivedFile, Loan | None]:
    """Return a file to be read and, for readers from outside the case, the right they read by."""
    found = _file(actor, file_id)
    if cases.may_see(actor, found.case_id):
        return found, None
    return found, reading_right(actor, file_id, today=today, side=side)


def volume_of(file: ArchivedFile, volume_id: UUID, *, lock: bool = False) -> Volume:
    """Return a volume of a file. Raises NotFound."""
    rows = Volume.objects.filter(org_id=file.org_id, file_id=file.id, id=volume_id)
    return _there((rows.select_for_update() if lock else rows).first())


def supplement_of(file: ArchivedFile, supplement_id: UUID, *, lock: bool = False) -> Supplement:
    """Return a supplement of a file. Raises NotFound."""
    rows = Supplement.objects.filter(org_id=file.org_id, file_id=file.id, id=supplement_id)
    return _there((rows.select_for_update() if lock else rows).first())


def hold_of(file: ArchivedFile, hold_id: UUID, *, lock: bool = False) -> Hold:
    """Return a hold on a file. Raises NotFound."""
    rows = Hold.objects.filter(org_id=file.org_id, file_id=file.id, id=hold_id)
    return _there((rows.select_for_update() if lock else rows).first())


def scan_of(actor: Actor, case: Case, scan_id: UUID, *, lock: bool = False) -> Scan:
    """Return a scan of a case that was fetched before. Raises NotFound."""
    rows = Scan.objects.filter(org_id=actor.org_id, case_id=case.id, id=scan_id)
    return _there((rows.select_for_update() if lock else rows).first())


def loan_for(actor: Actor, loan_id: UUID, *, lock: bool = False) -> Loan:
    """Return a loan for its reader, for who keeps the archive, and for who may decide. Raises NotFound."""
    rows = Loan.objects.filter(org_id=actor.org_id, id=loan_id)
    found = _there((rows.select_for_update() if lock else rows).first())
    if found.reader_id == actor.id or may(actor, "keep"):
        return found
    if may(actor, "approve_side") or (may(actor, "approve_loan") and _knows(actor, found)):
        return found
    raise NotFound


def list_for(actor: Actor, list_id: UUID, *, lock: bool = False) -> DestructionList:
    """Return a destruction list for those who take part in destroying. Raises NotFound."""
    if not sees_lists(actor):
        raise NotFound
    rows = DestructionList.objects.filter(org_id=actor.org_id, id=list_id)
    return _there((rows.select_for_update() if lock else rows).first())


def sees_lists(actor: Actor) -> bool:
    """Whether destruction lists concern this officer: who keeps, appraises, approves or supervises."""
    return bool(actor.roles & {"archivist", "legal_reviewer", "agency_leader", "agency_head", "case_manager"})


def _knows(actor: Actor, loan: Loan) -> bool:
    file = ArchivedFile.objects.filter(org_id=actor.org_id, id=loan.file_id).first()
    return file is not None and cases.may_see(actor, file.case_id)


def _file(actor: Actor, file_id: UUID, *, lock: bool = False) -> ArchivedFile:
    rows = ArchivedFile.objects.filter(org_id=actor.org_id, id=file_id)
    return _there((rows.select_for_update() if lock else rows).first())


def _there(found: T | None) -> T:
    if found is None:
        raise NotFound
    return found
