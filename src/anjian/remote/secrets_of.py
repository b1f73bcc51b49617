"""The secrets of a session: link, code and device. Only digests of them are ever kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from uuid import UUID

TOKEN_BYTES = 32
TRIES = 5
"""Wrong codes before a link is locked: five of a million are no chance."""


def new_token() -> str:
    """Return the secret part of a link: 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Return the six digits that are told by telephone."""
    return f"{secrets.randbelow(1_000_000):06d}"


def digest_of(secret: str) -> str:
    """Return the digest under which a long random secret is found again."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(session_id: UUID, code: str) -> str:
    """Return the keyed digest of a code: six digits alone could be tried out by who reads the table."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"anjian/remote-code/1", "sha256")
    return hmac.digest(key, f"{session_id}.{code}".encode(), "sha256").hex()


def same(one: str, other: str) -> bool:
    """Compare digests without telling by time how far they agree."""
    return bool(one) and hmac.compare_digest(one, other)
