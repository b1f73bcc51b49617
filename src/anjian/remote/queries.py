"""Reads of remote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.kit.clock import LOCAL_ZONE
from anjian.recordings import queries as recordings
from anjian.recordings.completeness import Wanted
from anjian.recordings.subject import Subject
from anjian.remote.models import Capture, Happening, Item, Line, Page, Session, Signature
from anjian.remote.points import notice_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

HERE = timedelta(seconds=12)
"""A guest's page that has not asked for so long is gone or cut off."""


def subject_of(session: Session) -> Subject:
    """Return the session as the subject of a recording."""
    return Subject(org_id=session.org_id, case_id=session.case_id, id=session.id, kind="remote")


def sessions_of(org_id: UUID, case_id: UUID) -> list[Session]:
    """Return the sessions of a case, the newest first."""
    return list(Session.objects.filter(org_id=org_id, case_id=case_id).order_by("-id"))


def captures_of(org_id: UUID, case_id: UUID) -> list[Capture]:
    """Return the captures of a case, the newest first."""
    return list(Capture.objects.filter(org_id=org_id, case_id=case_id).order_by("-no"))


def capture(org_id: UUID, capture_id: UUID) -> Capture | None:
    """Return a capture to a job, which has no person's rights to ask for."""
    return Capture.objects.filter(org_id=org_id, id=capture_id).first()


def earlier_of(one: Capture) -> list[Capture]:
    """Return the finished captures of the same address before this one, the newest first."""
    rows = Capture.objects.filter(
        org_id=one.org_id, case_id=one.case_id, url=one.url, state="done", no__lt=one.no
    )
    return list(rows.order_by("-no"))


def here(session: Session, at: datetime) -> bool:
    """Whether the guest's page is open and reaches us."""
    return session.seen_at is not None and at - session.seen_at <= HERE


