"""Files and volumes: the lists of the home page, and one file with everything that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery

from anjian.archive.models import (
    ArchivedFile,
    FiledPaper,
    Hold,
    Loan,
    Reading,
    Supplement,
    Tombstone,
    Volume,
    VolumeNote,
    VolumePlace,
)
from anjian.archive.words import OPEN_LOANS
from anjian.audit import reading
from anjian.cases import queries as cases
from anjian.deadlines import queries as deadlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """A volume with where it stands and what was last noted of it."""

    row: Volume
    place: VolumePlace | None
    notes: tuple[VolumeNote, ...] = ()

    @property
    def name(self) -> str:
        """How a volume is called: 正卷一, or 正卷 when there is only its kind and number one."""
        return f"{self.row.kind}{self.row.seq}"

    @property
    def where(self) -> str:
        """Its place in one line, empty when nobody has put it anywhere."""
        return place_text(self.place) if self.place else ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a list."""

    row: ArchivedFile
    place: str = ""
    held: bool = False
    lent_to: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A keyset page of files, newest first."""

    lines: list[FileLine]
    newer: UUID | None = None
    older: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Everything that the page of a file shows."""

    row: ArchivedFile
    volumes: list[VolumeLine]
    papers: list[FiledPaper]
    supplements: list[Supplement]
    loans: list[Loan]
    holds: list[Hold]
    readings: list[Reading]
    tombstones: int
    earlier: list[ArchivedFile]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A closed case that waits to be archived, with the last day of its clock."""

    case: cases.CaseLine
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of the home page."""

    files: int
    pages: int
    waiting: int
    asked: int
    lent: int
    overdue: int
    held: int
    ending: int


def place_text(place: VolumePlace) -> str:
    """Write a place in one line."""
    return "-".join(part for part in (place.room, place.cabinet, place.shelf, place.box) if part)


def _seen(actor: Actor) -> QuerySet[ArchivedFile]:
    rows = ArchivedFile.objects.filter(org_id=actor.org_id)
    if actor.roles & cases.OFFICES_FOR_ALL_CASES and not _left(actor):
        return rows
    return rows.filter(case_id__in=cases.visible(actor).values("id"))


def _left(actor: Actor) -> bool:
    """Whether the officer was recused from any case, so that the shorter way is not theirs."""
    found = reading.rows(
        "SELECT 1 FROM cases_member WHERE org_id = %s AND officer_id = %s AND part = 'recused' LIMIT 1",
        [actor.org_id, actor.id],
    )
    return bool(found)


def page(
    actor: Actor,
    *,
    text: str = "",
    retention: str = "",
    state: str = "",
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 30,
) -> Page:
    """Return one page of the files this officer may know of."""
    rows = _seen(actor)
    if text:
        rows = rows.filter(Q(no__startswith=text) | Q(title__icontains=text))
    if retention:
        rows = rows.filter(retention=retention)
    if state == "held":
        rows = rows.filter(id__in=_standing(actor.org_id).values("file_id"))
    elif state == "lent":
        rows = rows.filter(id__in=_out(actor.org_id).values("file_id"))
    elif state == "unplaced":
        placed = VolumePlace.objects.filter(org_id=actor.org_id).values("volume_id")
        unplaced = Volume.objects.filter(org_id=actor.org_id).exclude(id__in=placed)
        rows = rows.filter(id__in=unplaced.values("file_id"))
    elif state == "destroyed":
        rows = rows.filter(destroyed_at__isnull=False)
    backwards = after is not None
    if backwards:
        rows = rows.filter(id__gt=after).order_by("id")
    else:
        rows = (rows.filter(id__lt=before) if before else rows).order_by("-id")
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_newer, has_older = (more, True) if backwards else (before is not None, more)
    return Page(
        _lines(actor.org_id, found),
        found[0].id if has_newer else None,
        found[-1].id if has_older else None,
    )


