"""What a change of a bundle leaves behind, and which item must be named."""

from __future__ import annotations

from dataclasses import dataclass

Members = dict[str, bytes]
MANIFEST, SEAL, EVENTS, CUSTODY = "manifest.json", "manifest.sig", "events.jsonl", "custody.jsonl"
PROOFS, CHECKPOINT = "log/proofs.jsonl", "log/checkpoint"


@dataclass(frozen=True, slots=True)
class Mutated:
    """What came of it: raw bytes of a ZIP or single files, and one of the items that must be named.

    ``known`` says that it can only be found by who knows the published keys.
    """

    expected: frozenset[str]
    raw: bytes | None = None
    members: Members | None = None
    known: bool = False
    zip_only: bool = False
