"""The whole-process record of a case on one clock 全过程时间轴: read in a fixed number of statements.

Recordings of interviews and of steps, imported clips with a beginning, questions and answers, prompts,
evidence by the time it was obtained, custody, documents, steps, clocks, and the record itself. What an
officer may not know of another room is left out here, not hidden by the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from anjian.audit import queries as audit
from anjian.evidence import queries as evidence
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.evidence.queries.reading import positions
from anjian.interviews import access as interview_access
from anjian.interviews import queries as interviews
from anjian.interviews.queries.prompting import prompts
from anjian.interviews.queries.recording import epoch_ms, wanted_in
from anjian.journeys.moments import Link, Moment, lane_of, link_of
from anjian.kit.errors import AnjianError
from anjian.recordings import overview
from anjian.recordings.completeness import Wanted, examine
from anjian.recordings.occasions import GAP_WORDS, INTERVIEW, KINDS
from anjian.recordings.queries import label_of, run_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.evidence.records import Item
    from anjian.interviews.queries.sessions import SessionLine
    from anjian.kit.actor import Actor
    from anjian.recordings.overview import CaseRecording, Clip
    from anjian.recordings.queries import MarkerView, PartView

MOST_PROMPTS = 2000
SHORT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch that a recording does not hold, with its cause in words."""

    from_ms: int
    to_ms: int
    cause: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One recording on the clock: ``kind`` interview, occasion or clip.

    ``id`` names the session, the step or the item (with ``filename``). ``spans`` is what it holds, drawn with
    ``gaps`` between; ``basis`` says of a clip from what its beginning is known.
    """

    kind: str
    id: UUID
    title: str
    who: str
    spans: tuple[tuple[int, int], ...]
    gaps: tuple[Gap, ...] = ()
    markers: tuple[MarkerView, ...] = ()
    running: bool = False
    evidence_no: str = ""
    filename: str = ""
    basis: str = ""
    drift_ms: int = 0
    picture: bool = True

    @property
    def from_ms(self) -> int:
        """When it begins."""
        return min((start for start, _end in self.spans), default=0)

    @property
    def to_ms(self) -> int:
        """When it ends."""
        return max((end for _start, end in self.spans), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item of evidence was made, as its file says: degrees (WGS-84), and when it was obtained."""

    ms: int
    no: str
    title: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything of a case on one clock, in order of time."""

    moments: tuple[Moment, ...]
    tracks: tuple[Track, ...]
    places: tuple[Place, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last thing; 0, 0 when there is none."""
        starts = [m.ms for m in self.moments] + [t.from_ms for t in self.tracks]
        ends = [max(m.ms, m.until_ms) for m in self.moments] + [t.to_ms for t in self.tracks]
        return (min(starts), max(ends)) if starts else (0, 0)


def timeline_of(actor: Actor, case: Case, *, at: datetime) -> Timeline:
    """Return the whole-process record of a case as far as this officer may know it."""
    lines = _readable(actor, case)
    items = evidence.items_of(case.org_id, case.id)
    numbers = {item.id: item for item in items}
    moments = [
        *_events(case, {line.id for line in lines}),
        *_answers(case, lines),
        *_prompts(case, lines),
        *_evidence(case, items),
    ]
    tracks = [*_recordings(case, lines, numbers, at=at), *_clips(case, numbers)]
    return Timeline(
        moments=tuple(sorted(moments, key=lambda m: (m.ms, m.lane, m.title))),
        tracks=tuple(sorted(tracks, key=lambda t: (t.from_ms, t.title))),
        places=_places(case, items),
    )


def _places(case: Case, items: list[Item]) -> tuple[Place, ...]:
    by_no = {item.no: item for item in items}
    found = [
        Place(
            ms=epoch_ms(by_no[no].collected_at),
            no=no,
            title=by_no[no].title,
            latitude=latitude,
            longitude=longitude,
        )
        for no, latitude, longitude in positions(case.org_id, case.id)
        if no in by_no
    ]
    return tuple(sorted(found, key=lambda place: (place.ms, place.no)))


def _readable(actor: Actor, case: Case) -> list[SessionLine]:
    """Return the sessions whose content this officer may know: the console's all, or the own ones."""
    lines = interviews.sessions_of(case.org_id, case.id)
    try:
        interview_access.console_case(actor, case.id)
    except AnjianError:
        return [line for line in lines if any(seat.officer_id == actor.id for seat in line.seats)]
    return lines


def _events(case: Case, readable: set[UUID]) -> list[Moment]:
    known = {str(session) for session in readable}
    found = []
    for told in audit.told_in(case.org_id, case.id):
        lane = lane_of(told.type)
        session = told.payload.get("session_id") or (
            told.payload.get("subject_id") if told.payload.get("subject_kind") == INTERVIEW else None
        )
        hidden = told.type.startswith("interviews.") and session is None and lane == "prompts" and not known
        if not lane or hidden or (session is not None and str(session) not in known):
            continue
        found.append(
            Moment(
                ms=epoch_ms(told.occurred_at),
                until_ms=0,
                lane=lane,
                kind=told.type,
                title=told.sentence,
                who=told.actor_name,
                link=link_of(told.type, told.payload),
            )
        )
    return found


