"""Submitting, approving, returning and signing documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction, transaction
from anjian.credentials.moment import Moment
from anjian.documents import access, content, queries, rules
from anjian.documents.actions.drafting import expect, stream
from anjian.documents.actions.issuing import issue_locked
from anjian.documents.actions.marks import keep_picture, marks_of, sign_mark
from anjian.documents.commands import (
    ApproveInstrument,
    ReturnInstrument,
    SignInstrument,
    SubmitInstrument,
)
from anjian.documents.events import (
    InstrumentApproved,
    InstrumentReturned,
    InstrumentSigned,
    InstrumentSubmitted,
)
from anjian.documents.kinds import get
from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.validation import validate
from anjian.kit.actor import Actor
from anjian.kit.errors import Conflict, Invalid, Refused, refuse
from anjian.people import queries as people
from anjian.procedures.roles import named


def _open(by: Actor, instrument_id: UUID, version: int) -> tuple[Instrument, Mapping[str, Any]]:
    instrument = access.instrument_for(by, instrument_id, lock=True)
    expect(instrument, version)
    return instrument, queries.current_fields(by.org_id, [instrument])[instrument.id]


def submit(command: SubmitInstrument, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Hand a draft up for approval; Invalid names every field that is still missing."""
    with transaction(by=by, at=at, key=key) as tx:
        instrument, fields = _open(by, command.instrument_id, command.expected_version)
        kind = get(instrument.code)
        if instrument.status != "draft":
            raise Conflict(_("这份文书已经提交。"), code="already_done")
        refusals = rules.may_draft(kind, by)
        if refusals:
            raise Refused(rules.complete(get(instrument.code), refusals))
        if not kind.approvals:
            raise refuse("no_approval", _("《%(name)s》不需要审批，可以直接制发。") % {"name": kind.name})
        problems = validate(kind, fields)
        if problems:
            raise Invalid(problems)
        counted = queries.standing_marks(marks_of(instrument), instrument.version)
        unsigned = rules.unsigned(kind, queries.left(kind, fields, counted)[1])
        if unsigned:
            raise Refused(rules.complete(get(instrument.code), unsigned))
        instrument.status = "submitted"
        instrument.save(update_fields=["status"])
        tx.record(
            InstrumentSubmitted(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=kind.code,
                title=instrument.title,
                version=instrument.version,
            )
        )


def approve(command: ApproveInstrument, *, by: Actor, at: datetime, key: str | None = None) -> bool:
    """Approve in a role; true when it was the last approval needed.

    The last approval of an internal form (one that is not served) also issues it.

    Refuses the wrong role, the wrong order, the drafter or handler himself, and a
    second approval by one person.
    """
    with transaction(by=by, at=at, key=key) as tx:
        instrument, fields = _open(by, command.instrument_id, command.expected_version)
        kind = get(instrument.code)
        if instrument.status != "submitted":
            raise Conflict(_("这份文书不在待审批状态。"), code="stale")
        if not command.opinion.strip():
            raise Invalid({"opinion": _("请填写审批意见。")})
        counted = queries.standing_marks(marks_of(instrument), instrument.version)
        left, _signatures = queries.left(kind, fields, counted)
        refusals = rules.may_approve(
            kind,
            instrument,
            fields,
            actor=by,
            role=command.role,
            left=left,
            approved_by={m.signer_id for m in counted["approval"]},
        )
        if refusals:
            raise Refused(rules.complete(get(instrument.code), refusals))
        _mark(
            tx,
            instrument,
            fields,
            kind="approval",
            slot=command.role,
            signer=by,
            opinion=command.opinion,
            png_sha256=keep_picture(command.png),
            at=at,
        )
        complete = left == (command.role,)
        if complete:
            instrument.status = "approved"
            instrument.save(update_fields=["status"])
        tx.record(
            InstrumentApproved(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=kind.code,
                title=instrument.title,
                version=instrument.version,
                role=command.role,
                opinion=command.opinion,
                complete=complete,
                cites=kind.basis,
            )
        )
        if complete and not kind.served:
            # An internal form is finished by its last approval: it gets its number at once.
            issue_locked(tx, instrument, by=by, at=at)
        return complete


