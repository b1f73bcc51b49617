"""Certificates of officers and bureau seals, from a local authority until a site sets a real one.

The local authority is a root and one issuing authority below it (X.509, RFC 5280; ECDSA P-256 with
SHA-256), each with its list of revocations. Its certificates are dated back to `LOCAL_SINCE`, because
cases taken over and rehearsals carry earlier days than the installation. Everything it vouches for
says so: the organisation in its names is `LOCAL_NAME`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from anjian.proof import keyfiles

LOCAL_NAME = "本地测试机构"
LOCAL_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
LOCAL_UNTIL = datetime(2060, 1, 1, tzinfo=UTC)
# Arcs below 2.25 belong to whoever draws a random number (ITU-T X.667); these are ours.
LOCAL_POLICY = x509.ObjectIdentifier("2.25.317869164634997315690793351414200651195")

Purpose = Literal["officer", "seal", "evidence", "tsa"]
Reason = Literal["unspecified", "key_compromise", "affiliation_changed", "superseded", "cessation"]
REASONS: dict[Reason, x509.ReasonFlags] = {
    "unspecified": x509.ReasonFlags.unspecified,
    "key_compromise": x509.ReasonFlags.key_compromise,
    "affiliation_changed": x509.ReasonFlags.affiliation_changed,
    "superseded": x509.ReasonFlags.superseded,
    "cessation": x509.ReasonFlags.cessation_of_operation,
}
# How long a list of revocations counts before a new one must be fetched.
CRL_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose key it is: the name, the bureau, the unit in it, and a number that tells namesakes apart."""

    name: str
    org: str
    unit: str = ""
    no: str = ""


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that counts no longer: its serial number, since when and why."""

    serial: int
    at: datetime
    reason: Reason = "unspecified"


def new_key() -> ec.EllipticCurvePrivateKey:
    """A new signing key (P-256)."""
    return ec.generate_private_key(ec.SECP256R1())


def load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The signing key kept in this key file, made where there is none."""
    der = keyfiles.load_or_create(path, lambda: key_der(new_key()))
    key = serialization.load_der_private_key(der, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise keyfiles.KeyFileError(f"{path} 不是签名密钥")
    return key


def key_der(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The key as PKCS #8, not encrypted."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def pem(certificate: x509.Certificate) -> str:
    """The certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def sha256_of(found: x509.Certificate) -> str:
    """The fingerprint by which people compare a certificate."""
    return found.fingerprint(hashes.SHA256()).hex()


def certificate(text: str) -> x509.Certificate:
    """Read a certificate from PEM; raises ValueError."""
    return x509.load_pem_x509_certificate(text.encode())


def certificates(text: str) -> list[x509.Certificate]:
    """Read all certificates of a PEM file; raises ValueError."""
    return x509.load_pem_x509_certificates(text.encode())


def verify(certificate_pem: str, message: bytes, signature: bytes) -> bool:
    """Whether an ECDSA (SHA-256) signature was made with the key of this certificate."""
    try:
        key = certificate(certificate_pem).public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return False
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except Exception:  # noqa: BLE001  malformed input of any kind is simply no valid signature
        return False
    return True


def is_local(found: x509.Certificate) -> bool:
    """Whether a local test authority issued the certificate, as it says itself."""
    return any(a.value == LOCAL_NAME for a in found.issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME))


def common_name(name: x509.Name) -> str:
    """The common name of a holder or issuer, "" when it has none."""
    return next((str(a.value) for a in name.get_attributes_for_oid(NameOID.COMMON_NAME)), "")


def org_name(name: x509.Name) -> str:
    """The organisation of a holder or issuer, "" when it names none."""
    return next((str(a.value) for a in name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)), "")


class Authority:
    """The local test authority of certificates, kept in one folder."""

    def __init__(self, folder: Path) -> None:
        """Open the authority of this folder; its keys and certificates are made when first asked for."""
        self._folder = folder

    @cached_property
    def _root_key(self) -> ec.EllipticCurvePrivateKey:
        return load_key(self._folder / "root.key")

    @cached_property
    def _issuing_key(self) -> ec.EllipticCurvePrivateKey:
        return load_key(self._folder / "issuing.key")

    @cached_property
    def root(self) -> x509.Certificate:
        """The root: what a stranger must decide to trust."""
        name = _name(Subject(name=f"{LOCAL_NAME}根", org=LOCAL_NAME))
        return self._kept(
            "root.pem",
            lambda: _built(name, name, self._root_key.public_key(), self._root_key, ca=1),
        )

    @cached_property
    def issuing(self) -> x509.Certificate:
        """The authority that issues to officers and seals."""
        name = _name(Subject(name=f"{LOCAL_NAME}签发", org=LOCAL_NAME))
        return self._kept(
            "issuing.pem",
            lambda: _built(name, self.root.subject, self._issuing_key.public_key(), self._root_key, ca=0),
        )

    def issue(
        self,
        public_key: ec.EllipticCurvePublicKey,
        subject: Subject,
        *,
        valid_from: datetime,
        valid_to: datetime,
        crl_url: str = "",
    ) -> x509.Certificate:
        """A certificate for the key of an officer or a seal."""
        return _built(
            _name(subject),
            self.issuing.subject,
            public_key,
            self._issuing_key,
            valid_from=valid_from,
            valid_to=valid_to,
            crl_url=crl_url,
        )

    def time_certificate(self, public_key: ec.EllipticCurvePublicKey, name: str) -> x509.Certificate:
        """A certificate that serves time stamps and nothing else (RFC 3161 section 2.3), from the root."""
        return _built(
            _name(Subject(name=name, org=LOCAL_NAME)), self.root.subject, public_key, self._root_key, tsa=True
        )

    def crl(self, revoked: Iterable[Revoked], *, at: datetime) -> bytes:
        """The list of revoked certificates of officers and seals (DER)."""
        return _crl(self.issuing, self._issuing_key, revoked, at)

    def root_crl(self, *, at: datetime) -> bytes:
        """The root's list (DER): empty, the issuing and the time authority live as long as it."""
        return _crl(self.root, self._root_key, (), at)

    def chain_pem(self) -> str:
        """Issuing authority and root, for whoever checks."""
        return pem(self.issuing) + pem(self.root)

    def _kept(self, name: str, make: Callable[[], x509.Certificate]) -> x509.Certificate:
        return kept_certificate(self._folder / name, make)


def kept_certificate(path: Path, make: Callable[[], x509.Certificate]) -> x509.Certificate:
    """The certificate kept in this PEM file, made where there is none; the first of several makers counts."""
    try:
        return certificate(path.read_text())
    except FileNotFoundError:
        return certificate(keyfiles.write_once(path, pem(make()).encode()).decode())


def _name(subject: Subject) -> x509.Name:
    known = (
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, subject.org),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, subject.unit),
        (NameOID.COMMON_NAME, subject.name),
        (NameOID.SERIAL_NUMBER, subject.no),
    )
    # X.520 allows 64 characters in each.
    return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in known if value])


