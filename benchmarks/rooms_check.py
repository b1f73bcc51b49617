"""What the server holds of a fault run against what really happened in the rooms."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg

from anjian.proof.recording import MEDIA, check_part

if TYPE_CHECKING:
    from benchmarks.rooms import Site
    from benchmarks.rooms_client import Room

TOLERANCE_MS = 250
"""A hole may be told so much longer or shorter than it was: the error of clocks measured over a network."""


@dataclass
class Verdict:
    """What the comparison found; everything in ``wrong`` should not be."""

    wrong: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def count(self, name: str, value: float) -> None:
        """Note a figure."""
        self.figures[name] = value


def compare(site: Site) -> Verdict:
    """Hold what the server has against what happened."""
    found = Verdict()
    _chunks(site, found)
    _ledger(site, found)
    _answers(site, found)
    return found


def _chunks(site: Site, found: Verdict) -> None:
    vault = site.home.plan.data / "recordings" / site.scene["org"]
    chunks = size = 0
    lost = [0.0]
    for room in site.rooms:
        for stream in room.streams:
            lost += stream.truth.lost_ms
            for run in stream.runs:
                where = f"room {room.number} {stream.name}"
                if not run.ended:
                    found.wrong.append(f"{where}: part not delivered, {run.cut - run.sent} chunks wait")
                    continue
                kept = check_part(vault / run.part)
                if (kept.chunks, kept.head) != (run.cut, run.head()):
                    found.wrong.append(f"{where}: {kept.chunks} chunks kept of {run.cut}, or others")
                chunks, size = chunks + kept.chunks, size + (vault / run.part / MEDIA).stat().st_size
    found.count("chunks kept and equal", chunks)
    found.count("MB kept", size / 1e6)
    found.count("longest loss of a killed page, ms", max(lost))
    if max(lost) > 1000:
        found.wrong.append(f"a killed page lost {max(lost):.0f} ms")


def _joined(holes: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Join holes between which nothing was recorded: a page killed again before its first chunk."""
    joined: list[tuple[float, float, str]] = []
    for start, end, cause in holes:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, cause))
    return joined


def _index(room: Room) -> dict[str, Any]:
    """Ask for the recording's index, as often as it takes a server that has just been killed."""
    for _attempt in range(100):
        try:
            status, body = room.line.ask("GET", f"/interviews/{room.session}/recording/index")
        except OSError:
            status, body = 0, b""
        if status == 200:
            found: dict[str, Any] = json.loads(body)
            return found
        time.sleep(0.3)
    raise SystemExit("the server did not come back")


def _ledger(site: Site, found: Verdict) -> None:
    """Compare the gaps and set clocks that the server tells with the holes and settings that were made."""
    holes = jumps = 0
    errors = [0.0]
    for room in site.rooms:
        index = _index(room)
        for stream in room.streams:
            where = f"room {room.number} {stream.name}"
            first = min(p["started_ms"] for p in index["parts"] if p["stream"] == stream.name)
            last = max(
                p["started_ms"] + p["duration_ms"] for p in index["parts"] if p["stream"] == stream.name
            )
            told = [
                g for g in index["gaps"]
                if g["stream"] == stream.name and g["from_ms"] >= first and g["to_ms"] <= last
            ]  # fmt: skip
            truth = [hole for hole in _joined(stream.truth.holes) if hole[1] - hole[0] >= TOLERANCE_MS]
            if [g["cause"] for g in told] != [hole[2] for hole in truth]:
                seen = [(g["from_ms"] - first, g["to_ms"] - first, g["cause"]) for g in told]
                were = [(round(a - first), round(b - first), cause) for a, b, cause in truth]
                found.wrong.append(f"{where}: told {seen}, were {were}")
                continue
            for gap, (start, end, _cause) in zip(told, truth, strict=True):
                errors += [abs(gap["from_ms"] - start), abs(gap["to_ms"] - end)]
            holes += len(truth)
            set_by = sorted(jump["by_ms"] for jump in index["jumps"] if jump["stream"] == stream.name)
            were_set = sorted(stream.truth.jumps)
            if len(set_by) != len(were_set) or any(
                abs(a - b) > TOLERANCE_MS for a, b in zip(set_by, were_set, strict=True)
            ):
                found.wrong.append(f"{where}: clocks told {set_by}, were {were_set}")
            jumps += len(stream.truth.jumps)
    found.count("gaps told and true", holes)
    found.count("set clocks told and true", jumps)
    found.count("largest error of a gap's edge, ms", max(errors))
    if max(errors) > TOLERANCE_MS:
        found.wrong.append(f"a gap's edge is {max(errors):.0f} ms off")


def _answers(site: Site, found: Verdict) -> None:
    cluster = site.home.supervisor.cluster
    assert cluster
    with psycopg.connect(cluster.url()) as db:
        rows = db.execute("SELECT answer, session_id::text FROM interviews_segment").fetchall()
        kept: dict[str, list[str]] = {}
        for answer, session in rows:
            kept.setdefault(answer.split("，")[0], []).append(session)
        for room in site.rooms:
            for text in room.committed:
                if kept.get(text) != [room.session]:
                    found.wrong.append(f"{text}: kept {len(kept.get(text, []))} times")
        sent = db.execute(
            "SELECT p.text, p.channel, array_agg(DISTINCT r.session_id::text), count(DISTINCT p.id) "
            "FROM interviews_prompt p JOIN interviews_prompt_receipt r ON r.prompt_id = p.id "
            "AND r.status = 'sent' GROUP BY p.text, p.channel"
        ).fetchall()
        told = {text: (channel, set(sessions), times) for text, channel, sessions, times in sent}
        for text, (channel, sessions) in site.prompts.items():
            if told.get(text) != (channel, sessions, 1):
                found.wrong.append(f"{text}: {told.get(text)}")
    found.count("answers acknowledged and kept once", sum(len(room.committed) for room in site.rooms))
    found.count("prompts acknowledged, once, in their channel", len(site.prompts))
