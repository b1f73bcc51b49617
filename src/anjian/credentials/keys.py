"""The keys and authorities of this installation, as its settings name them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from anjian.proof import keystore, pki, sm2, timestamps


def folder() -> Path:
    """Where key files lie."""
    return Path(settings.DATA_DIR) / "keys"


def authority() -> pki.Authority:
    """The authority of certificates."""
    return _authority(folder())


def time_authority() -> timestamps.Authority:
    """The time authority: the one the site has set, else the local test authority."""
    return _time_authority(folder(), settings.TSA_URL, settings.TSA_ROOTS)


def signing_key(label: str) -> keystore.SigningKey:
    """The signing key of this label, in the token or in its file."""
    return _signing_key(folder(), settings.PKCS11_MODULE, settings.PKCS11_TOKEN, label)


def sm2_key(label: str) -> sm2.PrivateKey:
    """The SM2 key of this label."""
    return _sm2_key(folder(), label)


def in_token() -> bool:
    """Whether signing keys lie in a token."""
    return bool(settings.PKCS11_MODULE)


def authority_clock() -> datetime:
    """The clock of the authorities: the machine's own, never a rehearsal's."""
    return datetime.now(UTC)


@cache
def _authority(at: Path) -> pki.Authority:
    return pki.Authority(at)


@cache
def _time_authority(at: Path, url: str, roots: str) -> timestamps.Authority:
    return timestamps.authority(at, url, roots_pem=roots)


@cache
def _store(at: Path, module: str, token: str) -> keystore.KeyStore:
    if module:
        return keystore.TokenKeys(module, token=token, pin=settings.PKCS11_PIN)
    return keystore.FileKeys(at)


@cache
def _signing_key(at: Path, module: str, token: str, label: str) -> keystore.SigningKey:
    return _store(at, module, token).key(label)


@cache
def _sm2_key(at: Path, label: str) -> sm2.PrivateKey:
    return keystore.FileKeys(at).sm2(label)