def _crl(
    issuer: x509.Certificate, key: ec.EllipticCurvePrivateKey, revoked: Iterable[Revoked], at: datetime
) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at)
        .next_update(at + timedelta(days=CRL_DAYS))
        .add_extension(_authority_key(key), critical=False)
        # Lists of one authority must have growing numbers (RFC 5280 section 5.2.3): the time grows.
        .add_extension(x509.CRLNumber(int(at.timestamp() * 1_000_000)), critical=False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial).revocation_date(one.at)
        if one.reason != "unspecified":
            entry = entry.add_extension(x509.CRLReason(REASONS[one.reason]), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _authority_key(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _built(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    key: ec.EllipticCurvePrivateKey,
    *,
    ca: int | None = None,
    tsa: bool = False,
    valid_from: datetime = LOCAL_SINCE,
    valid_to: datetime = LOCAL_UNTIL,
    crl_url: str = "",
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(secrets.randbits(158) + 1)
        .not_valid_before(valid_from)
        .not_valid_after(valid_to)
        .add_extension(x509.BasicConstraints(ca=ca is not None, path_length=ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(_authority_key(key), critical=False)
        .add_extension(_usage(ca=ca is not None), critical=True)
    )
    if tsa:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    if ca is None:
        policy = x509.CertificatePolicies([x509.PolicyInformation(LOCAL_POLICY, None)])
        builder = builder.add_extension(policy, critical=False)
    if crl_url:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    return builder.sign(key, hashes.SHA256())


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
