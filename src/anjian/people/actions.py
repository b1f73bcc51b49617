"""Changes to organisations, staff and powers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anjian.audit.actions import transaction
from anjian.kit.errors import refuse
from anjian.kit.ids import uuid7
from anjian.kit.text import pinyin_key
from anjian.people import events
from anjian.people.models import (
    CertificateRow,
    Delegation,
    Officer,
    Organisation,
    Power,
    RoleGrant,
    Unit,
    User,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.kit.actor import Actor, Certificate

ROLES = {
    "case_officer": "执法人员",
    "unit_head": "承办机构负责人",
    "legal_reviewer": "法制审核人员",
    "agency_leader": "机关分管负责人",
    "agency_head": "机关主要负责人",
    "case_manager": "案件管理员",
    "interviewer": "询问人员",
    "hearing_chair": "听证主持人",
    "archivist": "档案管理员",
    "discipline_head": "纪检负责人",
    "system_admin": "系统管理员",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOrganisation:
    """Enter a legal subject; ``particulars`` hold court, review body, bank, address, phone."""

    name: str
    short_name: str
    level: str
    place_code: str
    number_region: str
    parent_id: UUID | None = None
    particulars: tuple[tuple[str, str], ...] = ()
    id: UUID | None = None


def found_organisation(cmd: FoundOrganisation) -> UUID:
    """Enter an organisation. This precedes every actor, so it is not attributed to one."""
    row = Organisation.objects.create(
        id=cmd.id or uuid7(),
        name=cmd.name,
        short_name=cmd.short_name,
        level=cmd.level,
        place_code=cmd.place_code,
        number_region=cmd.number_region,
        parent_id=cmd.parent_id,
        particulars=dict(cmd.particulars),
    )
    return row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpUnit:
    """Set up a unit; a delegated or posted body names both of its managers (line and locality)."""

    name: str
    body: str = "agency"
    parent_id: UUID | None = None
    line_manager: str = ""
    local_manager: str = ""
    position: int = 0


def set_up_unit(cmd: SetUpUnit, *, by: Actor, at: datetime) -> UUID:
    """Set up a unit in the actor's organisation."""
    with transaction(by=by, at=at) as tx:
        row = Unit.objects.create(
            org_id=by.org_id,
            name=cmd.name,
            body=cmd.body,
            parent_id=cmd.parent_id,
            line_manager=cmd.line_manager,
            local_manager=cmd.local_manager,
            position=cmd.position,
        )
        tx.record(events.UnitSetUp(stream_id=row.id, name=cmd.name, body=cmd.body))
    return row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOfficer:
    """Register an officer with roles, certificates and, if given, a sign-in account."""

    name: str
    unit_id: UUID
    post: str
    roles: frozenset[str]
    since: date
    certificates: tuple[Certificate, ...] = ()
    legal_qualified: bool = False
    username: str = ""
    password_hash: str = ""


def register_officer(cmd: RegisterOfficer, *, by: Actor, at: datetime) -> UUID:
    """Register an officer. Raises ValueError for an unknown role."""
    unknown = cmd.roles - ROLES.keys()
    if unknown:
        message = f"unknown roles: {sorted(unknown)}"
        raise ValueError(message)
    with transaction(by=by, at=at) as tx:
        row = Officer.objects.create(
            org_id=by.org_id,
            name=cmd.name,
            name_sort=pinyin_key(cmd.name),
            unit_id=cmd.unit_id,
            post=cmd.post,
            legal_qualified=cmd.legal_qualified,
        )
        RoleGrant.objects.bulk_create(
            RoleGrant(org_id=by.org_id, officer_id=row.id, role=role, valid_from=cmd.since)
            for role in sorted(cmd.roles)
        )
        tx.record(
            events.OfficerRegistered(
                stream_id=row.id,
                name=cmd.name,
                unit_id=cmd.unit_id,
                post=cmd.post,
                roles=tuple(sorted(cmd.roles)),
            )
        )
        for certificate in cmd.certificates:
            record_certificate(row.id, certificate, by=by, at=at)
        if cmd.username:
            User.objects.create(
                username=cmd.username, org_id=by.org_id, officer_id=row.id, password=cmd.password_hash or "!"
            )
    return row.id


