"""Sealing of PDFs: PAdES-B-LTA (ETSI EN 319 142-1), written as incremental updates.

What is added to the drawn file, in order: a certifying signature that allows no change, a time stamp of
it, the certificates and lists of revocations by which it can be checked without anybody's help, and a
time stamp over all of that. The drawn bytes stay the beginning of the sealed file; the visible seal is
part of the drawing, the signature field has no size. Checking is in `pades_check`.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from asn1crypto import algos, cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from anjian.proof import pki
from anjian.proof.pades_check import PdfVerdict, SignatureVerdict, check_apart, check_pdf
from anjian.proof.timestamps import Authority, TimestampError

__all__ = [
    "FIELD",
    "PdfVerdict",
    "Sealer",
    "SealingFailed",
    "SignatureVerdict",
    "check_apart",
    "check_pdf",
    "noting",
    "seal_pdf",
]

FIELD = "Seal"
_IN_ONE_REVISION = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)
_LONGEST_ECDSA = 72  # DER of two numbers of the P-256 group


class SealingFailed(RuntimeError):
    """The PDF could not be sealed; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """Whoever seals: the key's use (ECDSA P-256 over SHA-256, DER), its certificates, the time authority.

    `crls` (DER) are the lists of revocations that cover the chain; they go into the file.
    """

    sign: Callable[[bytes], bytes] = field(repr=False)
    certificate_pem: str
    chain_pem: str
    crls: tuple[bytes, ...]
    authority: Authority


def seal_pdf(pdf: bytes, sealer: Sealer, *, reason: str = "", location: str = "") -> bytes:
    """Seal a PDF to PAdES-B-LTA; what was there stays its beginning. Raises SealingFailed."""
    sealed = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        about = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason or None,
            location=location or None,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            embed_validation_info=True,
            use_pades_lta=True,
            validation_context=_context(sealer),
            # Everything a checker needs lies in the signed revision; so the last time stamp is the end.
            dss_settings=_IN_ONE_REVISION,
        )
        signer = PdfSigner(about, _Key(sealer), timestamper=_Clock(sealer.authority))
        asyncio.run(signer.async_sign_pdf(writer, output=sealed))
    except TimestampError as error:
        raise SealingFailed(f"没有取得时间戳：{error}") from error
    except (SigningError, ValidationError, PdfError, ValueError) as error:
        raise SealingFailed(f"签章没有完成：{error}") from error
    return sealed.getvalue()


def noting(sealer: Sealer, tokens: list[bytes]) -> Sealer:
    """The same sealer, which puts each time stamp it receives into a list as well."""
    return replace(sealer, authority=_Noting(sealer.authority, tokens))


class _Noting:
    def __init__(self, authority: Authority, tokens: list[bytes]) -> None:
        self.name, self.local = authority.name, authority.local
        self._authority, self._tokens = authority, tokens

    @property
    def roots_pem(self) -> tuple[str, ...]:
        return self._authority.roots_pem

    def stamp(self, sha256: bytes) -> bytes:
        token = self._authority.stamp(sha256)
        self._tokens.append(token)
        return token


def der(found: x509.Certificate) -> asn1.Certificate:
    """The certificate in the form the PDF library works with."""
    return asn1.Certificate.load(found.public_bytes(serialization.Encoding.DER))


def _context(sealer: Sealer) -> ValidationContext:
    chain = [der(found) for found in pki.certificates(sealer.chain_pem)]
    time_roots = [der(pki.certificate(text)) for text in sealer.authority.roots_pem]
    remote = not sealer.authority.local
    return ValidationContext(
        trust_roots=[found for found in chain if found.self_signed != "no"] + time_roots,
        other_certs=chain,
        crls=[asn1_crl.CertificateList.load(one) for one in sealer.crls],
        # A real time authority publishes its own lists; the local one's are among ours.
        allow_fetching=remote,
        revocation_mode="soft-fail" if remote else "hard-fail",
    )


class _Key(Signer):
    """The sealing key as the PDF library asks for it."""

    def __init__(self, sealer: Sealer) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(der(found) for found in pki.certificates(sealer.chain_pem))
        super().__init__(
            signing_cert=der(pki.certificate(sealer.certificate_pem)),
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )
        self._sign = sealer.sign

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise SigningError("the sealing key signs SHA-256 only")
        return bytes(_LONGEST_ECDSA) if dry_run else self._sign(data)


class _Clock(TimeStamper):
    """The time authority as the PDF library asks for it."""

    def __init__(self, authority: Authority) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self._authority = authority

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        if md_algorithm != "sha256":
            raise TimestampError("only SHA-256 is stamped")
        return cms.ContentInfo.load(self._authority.stamp(message_digest))
