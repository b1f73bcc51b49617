"""The parts of a case's bundle: volumes, documents drawn and sealed, marks, recordings, undone steps, log."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.archive import queries as archive
from anjian.audit import queries as audit
from anjian.cases import queries as cases
from anjian.credentials import queries as credentials
from anjian.documents import queries as documents
from anjian.documents.sealed import seals_of
from anjian.documents.store import read as stored
from anjian.evidence import queries as evidence
from anjian.evidence.store import store
from anjian.kit.canonical import canonical_bytes
from anjian.kit.clock import LOCAL_ZONE
from anjian.procedures.undoing import FROM_STEP, UNDOING
from anjian.proof.bundle import Entry, Log, LogProof
from anjian.recordings import queries as recordings
from anjian.transparency import queries as transparency
from anjian.transparency.witnesses import configured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from anjian.archive.queries import Leaf
    from anjian.cases.access import Case
    from anjian.credentials.queries import Signature
    from anjian.documents.sealed import Seal
    from anjian.procedures.facts import Taken

_PDF = "application/pdf"
_VOLUMES = {"正卷": "main", "副卷": "side"}
_MARKS = {"signature": "签名", "approval": "审批"}


def volumes(case: Case, leaves: Sequence[Leaf]) -> Iterator[Entry]:
    """Yield the volumes, each as one PDF/A in the legal order with its page numbers.

    Those the archive has bound are taken as they lie there; where it has not yet, they are bound now.
    """
    bound = archive.bound_volumes(case.org_id, case.id)
    for number, volume in enumerate(bound, start=1):
        yield Entry(
            path=f"volumes/{number}-{_VOLUMES[volume.kind]}.pdf",
            source=partial(store().open, volume.pdf_sha256),
            role="volume",
            title=f"{volume.kind}{volume.seq if len(bound) > 2 else ''}",
            media_type=_PDF,
            size=volume.pdf_size,
            sha256=volume.pdf_sha256,
            about={"first_page": volume.first_page, "last_page": volume.last_page, "log": "document"},
        )
    for number, (kind, name) in enumerate(_VOLUMES.items(), start=1):
        chosen = [leaf for leaf in leaves if leaf.volume == kind and not bound]
        if chosen:
            yield Entry(
                path=f"volumes/{number}-{name}.pdf",
                source=archive.volume_pdf(case.org_id, leaves, kind),
                role="volume",
                title=kind,
                media_type=_PDF,
                about={"last_page": max(leaf.last for leaf in chosen)},
            )


def papers(case: Case, leaves: Sequence[Leaf]) -> Iterator[Entry]:
    """Yield every document as it was drawn, and beside it as it stands under the bureau's seal."""
    seals = seals_of(case.org_id, [leaf.row.id for leaf in leaves])
    for number, leaf in enumerate(leaves, start=1):
        name, row = f"{number:03d}-{leaf.row.code}", leaf.row
        yield Entry(
            path=f"documents/{name}.pdf",
            source=stored(row.pdf_sha256) if row.pdf_sha256 else documents.drawn_pdf_of(case.org_id, row.id),
            role="document",
            title=row.title,
            media_type=_PDF,
            about=_about(case, leaf),
        )
        seal = seals.get(row.id)
        if seal is not None and seal.drawn_sha256 == row.pdf_sha256:
            yield _sealed(name, leaf, seal)


def _about(case: Case, leaf: Leaf) -> dict[str, Any]:
    row = leaf.row
    found = documents.one(case.org_id, row.id)
    signers = [
        {"name": mark.signer_name, "what": _MARKS.get(mark.kind, mark.kind), "at": _local(mark.at)}
        for mark in found.marks
        if mark.version == row.version and mark.kind in _MARKS and not mark.refused
    ]
    return {
        "code": row.code,
        "no": row.no,
        "volume": f"{leaf.volume}（已撤销的文书）" if leaf.undone else leaf.volume,
        "pages": leaf.pages,
        "issued_at": _local(row.issued_at) if row.issued_at else "",
        "served_on": row.served_on.isoformat() if row.served_on else "",
        "withdrawn": found.withdrawn_reason if leaf.undone else "",
        "signers": signers,
    }


def _sealed(name: str, leaf: Leaf, seal: Seal) -> Entry:
    return Entry(
        path=f"sealed/{name}.pdf",
        source=stored(seal.sealed_sha256),
        role="sealed",
        title=f"{leaf.row.title}（电子签章）",
        media_type=_PDF,
        sha256=seal.sealed_sha256,
        about={
            "of": f"documents/{name}.pdf",
            "signer": seal.signer,
            "level": seal.level,
            "stamped_at": _local(seal.stamped_at),
            "authority": seal.stamp_authority,
            "log": "document",
        },
    )


def marks(case: Case) -> Iterator[Entry]:
    """Yield each signed statement with its signatures (ECDSA and SM2), and the signers' certificates."""
    signed = credentials.signatures_of(case.org_id, case.id)
    folders: dict[UUID, str] = {}
    chains = dict.fromkeys(credentials.trusted_roots())
    for one in signed:
        if one.certificate_id not in folders:
            folders[one.certificate_id] = f"certificates/{len(folders) + 1:03d}"
            chains[one.chain_pem] = None
            yield from _holder(folders[one.certificate_id], one)
    for number, one in enumerate(signed, start=1):
        yield from _mark(f"marks/{number:04d}", folders[one.certificate_id], one)
    yield Entry(
        path="certificates/authorities.pem",
        source="".join(chains).encode(),
        role="certificate",
        title="签发机构证书",
        media_type="application/x-pem-file",
    )


