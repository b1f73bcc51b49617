"""What happens to people and powers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _PeopleEvent(Event):
    def topics(self) -> tuple[str, ...]:
        """Nobody watches the staff register live."""
        return ()


@event("people.unit.set_up", label="设立机构")
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSetUp(_PeopleEvent):
    """A unit came into being."""

    name: str
    body: str


@event("people.officer.registered", label="登记人员")
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRegistered(_PeopleEvent):
    """An officer was registered with post and roles."""

    name: str
    unit_id: UUID
    post: str
    roles: tuple[str, ...]


@event("people.role.granted", label="授予岗位职责")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(_PeopleEvent):
    """An officer received a role."""

    role: str
    valid_from: date


@event("people.role.ended", label="终止岗位职责")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(_PeopleEvent):
    """An officer no longer holds a role."""

    role: str
    valid_to: date


@event("people.certificate.recorded", label="登记执法证件")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRecorded(_PeopleEvent):
    """An enforcement certificate was recorded."""

    no: str
    valid_from: date
    valid_to: date


@event("people.certificate.suspended", label="暂扣执法证件")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSuspended(_PeopleEvent):
    """An enforcement certificate may no longer be used."""

    no: str
    reason: str


@event("people.power.recorded", label="登记职权")
@dataclass(frozen=True, slots=True, kw_only=True)
class PowerRecorded(_PeopleEvent):
    """A power was recorded with its legal basis."""

    kind: str
    field: str
    territory: str
    legal_basis: str


@event("people.delegation.signed", label="签订委托书")
@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationSigned(_PeopleEvent):
    """Powers were delegated in writing and published."""

    no: str
    unit_id: UUID
    kinds: tuple[str, ...]
