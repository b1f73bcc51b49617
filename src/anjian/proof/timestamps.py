"""Time stamps (RFC 3161): when bytes existed at the latest, said by somebody who keeps a clock.

Without an address the local test authority answers from its own key; it holds no office, its tokens
carry `pki.LOCAL_NAME`, and pages must say so. With an address a real authority is asked over HTTP.
Both give the same thing: a DER token that ``openssl ts -verify -token_in`` accepts.
"""

from __future__ import annotations

import hashlib
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from anjian.proof import pki
from anjian.proof.cms_strict import is_strict

# The policy under which the local authority stamps: a test, no office vouches for its clock.
LOCAL_POLICY = "2.25.171745582133346949155218262693511885811"
LOCAL_TSA = "本地测试时间戳机构"
_ACCURACY_SECONDS = 1
_HTTP_SECONDS = 15
_LARGEST_ANSWER = 64 * 1024


_SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}


class _Refusal(core.Sequence):  # type: ignore[misc]
    """A TimeStampResp without token."""

    _fields = [("status", tsp.PKIStatusInfo)]


class TimestampError(RuntimeError):
    """No usable token: the authority does not answer, refuses, or answers something else."""


class TimestampInvalid(ValueError):
    """A token does not hold; the message says why."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a token that holds says: the moment, the authority, whether that is a local test authority."""

    at: datetime
    authority: str
    local: bool
    serial: int
    policy: str
    certificate_pem: str

    @property
    def authority_name(self) -> str:
        """Who vouches for the moment."""
        return self.authority


class Authority(Protocol):
    """Somebody who stamps."""

    name: str
    local: bool

    @property
    def roots_pem(self) -> tuple[str, ...]:
        """Certificates in which a checker's trust in the tokens ends."""
        ...

    def stamp(self, sha256: bytes) -> bytes:
        """A token (DER) over a SHA-256 digest of 32 bytes; raises TimestampError."""
        ...


def authority(folder: Path, url: str = "", *, roots_pem: str = "") -> Authority:
    """The time authority of an installation: the one at `url`, else the local one kept in `folder`.

    `roots_pem` are the certificates in which trust in a remote authority ends (setting ANJIAN_TSA_ROOTS).
    """
    return RemoteAuthority(url, roots_pem=roots_pem) if url else LocalAuthority(folder)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LocalAuthority:
    """The local test authority: signs with its own P-256 key; serial numbers are random, 158 bits.

    Its clock is the machine's own and never the one a rehearsal or a test moves: a stamp that follows
    the story's clock would say something untrue of the bytes.
    """

    name = LOCAL_TSA
    local = True

    def __init__(self, folder: Path, *, clock: Callable[[], datetime] = _utc_now) -> None:
        """Use the keys of this folder, made when first needed (see `pki.Authority`)."""
        self._folder = folder
        self._clock = clock
        self._pki = pki.Authority(folder)

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return pki.load_key(self._folder / "time.key")

    @cached_property
    def certificate(self) -> x509.Certificate:
        """The certificate that goes into every token."""
        return pki.kept_certificate(
            self._folder / "time.pem",
            lambda: self._pki.time_certificate(self._key.public_key(), LOCAL_TSA),
        )

    @cached_property
    def _certificate(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def roots_pem(self) -> tuple[str, ...]:
        """The local root."""
        return (pki.pem(self._pki.root),)

    def stamp(self, sha256: bytes) -> bytes:
        """A token (DER) over a SHA-256 digest."""
        return bytes(self.token(_imprint(sha256)).dump())

    def answer(self, request: bytes) -> bytes:
        """Answer a TimeStampReq (DER) with a TimeStampResp, as an HTTP server must; refuses odd digests."""
        asked = tsp.TimeStampReq.load(request)
        imprint = asked["message_imprint"]
        size = _SIZES.get(imprint["hash_algorithm"]["algorithm"].native)
        if size is None or len(imprint["hashed_message"].native) != size:
            return bytes(_Refusal({"status": {"status": "rejection", "fail_info": {"bad_alg"}}}).dump())
        token = self.token(imprint, nonce=asked["nonce"].native, certificate=bool(asked["cert_req"].native))
        return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def token(
        self, imprint: tsp.MessageImprint, *, nonce: int | None = None, certificate: bool = True
    ) -> cms.ContentInfo:
        """A signed TSTInfo over this imprint (RFC 3161 section 2.4.2, ESSCertIDv2 of RFC 5816)."""
        now = self._clock().astimezone(UTC).replace(microsecond=0)
        fields = {
            "version": "v1",
            "policy": LOCAL_POLICY,
            "message_imprint": imprint,
            "serial_number": secrets.randbits(158) + 1,
            "gen_time": now,
            "accuracy": {"seconds": _ACCURACY_SECONDS},
        }
        if nonce is not None:
            fields["nonce"] = nonce
        info = tsp.TSTInfo(fields).dump()
        attributes = self._attributes(info, now)
        signature = self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {"issuer": self._certificate.issuer, "serial_number": self._certificate.serial_number},
                ),
                "digest_algorithm": {"algorithm": "sha256"},
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": signature,
            }
        )
        data = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(info),
            },
            "signer_infos": [signer],
        }
        if certificate:
            # Only this one: with more, some checkers stumble over their order.
            data["certificates"] = [self._certificate]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})

    def _attributes(self, info: bytes, now: datetime) -> cms.CMSAttributes:
        essential = tsp.SigningCertificateV2(
            {"certs": [{"cert_hash": hashlib.sha256(self._certificate.dump()).digest()}]}
        )
        values = (
            ("content_type", "tst_info"),
            ("signing_time", cms.Time("utc_time", now)),
            ("message_digest", hashlib.sha256(info).digest()),
            ("signing_certificate_v2", essential),
        )
        return cms.CMSAttributes([cms.CMSAttribute({"type": name, "values": [v]}) for name, v in values])


