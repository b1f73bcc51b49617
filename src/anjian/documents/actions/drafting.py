"""Beginning, revising and withdrawing documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.documents import access, content, queries, rules
from anjian.documents.commands import DraftInstrument, ReviseInstrument, WithdrawInstrument
from anjian.documents.events import InstrumentDrafted, InstrumentRevised, InstrumentWithdrawn
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.models import Instrument, InstrumentVersion
from anjian.documents.prefill import prefill
from anjian.documents.validation import validate
from anjian.kit.actor import Actor
from anjian.kit.canonical import plain
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused, refuse
from anjian.kit.ids import uuid7


def stream(instrument: Instrument) -> UUID:
    """The chain a document's events join: its case, or itself where there is no case."""
    return instrument.case_id or instrument.id


def _version(
    instrument: Instrument, fields: Mapping[str, Any], *, by: Actor, at: datetime, reason: str
) -> InstrumentVersion:
    return InstrumentVersion.objects.create(
        org_id=instrument.org_id,
        instrument_id=instrument.id,
        no=instrument.version,
        fields=dict(fields),
        author_id=by.id,
        author_name=by.name,
        reason=reason,
        at=at,
        content_sha256=content.digest_of(instrument.code, fields),
    )


def _kind(code: str) -> DocumentKind:
    try:
        return get(code)
    except KeyError:
        raise NotFound from None


def draft(command: DraftInstrument, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Begin a document, filled from what is known, and return its id.

    Refuses a role that may not draft this kind, typed values that cannot be read
    (Invalid), and cases that are none of the actor's business (NotFound).
    """
    kind = _kind(command.code)
    if not command.by_step:
        access.check_case(by, command.case_id)
    refusals = [] if command.by_step else rules.may_draft(kind, by)
    if refusals:
        raise Refused(rules.complete(kind, refusals))
    with transaction(by=by, at=at, key=key) as tx:
        issuer = queries.issuer_of(by.org_id)
        context: dict[str, Any] = {
            "org": issuer.as_dict(),
            "actor": {"name": by.name, "post": by.post},
            "documents": queries.context_of(by.org_id, command.case_id) if command.case_id else {},
            **command.context,
        }
        typed = plain(command.fields)
        problems = validate(kind, typed, draft=True)
        if problems:
            raise Invalid(problems)
        fields = {**prefill(kind, context), **typed}
        # A value that was known but does not fit the form is left for the officer to write.
        for code in validate(kind, fields, draft=True):
            fields.pop(code, None)
        instrument = Instrument.objects.create(
            org_id=by.org_id,
            id=command.id or uuid7(),
            case_id=command.case_id,
            proceeding_id=command.proceeding_id,
            code=kind.code,
            title=command.title or kind.name,
            drafted_by=by.id,
            drafted_by_name=by.name,
            created_at=at,
        )
        written = _version(instrument, fields, by=by, at=at, reason="")
        tx.record(
            InstrumentDrafted(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=kind.code,
                title=instrument.title,
                version=1,
                content_sha256=written.content_sha256,
                cites=kind.basis,
            )
        )
        return instrument.id


def expect(instrument: Instrument, version: int) -> None:
    """Raise Conflict when the page showed another version than the one that stands."""
    if instrument.version != version:
        raise Conflict(
            _(
                "这份文书已由他人修改为第%(now)s稿，您看到的是第%(seen)s稿；您填写的内容已保留，请对照后再保存。"
            )
            % {"now": instrument.version, "seen": version},
            code="stale",
        )


def revise(command: ReviseInstrument, *, by: Actor, at: datetime, key: str | None = None) -> int:
    """Write the next version and return its number; the former stays readable.

    Refuses anything but a draft; Conflict when somebody else wrote a version since the
    page was drawn (nothing is lost: the page keeps the typed text beside the new one).
    """
    with transaction(by=by, at=at, key=key) as tx:
        instrument = access.instrument_for(by, command.instrument_id, lock=True)
        kind = get(instrument.code)
        refusals = rules.may_draft(kind, by)
        if refusals:
            raise Refused(rules.complete(kind, refusals))
        if instrument.status != "draft":
            raise refuse(
                "status",
                _("文书已经提交审批或者制发，不能直接修改。"),
                cure=_("审批中的请先退回；已制发的请撤回后重新拟制。"),
            )
        expect(instrument, command.expected_version)
        former = queries.current_fields(by.org_id, [instrument])[instrument.id]
        fields = plain(command.fields)
        problems = validate(kind, fields, draft=True)
        if problems:
            raise Invalid(problems)
        changed = tuple(sorted(code for code in {*former, *fields} if former.get(code) != fields.get(code)))
        if not changed:
            return instrument.version
        instrument.version += 1
        instrument.save(update_fields=["version"])
        written = _version(instrument, fields, by=by, at=at, reason=command.reason)
        tx.record(
            InstrumentRevised(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=kind.code,
                title=instrument.title,
                version=instrument.version,
                content_sha256=written.content_sha256,
                changed=changed,
                reason=command.reason,
            )
        )
        return instrument.version


def withdraw(command: WithdrawInstrument, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Take a document back. Unissued: its drafter or the unit head; issued: a leader of the bureau.

    The number of an issued document stays used, so that the sequence has no gap.
    """
    with transaction(by=by, at=at, key=key) as tx:
        instrument = access.instrument_for(by, command.instrument_id, lock=True)
        if instrument.status == "withdrawn":
            raise Conflict(_("这份文书已经撤回。"), code="already_done")
        if not command.reason.strip():
            raise Invalid({"reason": _("请写明撤回理由。")})
        issued = instrument.status in {"issued", "served"}
        allowed = (
            bool(by.roles & {"agency_leader", "agency_head"})
            if issued
            else by.id == instrument.drafted_by or "unit_head" in by.roles
        )
        if not allowed:
            who = _("机关负责人") if issued else _("拟制人或者承办机构负责人")
            raise refuse("role", _("您不能撤回这份文书。"), who=who)
        instrument.status = "withdrawn"
        instrument.withdrawn_reason = command.reason
        instrument.save(update_fields=["status", "withdrawn_reason"])
        tx.record(
            InstrumentWithdrawn(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=instrument.code,
                title=instrument.title,
                no=instrument.no,
                reason=command.reason,
            )
        )
