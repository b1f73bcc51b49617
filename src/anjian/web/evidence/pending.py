"""Files that lie in the store but are not yet evidence, listed per case and officer.

The hash of a file gives no right to it. What an officer uploaded is known from the shelf of uploads; what
came another way (a plain form, a one-time link) by a token that names the officer, the case and the
content, signed by this installation and valid two days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core import signing

from anjian.intake.uploads.place import FILES, case_subject, make_ticket, shelf
from anjian.kit.blobs import Digest

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from anjian.kit.actor import Actor

_SALT = "anjian.web.evidence.upload"
_VALID = timedelta(days=2)
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Pending:
    """One uploaded file that waits to be described; ``path`` is where it lay in the folder it came with."""

    digest: Digest
    filename: str
    modified_at: datetime | None
    path: str = ""

    @property
    def stem(self) -> str:
        """The file's place and name without its ending, as a first title."""
        return str(PurePosixPath(self.path or self.filename).with_suffix(""))[-200:]


def claim(actor: Actor, case_id: UUID, digest: Digest, filename: str, modified: str = "") -> str:
    """Return the token under which this officer may register this content in this case."""
    content = [
        str(actor.id),
        str(case_id),
        digest.sha256,
        digest.sm3,
        digest.size,
        filename[:255],
        modified[:40],
    ]
    return signing.dumps(content, salt=_SALT, compress=True)


def read(actor: Actor, case_id: UUID, token: str) -> Pending | None:
    """Return what a token claims; None when it is forged, too old, or another's."""
    try:
        who, which, sha256, sm3, size, filename, modified = signing.loads(token, salt=_SALT, max_age=_VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (who, which) != (str(actor.id), str(case_id)):
        return None
    return Pending(Digest(sha256, sm3, size), filename, _instant(modified))


def ticket(
    actor: Actor, about_id: UUID, *, limit: int | None = None, total: int | None = None, files: int = FILES
) -> str:
    """Return the ticket with which a browser sends files of this person for this case (or link).

    The caller has checked the right. ``limit`` for one file and ``total`` are bytes.
    """
    subject = case_subject(actor.org_id, about_id, actor.id)
    return make_ticket(subject, limit=limit, total=total, files=files)


def remember(request: HttpRequest, case_id: UUID, token: str) -> None:
    """Add a token to those waiting in this session."""
    waiting: dict[str, Any] = request.session.get("uploads", {})
    waiting[str(case_id)] = [*waiting.get(str(case_id), []), token][-_KEPT:]
    request.session["uploads"] = waiting


def waiting(request: HttpRequest, actor: Actor, case_id: UUID) -> list[Pending]:
    """Return this officer's files that wait to be registered in this case, each content once."""
    finished = shelf().finished(case_subject(actor.org_id, case_id, actor.id))[:_KEPT]
    found = {
        upload.digest.sha256: Pending(
            upload.digest, upload.wish.name, _instant(upload.wish.modified), upload.wish.path
        )
        for upload in finished
        if upload.digest is not None
    }
    tokens = request.session.get("uploads", {}).get(str(case_id), [])
    found |= {item.digest.sha256: item for token in tokens if (item := read(actor, case_id, token))}
    return list(found.values())


def forget(request: HttpRequest, actor: Actor, case_id: UUID, done: set[str]) -> None:
    """Let these contents (SHA-256) no longer wait."""
    subject = case_subject(actor.org_id, case_id, actor.id)
    for upload in shelf().finished(subject):
        if upload.digest is not None and upload.digest.sha256 in done:
            shelf().remove(subject, upload.id)
    kept: dict[str, list[str]] = request.session.get("uploads", {})
    left = []
    for token in kept.get(str(case_id), []):
        try:
            content = signing.loads(token, salt=_SALT, max_age=_VALID)
        except signing.BadSignature:
            continue
        if content[2] not in done:
            left.append(token)
    kept[str(case_id)] = left
    request.session["uploads"] = kept


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
