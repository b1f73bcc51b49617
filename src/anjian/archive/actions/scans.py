"""Scan-in of paper 扫描补录: sheets come in, are ordered, turned, left out, retaken, and bound by a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.archive import access, roles, scanning
from anjian.archive.events import ScanChanged
from anjian.archive.models import Scan, ScanSheet
from anjian.archive.queries import scans as reads
from anjian.audit.actions import transaction
from anjian.evidence.kinds import media_type_of
from anjian.evidence.store import store
from anjian.kit.actor import system_actor
from anjian.kit.errors import Conflict, Invalid
from anjian.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.kit.actor import Actor
    from anjian.kit.blobs import Digest

LOOK_JOB, BIND_JOB = "archive.look_at_scan", "archive.bind_scan"
ACCEPTED = frozenset({"image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp", "application/pdf"})
Upload = tuple[str, "Digest"]
"""File name and identity of a sheet that lies in the store already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddScan:
    """Bring in paper of a case; ``instrument_id`` is the document whose paper it is, if one."""

    case_no: str
    title: str
    uploads: tuple[Upload, ...]
    instrument_id: UUID | None = None
    scan_id: UUID | None = None
    replaces_id: UUID | None = None


def add_scan(cmd: AddScan, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Take sheets in, for a new scan, a further one of it, or in place of a poor sheet (retake).

    Raises NotFound, Refused, Invalid, Conflict (the scan is bound).
    """
    roles.require(by, "keep", "扫描补录案卷材料")
    if not cmd.uploads:
        raise Invalid({"files": _("没有选择文件，或者文件是空的。")})
    if cmd.scan_id is None and not cmd.title.strip():
        raise Invalid({"title": _("请填写材料名称。")})
    kinds = [_kind(name, digest) for name, digest in cmd.uploads]
    with transaction(by=by, at=at, key=key) as tx:
        case = access.case_of(by, cmd.case_no)
        scan = _scan(cmd, case, by, at)
        if cmd.instrument_id is not None:
            _belongs(case, cmd.instrument_id)
        known = {s.id: s for s in reads.sheets_of(scan)}
        old = known.get(cmd.replaces_id) if cmd.replaces_id else None
        place = max((s.place for s in known.values()), default=0)
        for (name, digest), kind in zip(cmd.uploads, kinds, strict=True):
            place += 1
            ScanSheet.objects.create(
                org_id=by.org_id,
                scan_id=scan.id,
                place=old.place if old else place,
                replaces_id=old.id if old else None,
                filename=name[:255],
                media_type=kind,
                sha256=digest.sha256,
                sm3=digest.sm3,
                size=digest.size,
            )
        scan.state, scan.failure = "waiting", ""
        scan.save()
        tx.record(ScanChanged(stream_id=case.id, scan_id=scan.id, title=scan.title, deed="added"))
        _enqueue(LOOK_JOB, scan)
    return scan.id


def _scan(cmd: AddScan, case: Case, by: Actor, at: datetime) -> Scan:
    if cmd.scan_id is None:
        return Scan(
            org_id=by.org_id,
            case_id=case.id,
            instrument_id=cmd.instrument_id,
            title=cmd.title.strip()[:200],
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
    scan = access.scan_of(by, case, cmd.scan_id, lock=True)
    _open(scan)
    return scan


def _belongs(case: Case, instrument_id: UUID) -> None:
    from anjian.documents import queries as documents

    if documents.one(case.org_id, instrument_id).row.case_id != case.id:
        raise Invalid({"instrument": _("请从本案的文书中选择。")})


def _kind(name: str, digest: Digest) -> str:
    with store().open(digest.sha256) as stream:
        kind = media_type_of(stream.read(64), name)
    if kind == "application/octet-stream" and name.lower().endswith((".tif", ".tiff")):
        kind = "image/tiff"
    if kind not in ACCEPTED:
        raise Invalid({"files": _("“%(name)s”不是图像或 PDF，没有收入。") % {"name": name}})
    return kind


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """Where a sheet goes, by how many degrees it is turned, whether it is left out."""

    sheet_id: UUID
    place: int
    turn: int
    dropped: bool


def order_scan(
    case_no: str,
    scan_id: UUID,
    orders: Sequence[SheetOrder],
    *,
    bind: bool,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> None:
    """Put the sheets of a scan in order and, with ``bind``, have them made into one PDF.

    Raises NotFound, Refused, Invalid, Conflict.
    """
    roles.require(by, "keep", "整理扫描件")
    with transaction(by=by, at=at, key=key) as tx:
        case = access.case_of(by, case_no)
        scan = access.scan_of(by, case, scan_id, lock=True)
        _open(scan)
        sheets = {s.id: s for s in reads.sheets_of(scan)}
        wanted = [o for o in orders if o.sheet_id in sheets]
        for order, place in zip(wanted, scanning.order_of([o.place for o in wanted]), strict=True):
            sheet = sheets[order.sheet_id]
            sheet.place, sheet.turn, sheet.dropped = place, order.turn % 360 // 90 * 90, order.dropped
            sheet.save(update_fields=["place", "turn", "dropped"])
        kept = [s for s in sheets.values() if not s.dropped]
        if bind:
            if scan.state == "waiting":
                raise Conflict(_("扫描件还在处理，请稍候几秒再合成。"), code="waiting")
            if not kept:
                raise Invalid({"files": _("没有留下任何一张，不能合成。")})
            if any(s.failure for s in kept):
                raise Invalid({"files": _("有不能读取的文件，请重新扫描或者去除后再合成。")})
            scan.state = "binding"
            scan.save(update_fields=["state"])
            _enqueue(BIND_JOB, scan)
        tx.record(
            ScanChanged(stream_id=case.id, scan_id=scan.id, title=scan.title, deed="ordered", pages=len(kept))
        )


def look_at_scan(org_id: UUID, scan_id: UUID, *, at: datetime) -> int:
    """Make small views of sheets not looked at yet and keep the hints; returns how many."""
    scan = Scan.objects.get(org_id=org_id, id=scan_id)
    looked = 0
    for sheet in ScanSheet.objects.filter(org_id=org_id, scan_id=scan_id, pages=0, failure=""):
        with store().local(sheet.sha256) as path:
            seen = scanning.look(path, sheet.media_type)
        sheet.preview_sha256 = store().put_bytes(seen.preview).sha256 if seen.preview else ""
        sheet.pages, sheet.hints, sheet.failure = seen.pages, list(seen.hints), seen.failure
        sheet.save(update_fields=["preview_sha256", "pages", "hints", "failure"])
        looked += 1
    with transaction(by=_system(org_id), at=at):
        row = Scan.objects.select_for_update().get(org_id=org_id, id=scan.id)
        if row.state == "waiting":
            row.state = "ready"
            row.save(update_fields=["state"])
    return looked


def bind_scan(org_id: UUID, scan_id: UUID, *, at: datetime) -> str:
    """Make one PDF of the sheets; returns its SHA-256, empty when it failed (the reason is kept)."""
    scan = Scan.objects.get(org_id=org_id, id=scan_id)
    if scan.state == "bound":
        return scan.sha256
    failure, digest, pages = "", None, 0
    try:
        pdf, pages = _bound([s for s in reads.sheets_of(scan) if not s.dropped])
        digest = store().put_bytes(pdf)
    except ValueError as problem:
        failure = str(problem)[:300]
    with transaction(by=_system(org_id), at=at) as tx:
        row = Scan.objects.select_for_update().get(org_id=org_id, id=scan_id)
        if row.state != "binding":
            return row.sha256
        if digest is None:
            row.state, row.failure = "failed", failure
        else:
            row.state, row.pages = "bound", pages
            row.sha256, row.sm3, row.size = digest.sha256, digest.sm3, digest.size
        row.save()
        tx.record(
            ScanChanged(
                stream_id=row.case_id,
                scan_id=row.id,
                title=row.title,
                deed="bound" if digest else "failed",
                pages=pages,
                sha256=row.sha256,
            )
        )
    return row.sha256


def _bound(sheets: Sequence[ScanSheet]) -> tuple[bytes, int]:
    from contextlib import ExitStack

    with ExitStack() as held:
        return scanning.bind(
            scanning.Sheet(held.enter_context(store().local(s.sha256)), s.media_type, s.turn) for s in sheets
        )


def _open(scan: Scan) -> None:
    if scan.state in {"bound", "binding"}:
        raise Conflict(_("扫描件已经成册，不能再改；需要的话另行扫描一件。"), code="bound")


def _enqueue(job: str, scan: Scan) -> None:
    from procrastinate.contrib.django import app as jobs

    jobs.configure_task(job, allow_unknown=True, queue="media", lock=f"scan-{scan.id}").defer(
        org_id=str(scan.org_id), scan_id=str(scan.id)
    )


def _system(org_id: UUID) -> Actor:
    return system_actor(org_id, people.agency(org_id).name)
