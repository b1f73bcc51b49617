"""Where signing keys live: key files of the installation, or a token that never gives them away.

A key is named by its label. Files are the default; a token is used through PKCS #11 (smart card, HSM).
Both sign ECDSA P-256 over SHA-256 and answer DER. SM2 keys lie in files in either case: the tokens a
site brings speak SM2 by their makers' own mechanisms, which PKCS #11 does not name.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from asn1crypto.algos import DSASignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from anjian.proof import pki, sm2


class KeyStoreError(RuntimeError):
    """The token does not answer or does not know the key; the message says what to do."""


class SigningKey(Protocol):
    """A key that can be used and not seen."""

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """What others check with."""
        ...

    def sign(self, message: bytes) -> bytes:
        """An ECDSA signature (SHA-256, DER)."""
        ...


class KeyStore(Protocol):
    """Keys by label; asking for an unknown label makes the key."""

    def key(self, label: str) -> SigningKey:
        """The signing key of this label. Raises KeyStoreError or KeyFileError."""
        ...


@dataclass(frozen=True, slots=True)
class _FileKey:
    private: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self.private.public_key()

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message, ec.ECDSA(hashes.SHA256()))


class FileKeys:
    """Keys in files of one folder (see `keyfiles`)."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self._folder = folder

    def key(self, label: str) -> SigningKey:
        """The key in the file of this label."""
        return _FileKey(pki.load_key(self._folder / f"{label}.key"))

    def sm2(self, label: str) -> sm2.PrivateKey:
        """The SM2 key beside it."""
        return sm2.load_or_create(self._folder / f"{label}.sm2.key")


class TokenKeys:
    """Keys in a PKCS #11 token. The session is opened once; a token serves one caller at a time."""

    def __init__(self, module: str, *, token: str, pin: str) -> None:
        """Name the maker's library, the token's label and its PIN."""
        self._module, self._token, self._pin = module, token, pin
        self._lock = threading.RLock()
        self._open: Any = None

    def key(self, label: str) -> SigningKey:
        """The key of this label in the token, generated in it where there is none."""
        return _TokenKey(self, label)

    def session(self) -> Any:
        """The open session; raises KeyStoreError."""
        with self._lock:
            if self._open is None:
                try:
                    import pkcs11  # an optional part of the installation
                except ImportError as error:
                    raise KeyStoreError("没有安装 python-pkcs11，无法使用密码设备") from error
                try:
                    token = pkcs11.lib(self._module).get_token(token_label=self._token)
                    self._open = token.open(user_pin=self._pin, rw=True)
                except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                    raise KeyStoreError(f"密码设备打不开（{self._token}）：{type(error).__name__}") from error
            return self._open

    def pair(self, label: str) -> tuple[Any, Any]:
        """The token's public and private key objects of this label."""
        import pkcs11
        from pkcs11.util.ec import encode_named_curve_parameters

        session = self.session()
        with self._lock:
            try:
                return (
                    session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=label),
                    session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label),
                )
            except pkcs11.NoSuchKey:
                curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
                group = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
                made = group.generate_keypair(store=True, label=label)
                return made[0], made[1]

    def signed(self, label: str, message: bytes) -> bytes:
        """A signature made in the token; raises KeyStoreError."""
        import pkcs11

        digest = hashes.Hash(hashes.SHA256())
        digest.update(message)
        private = self.pair(label)[1]
        with self._lock:
            try:
                raw = private.sign(digest.finalize(), mechanism=pkcs11.Mechanism.ECDSA)
            except pkcs11.PKCS11Error as error:
                raise KeyStoreError(f"密码设备没有完成签名：{type(error).__name__}") from error
        return bytes(DSASignature.from_p1363(bytes(raw)).dump())


@dataclass(frozen=True, slots=True)
class _TokenKey:
    store: TokenKeys
    label: str

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        from pkcs11.util.ec import encode_ec_public_key

        found = serialization.load_der_public_key(encode_ec_public_key(self.store.pair(self.label)[0]))
        if not isinstance(found, ec.EllipticCurvePublicKey):
            raise KeyStoreError("密码设备中的密钥类型不对")
        return found

    def sign(self, message: bytes) -> bytes:
        return self.store.signed(self.label, message)
