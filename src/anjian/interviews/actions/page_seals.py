"""Sealing what was drawn on a page of the record: which page, whose hand, at what moment."""

from __future__ import annotations

from anjian.audit.actions import Transaction
from anjian.credentials.actions import sign_statement
from anjian.credentials.commands import SignStatement
from anjian.credentials.moment import Moment
from anjian.interviews import store
from anjian.interviews.models import PageSignature, Session
from anjian.kit.actor import Actor

_OFFICER_SLOTS = frozenset({"lead", "recorder"})


def seal_signature(
    tx: Transaction, session: Session, given: PageSignature, *, by: Actor, moment: Moment | None = None
) -> None:
    """Sign the statement of one drawn signature: an officer's own with their key, others' with the bureau's.

    A colleague who draws on the same pad does not use a key there: the strokes are the signature.
    """
    own = given.slot in _OFFICER_SLOTS and given.signer == by.name
    picture = store.keep_still(moment.picture) if moment and moment.picture else ""
    sign_statement(
        tx,
        SignStatement(
            kind="interview",
            subject_id=session.id,
            mark_id=given.id,
            signer_name=given.signer,
            officer=by if own else None,
            case_id=session.case_id,
            content={
                "page": given.page_no,
                "page_sha256": given.page_sha256,
                "slot": given.slot,
                "png_sha256": given.image_sha256,
                "fingerprint_sha256": given.fingerprint_sha256,
                "note": given.note,
                "refusal": given.refusal,
                "room_id": session.room_id,
                "moment": moment.statement(picture) if moment else None,
            },
        ),
        at=given.at,
    )
