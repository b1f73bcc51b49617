"""How documents look before they are kept, and what else than a PDF they can be had as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.documents import queries, rendering, word_copy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


def preview(org_id: UUID, code: str, fields: Mapping[str, Any], *, ppi: float = 90) -> list[bytes]:
    """Every page of particulars that are being typed, as pictures. Nothing typed can stop the drawing."""
    return rendering.render_pages(code, fields, issuer=queries.issuer_of(org_id), ppi=ppi)


def docx_of(org_id: UUID, instrument_id: UUID) -> bytes:
    """A kept document as Word file. Raises NotFound."""
    code, fields, options = queries.drawing_of(org_id, instrument_id)
    return word_copy.write(code, fields, **options)
