"""Taking in what the person wrote himself (自书材料): kept, registered as evidence, named in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.evidence import actions as evidence
from anjian.evidence.commands import RegisterEvidence
from anjian.evidence.kinds import media_type_of
from anjian.evidence.store import store
from anjian.interviews import access, record_events, rules
from anjian.interviews.actions._common import require
from anjian.interviews.actions.reading import freeze
from anjian.interviews.models import Room, Seat, SelfWritten
from anjian.kit.errors import Invalid

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor

LARGEST = 40 * 1024**2
"""Bytes of a scan or photograph of a self-written paper."""
_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "application/pdf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStatement:
    """A self-written paper: its scan or photograph, how many sheets, and that each one is signed."""

    session_id: UUID
    title: str
    sheets: int
    data: bytes
    filename: str
    signed: bool


def take_statement(cmd: TakeStatement, *, by: Actor, at: datetime, key: str | None = None) -> str:
    """Take in a self-written paper and return its number among the evidence of the case.

    At the read-back the record is laid out again, so that the paper is named in what is signed.
    Raises Invalid without file, sheets or the person's signature on every sheet.
    """
    _require_paper(cmd)
    kept = store().put_bytes(cmd.data)
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, ("questioning", "paused", "read_back"), _("收取自书材料")))
        seats = Seat.objects.filter(org_id=by.org_id, session_id=session.id).values_list(
            "officer_id", flat=True
        )
        registered = evidence.register_evidence(
            RegisterEvidence(
                case_id=session.case_id,
                kind="party_statement" if session.relation.startswith("当事人") else "witness_testimony",
                title=cmd.title.strip(),
                purpose=f"证明{session.name}书面陈述的情况",
                source=f"{session.name}自行书写并当场提交",
                collectors=tuple(seats),
                place=_place(session, by),
                collected_at=at,
                digest=kept,
                filename=cmd.filename,
                holder=session.name,
                form="copy",
                copy_note=f"原件{cmd.sheets}页由承办机构附卷，与原件核对无异",
                record=f"{session.name}第{session.no}次询问笔录",
                although_same=f"{session.name}自书材料",
            ),
            by=by,
            at=at,
        )
        SelfWritten.objects.create(
            org_id=by.org_id,
            session_id=session.id,
            title=cmd.title.strip(),
            sheets=cmd.sheets,
            sha256=kept.sha256,
            media_type=media_type_of(cmd.data[:64], cmd.filename),
            filename=cmd.filename[:255],
            signed=cmd.signed,
            evidence_id=registered.id,
            evidence_no=registered.no,
            received_at=at,
            received_by=by.id,
        )
        tx.record(
            record_events.StatementTaken(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                title=cmd.title.strip(),
                sheets=cmd.sheets,
                sha256=kept.sha256,
                evidence_id=registered.id,
                evidence_no=registered.no,
                cites=(rules.SELF_WRITTEN,),
            )
        )
        if session.state == "read_back":
            freeze(tx, session)
    return registered.no


def _place(session: Session, by: Actor) -> str:
    room = Room.objects.get(org_id=session.org_id, id=session.room_id)
    return session.place or f"{by.org_name}{room.name}"


def _require_paper(cmd: TakeStatement) -> None:
    fields = {}
    if not cmd.title.strip():
        fields["title"] = _("请填写材料名称。")
    if not 1 <= cmd.sheets <= 500:
        fields["sheets"] = _("请填写页数。")
    if not cmd.signed:
        fields["signed"] = _("自书材料应当由被询问人逐页签名并写明日期，请确认。")
    if not cmd.data:
        fields["file"] = _("请选择扫描件或者照片。")
    elif len(cmd.data) > LARGEST:
        fields["file"] = _("文件太大，请在40兆字节以内。")
    elif media_type_of(cmd.data[:64], cmd.filename) not in _TYPES:
        fields["file"] = _("只接受图片或者PDF文件。")
    if fields:
        raise Invalid(fields)
