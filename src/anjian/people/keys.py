"""The sealing key of each organisation, kept in the installation's data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from anjian.people.queries import agency
from anjian.proof.signing import Signer, load_or_create_key

if TYPE_CHECKING:
    from uuid import UUID


def signer_for(org_id: UUID) -> Signer:
    """Return the organisation's signer; the key is made at first use and readable by its owner only."""
    bureau = agency(org_id)
    key = load_or_create_key(Path(settings.DATA_DIR) / "keys" / f"{org_id}.pem")
    return Signer(key=key, org=bureau.name, name=f"{bureau.name}案卷封存密钥")
