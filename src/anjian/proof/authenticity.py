"""Signatures, time stamps and sealed PDFs of a bundle, judged by certificates.

Without roots given by the one who asks, the self-signed certificates of the bundle itself end every chain:
that proves that everything fits together, not who stands behind it. Heavy libraries load when first needed.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

if TYPE_CHECKING:
    from collections.abc import Iterable


class Broken(ValueError):
    """A signature, certificate or time stamp does not hold; the message says why (Chinese)."""


class Vouchers:
    """The certificates at hand while a bundle is checked."""

    def __init__(self, roots: Iterable[str] = ()) -> None:
        """Begin with the reader's roots (PEM, each may hold several)."""
        given = (one for pem in roots for one in x509.load_pem_x509_certificates(pem.encode()))
        self._given = list(dict.fromkeys(given))
        self._pool = list(self._given)

    def learn(self, pem: bytes) -> None:
        """Take further certificates from the bundle. Raises Broken when there are none."""
        try:
            found = x509.load_pem_x509_certificates(pem)
        except ValueError as error:
            raise Broken("不是证书文件") from error
        self._pool = list(dict.fromkeys([*self._pool, *found]))

    @property
    def roots(self) -> tuple[str, ...]:
        """Where chains may end, as PEM."""
        found = self._given or [one for one in self._pool if one.subject == one.issuer]
        return tuple(one.public_bytes(serialization.Encoding.PEM).decode() for one in found)

    def check_stamp(self, token: bytes, sha256: bytes) -> datetime:
        """Return when these bytes were stamped. Raises Broken."""
        from anjian.proof import timestamps

        try:
            return timestamps.verify(token, sha256, roots=self.roots).at
        except ValueError as error:
            raise Broken(str(error)) from error

    def pdf_problem(self, pdf: bytes) -> str:
        """Return what is wrong with a sealed PDF, empty when nothing is."""
        from anjian.proof.pades_check import check_pdf

        verdict = check_pdf(pdf, roots=self.roots)
        return "" if verdict.valid else verdict.problem or "没有有效的电子签章"

    def check_signature(
        self, message: bytes, signature: bytes, holder: bytes, algorithm: str, at: str
    ) -> None:
        """Check a detached signature and the chain of its certificate at an instant. Raises Broken."""
        if algorithm == "sm2-sm3":
            from anjian.proof import sm2

            if not sm2.verify(holder.decode(errors="replace"), message, signature):
                raise Broken("SM2 签名无效")
            return
        try:
            leaf = x509.load_pem_x509_certificates(holder)[0]
            _verify(leaf, algorithm, signature, message)
            instant = datetime.fromisoformat(at)
        except InvalidSignature as error:
            raise Broken("签名无效") from error
        except (ValueError, TypeError) as error:
            raise Broken(str(error)) from error
        self._chain(leaf, instant)

    def _chain(self, leaf: x509.Certificate, at: datetime) -> None:
        here = leaf
        for _ in range(9):
            if not here.not_valid_before_utc <= at <= here.not_valid_after_utc:
                raise Broken(f"证书在{at.isoformat()}不在有效期内")
            if here in self._given:
                return
            if here.subject == here.issuer and _issued(here, here):
                if self._given:
                    raise Broken("证书不是所给的根证书签发的")
                return
            above = next((one for one in self._pool if one != here and _issued(one, here)), None)
            if above is None:
                raise Broken("卷宗中没有证书的签发机构")
            try:
                may = above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
            except x509.ExtensionNotFound:
                may = False
            if not may:
                raise Broken("签发证书的不是证书机构")
            here = above
        raise Broken("证书链过长")


def _issued(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _verify(leaf: x509.Certificate, algorithm: str, signature: bytes, message: bytes) -> None:
    key = leaf.public_key()
    if algorithm == "ecdsa-p256-sha256" and isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    elif algorithm == "rsa-sha256" and isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    elif algorithm == "ed25519" and isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, message)
    else:
        raise Broken(f"不支持的签名算法 {algorithm}")
