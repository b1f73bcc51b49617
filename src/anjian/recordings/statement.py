"""What a completeness certificate says: parts, spans, gaps with causes, jumps, markers, copies. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from anjian.kit.hashing import sha256_hex
from anjian.proof.recording import CERTIFICATE, CHAIN
from anjian.recordings.causes import LABELS
from anjian.recordings.shelf import vault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anjian.kit.actor import Actor
    from anjian.proof.signing import Signer
    from anjian.recordings.access import Subject
    from anjian.recordings.completeness import Held, Wanted
    from anjian.recordings.copystate import CopyState
    from anjian.recordings.models import Preflight
    from anjian.recordings.queries import MarkerView, PartView


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything a certificate is made from."""

    subject: Subject
    recording: str
    about: Mapping[str, str]
    wanted: Wanted
    parts: Sequence[PartView]
    held: Sequence[Held]
    markers: Sequence[MarkerView]
    copy: CopyState
    preflight: Preflight | None
    override_reason: str

    @property
    def complete(self) -> bool:
        """Whether the picture lacks nothing and every part is whole."""
        picture = next((h for h in self.held if h.stream == "picture"), None)
        return (
            picture is not None and not picture.gaps and all(p.ended and not p.declared for p in self.parts)
        )


def clock_text(ms: int) -> str:
    """Return epoch milliseconds as an instant in words that sort (UTC, ISO 8601)."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")


def statement_of(found: Found, signer: Signer, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return the statement to be signed."""
    return {
        "format": CERTIFICATE,
        "organisation": {"id": str(found.subject.org_id), "name": by.org_name},
        "case": str(found.subject.case_id),
        "subject": {"kind": found.subject.kind, "id": str(found.subject.id), **found.about},
        "recording": found.recording,
        "complete": found.complete,
        "override_reason": found.override_reason,
        "required": _stretch(found.wanted.from_ms, found.wanted.to_ms)
        | {"pauses": [_stretch(*pause) for pause in found.wanted.pauses]},
        "streams": [_stream(held, found.parts) for held in found.held],
        "parts": [_part(found.subject, part) for part in found.parts],
        "markers": [{"at": clock_text(m.at_ms), "label": m.label, "by": m.by} for m in found.markers],
        "preflight": {
            "at": found.preflight.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "passed": found.preflight.passed,
            "checks": found.preflight.checks,
            "override_reason": found.preflight.override_reason,
        }
        if found.preflight
        else None,
        "second_copy": {
            "state": found.copy.state,
            "behind": found.copy.behind,
            "problem": found.copy.problem,
        },
        "made_at": at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "made_by": {"id": str(by.id), "name": by.name, "post": by.post},
        "signer": signer.describe(),
    }


def _stretch(start: int, end: int) -> dict[str, Any]:
    return {"from": clock_text(start), "to": clock_text(end), "from_ms": start, "to_ms": end}


def _stream(held: Held, parts: Sequence[PartView]) -> dict[str, Any]:
    who = next((part.who for part in parts if part.stream == held.stream), "")
    return {
        "stream": held.stream,
        "who": who,
        "required_ms": held.required_ms,
        "missing_ms": held.missing_ms,
        "spans": [_stretch(*span) for span in held.spans],
        "gaps": [
            _stretch(gap.from_ms, gap.to_ms) | {"cause": gap.cause, "label": LABELS.get(gap.cause, gap.cause)}
            for gap in held.gaps
        ],
        "clock_jumps": [
            {
                "part": j.part,
                "no": j.no,
                "chunk": j.chunk,
                "by_ms": j.by_ms,
                "clock": j.clock,
                "at": clock_text(j.at_ms),
            }
            for j in held.jumps
        ],
    }


def _part(subject: Subject, part: PartView) -> dict[str, Any]:
    kept = part.kept
    chain = vault().folder(subject.org_id, part.id) / CHAIN
    return {
        "part": str(part.id),
        "stream": part.stream,
        "no": part.no,
        "who": part.who,
        "mime": part.mime,
        "started": clock_text(part.started_ms),
        "started_ms": part.started_ms,
        "offset_ms": part.offset_ms,
        "chunks": kept.chunks if kept else 0,
        "bytes": kept.bytes if kept else 0,
        "duration_ms": kept.duration_ms if kept else 0,
        "head": kept.head if kept else "",
        "chain_sha256": sha256_hex(chain.read_bytes()) if kept else "",
        "ended": part.ended,
        "cause": part.cause,
        "declared_lost": part.declared,
    }
