"""Keeping what a machine heard on a recording, beside the record and never in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, speech_events
from anjian.interviews.models import Transcript
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Invalid
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor
    from anjian.speech.model import Heard

MOST_PIECES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTranscript:
    """What was heard on one channel: whose, by which engine, and when the sound began (epoch ms)."""

    session_id: UUID
    who: str
    person: bool
    begun_ms: int
    heard: Heard


def keep_transcript(cmd: KeepTranscript, *, by: Actor, at: datetime) -> UUID:
    """Keep a transcript for comparison; the same one again changes nothing, an empty one says nobody spoke.

    The room's officers, the console's readers and the platform's own job may. Raises NotFound, Invalid.
    """
    pieces = [[p.begin_ms, p.end_ms, p.text] for p in cmd.heard.pieces]
    if len(pieces) > MOST_PIECES:
        raise Invalid({"file": _("转写的文字过多，没有保存。")})
    sha256 = sha256_hex(canonical_bytes([cmd.who, cmd.person, cmd.begun_ms, pieces]))
    with transaction(by=by, at=at) as tx:
        session = access.transcribed_session(by, cmd.session_id)
        known = Transcript.objects.filter(org_id=by.org_id, session_id=session.id, sha256=sha256).first()
        if known is not None:
            return known.id
        kept = Transcript.objects.create(
            id=uuid7(),
            org_id=by.org_id,
            case_id=session.case_id,
            session_id=session.id,
            who=cmd.who[:40],
            person=cmd.person,
            engine=cmd.heard.engine[:80],
            begun_ms=cmd.begun_ms,
            pieces=pieces,
            sha256=sha256,
            kept_at=at,
            kept_by=by.id,
        )
        tx.record(
            speech_events.TranscriptKept(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                transcript_id=kept.id,
                who=kept.who,
                engine=kept.engine,
                pieces=len(pieces),
                digest=sha256,
            )
        )
    return kept.id
