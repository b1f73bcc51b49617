"""Checking of signed PDFs, ours and others': intact, whole, by whom, when, trusted or not.

The judgement is pyHanko's long-term validation (ETSI EN 319 102-1 section 5.6.3), plus what it leaves
open: the newest signature must cover the file to its last byte, and the places no signature covers (the
signature containers themselves) must hold nothing but the container in its one canonical form. So no
byte of a file found intact can have been changed.

A stranger's file is read only in a process of its own with limits (`check_apart`).
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_lta_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from anjian.proof import pki
from anjian.proof.cms_strict import is_strict

LARGEST = 200 * 1024 * 1024
_CHILD_MEMORY = 1 << 30
# Later signatures, their proofs and filled fields are no change of what was signed.
_HARMLESS = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """One signature of a PDF: whose, when, how far it can be believed; `problem` is "" when nothing is."""

    field: str
    signer: str
    org: str
    issuer: str
    serial: str
    certificate_sha256: str
    signed_at: str
    stamped_at: str
    stamp_authority: str
    level: str
    local: bool
    intact: bool
    trusted: bool
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfVerdict:
    """What can be said of a PDF: `valid` is intact and trusted; times are ISO 8601, UTC, or ""."""

    sha256: str
    size: int
    signatures: tuple[SignatureVerdict, ...]
    intact: bool
    trusted: bool
    problem: str = ""

    @property
    def valid(self) -> bool:
        """Whether it is signed, unchanged to the last byte, and by somebody the checker trusts."""
        return self.intact and self.trusted and bool(self.signatures)

    @property
    def signed(self) -> bool:
        """Whether there is any signature."""
        return bool(self.signatures)

    @property
    def local(self) -> bool:
        """Whether a local test authority stands behind a signature."""
        return any(one.local for one in self.signatures)


def check_pdf(pdf: bytes, *, roots: Iterable[str] = ()) -> PdfVerdict:
    """Judge a PDF by the roots (PEM) the checker trusts. Never raises: what is unreadable is said so."""
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        return _judged(pdf, digest, tuple(roots))
    except Exception:  # noqa: BLE001  a hostile file may make a parser raise anything
        return _no_verdict(pdf, digest, "文件不是可以读取的 PDF，或内容已损坏。")


def check_apart(pdf: bytes, *, roots: Iterable[str] = (), seconds: int = 20) -> PdfVerdict:
    """As `check_pdf`, in a process of its own with limits of time (seconds) and memory (1 GiB)."""
    digest = hashlib.sha256(pdf).hexdigest()
    if len(pdf) > LARGEST:
        return _no_verdict(pdf, digest, "文件太大，无法验证。")
    trusted = json.dumps({"roots": list(roots), "seconds": seconds}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "anjian.proof.pades_check"],
            input=len(trusted).to_bytes(8) + trusted + pdf,
            capture_output=True,
            timeout=seconds + 5,
            check=False,
        )
        told = json.loads(done.stdout)
        signatures = tuple(SignatureVerdict(**one) for one in told.pop("signatures"))
        return PdfVerdict(signatures=signatures, **told)
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return _no_verdict(pdf, digest, "文件过于复杂，没有能在限定时间内验证。")


def _no_verdict(pdf: bytes, digest: str, problem: str) -> PdfVerdict:
    return PdfVerdict(
        sha256=digest, size=len(pdf), signatures=(), intact=False, trusted=False, problem=problem
    )


def _judged(pdf: bytes, digest: str, roots: tuple[str, ...]) -> PdfVerdict:
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    found = list(reader.embedded_regular_signatures)
    if not found:
        return _no_verdict(pdf, digest, "文件没有电子签章。")
    everything = list(reader.embedded_signatures)
    anchors = [_asn1(pki.certificate(text)) for text in roots]
    problem = _open_places(pdf, everything) or _broken_stamps(reader, anchors)
    spec = _spec(anchors)
    verdicts = tuple(_verdict(one, spec, _level(one, reader)) for one in found)
    problem = problem or next((one.problem for one in verdicts if not one.intact), "")
    intact = not problem
    trusted = all(one.trusted for one in verdicts)
    if intact and not trusted:
        problem = next(one.problem for one in verdicts if not one.trusted)
    return PdfVerdict(
        sha256=digest, size=len(pdf), signatures=verdicts, intact=intact, trusted=trusted, problem=problem
    )


def _asn1(found: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(found.public_bytes(serialization.Encoding.DER))


def _spec(anchors: list[asn1.Certificate]) -> PdfSignatureValidationSpec:
    def policy(revocation: str) -> CertValidationPolicySpec:
        return CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=anchors),
            revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy(revocation)),
        )

    gathering = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy("require"),
            # Some time authorities publish no list; what they say of a revocation counts all the same.
            ts_cert_validation_policy=policy("soft-fail"),
            revinfo_gathering_policy=gathering,
        )
    )


def _open_places(pdf: bytes, everything: list[EmbeddedPdfSignature]) -> str:
    """What is wrong with the bytes that no digest covers, "" when nothing is."""
    newest = max(everything, key=_end)
    if newest.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        return "签章之后又加入了没有签章的内容。"
    return "" if all(_canonical(pdf, one) for one in everything) else "签章数据被改动。"


def _end(one: EmbeddedPdfSignature) -> int:
    ranges = [int(number) for number in one.byte_range]
    return ranges[-2] + ranges[-1]


def _canonical(pdf: bytes, one: EmbeddedPdfSignature) -> bool:
    """Whether a container is one DER value in hex of one case, filled up with zeros, and nothing else."""
    first, length, after, _rest = (int(number) for number in one.byte_range)
    gap = pdf[first + length : after]
    if first or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    hexes = gap[1:-1]
    if hexes not in {hexes.lower(), hexes.upper()}:
        return False
    raw = bytes.fromhex(hexes.decode("ascii"))
    content = cms.ContentInfo.load(raw)
    size = len(content.dump())
    return not raw[size:].strip(b"\0") and is_strict(content["content"])


def _broken_stamps(reader: PdfFileReader, anchors: list[asn1.Certificate]) -> str:
    for one in reader.embedded_timestamp_signatures:
        context = ValidationContext(trust_roots=anchors, allow_fetching=False, revocation_mode="soft-fail")
        status = validate_pdf_timestamp(one, context)
        if not (status.intact and status.valid):
            return "文件在加盖时间戳之后被改动。"
    return ""


def _level(one: EmbeddedPdfSignature, reader: PdfFileReader) -> str:
    """The level the signature has by what is there: B, then T, LT, LTA."""
    unsigned = one.signer_info["unsigned_attrs"]
    kinds = {attribute["type"].native for attribute in (unsigned if unsigned.native else ())}
    if "signature_time_stamp_token" not in kinds:
        return "PAdES-B-B"
    if "/DSS" not in reader.root:
        return "PAdES-B-T"
    later = any(_end(stamp) > _end(one) for stamp in reader.embedded_timestamp_signatures)
    return "PAdES-B-LTA" if later else "PAdES-B-LT"


def _verdict(one: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, level: str) -> SignatureVerdict:
    result = asyncio.run(ades_lta_validation(one, spec))
    status = result.api_status
    intact = bool(
        status
        and status.intact
        and status.valid
        and status.docmdp_ok
        and status.modification_level in _HARMLESS
    )
    trusted = intact and result.ades_subindic is AdESPassed.OK
    problem = "" if trusted else _distrust(result, one) if intact else "文件在签章之后被改动。"
    signer = x509.load_der_x509_certificate(one.signer_cert.dump())
    stamp = result.signature_timestamp_status
    stamped = stamp.api_status if stamp else None
    return SignatureVerdict(
        field=str(one.field_name),
        signer=pki.common_name(signer.subject),
        org=pki.org_name(signer.subject),
        issuer=pki.common_name(signer.issuer) or pki.org_name(signer.issuer),
        serial=f"{signer.serial_number:x}",
        certificate_sha256=hashlib.sha256(one.signer_cert.dump()).hexdigest(),
        signed_at=_iso(one.self_reported_timestamp),
        stamped_at=_iso(stamped.timestamp if stamped else None),
        stamp_authority=_holder(stamped.signing_cert) if stamped else "",
        level=level,
        local=pki.is_local(signer),
        intact=intact,
        trusted=trusted,
        problem=problem,
    )


def _distrust(result: AdESLTAValidationResult, one: EmbeddedPdfSignature) -> str:
    if _listed(one):
        return "签章证书在签署之前已被吊销。"
    known = {
        AdESFailure.REVOKED: "签章证书在签署时已被吊销。",
        AdESIndeterminate.REVOKED_NO_POE: "签章证书已被吊销，且不能证明签署在吊销之前。",
        AdESIndeterminate.EXPIRED: "签章证书已过有效期，且不能证明签署在有效期之内。",
        AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "签章证书不是由受信任的机构签发的。",
        AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: "签章证书不是由受信任的机构签发的。",
    }
    named = result.ades_subindic.standard_name
    return known.get(result.ades_subindic, f"签章证书没有通过验证（{named}）。")


def _listed(one: EmbeddedPdfSignature) -> bool:
    """Whether a list of revocations in the file names the signer: lists in it are older than its end."""
    root = one.reader.root
    if "/DSS" not in root or "/CRLs" not in root["/DSS"]:
        return False
    for held in root["/DSS"]["/CRLs"]:
        found = x509.load_der_x509_crl(held.get_object().data)
        serial = found.get_revoked_certificate_by_serial_number(one.signer_cert.serial_number)
        if serial is not None and found.issuer.public_bytes() == one.signer_cert.issuer.dump():
            return True
    return False


def _holder(found: asn1.Certificate) -> str:
    name = x509.load_der_x509_certificate(found.dump()).subject
    return pki.common_name(name) or pki.org_name(name)


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""


def main() -> int:
    """Check the PDF on standard input behind its length-led JSON head; the verdict as JSON."""
    size = int.from_bytes(sys.stdin.buffer.read(8))
    told = json.loads(sys.stdin.buffer.read(size))
    resource.setrlimit(resource.RLIMIT_AS, (_CHILD_MEMORY, _CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (told["seconds"], told["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    sys.stdout.write(json.dumps(asdict(check_pdf(sys.stdin.buffer.read(), roots=told["roots"]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