class RemoteAuthority:
    """An authority asked over HTTP (RFC 3161 section 3.4); its answer is checked before it is taken."""

    local = False

    def __init__(self, url: str, *, roots_pem: str = "") -> None:
        """Name the address and the certificates in which trust in its tokens ends."""
        self.url = url
        self.name = url
        self._roots = tuple(pki.pem(found) for found in pki.certificates(roots_pem)) if roots_pem else ()

    @property
    def roots_pem(self) -> tuple[str, ...]:
        """What the site trusts."""
        return self._roots

    def stamp(self, sha256: bytes) -> bytes:
        """Ask for a token; raises TimestampError when none comes or it is not over this digest."""
        nonce = secrets.randbits(62) + 1
        request = tsp.TimeStampReq(
            {"version": 1, "message_imprint": _imprint(sha256), "nonce": nonce, "cert_req": True}
        )
        answer = self._post(request.dump())
        try:
            response = tsp.TimeStampResp.load(answer)
            status = response["status"]["status"].native
            if status not in {"granted", "granted_with_mods"}:
                raise TimestampError(f"时间戳机构拒绝：{status} {response['status']['status_string'].native}")
            token = bytes(response["time_stamp_token"].dump())
            info = _info(token)
            if info["nonce"].native != nonce:
                raise TimestampError("时间戳机构的应答与请求不符")
            if self._roots:
                verify(token, sha256, roots=self._roots)
            elif info["message_imprint"]["hashed_message"].native != sha256:
                raise TimestampError("时间戳机构的应答与请求不符")
        except TimestampInvalid as error:
            raise TimestampError(f"时间戳机构的应答不可信：{error}") from error
        except (ValueError, TypeError, KeyError) as error:
            raise TimestampError("时间戳机构的应答无法识别") from error
        return token

    def _post(self, body: bytes) -> bytes:
        asked = urllib.request.Request(  # noqa: S310  the address is the site's own setting, http(s) only
            self.url, data=body, headers={"Content-Type": "application/timestamp-query"}, method="POST"
        )
        try:
            with urllib.request.urlopen(asked, timeout=_HTTP_SECONDS) as answer:  # noqa: S310  as above
                return bytes(answer.read(_LARGEST_ANSWER))
        except (OSError, urllib.error.URLError, ValueError) as error:
            raise TimestampError(f"时间戳机构没有应答（{self.url}）：{error}") from error


def verify(token: bytes, sha256: bytes, *, roots: Iterable[str]) -> Stamp:
    """Check a token against a digest and the trusted roots (PEM); raises TimestampInvalid."""
    if not is_strict(_content(token)["content"]):
        raise TimestampInvalid("时间戳的数据被改动")
    trusted = [pki.certificate(text) for text in roots]
    if not trusted:
        raise TimestampInvalid("没有可信任的时间戳根证书")
    response = tsp.TimeStampResp(
        {"status": {"status": "granted"}, "time_stamp_token": _content(token)}
    ).dump()
    builder = VerifierBuilder()
    for root in trusted:
        builder = builder.add_root_certificate(root)
    try:
        builder.build().verify(decode_timestamp_response(response), sha256)
    except (VerificationError, ValueError) as error:
        raise TimestampInvalid(str(error)) from error
    return read(token)


def read(token: bytes) -> Stamp:
    """What a token says, without checking it; raises TimestampInvalid when it is none."""
    content = _content(token)
    try:
        info = _info(token)
        signed = content["content"]
        signer = signed["signer_infos"][0]["sid"].chosen
        found = next(
            x509.load_der_x509_certificate(c.chosen.dump())
            for c in signed["certificates"]
            if c.chosen.serial_number == signer["serial_number"].native
        )
        policy, moment = info["policy"].dotted, info["gen_time"].native
        serial = info["serial_number"].native
    except (ValueError, TypeError, KeyError, StopIteration, AttributeError) as error:
        raise TimestampInvalid("不是带证书的时间戳") from error
    name = pki.common_name(found.subject) or pki.org_name(found.subject)
    return Stamp(moment, name, pki.is_local(found), serial, policy, pki.pem(found))


def _content(token: bytes) -> cms.ContentInfo:
    try:
        content = cms.ContentInfo.load(token, strict=True)
        if content["content_type"].native == "signed_data":
            return content
    except (ValueError, TypeError) as error:
        raise TimestampInvalid("不是时间戳") from error
    raise TimestampInvalid("不是时间戳")


def _info(token: bytes) -> tsp.TSTInfo:
    encapsulated = _content(token)["content"]["encap_content_info"]
    if encapsulated["content_type"].native != "tst_info":
        raise TimestampInvalid("不是时间戳")
    return encapsulated["content"].parsed


def _imprint(sha256: bytes) -> tsp.MessageImprint:
    if len(sha256) != 32:
        raise ValueError("a SHA-256 digest has 32 bytes")
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    return tsp.MessageImprint({"hash_algorithm": algorithm, "hashed_message": sha256})