def grant_role(officer_id: UUID, role: str, *, since: date, by: Actor, at: datetime) -> None:
    """Give an officer a role from a day on."""
    if role not in ROLES:
        message = f"unknown role: {role}"
        raise ValueError(message)
    with transaction(by=by, at=at) as tx:
        RoleGrant.objects.create(org_id=by.org_id, officer_id=officer_id, role=role, valid_from=since)
        tx.record(events.RoleGranted(stream_id=officer_id, role=role, valid_from=since))


def end_role(officer_id: UUID, role: str, *, until: date, by: Actor, at: datetime) -> None:
    """Let an officer's role end after a day."""
    with transaction(by=by, at=at) as tx:
        RoleGrant.objects.filter(
            org_id=by.org_id, officer_id=officer_id, role=role, valid_to__isnull=True
        ).update(valid_to=until)
        tx.record(events.RoleEnded(stream_id=officer_id, role=role, valid_to=until))


def record_certificate(officer_id: UUID, certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """Record an enforcement certificate of an officer."""
    with transaction(by=by, at=at) as tx:
        CertificateRow.objects.create(
            org_id=by.org_id,
            officer_id=officer_id,
            no=certificate.no,
            issuer=certificate.issuer,
            field=certificate.field,
            area=certificate.area,
            valid_from=certificate.valid_from,
            valid_to=certificate.valid_to,
            status=certificate.status,
        )
        tx.record(
            events.CertificateRecorded(
                stream_id=officer_id,
                no=certificate.no,
                valid_from=certificate.valid_from,
                valid_to=certificate.valid_to,
            )
        )


def suspend_certificate(officer_id: UUID, no: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Suspend a certificate: from now on it authorises nothing."""
    with transaction(by=by, at=at) as tx:
        CertificateRow.objects.filter(org_id=by.org_id, officer_id=officer_id, no=no).update(
            status="suspended"
        )
        tx.record(events.CertificateSuspended(stream_id=officer_id, no=no, reason=reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPower:
    """Record a power of the organisation, or of one unit."""

    kind: str
    field: str
    territory: str
    legal_basis: str
    valid_from: date
    valid_to: date | None = None
    unit_id: UUID | None = None


def record_power(cmd: RecordPower, *, by: Actor, at: datetime) -> UUID:
    """Record a power as dated data."""
    with transaction(by=by, at=at) as tx:
        row = Power.objects.create(
            org_id=by.org_id,
            unit_id=cmd.unit_id,
            kind=cmd.kind,
            field=cmd.field,
            territory=cmd.territory,
            legal_basis=cmd.legal_basis,
            valid_from=cmd.valid_from,
            valid_to=cmd.valid_to,
        )
        tx.record(
            events.PowerRecorded(
                stream_id=by.org_id,
                kind=cmd.kind,
                field=cmd.field,
                territory=cmd.territory,
                legal_basis=cmd.legal_basis,
                cites=(cmd.legal_basis,),
            )
        )
    return row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDelegation:
    """Delegate powers to a unit in writing (APL art. 20)."""

    no: str
    unit_id: UUID
    kinds: tuple[str, ...]
    matters: str
    published_on: date
    valid_from: date
    valid_to: date


def sign_delegation(cmd: SignDelegation, *, by: Actor, at: datetime) -> UUID:
    """Sign a delegation. Refuses coercion (ACL art. 17) and an unpublished or endless one."""
    if "coerce" in cmd.kinds:
        raise refuse(
            "delegation.coercion",
            "行政强制措施权不得委托。",
            "《行政强制法》第十七条第一款",
            who="法律、法规规定的行政机关",
            cure="从委托事项中删去行政强制。",
        )
    if cmd.published_on > cmd.valid_from or cmd.valid_to <= cmd.valid_from:
        raise refuse(
            "delegation.dates",
            "委托书应当先公布、载明期限，再生效。",
            "《行政处罚法》第二十条第二款",
            who="委托行政机关",
            cure="填写公布日期和起止日期。",
        )
    with transaction(by=by, at=at) as tx:
        row = Delegation.objects.create(
            org_id=by.org_id,
            no=cmd.no,
            unit_id=cmd.unit_id,
            kinds=list(cmd.kinds),
            matters=cmd.matters,
            published_on=cmd.published_on,
            valid_from=cmd.valid_from,
            valid_to=cmd.valid_to,
        )
        tx.record(
            events.DelegationSigned(
                stream_id=by.org_id,
                no=cmd.no,
                unit_id=cmd.unit_id,
                kinds=cmd.kinds,
                cites=("《行政处罚法》第二十条", "《行政处罚法》第二十一条"),
            )
        )
    return row.id
