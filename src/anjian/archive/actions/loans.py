"""Lending 借阅: asked, decided by another, handed over, returned; a reading right ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.archive import access, roles
from anjian.archive.events import LoanChanged
from anjian.archive.models import ArchivedFile, Loan, Reading, VolumeNote
from anjian.archive.queries import files
from anjian.archive.words import CONDITIONS, LOAN_FORMS
from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.kit.actor import system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid, refuse
from anjian.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor

CITE = "《档案法》第二十七条"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLoan:
    """Ask to borrow a file by its number: on paper, or to read it here for some days."""

    file_no: str
    form: str
    purpose: str
    days: int
    with_side: bool = False


def ask_loan(cmd: AskLoan, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Ask for a loan; returns its id. Nothing of the file is shown by asking.

    Raises NotFound, Invalid, Conflict (``already_asked``), Refused (side volume for outsiders, destroyed).
    """
    wrong = {}
    if cmd.form not in dict(LOAN_FORMS):
        wrong["form"] = _("请选择借阅方式。")
    if len(cmd.purpose.strip()) < 4:
        wrong["purpose"] = _("请写明借阅目的。")
    if not 1 <= cmd.days <= roles.loan_days("most"):
        wrong["days"] = _("期限为1日至%(most)s日。") % {"most": roles.loan_days("most")}
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        file = access.askable(by, cmd.file_no.strip())
        if file.destroyed_at is not None:
            raise refuse(
                "loan.destroyed", "案卷的电子文件已经依法销毁。", CITE, cure="可以查看销毁清册和留存的目录。"
            )
        if cmd.with_side and not cases.may_see(by, file.case_id):
            raise refuse(
                "loan.side_volume",
                "副卷不对本案以外的人员开放。",
                CITE,
                who="本案承办人员和机关负责人",
                cure="只申请借阅正卷。",
            )
        asked = Loan.objects.filter(
            org_id=by.org_id,
            file_id=file.id,
            reader_id=by.id,
            form=cmd.form,
            state__in=("asked", "approved", "out"),
        )
        if asked.exists():
            raise Conflict(_("您对这一案卷的借阅还没有结束。"), code="already_asked")
        row = Loan.objects.create(
            org_id=by.org_id,
            file_id=file.id,
            form=cmd.form,
            with_side=cmd.with_side,
            reader_id=by.id,
            reader_name=by.name,
            reader_unit=by.unit_name,
            purpose=cmd.purpose.strip(),
            days=cmd.days,
            asked_at=at,
        )
        _tell(tx, file, row, "asked", row.purpose[:100])
    return row.id


