"""What can be asked of credentials; views and jobs build these and call one action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCertificate:
    """Issue to an officer (`officer_id`), or renew the bureau's own (`kind` "seal" or "evidence")."""

    kind: str = "officer"
    officer_id: UUID | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeCertificate:
    """Revoke for one of the reasons, with a note."""

    certificate_id: UUID
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignStatement:
    """Sign what was marked: `officer` with their own key, None with the bureau's evidence key.

    `kind` and `subject_id` say on what (a document, an interview), `mark_id` which mark on it.
    """

    kind: str
    subject_id: UUID
    mark_id: UUID
    signer_name: str
    officer: Actor | None = None
    case_id: UUID | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