def happenings_of(session: Session) -> list[Happening]:
    """Return everything that happened, in order."""
    return list(Happening.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"))


def lines_of(session: Session) -> list[Line]:
    """Return the lines of the record in order."""
    return list(Line.objects.filter(org_id=session.org_id, session_id=session.id).order_by("no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point of the notice in this session: its words, when it was read out, when the guest confirmed."""

    code: str
    text: str
    cites: tuple[str, ...]
    told_at: datetime | None
    confirmed_at: datetime | None


def points_of(session: Session, *, org_name: str) -> list[PointView]:
    """Return the points of the notice with how far they have come."""
    day = session.made_at.astimezone(LOCAL_ZONE).date()
    about = {
        "org": org_name,
        "officers": "、".join(f"{one['name']}（{one['cert_no']}）" for one in session.officers),
        "matter": session.matter,
        "purpose": session.purpose,
    }
    told: dict[str, datetime] = {}
    agreed: dict[str, datetime] = {}
    for one in happenings_of(session):
        if one.code in {"told", "agreed"}:
            (told if one.code == "told" else agreed).setdefault(one.data["point"], one.at)
    return [
        PointView(
            code=point.code,
            text=point.said(about),
            cites=point.cites,
            told_at=told.get(point.code),
            confirmed_at=agreed.get(point.code),
        )
        for point in notice_on(day, session.kind).points
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """Something taken, with when the guest confirmed its hash."""

    id: UUID
    no: int
    kind: str
    title: str
    filename: str
    sha256: str
    sm3: str
    size: int
    at: datetime
    side: str
    position: dict[str, Any]
    confirmed_at: datetime | None

    @property
    def groups(self) -> str:
        """The hash's first sixteen characters in groups of four, as two people compare it by voice."""
        head = self.sha256[:16]
        return " ".join(head[n : n + 4] for n in range(0, 16, 4))


def items_of(session: Session) -> list[ItemView]:
    """Return what was taken, in order."""
    agreed = {one.data["item"]: one.at for one in happenings_of(session) if one.code == "item_confirmed"}
    return [
        ItemView(
            id=row.id, no=row.no, kind=row.kind, title=row.title, filename=row.filename, sha256=row.sha256,
            sm3=row.sm3, size=row.size, at=row.at, side=row.side, position=row.position,
            confirmed_at=agreed.get(str(row.id)),
        )
        for row in Item.objects.filter(org_id=session.org_id, session_id=session.id).order_by("no")
    ]  # fmt: skip


def item_of(session: Session, item_id: UUID) -> Item | None:
    """Return one thing taken in a session."""
    return Item.objects.filter(org_id=session.org_id, session_id=session.id, id=item_id).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page of the record's newest version: when the guest had read it, who has signed it."""

    no: int
    lines: list[tuple[str, str]]
    sha256: str
    seen_at: datetime | None
    signed: dict[str, Signature]


def pages_of(session: Session) -> list[PageView]:
    """Return the pages as they stand now."""
    if not session.version:
        return []
    seen = {one.data["sha256"]: one.at for one in happenings_of(session) if one.code == "page_seen"}
    signed: dict[str, dict[str, Signature]] = {}
    for one in Signature.objects.filter(org_id=session.org_id, session_id=session.id).order_by("id"):
        signed.setdefault(one.page_sha256, {})[one.slot] = one
    rows = Page.objects.filter(org_id=session.org_id, session_id=session.id, version=session.version)
    return [
        PageView(
            no=row.no,
            lines=[(kind, text) for kind, text in row.lines],
            sha256=row.sha256,
            seen_at=seen.get(row.sha256),
            signed=signed.get(row.sha256, {}),
        )
        for row in rows.order_by("no")
    ]


def unsigned(pages: Sequence[PageView]) -> list[tuple[int, str]]:
    """Return the places still to be signed: the guest on every page, both officers on the last."""
    left = [(page.no, "party") for page in pages if "party" not in page.signed]
    if pages:
        left += [(pages[-1].no, slot) for slot in ("officer", "officer2") if slot not in pages[-1].signed]
    return left


def wanted_of(session: Session) -> Wanted | None:
    """Return what must be recorded: from the first point read out to the last signature."""
    rows = Happening.objects.filter(org_id=session.org_id, session_id=session.id)
    first = rows.filter(code="told").order_by("id").values_list("at", flat=True).first()
    if first is None:
        return None
    last = rows.filter(code__in=_ACTS).order_by("-id").values_list("at", flat=True).first() or first
    return Wanted(from_ms=_ms(first), to_ms=max(_ms(last), _ms(first)))


_ACTS = (
    "told",
    "agreed",
    "consent",
    "refuse",
    "line",
    "item",
    "page_seen",
    "confirm",
    "signed",
    "item_confirmed",
)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """How the recording of both sides stands."""

    state: str
    streams: tuple[tuple[str, bool, int], ...]
    gaps: tuple[tuple[str, int, int, str], ...]
    certificate: str
    complete: bool


def recorded(session: Session, *, at: datetime | None = None) -> Recorded:
    """Return the recording with its gaps so far; streams as (name, runs now, bytes).

    With ``at``, a session that records is looked at up to that instant, not only to its last act.
    """
    subject, wanted = subject_of(session), wanted_of(session)
    if wanted is not None and at is not None and session.recording:
        wanted = replace(wanted, to_ms=max(wanted.to_ms, _ms(at)))
    state = recordings.state_of(subject, None)
    held = recordings.completeness(subject, wanted, recordings.parts_of(subject)) if wanted else ()
    row = recordings.certificate_of(subject)
    return Recorded(
        state=state.state,
        streams=tuple((one.stream, one.running, one.bytes) for one in state.streams),
        gaps=tuple(
            (gap.stream, gap.from_ms, gap.ms, recordings.label_of(gap.cause))
            for one in held
            for gap in one.gaps
        ),
        certificate=row.sha256 if row else "",
        complete=bool(row and row.complete),
    )
