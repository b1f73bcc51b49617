"""Marks on documents: keeping them, signing them, and the pictures that belong to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction
from anjian.credentials.actions import sign_statement
from anjian.credentials.commands import SignStatement
from anjian.credentials.moment import Moment
from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.store import store
from anjian.kit.actor import Actor
from anjian.kit.errors import Invalid

_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST_PICTURE = 512 * 1024


def marks_of(instrument: Instrument) -> list[InstrumentMark]:
    """All marks of a document."""
    return list(InstrumentMark.objects.filter(org_id=instrument.org_id, instrument_id=instrument.id))


def keep_picture(png: bytes | None) -> str:
    """Store a signature picture and return its hash; Invalid when it is no PNG or too large."""
    if png is None:
        return ""
    if not png.startswith(_PNG) or len(png) > _LARGEST_PICTURE:
        raise Invalid({"png": _("签名图片无法识别，请重新签名。")})
    return store().put_bytes(png).sha256


def sign_mark(
    tx: Transaction,
    instrument: Instrument,
    mark: InstrumentMark,
    *,
    officer: Actor | None,
    moment: Moment | None = None,
) -> None:
    """Sign what a mark says: with the officer's key, or with the bureau's evidence key for anybody else.

    The statement binds the mark to the digest of the version it was given on; the moment (place and
    picture) is part of it, so that neither can be exchanged afterwards.
    """
    picture = store().put_bytes(moment.picture).sha256 if moment and moment.picture else ""
    sign_statement(
        tx,
        SignStatement(
            kind="document",
            subject_id=instrument.id,
            mark_id=mark.id,
            signer_name=mark.signer_name,
            officer=officer,
            case_id=instrument.case_id,
            content={
                "document": {"code": instrument.code, "title": instrument.title, "version": mark.version},
                "content_sha256": mark.content_sha256,
                "mark_kind": mark.kind,
                "slot": mark.slot,
                "signer_id": mark.signer_id,
                "signer_role": mark.signer_role,
                "opinion": mark.opinion,
                "refused": mark.refused,
                "reason": mark.reason,
                "pages": list(mark.pages),
                "png_sha256": mark.png_sha256,
                "marked_at": mark.at,
                "moment": moment.statement(picture) if moment else None,
            },
        ),
        at=tx.at,
    )


def sign_marks(
    tx: Transaction, instrument: Instrument, marks: Sequence[InstrumentMark], *, by: Actor
) -> None:
    """Sign marks that were given elsewhere (an interview room): the filing officer's own with their key."""
    for mark in marks:
        sign_mark(tx, instrument, mark, officer=by if mark.signer_id == by.id else None)
