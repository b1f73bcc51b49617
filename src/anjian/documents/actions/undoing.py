"""What becomes of documents when the steps that made or served them are done again.

Called by the case file inside the transaction of its own step; who may do so was judged there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.documents.actions.drafting import stream
from anjian.documents.events import InstrumentWithdrawn, ServiceVoided
from anjian.documents.models import Instrument

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from anjian.audit.actions import Transaction


def take_back(tx: Transaction, ids: Collection[UUID], *, reason: str) -> None:
    """Withdraw documents of undone steps; numbers that were given stay used."""
    for row in _locked(tx, ids).exclude(status="withdrawn"):
        row.status, row.withdrawn_reason = "withdrawn", reason
        row.save(update_fields=["status", "withdrawn_reason"])
        tx.record(
            InstrumentWithdrawn(
                stream_id=stream(row),
                instrument_id=row.id,
                code=row.code,
                title=row.title,
                no=row.no,
                reason=reason,
            )
        )


def void_service(tx: Transaction, ids: Collection[UUID], *, reason: str) -> None:
    """Let served documents await service again: the step that recorded the service was undone."""
    for row in _locked(tx, ids).filter(status="served"):
        served_on = row.served_on
        row.status, row.served_on, row.service_proof_id = "issued", None, None
        row.save(update_fields=["status", "served_on", "service_proof_id"])
        tx.record(
            ServiceVoided(
                stream_id=stream(row),
                instrument_id=row.id,
                code=row.code,
                title=row.title,
                no=row.no,
                was_served_on=served_on,
                reason=reason,
            )
        )


def _locked(tx: Transaction, ids: Collection[UUID]) -> QuerySet[Instrument]:
    rows = Instrument.objects.select_for_update().filter(org_id=tx.org_id, id__in=list(ids))
    return rows.order_by("id")
