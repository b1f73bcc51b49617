"""Changes to enterprise files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from anjian.audit.actions import transaction
from anjian.dossiers.events import EnterpriseRegistered
from anjian.dossiers.models import Enterprise
from anjian.kit.credit_code import check
from anjian.kit.errors import Conflict, Invalid
from anjian.kit.text import bigrams, pinyin_key

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEnterprise:
    """Enter a firm with its identity."""

    name: str
    credit_code: str
    industry: str
    address: str
    place_code: str
    legal_person: str
    phone: str = ""


def register_enterprise(cmd: RegisterEnterprise, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Enter a firm. Raises Invalid for a wrong credit code, Conflict when it is already on file."""
    problems = {}
    if not cmd.name.strip():
        problems["name"] = "请填写企业名称。"
    if problem := check(cmd.credit_code):
        problems["credit_code"] = problem
    if problems:
        raise Invalid(problems)
    with transaction(by=by, at=at, key=key) as tx:
        if Enterprise.objects.filter(org_id=by.org_id, credit_code=cmd.credit_code).exists():
            message = "这家企业已经在档，请直接选用。"
            raise Conflict(message, code="enterprise_exists")
        row = Enterprise.objects.create(
            org_id=by.org_id,
            name=cmd.name.strip(),
            name_sort=pinyin_key(cmd.name.strip()),
            credit_code=cmd.credit_code,
            industry=cmd.industry,
            address=cmd.address,
            place_code=cmd.place_code,
            legal_person=cmd.legal_person,
            phone=cmd.phone,
            search=SearchVector(
                Value(bigrams(f"{cmd.name} {cmd.credit_code} {cmd.legal_person}")), config="simple"
            ),
        )
        tx.record(EnterpriseRegistered(stream_id=row.id, name=row.name, credit_code=row.credit_code))
    return row.id