def _answers(case: Case, lines: list[SessionLine]) -> list[Moment]:
    by_id = {line.id: line for line in lines}
    before = {line.id: line.started_at for line in lines}
    found = []
    for segment in interviews.segments_of(case.org_id, list(by_id)):
        line = by_id[segment.session_id]
        asked = segment.asked_at or before[line.id] or segment.committed_at
        before[line.id] = segment.committed_at
        found.append(
            Moment(
                ms=epoch_ms(asked),
                until_ms=epoch_ms(segment.committed_at),
                lane="answers",
                kind="answer",
                title=f"{line.person} 第{segment.no}问：{_short(segment.question)}",
                detail=_short(segment.answer),
                who=segment.author,
                group=f"{line.room} {line.person}",
                link=Link(to="answer", args=(str(line.id), str(segment.no))),
            )
        )
    return found


def _prompts(case: Case, lines: list[SessionLine]) -> list[Moment]:
    known = {line.id for line in lines}
    if not known:
        return []
    return [
        Moment(
            ms=epoch_ms(prompt.sent_at),
            until_ms=0,
            lane="prompts",
            kind="prompt",
            title=f"提示{prompt.no}：{_short(prompt.text)}",
            who=prompt.sender,
            detail="、".join(r.person for r in prompt.receipts if r.session_id in known),
            link=Link(to="case"),
        )
        for prompt in prompts(case.org_id, case.id, limit=MOST_PROMPTS)
        if any(receipt.session_id in known for receipt in prompt.receipts)
    ]


def _evidence(case: Case, items: list[Item]) -> list[Moment]:
    custody = evidence.custody_of_many(case.org_id, [item.id for item in items])
    found = []
    for item in items:
        link = Link(to="evidence", args=(item.no,))
        found.append(
            Moment(
                ms=epoch_ms(item.collected_at),
                until_ms=0,
                lane="evidence",
                kind=item.kind,
                title=f"{item.no} {item.title}",
                who="、".join(item.collector_names),
                detail=item.place,
                source="claimed",
                link=link,
            )
        )
        found += [
            Moment(
                ms=epoch_ms(act.happened_at),
                until_ms=0,
                lane="custody",
                kind=act.act,
                title=f"{item.no} {CUSTODY_ACTS.get(act.act, act.act)}：{act.from_holder} → {act.to_holder}",
                who=act.by_name,
                detail=act.reason,
                source="claimed",
                link=link,
            )
            for act in custody.get(item.id, ())
        ]
    return found


def _recordings(
    case: Case, lines: list[SessionLine], items: dict[UUID, Item], *, at: datetime
) -> list[Track]:
    by_id = {line.id: line for line in lines}
    occasions = {row.id: row for row in overview.occasions_of(case.org_id, case.id)}
    wanted = wanted_in(case.org_id, case.id, at=at)
    found = []
    for recording in overview.recordings_of(case.org_id, case.id):
        subject, parts = recording.subject, [p for p in recording.parts if p.kept and p.kept.chunks]
        if not parts:
            continue
        due = wanted.get(subject.id)
        if subject.kind == INTERVIEW:
            line = by_id.get(subject.id)
            if line is None:
                continue
            title, who = f"{line.person}第{line.no}次询问", line.room
        elif subject.id in occasions:
            row = occasions[subject.id]
            title, who, due = f"{KINDS[row.kind]}：{row.title}", "、".join(row.officer_names), None
        else:
            continue
        item = items.get(recording.evidence_item_id) if recording.evidence_item_id else None
        found.append(_track(recording, parts, due, title=title, who=who, evidence_no=item.no if item else ""))
    return found


def _track(
    recording: CaseRecording,
    parts: list[PartView],
    due: Wanted | None,
    *,
    title: str,
    who: str,
    evidence_no: str,
) -> Track:
    start = min(part.started_ms for part in parts)
    end = max(part.started_ms + part.duration_ms for part in parts)
    held = examine(
        [run_of(recording.subject.org_id, part) for part in parts], due or Wanted(from_ms=start, to_ms=end)
    )
    shown = held[0]
    pauses = [
        Gap(from_ms=a, to_ms=b, cause="paused", label=label_of("paused"))
        for a, b in (due.pauses if due else ())
    ]
    gaps = [
        Gap(from_ms=g.from_ms, to_ms=g.to_ms, cause=g.cause, label=_cause(recording, g.cause))
        for g in shown.gaps
    ]
    return Track(
        kind=recording.subject.kind,
        id=recording.subject.id,
        title=title,
        who=who,
        spans=shown.spans,
        gaps=tuple(sorted((*gaps, *pauses), key=lambda gap: gap.from_ms)),
        markers=recording.markers,
        running=any(not part.ended for part in parts),
        evidence_no=evidence_no,
        picture=shown.stream == "picture",
    )


def _cause(recording: CaseRecording, cause: str) -> str:
    """Return why there is a gap; of a step other than an interview in words that fit it."""
    words = {} if recording.subject.kind == INTERVIEW else GAP_WORDS
    return gettext(words[cause]) if cause in words else label_of(cause)


def _clips(case: Case, items: dict[UUID, Item]) -> list[Track]:
    return [
        _clip(clip, items[clip.item_id])
        for clip in overview.clips_of(case.org_id, case.id)
        if clip.item_id in items
    ]


def _clip(clip: Clip, item: Item) -> Track:
    # Until a worker has measured it a clip is drawn as a second long, so that it can be seen and opened.
    end = clip.started_ms + max(clip.duration_ms, 1000)
    return Track(
        kind="clip",
        id=clip.item_id,
        title=f"{item.no} {item.title}",
        who=item.device or "、".join(item.collector_names),
        spans=((clip.started_ms, end),),
        evidence_no=item.no,
        filename=clip.filename,
        basis=clip.basis,
        drift_ms=clip.drift_ms,
        picture=clip.has_picture,
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHORT else f"{plain[: SHORT - 1]}…"
