"""Who acts: a frozen picture of an officer with posts, roles and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from uuid import UUID

Body = Literal["agency", "delegated", "posted", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An administrative enforcement certificate 行政执法证件 (APL art. 42, 55)."""

    no: str
    issuer: str
    field: str
    area: str
    valid_from: date
    valid_to: date
    status: str = "valid"

    def valid_on(self, day: date) -> bool:
        """Whether the certificate may be shown on this day (both ends inclusive)."""
        return self.status == "valid" and self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person or system on whose behalf an action runs, as known at that moment."""

    id: UUID
    org_id: UUID
    unit_id: UUID | None
    kind: Literal["officer", "system", "public"]
    name: str
    org_name: str
    unit_name: str = ""
    post: str = ""
    roles: frozenset[str] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    body: Body = "agency"
    legal_qualified: bool = False

    def certificate_on(self, day: date) -> Certificate | None:
        """Return the first certificate valid on this day, or None."""
        return next((c for c in self.certificates if c.valid_on(day)), None)

    def snapshot(self) -> dict[str, Any]:
        """Return what the record keeps of the actor, independent of later changes."""
        return {
            "id": str(self.id),
            "kind": self.kind,
            "name": self.name,
            "org": self.org_name,
            "unit": self.unit_name,
            "post": self.post,
            "roles": sorted(self.roles),
            "certificates": [c.no for c in self.certificates],
        }


def system_actor(org_id: UUID, org_name: str, *, name: str = "系统") -> Actor:
    """Return the explicit actor of scheduled work; it holds no role and no certificate."""
    return Actor(
        id=org_id, org_id=org_id, unit_id=None, kind="system", name=name, org_name=org_name, body="system"
    )