def _holder(folder: str, one: Signature) -> Iterator[Entry]:
    pem = "application/x-pem-file"
    yield Entry(
        path=f"{folder}.pem",
        source=one.certificate_pem.encode(),
        role="certificate",
        title=f"{one.holder}的证书",
        media_type=pem,
    )
    yield Entry(
        path=f"{folder}.sm2.pem",
        source=one.sm2_public_pem.encode(),
        title=f"{one.holder}的SM2公钥",
        media_type=pem,
    )


def _mark(name: str, holder: str, one: Signature) -> Iterator[Entry]:
    said = one.content
    about = {
        "name": one.signer_name,
        "what": str(said.get("title") or said.get("kind") or one.kind),
        "at": _local(one.at),
        "signatures": [
            {
                "algorithm": "ecdsa-p256-sha256",
                "file": f"{name}.sig",
                "certificate": f"{holder}.pem",
                "at": one.at.isoformat(),
            },
            {"algorithm": "sm2-sm3", "file": f"{name}.sm2.sig", "certificate": f"{holder}.sm2.pem"},
        ],
    }
    yield Entry(
        path=f"{name}.json",
        source=one.statement.encode(),
        role="mark",
        title=f"{one.signer_name}的签名声明",
        media_type="application/json",
        sha256=one.sha256,
        about=about,
    )
    yield Entry(path=f"{name}.sig", source=bytes.fromhex(one.signature), role="signature", title="ECDSA签名")
    yield Entry(
        path=f"{name}.sm2.sig", source=bytes.fromhex(one.sm2_signature), role="signature", title="SM2签名"
    )


def originals(case: Case) -> Iterator[Entry]:
    """Yield the evidence; certificates of recordings are named as such, with the files of their parts."""
    certified = recordings.certified_items(case.org_id, case.id)
    for entry in evidence.entries_of(case.org_id, case.id):
        item = entry.about.get("item")
        if item not in certified:
            yield entry
            continue
        folder = f"originals/{entry.about['no']}"
        parts = [
            {"part": part, "media": f"{folder}/{media}", "chain": f"{folder}/{chain}"}
            for part, media, chain in certified[str(item)]
        ]
        yield replace(entry, role="recording", about={**entry.about, "log": "evidence", "parts": parts})


def undone(case: Case) -> Iterator[Entry]:
    """Yield the list of steps that were undone and done again, where there are any."""
    record = cases.record_of_case(case.org_id, case.id)
    if not record.undone:
        return
    events = {
        (row["payload"].get("proceeding_id") or str(case.id), row["payload"]["seq"]): row
        for row in audit.chain_of(case.org_id, case.id)
        if row["type"] == "cases.step.taken"
    }
    steps = []
    redone = [t for t in (*record.standing, *record.undone) if t.step in UNDOING]
    for taken in sorted(record.undone, key=lambda t: t.seq):
        first = events.get((str(taken.proceeding_id), taken.seq))
        again = _undone_by(taken, redone, case.id)
        later = events.get((str(again.proceeding_id), again.seq)) if again else None
        if first is None or later is None or again is None:
            continue
        steps.append(
            {
                "stream_id": str(case.id),
                "seq": first["seq"],
                "undone_by": later["seq"],
                "sentence": first["sentence"],
                "at": first["occurred_at"],
                "undone_at": later["occurred_at"],
                "reason": str(again.get("reason") or ""),
            }
        )
    yield Entry(
        path="undone.json",
        source=canonical_bytes({"format": "anjian-undone/1", "steps": steps}),
        role="undone",
        title="已撤销的步骤",
        media_type="application/json",
    )


def _undone_by(taken: Taken, redone: Iterable[Taken], main: UUID) -> Taken | None:
    """The step that undid another: the first later one that goes back so far, on its line or the main one."""
    later = (
        again
        for again in sorted(redone, key=lambda t: t.seq)
        if again.seq > taken.seq
        and int(again.get(FROM_STEP) or 0) <= taken.seq
        and again.proceeding_id in {taken.proceeding_id, main}
    )
    return next(later, None)


def log_of(case: Case, leaves: Sequence[Leaf]) -> Log | None:
    """Return the proofs of everything in the case against the newest checkpoint; None before the first."""
    org_id = case.org_id
    seals = seals_of(org_id, [leaf.row.id for leaf in leaves])
    pairs = [
        *(("event", UUID(row["id"])) for row in audit.chain_of(org_id, case.id)),
        *evidence.log_subjects(org_id, case.id),
        *(("document", leaf.row.id) for leaf in leaves),
        *(("document", seal.id) for seal in seals.values()),
        *(("document", volume.id) for volume in archive.bound_volumes(org_id, case.id)),
    ]
    proofs = transparency.proofs_of(org_id, pairs)
    sizes = {proof.size for proof in proofs.values()}
    if len(sizes) != 1:
        return None
    head = transparency.checkpoint(org_id, sizes.pop())
    if head is None:
        return None
    known = {witness.name: str(witness.verifier) for witness in configured()}
    return Log(
        key=transparency.log_key(org_id),
        checkpoint=head.text,
        timestamp=head.token,
        witnesses=tuple(known[one.witness] for one in head.witnesses if one.witness in known),
        proofs=[
            LogProof(
                kind=p.kind,
                subject=str(p.subject_id),
                digest=p.digest,
                salt=p.salt,
                index=p.index,
                hashes=p.hashes,
            )
            for p in sorted(proofs.values(), key=lambda p: p.index)
        ],
    )


def _local(at: datetime) -> str:
    return at.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")
