"""Certifying a recording before anyone leaves, and filing its original parts as evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.evidence import actions as evidence
from anjian.evidence.commands import AddFile, RegisterEvidence
from anjian.evidence.store import store
from anjian.kit.errors import NotFound, Refusal, Refused
from anjian.proof.recording import CHAIN, MEDIA, check_part, names_of, sign_statement
from anjian.recordings import access, copystate, queries
from anjian.recordings.actions.parts import CITE, learn
from anjian.recordings.events import CertificateMade, RemuxMade
from anjian.recordings.models import Certificate, Gap
from anjian.recordings.remux import Remuxed, remux
from anjian.recordings.shelf import server_ms, vault
from anjian.recordings.statement import Found, statement_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from anjian.kit.actor import Actor
    from anjian.proof.signing import Signer
    from anjian.recordings.access import Subject
    from anjian.recordings.completeness import Wanted
    from anjian.recordings.queries import PartView

LIMIT = 64 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Certify:
    """Certify the recording of a subject: what had to be recorded, and how it is called as evidence.

    ``override_reason`` is why it is certified although a part is not whole; the rest of that part
    is then declared lost. ``about`` is said of the subject in the certificate, in words.
    """

    wanted: Wanted
    title: str
    purpose: str
    place: str
    collectors: tuple[UUID, ...]
    collected_at: datetime
    override_reason: str = ""
    source: str = "询问同步录音录像"
    about: Mapping[str, str] = field(default_factory=dict)


def open_parts(parts: list[PartView]) -> list[Refusal]:
    """Return why a recording cannot be certified yet: parts that go on, or whose rest is not here."""
    unfinished = [part for part in parts if not part.ended]
    if not unfinished:
        return []
    now = server_ms()
    lively = [
        p for p in unfinished if p.kept and p.kept.chunks and now - p.kept.last_server_ms <= queries.SILENT_MS
    ]
    where = "、".join(_name(part) for part in unfinished[:6])
    if lively:
        reason = _("仍在录制：%(where)s。") % {"where": where}
        cure = _("先停止录制，等页面显示“全部送达”。")
    else:
        reason = _("录像还没有全部送达：%(where)s。") % {"where": where}
        cure = _("在录制用的电脑上打开本页补传；确实无法补传的，写明理由后按现状出具证明。")
    return [
        Refusal(
            code="recording.unfinished",
            reason=reason,
            cites=(CITE,),
            who=_("本室询问人员"),
            cure=cure,
        )
    ]


def _name(part: PartView) -> str:
    if part.stream == "guest":
        stream = _("对方设备的画面")
    else:
        stream = _("画面") if part.stream == "picture" else _("%(who)s的话筒") % {"who": part.who}
    return _("%(stream)s第%(no)s段") % {"stream": stream, "no": part.no}


def certify(subject: Subject, cmd: Certify, signer: Signer, *, by: Actor, at: datetime) -> UUID:
    """Sign the completeness certificate of a recording and register it as one item of evidence.

    Returns the item's id; once made, the same is returned. The original parts follow into the store
    by a job. Raises NotFound when nothing was recorded, Refused while parts are not whole and no
    reason is given.
    """
    access.same_organisation(by, subject)
    with transaction(by=by, at=at) as tx:
        tx.about("recordings.certify", subject.id)
        recording = access.recording_of(subject, lock=True)
        if recording is None:
            raise NotFound
        done = queries.certificate_of(subject)
        if done is not None:
            return done.evidence_item_id
        reason = cmd.override_reason.strip()[:200]
        parts = queries.parts_of(subject)
        refusals = open_parts(parts)
        if refusals and not reason:
            raise Refused(tuple(refusals))
        if refusals:
            _declare_lost(subject, parts, reason)
            parts = queries.parts_of(subject)
        learn(subject.org_id, at=at, recordings=[recording.id])
        found = Found(
            subject=subject,
            recording=str(recording.id),
            about=cmd.about,
            wanted=cmd.wanted,
            parts=parts,
            held=queries.completeness(subject, cmd.wanted, parts),
            markers=queries.markers_of(subject),
            copy=copystate.state_of(subject.org_id, [part.id for part in parts]),
            preflight=queries.preflight_of(subject),
            override_reason=reason if refusals else "",
        )
        raw = sign_statement(statement_of(found, signer, by=by, at=at), signer)
        digest = store().put_bytes(raw)
        registered = evidence.register_evidence(
            RegisterEvidence(
                case_id=subject.case_id,
                kind="audiovisual",
                title=cmd.title,
                purpose=cmd.purpose,
                source=cmd.source,
                collectors=cmd.collectors,
                place=cmd.place,
                collected_at=cmd.collected_at,
                digest=digest,
                filename="certificate.json",
            ),
            by=by,
            at=at,
        )
        row = Certificate.objects.create(
            org_id=by.org_id,
            recording_id=recording.id,
            statement=raw.decode(),
            sha256=digest.sha256,
            complete=found.complete,
            override_reason=found.override_reason,
            evidence_item_id=registered.id,
            made_at=at,
            made_by=by.id,
        )
        gaps = [gap for held in found.held for gap in held.gaps]
        Gap.objects.bulk_create(
            Gap(
                org_id=by.org_id,
                certificate_id=row.id,
                stream=gap.stream,
                from_ms=gap.from_ms,
                to_ms=gap.to_ms,
                cause=gap.cause,
            )
            for gap in gaps
        )
        picture = next((held for held in found.held if held.stream == "picture"), None)
        tx.record(
            CertificateMade(
                stream_id=subject.case_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                certificate_id=row.id,
                sha256=digest.sha256,
                parts=len(parts),
                gaps=len(picture.gaps) if picture else 0,
                missing_ms=picture.missing_ms if picture else 0,
                evidence_no=registered.no,
                override_reason=found.override_reason,
                cites=(CITE,),
            )
        )
        jobs.configure_task("recordings.file_parts", lock=f"recording-{recording.id}").defer(
            org_id=str(by.org_id), certificate_id=str(row.id)
        )
    return registered.id


def _declare_lost(subject: Subject, parts: list[PartView], reason: str) -> None:
    """End what its recorder never ended; what came of it is what there is."""
    for part in parts:
        if part.ended or part.kept is None:
            continue
        said = {"by": "officer", "reason": reason, "client_ms": part.kept.last_ms, "server_ms": server_ms()}
        vault().end(subject.org_id, part.id, chunks=part.kept.chunks, cause="unknown", said=said)


def file_parts(org_id: UUID, certificate_id: UUID, *, by: Actor, at: datetime) -> int:
    """Put the certified parts into the evidence store, each checked chunk by chunk; returns how many.

    Doing it again does no harm. Raises BrokenPart for a part that no longer fits its certificate.
    """
    row = Certificate.objects.get(org_id=org_id, id=certificate_id)
    filed = 0
    for part in queries.certified_parts(row):
        if not part["chunks"]:
            continue
        folder = vault().folder(org_id, UUID(part["part"]))
        check_part(folder)
        media_name, chain_name = names_of(part)
        title = _name_of(part)
        for name, path, said, kind in (
            (media_name, folder / MEDIA, title, str(part["mime"]).partition(";")[0]),
            (chain_name, folder / CHAIN, f"{title}的哈希链", "application/x-ndjson"),
        ):
            with path.open("rb") as stream:
                digest = store().put_stream(stream, limit=LIMIT)
            filed += evidence.add_file(
                AddFile(
                    item_id=row.evidence_item_id, filename=name, title=said, media_type=kind, digest=digest
                ),
                by=by,
                at=at,
            )
    return filed


def _name_of(part: Mapping[str, Any]) -> str:
    return f"{'画面' if part['stream'] == 'picture' else part['who']}第{part['no']}段"


def make_playable(org_id: UUID, certificate_id: UUID, *, by: Actor, at: datetime) -> int:
    """Make a seekable copy of each certified part and keep it beside its original; returns how many.

    A part that cannot be remuxed keeps the reason instead. Nothing is re-encoded.
    """
    row = Certificate.objects.get(org_id=org_id, id=certificate_id)
    there = {file.filename: file for file in queries.files_of(row)}
    made = failed = 0
    for part in queries.certified_parts(row):
        name = names_of(part)[0]
        original, copy_name = there.get(name), f"{name.rpartition('.')[0]}.play.webm"
        if original is None or copy_name in there:
            continue
        with store().local(original.sha256) as path:
            result: Remuxed = remux(path)
        added = evidence.add_file(
            AddFile(
                item_id=row.evidence_item_id,
                filename=copy_name,
                title=f"{_name_of(part)}的播放副本",
                media_type=original.media_type,
                digest=result.keep(store()) if result.path else None,
                role="derived",
                of_sha256=original.sha256,
                recipe=result.recipe,
                failure=result.failure,
            ),
            by=by,
            at=at,
        )
        made += bool(added and result.path)
        failed += bool(added and not result.path)
    if made or failed:
        _tell_playable(row, made, failed, by=by, at=at)
    return made


def _tell_playable(row: Certificate, made: int, failed: int, *, by: Actor, at: datetime) -> None:
    subject = queries.subject_of(row)
    with transaction(by=by, at=at) as tx:
        tx.record(
            RemuxMade(
                stream_id=subject.case_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                evidence_no=queries.evidence_no(row),
                copies=made,
                failed=failed,
            )
        )
