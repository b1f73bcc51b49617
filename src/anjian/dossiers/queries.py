"""Reading enterprise files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery

from anjian.audit import reading
from anjian.dossiers.models import Enterprise
from anjian.kit.text import search_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as other pages need it."""

    id: UUID
    name: str
    credit_code: str
    industry: str
    address: str
    place_code: str
    legal_person: str
    phone: str


_COLUMNS = ("id", "name", "credit_code", "industry", "address", "place_code", "legal_person", "phone")


def token_query(text: str) -> SearchQuery | None:
    """Return the full-text query for words typed by a person, None when nothing is left of them."""
    combined: SearchQuery | None = None
    for token in search_tokens(text):
        part = SearchQuery(token, config="simple", search_type="plain")
        combined = part if combined is None else combined & part
    return combined


def firm(org_id: UUID, enterprise_id: UUID) -> Firm | None:
    """Return one firm of the organisation, or None."""
    found = reading.rows(
        "SELECT id, name, credit_code, industry, address, place_code, legal_person, phone "
        "FROM dossiers_enterprise WHERE org_id = %s AND id = %s",
        [org_id, enterprise_id],
    )
    return Firm(*found[0]) if found else None


def firms(org_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Firm]:
    """Return several firms by id."""
    rows = Enterprise.objects.filter(org_id=org_id, id__in=list(ids)).values_list(*_COLUMNS)
    return {row[0]: Firm(*row) for row in rows}


def find(org_id: UUID, text: str, *, limit: int = 20) -> list[Firm]:
    """Return firms whose name, code or legal person contains the words, in pinyin order."""
    rows = Enterprise.objects.filter(org_id=org_id)
    query = token_query(text)
    if query is not None:
        rows = rows.filter(search=query)
    return [Firm(*row) for row in rows.order_by("name_sort", "id").values_list(*_COLUMNS)[:limit]]