def decide_loan(
    loan_id: UUID, *, approve: bool, opinion: str, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Grant a loan or refuse it with a reason; never one's own. A reading right runs from here.

    Raises NotFound, Refused, Invalid, Conflict.
    """
    if not approve and len(opinion.strip()) < 2:
        raise Invalid({"opinion": _("不同意借阅的，请写明理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = access.loan_for(by, loan_id, lock=True)
        roles.require(by, "approve_side" if row.with_side else "approve_loan", "审批借阅")
        if row.reader_id == by.id:
            raise refuse(
                "loan.own",
                "不能审批自己的借阅申请。",
                CITE,
                who="另一名有权审批的负责人",
                cure="请另一名负责人审批。",
            )
        _expect(row, "asked")
        file = _file_of(row)
        row.state = "approved" if approve else "refused"
        row.decided_by, row.decided_by_name, row.decided_at = by.id, by.name, at
        row.opinion = opinion.strip()
        if approve and row.form == "digital":
            # Nothing is handed over: the right runs from the approval to the end of its last day.
            row.state, row.handed_at = "out", at
            row.due_on = at.astimezone(LOCAL_ZONE).date() + timedelta(days=row.days)
        row.save()
        _tell(tx, file, row, "approved" if approve else "refused", row.opinion[:100])


def hand_over(loan_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Hand the paper file over; only one reader has it at a time. Raises NotFound, Refused, Conflict."""
    roles.require(by, "keep", "交付案卷")
    with transaction(by=by, at=at, key=key) as tx:
        row = access.loan_for(by, loan_id, lock=True)
        _expect(row, "approved")
        file = _file_of(row)
        out = Loan.objects.filter(org_id=by.org_id, file_id=row.file_id, form="paper", state="out").first()
        if out is not None:
            raise Conflict(
                _("案卷由%(name)s借出，应于%(day)s归还，还不能交付。")
                % {"name": out.reader_name, "day": out.due_on},
                code="already_out",
            )
        row.state, row.handed_at, row.handed_by_name = "out", at, by.name
        row.due_on = at.astimezone(LOCAL_ZONE).date() + timedelta(days=row.days)
        row.save()
        _tell(tx, file, row, "out", f"应于{row.due_on}归还")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """A paper file comes back: what condition it is in, and which sheets are missing."""

    loan_id: UUID
    condition: str
    note: str = ""


def take_back(cmd: TakeBack, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Take a file back after looking at it. Raises NotFound, Refused, Invalid, Conflict."""
    roles.require(by, "keep", "收回案卷")
    if cmd.condition not in dict(CONDITIONS):
        raise Invalid({"condition": _("请选择归还时的状况。")})
    if cmd.condition in {"damaged", "missing"} and not cmd.note.strip():
        raise Invalid({"note": _("请写明破损或者缺少的是哪几页。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = access.loan_for(by, cmd.loan_id, lock=True)
        _expect(row, "out")
        file = _file_of(row)
        row.state, row.returned_at, row.returned_to_name = "returned", at, by.name
        row.condition, row.condition_note = cmd.condition, cmd.note.strip()[:300]
        row.save()
        if cmd.condition in {"damaged", "missing"}:
            first = files.volumes_of(by.org_id, [file.id])[0].row
            VolumeNote.objects.create(
                org_id=by.org_id,
                volume_id=first.id,
                kind="missing" if cmd.condition == "missing" else "condition",
                pages=cmd.note.strip()[:60],
                text=f"{row.reader_name}归还时发现",
                by_name=by.name,
                at=at,
            )
        _tell(tx, file, row, "returned", dict(CONDITIONS)[cmd.condition])


def record_reading(file: ArchivedFile, loan: Loan, what: str, *, by: Actor, at: datetime) -> None:
    """Keep that a page was read under a reading right; called before the page is shown."""
    Reading.objects.create(
        org_id=by.org_id,
        loan_id=loan.id,
        file_id=file.id,
        what=what[:60],
        reader_id=by.id,
        reader_name=by.name,
        at=at,
    )


def end_readings(*, at: datetime) -> int:
    """End reading rights whose last day has passed; returns how many."""
    today, ended = at.astimezone(LOCAL_ZONE).date(), 0
    rows = Loan.objects.filter(form="digital", state="out", due_on__lt=today).order_by("org_id", "id")
    for known in list(rows):
        by = system_actor(known.org_id, people.agency(known.org_id).name)
        with transaction(by=by, at=at) as tx:
            row = Loan.objects.select_for_update().get(org_id=known.org_id, id=known.id)
            if row.state != "out":
                continue
            row.state, row.returned_at = "ended", at
            row.save()
            _tell(tx, _file_of(row), row, "ended")
            ended += 1
    return ended


def _expect(row: Loan, state: str) -> None:
    if row.state != state:
        raise Conflict(
            _("这一借阅现在是“%(state)s”，请刷新页面。") % {"state": row.get_state_display()}, code="stale"
        )


def _file_of(row: Loan) -> ArchivedFile:
    return ArchivedFile.objects.get(org_id=row.org_id, id=row.file_id)


def _tell(tx: Transaction, file: ArchivedFile, row: Loan, deed: str, detail: str = "") -> None:
    tx.record(
        LoanChanged(
            stream_id=file.case_id,
            file_no=file.no,
            loan_id=row.id,
            form=row.form,
            reader=row.reader_name,
            deed=deed,
            detail=detail,
            cites=(CITE,),
        )
    )