def _lines(org_id: UUID, found: Sequence[ArchivedFile]) -> list[FileLine]:
    ids = [f.id for f in found]
    places: dict[UUID, str] = {}
    for file_id, *parts in reading.rows(
        "SELECT DISTINCT ON (v.file_id) v.file_id, p.room, p.cabinet, p.shelf, p.box FROM archive_volume v "
        "JOIN archive_place p ON p.org_id = v.org_id AND p.volume_id = v.id "
        "WHERE v.org_id = %s AND v.file_id = ANY(%s) ORDER BY v.file_id, v.kind DESC, v.seq, p.id DESC",
        [org_id, ids],
    ):
        places[file_id] = "-".join(part for part in parts if part)
    held = set(_standing(org_id).filter(file_id__in=ids).values_list("file_id", flat=True))
    lent = dict(_out(org_id).filter(file_id__in=ids).values_list("file_id", "reader_name"))
    return [FileLine(f, places.get(f.id, ""), f.id in held, lent.get(f.id, "")) for f in found]


def _standing(org_id: UUID) -> QuerySet[Hold]:
    return Hold.objects.filter(org_id=org_id, lifted_at__isnull=True)


def _out(org_id: UUID) -> QuerySet[Loan]:
    return Loan.objects.filter(org_id=org_id, state="out", form="paper")


def whole(row: ArchivedFile, *, with_readings: bool) -> Whole:
    """Return everything of a file that was fetched before."""
    org_id, file_id = row.org_id, row.id
    return Whole(
        row=row,
        volumes=volumes_of(org_id, [file_id]),
        papers=papers_of(row),
        supplements=list(Supplement.objects.filter(org_id=org_id, file_id=file_id).order_by("seq")),
        loans=list(Loan.objects.filter(org_id=org_id, file_id=file_id).order_by("-id")[:50]),
        holds=list(Hold.objects.filter(org_id=org_id, file_id=file_id).order_by("-id")),
        readings=list(Reading.objects.filter(org_id=org_id, file_id=file_id).order_by("-id")[:100])
        if with_readings
        else [],
        tombstones=Tombstone.objects.filter(org_id=org_id, file_id=file_id).count(),
        earlier=list(
            ArchivedFile.objects.filter(org_id=org_id, case_id=row.case_id)
            .exclude(id=file_id)
            .order_by("round")
        ),
    )


def volumes_of(org_id: UUID, file_ids: Iterable[UUID]) -> list[VolumeLine]:
    """Return the volumes of some files, main before side, each with its newest place."""
    newest = (
        VolumePlace.objects.filter(org_id=org_id, volume_id=OuterRef("id")).order_by("-id").values("id")[:1]
    )
    rows = list(
        Volume.objects.filter(org_id=org_id, file_id__in=list(file_ids))
        .annotate(place_id=Subquery(newest))
        .order_by("file_id", "-kind", "seq")
    )
    places = {
        p.id: p
        for p in VolumePlace.objects.filter(org_id=org_id, id__in=[r.place_id for r in rows if r.place_id])
    }
    notes: dict[UUID, list[VolumeNote]] = {}
    for note in VolumeNote.objects.filter(org_id=org_id, volume_id__in=[r.id for r in rows]).order_by("id"):
        notes.setdefault(note.volume_id, []).append(note)
    return [VolumeLine(r, places.get(r.place_id), tuple(notes.get(r.id, ()))) for r in rows]


def papers_of(row: ArchivedFile, *, volume_id: UUID | None = None) -> list[FiledPaper]:
    """Return the papers of a file or of one volume of it in their order."""
    papers = FiledPaper.objects.filter(org_id=row.org_id, file_id=row.id).order_by("place")
    return list(papers.filter(volume_id=volume_id) if volume_id else papers)


def waiting(actor: Actor, *, limit: int = 50) -> list[Waiting]:
    """Return closed cases that wait to be archived, those whose clock ends first before the others."""
    lines = cases.waiting_in(actor, ("closed",), limit=limit)
    due: dict[UUID, date] = {}
    for clock in deadlines.clocks_of(actor.org_id, [line.id for line in lines]):
        if clock.code == "archiving" and clock.due_on is not None:
            due[clock.case_id] = clock.due_on
    found = [Waiting(line, due.get(line.id)) for line in lines]
    return sorted(found, key=lambda w: (w.due_on is None, w.due_on or date.max))


def open_loans(org_id: UUID, *, limit: int = 50) -> list[tuple[Loan, str]]:
    """Return loans that are asked for, granted or out, those due first before others; with file numbers."""
    rows = list(
        Loan.objects.filter(org_id=org_id, state__in=OPEN_LOANS).order_by(
            F("due_on").asc(nulls_last=True), "id"
        )[:limit]
    )
    return _with_numbers(org_id, rows)


