"""Evidence as the shared grid of cards draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.web.components import EvidenceCard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from anjian.evidence.records import Item


def cards(case_no: str, items: Iterable[Item]) -> tuple[EvidenceCard, ...]:
    """Return the cards of a case's items."""
    return tuple(card(case_no, item) for item in items)


def card(case_no: str, item: Item) -> EvidenceCard:
    """Return the card of one item: thumbnail or icon, name, kind, SM3."""
    return EvidenceCard(
        name=f"{item.no} {item.title}",
        url=reverse("evidence:item", args=[case_no, item.no]),
        kind=_(item.kind_name),
        at=item.collected_at,
        sm3=item.sm3,
        sha256=item.sha256,
        thumbnail=reverse("evidence:thumbnail", args=[case_no, item.no]) if item.thumbnail else "",
        icon=item.icon,
    )
