"""Private keys in files: mode 0600, written once, locked with a secret kept elsewhere.

A key file is JSON (``anjian-key/1``). With a secret installed its content is the PKCS #8 key under
AES-256-GCM; the key of that lock is HKDF-SHA-256 of the secret with the file's own salt, and the
purpose of the key is bound as additional data, so a file under another name does not open. The secret
is random and long, so nothing has to stretch it. A program without a secret (a witness of its own)
keeps the key readable by its user alone; the file says so.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "anjian-key/1"
_LABEL = b"anjian/key-file/1"
_secret: list[bytes] = []


class KeyFileError(RuntimeError):
    """A key file cannot be opened; the message names the file and the cure."""


def install(secret: str | bytes) -> None:
    """Use this secret for all key files of the process; empty means none."""
    raw = secret.encode() if isinstance(secret, str) else secret
    _secret[:] = [raw] if raw else []


def load_or_create(path: Path, make: Callable[[], bytes]) -> bytes:
    """The PKCS #8 key kept in this file, made where there is none.

    Several processes may ask at once: the first one's key counts for all. Raises KeyFileError
    when the file was locked with another secret or was changed.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raw = write_once(path, _locked(make(), path.name), mode=0o600)
    return _unlocked(raw, path)


def write_once(path: Path, content: bytes, *, mode: int = 0o644) -> bytes:
    """Write a file unless there is one already, and return what stands there now."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        os.write(handle, content)
        os.fsync(handle)
        os.link(staged, path)
    except FileExistsError:
        content = path.read_bytes()
    finally:
        os.close(handle)
        staged.unlink()
    return content


def _locked(der: bytes, name: str) -> bytes:
    if not _secret:
        return json.dumps({"format": FORMAT, "lock": "none", "key": der.hex()}).encode()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_lock(salt)).encrypt(nonce, der, name.encode())
    return json.dumps(
        {
            "format": FORMAT,
            "lock": "hkdf-sha256+aes-256-gcm",
            "salt": salt.hex(),
            "nonce": nonce.hex(),
            "key": sealed.hex(),
        }
    ).encode()


def _unlocked(raw: bytes, path: Path) -> bytes:
    try:
        told = json.loads(raw)
        if told["format"] != FORMAT:
            raise KeyFileError(f"{path} 不是密钥文件")
        if told["lock"] == "none":
            return bytes.fromhex(told["key"])
        if not _secret:
            raise KeyFileError(f"{path} 已加密，没有设置密钥文件口令（ANJIAN_KEY_SECRET）")
        salt, nonce = bytes.fromhex(told["salt"]), bytes.fromhex(told["nonce"])
        return AESGCM(_lock(salt)).decrypt(nonce, bytes.fromhex(told["key"]), path.name.encode())
    except InvalidTag as error:
        raise KeyFileError(f"{path} 打不开：口令（ANJIAN_KEY_SECRET）不对，或文件被改动") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileError(f"{path} 不是密钥文件") from error


def _lock(salt: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=_LABEL).derive(_secret[0])