def return_(command: ReturnInstrument, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Send a document back to draft with reasons; approvals given so far lapse."""
    with transaction(by=by, at=at, key=key) as tx:
        instrument, fields = _open(by, command.instrument_id, command.expected_version)
        kind = get(instrument.code)
        if instrument.status not in {"submitted", "approved"}:
            raise Conflict(_("这份文书不在待审批状态。"), code="stale")
        if not command.opinion.strip():
            raise Invalid({"opinion": _("请写明退回理由。")})
        if command.role not in kind.approvals or command.role not in by.roles:
            raise refuse("role", _("您不能退回这份文书。"), who=named(kind.approvals))
        _mark(
            tx,
            instrument,
            fields,
            kind="return",
            slot=command.role,
            signer=by,
            opinion=command.opinion,
            at=at,
        )
        instrument.status = "draft"
        instrument.save(update_fields=["status"])
        tx.record(
            InstrumentReturned(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=kind.code,
                title=instrument.title,
                version=instrument.version,
                role=command.role,
                opinion=command.opinion,
            )
        )


def sign(command: SignInstrument, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Sign in a slot, or note a refusal.

    Refuses a slot the form lacks, an officer without a valid certificate or not named in
    the document, one officer in both places, and a refusal without reason.
    """
    with transaction(by=by, at=at, key=key) as tx:
        instrument, fields = _open(by, command.instrument_id, command.expected_version)
        add_signature(tx, instrument, fields, command, by=by, at=at)


def add_signature(
    tx: Transaction,
    instrument: Instrument,
    fields: Mapping[str, Any],
    command: SignInstrument,
    *,
    by: Actor,
    at: datetime,
    signer: Actor | None = None,
) -> None:
    """The signing itself, inside an open transaction with the document locked.

    `signer` is given where an officer registers what was signed on paper by a colleague.
    """
    kind = get(instrument.code)
    if instrument.status not in {"draft", "submitted", "approved"}:
        raise Conflict(_("这份文书已经制发，不能再签名。"), code="stale")
    day = content.local_day(at)
    signer = signer or _signer(command, by=by, day=day)
    name = signer.name if signer else command.signer_name.strip()
    counted = queries.standing_marks(marks_of(instrument), instrument.version)
    refusals = rules.may_sign(
        kind,
        fields,
        slot=command.slot,
        signer=signer,
        name=name,
        day=day,
        refused=command.refused,
        reason=command.reason,
        others=counted["signature"],
    )
    if refusals:
        raise Refused(rules.complete(get(instrument.code), refusals))
    if any(page < 1 for page in command.pages):
        raise Invalid({"pages": _("页码从1开始。")})
    picture = keep_picture(None if command.refused else command.png)
    _mark(
        tx,
        instrument,
        fields,
        kind="signature",
        slot=command.slot,
        signer=signer,
        name=name,
        refused=command.refused,
        reason=command.reason,
        png_sha256=picture,
        pages=command.pages,
        moment=command.moment,
        at=at,
    )
    tx.record(
        InstrumentSigned(
            stream_id=stream(instrument),
            instrument_id=instrument.id,
            code=kind.code,
            title=instrument.title,
            version=instrument.version,
            slot=command.slot,
            signer=name,
            refused=command.refused,
            reason=command.reason,
            png_sha256=picture,
            pages=command.pages,
        )
    )


def _signer(command: SignInstrument, *, by: Actor, day: Any) -> Actor | None:
    """Who signs: a colleague on the same pad, the actor, or (None) somebody from outside."""
    if command.officer_id is not None and command.officer_id != by.id:
        if command.png is None:
            raise Invalid({"png": _("同事在同一设备上签名的，应当留下手写签名。")})
        found = people.actor(by.org_id, command.officer_id, on=day)
        if found is None:
            raise Invalid({"officer_id": _("没有找到这名执法人员。")})
        return found
    if command.slot == "party" or command.signer_name.strip():
        return None
    return by


def _mark(
    tx: Transaction,
    instrument: Instrument,
    fields: Mapping[str, Any],
    *,
    kind: str,
    slot: str,
    signer: Actor | None,
    at: datetime,
    name: str = "",
    opinion: str = "",
    refused: bool = False,
    reason: str = "",
    png_sha256: str = "",
    pages: tuple[int, ...] = (),
    moment: Moment | None = None,
) -> None:
    mark = InstrumentMark.objects.create(
        org_id=instrument.org_id,
        instrument_id=instrument.id,
        version=instrument.version,
        kind=kind,
        slot=slot,
        signer_id=signer.id if signer else None,
        signer_name=signer.name if signer else name,
        signer_role=signer.post if signer else "",
        opinion=opinion,
        refused=refused,
        reason=reason,
        png_sha256=png_sha256,
        pages=sorted(set(pages)),
        content_sha256=content.digest_of(instrument.code, fields),
        at=at,
    )
    # A colleague who signs on the same pad does not use their key there: their strokes are the signature.
    own = signer is not None and signer.id == tx.by.id
    sign_mark(tx, instrument, mark, officer=signer if own else None, moment=moment)