def loans_of(actor: Actor, *, limit: int = 30) -> list[tuple[Loan, str]]:
    """Return the officer's own loans, the newest first."""
    rows = list(Loan.objects.filter(org_id=actor.org_id, reader_id=actor.id).order_by("-id")[:limit])
    return _with_numbers(actor.org_id, rows)


def file_no_of(org_id: UUID, file_id: UUID) -> str:
    """Return the number of a file."""
    return ArchivedFile.objects.values_list("no", flat=True).get(org_id=org_id, id=file_id)


def _with_numbers(org_id: UUID, rows: Sequence[Loan]) -> list[tuple[Loan, str]]:
    numbers = dict(
        ArchivedFile.objects.filter(org_id=org_id, id__in={r.file_id for r in rows}).values_list("id", "no")
    )
    return [(row, numbers[row.file_id]) for row in rows]


def overdue_of(actor: Actor, *, today: date, keeper: bool) -> list[tuple[Loan, str]]:
    """Return paper loans past their day: all of them for who keeps the archive, else one's own."""
    rows = _out(actor.org_id).filter(due_on__lt=today)
    if not keeper:
        rows = rows.filter(reader_id=actor.id)
    return _with_numbers(actor.org_id, list(rows.order_by("due_on", "id")[:20]))


def standing_holds(actor: Actor, *, limit: int = 50) -> list[tuple[Hold, ArchivedFile]]:
    """Return standing holds on files the officer may know of."""
    rows = list(_standing(actor.org_id).filter(file_id__in=_seen(actor).values("id")).order_by("-id")[:limit])
    files = {
        f.id: f for f in ArchivedFile.objects.filter(org_id=actor.org_id, id__in=[r.file_id for r in rows])
    }
    return [(row, files[row.file_id]) for row in rows]


def ending(org_id: UUID, *, before: date, limit: int = 50) -> list[ArchivedFile]:
    """Return files whose term ends before a day and whose bytes are still there, the earliest first."""
    rows = ArchivedFile.objects.filter(org_id=org_id, destroyed_at__isnull=True, ends_on__lt=before)
    return list(rows.order_by("ends_on", "id")[:limit])


def permanent_before(org_id: UUID, *, begun_before: date, limit: int = 50) -> list[ArchivedFile]:
    """Return permanent files old enough to go to the public archives, the oldest first."""
    rows = ArchivedFile.objects.filter(org_id=org_id, retention="permanent", begins_on__lte=begun_before)
    return list(rows.order_by("begins_on", "id")[:limit])


def figures(actor: Actor, *, today: date) -> Figures:
    """Return the figures of the home page."""
    org_id = actor.org_id
    count, pages = reading.rows(
        "SELECT count(*)::int, coalesce(sum(pages), 0)::int FROM archive_file WHERE org_id = %s "
        "AND reopened_at IS NULL",
        [org_id],
    )[0]
    asked, lent, overdue = reading.rows(
        "SELECT count(*) FILTER (WHERE state = 'asked')::int, count(*) FILTER (WHERE state = 'out')::int, "
        "count(*) FILTER (WHERE state = 'out' AND form = 'paper' AND due_on < %s)::int FROM archive_loan "
        "WHERE org_id = %s AND state IN ('asked', 'approved', 'out')",
        [today, org_id],
    )[0]
    return Figures(
        files=count,
        pages=pages,
        waiting=len(cases.waiting_in(actor, ("closed",), limit=100)),
        asked=asked,
        lent=lent,
        overdue=overdue,
        held=_standing(org_id).values("file_id").distinct().count(),
        ending=ArchivedFile.objects.filter(
            org_id=org_id, destroyed_at__isnull=True, ends_on__lt=today + timedelta(days=365)
        ).count(),
    )


def open_loans_known(actor: Actor, *, limit: int = 50) -> list[tuple[Loan, str]]:
    """Return running loans of files whose case the officer may know, for who decides on some of them."""
    rows = Loan.objects.filter(
        org_id=actor.org_id, state__in=OPEN_LOANS, file_id__in=_seen(actor).values("id")
    )
    return _with_numbers(actor.org_id, list(rows.order_by(F("due_on").asc(nulls_last=True), "id")[:limit]))
