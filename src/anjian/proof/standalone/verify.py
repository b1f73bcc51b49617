#!/usr/bin/env python3
"""核验案卷包 anjian-bundle / check a sealed case bundle, with nothing but Python 3.8 or later.

    python3 -I verify.py [FOLDER|ZIP] [--key FINGERPRINT] [--log VKEY] [--witness VKEY]
                         [--roots PEM] [--expect SHA256] [--deep] [--json]

Status 0: everything holds. 1: something does not, and is named. 2: wrong use.
Without an argument the folder in which this file lies is checked.

This file was written from the published description of the format alone
(docs/reference/bundle-format.md) and shares no line with the platform that writes
bundles. It needs no network, no database and no other package. In doubt do not use the
copy that came with the bundle, but one from a place you trust: they are the same bytes.

What it cannot know by itself is whose the keys are. Give what the agency, the operator of
the log, a witness or a time authority has published: --key, --log, --witness, --roots.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import stat
import struct
import sys
import threading
import unicodedata
import uuid
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any, BinaryIO, Callable, Iterable, Iterator, Sequence

MANIFEST, SEAL, EVENTS, CUSTODY = "manifest.json", "manifest.sig", "events.jsonl", "custody.jsonl"
FORMATS = ("anjian-bundle/1", "anjian-bundle/2")
ROLES = {
    1: {"volume", "document", "original", "derived", "events", "index", "other"},
    2: {"volume", "document", "sealed", "original", "derived", "recording", "mark", "signature",
        "certificate", "timestamp", "log", "events", "custody", "undone", "index", "checker", "other"},
}  # fmt: skip
STEP = 1 << 20
LARGEST_LIST = 1 << 28
GENESIS = "0" * 64
HEX64 = re.compile(r"[0-9a-f]{64}")

SAID = {
    "unreadable": ("无法读取", "cannot be read"),
    "file_missing": ("卷宗中缺少该文件", "the file is missing"),
    "file_added": ("清单中没有该文件", "the manifest does not list this file"),
    "file_duplicate": ("同名文件出现两次", "the file occurs twice"),
    "file_reordered": ("文件次序与清单不符", "the file is not in its place"),
    "file_altered": ("内容与清单所列的哈希或大小不符", "content does not have the listed size and hash"),
    "manifest_altered": ("清单与封存签名不符，其余无从核对", "the manifest is not the one that was sealed"),
    "manifest_malformed": ("清单不合格式", "the manifest does not follow the format"),
    "manifest_not_expected": ("清单的SHA-256不是所给的封存号", "not the expected seal number"),
    "seal_broken": ("封存签名无效或已被改动", "the seal is malformed or its signature does not hold"),
    "signer_mismatch": ("签名密钥不是清单所载的封存密钥", "sealed by another key than the manifest names"),
    "signer_unknown": ("封存密钥不在所给的可信密钥之内", "the sealing key is not among the trusted ones"),
    "key_not_valid": ("封存时间不在密钥有效期内", "the key was not valid when the bundle was sealed"),
    "container_altered": ("ZIP容器的字节被改动", "bytes of the ZIP container were changed"),
    "entry_unreadable": ("该条记录无法读取", "the entry cannot be read"),
    "entry_altered": ("该条记录的内容与其哈希不符", "the entry does not have the hash it states"),
    "entry_missing_or_reordered": ("记录缺失或次序被改动", "an entry is missing or out of order"),
    "chain_broken": ("该条记录与前一条不衔接", "the entry does not follow from the one before"),
    "chain_cut_off": ("记录的条数或末条哈希与清单不符", "length or last hash of the chain is not the listed one"),
    "log_checkpoint_broken": ("日志检查点无效", "the checkpoint of the log does not hold"),
    "log_key_unknown": ("日志密钥不是所给的密钥", "the log's key is not the one given"),
    "log_proof_broken": ("日志证明不成立", "the proof does not lead to the log's root"),
    "log_proof_missing": ("日志中没有该项的证明", "there is no proof that the log holds this item"),
    "log_proof_stray": ("该证明不属于卷宗中的任何一项", "the proof belongs to no item of the bundle"),
    "witness_missing": ("没有所给见证人的有效联署", "no valid cosignature of the given witness"),
    "timestamp_broken": ("时间戳不成立", "the time stamp does not hold"),
    "timestamp_missing": ("缺少时间戳", "the time stamp is missing"),
    "signature_broken": ("签名不成立", "the signature does not hold"),
    "certificate_broken": ("证书或证书链不成立", "the certificate or its chain does not hold"),
    "pdf_signature_broken": ("PDF签章不成立", "the signature inside the PDF does not hold"),
    "recording_broken": ("录音录像与其完整性证明不符", "the recording does not fit its completeness certificate"),
    "reference_missing": ("所指的文件不在清单内", "a file it refers to is not listed"),
    "undone_wrong": ("撤销记录与事件记录不符", "the list of undone steps does not fit the events"),
}  # fmt: skip


class Bad(ValueError):
    """Something does not hold; the message says what, in a few words."""


class Unsupported(Bad):
    """An algorithm this file does not know: the item cannot be called good."""


# --- Hashes, canonical JSON ---------------------------------------------------------------


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 of these bytes."""
    return hashlib.sha256(data).digest()


class SM3:
    """SM3 (GB/T 32905) in plain Python, for interpreters whose OpenSSL lacks it."""

    IV = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)

    def __init__(self, data: bytes = b"") -> None:
        """Begin, optionally with some bytes."""
        self._state, self._held, self._size = list(self.IV), b"", 0
        self.update(data)

    def update(self, data: bytes) -> None:
        """Take further bytes."""
        self._size += len(data)
        held = self._held + bytes(data)
        whole = len(held) - len(held) % 64
        for at in range(0, whole, 64):
            self._block(held[at : at + 64])
        self._held = held[whole:]

    def hexdigest(self) -> str:
        """Return the digest of all bytes so far."""
        last = SM3()
        last._state = list(self._state)
        pad = b"\x80" + bytes((55 - self._size) % 64) + struct.pack(">Q", self._size * 8)
        tail = self._held + pad
        for at in range(0, len(tail), 64):
            last._block(tail[at : at + 64])
        return "".join("%08x" % word for word in last._state)

    def _block(self, block: bytes) -> None:
        mask = 0xFFFFFFFF
        w = list(struct.unpack(">16I", block))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ ((w[j - 3] << 15 | w[j - 3] >> 17) & mask)
            x ^= ((x << 15 | x >> 17) ^ (x << 23 | x >> 9)) & mask
            w.append(x ^ ((w[j - 13] << 7 | w[j - 13] >> 25) & mask) ^ w[j - 6])
        a, b, c, d, e, f, g, h = self._state
        for j in range(64):
            t = 0x79CC4519 if j < 16 else 0x7A879D8A
            k = j % 32
            a12 = (a << 12 | a >> 20) & mask
            ss1 = (a12 + e + ((t << k | t >> (32 - k)) & mask)) & mask
            ss1 = (ss1 << 7 | ss1 >> 25) & mask
            if j < 16:
                ff, gg = a ^ b ^ c, e ^ f ^ g
            else:
                ff, gg = (a & b) | (a & c) | (b & c), (e & f) | (~e & mask & g)
            tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & mask
            tt2 = (gg + h + ss1 + w[j]) & mask
            d, c, b, a = c, (b << 9 | b >> 23) & mask, a, tt1
            h, g, f = g, (f << 19 | f >> 13) & mask, e
            e = tt2 ^ ((tt2 << 9 | tt2 >> 23) & mask) ^ ((tt2 << 17 | tt2 >> 15) & mask)
        self._state = [x ^ y for x, y in zip(self._state, (a, b, c, d, e, f, g, h))]


def new_sm3() -> Any:
    """Return the fastest SM3 there is."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return SM3()


def sm3(data: bytes) -> bytes:
    """Return the SM3 of these bytes."""
    hasher = new_sm3()
    hasher.update(data)
    return bytes.fromhex(hasher.hexdigest())


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value; fractions have no place in the format."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _ordered(value[k]) for k in sorted(value, key=lambda k: k.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_ordered(one) for one in value]
    if isinstance(value, float):
        raise Bad("fractions are not permitted")
    return value


def parsed(raw: bytes) -> Any:
    """Read JSON that must stand in canonical form."""
    value = json.loads(raw.decode())
    if canonical(value) != raw:
        raise Bad("not in canonical form")
    return value


def unhex(text: Any, size: int) -> bytes:
    """Read lower-case hex of a fixed length."""
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{%d}" % (2 * size), text):
        raise Bad("expected %d bytes in hex" % size)
    return bytes.fromhex(text)


def unbase64(text: str) -> bytes:
    """Read base64 that has exactly one spelling."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Bad("base64 is not in its one form")
    return raw


# --- Ed25519 (RFC 8032, strict) -----------------------------------------------------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_SQRT_M1 = pow(2, (_P - 1) // 4, _P)


def _ed_add(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _ed_times(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    result: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _ed_add(result, point)
        point = _ed_add(point, point)
        number >>= 1
    return result


def _ed_point(raw: bytes) -> tuple[int, ...]:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _P:
        raise Bad("point is not in canonical form")
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _SQRT_M1 % _P
    if (x * x - square) % _P or (x == 0 and sign):
        raise Bad("not a point of the curve")
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _ed_same(p: tuple[int, ...], q: tuple[int, ...]) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % _P == 0 and (p[1] * q[2] - q[1] * p[2]) % _P == 0


_BASE = _ed_point(bytes.fromhex("58" + "66" * 31))


def ed25519_check(public: bytes, signature: bytes, message: bytes) -> None:
    """Raise Bad unless the signature holds; refuses every second spelling of key or signature."""
    if len(public) != 32 or len(signature) != 64:
        raise Bad("key or signature has the wrong length")
    a, r = _ed_point(public), _ed_point(signature[:32])
    if _ed_same(_ed_times(8, a), (0, 1, 1, 0)):
        raise Bad("the key is of small order")
    s = int.from_bytes(signature[32:], "little")
    if s >= _L:
        raise Bad("signature is not in canonical form")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    if not _ed_same(_ed_times(s, _BASE), _ed_add(r, _ed_times(k, a))):
        raise Bad("the signature does not hold")


# --- Curves over prime fields: ECDSA and SM2 ----------------------------------------------


class Curve:
    """y² = x³ + ax + b over a prime field, with its base point."""

    def __init__(self, p: str, a: str, b: str, n: str, x: str, y: str) -> None:
        """Take the parameters in hex, as the standards print them."""
        self.p, self.a, self.b, self.n, self.gx, self.gy = (int(v, 16) for v in (p, a, b, n, x, y))
        self.size = (self.p.bit_length() + 7) // 8

    def point(self, raw: bytes) -> tuple[int, int]:
        """Read an uncompressed point that lies on the curve."""
        if len(raw) != 1 + 2 * self.size or raw[0] != 4:
            raise Unsupported("only uncompressed points")
        x, y = int.from_bytes(raw[1 : 1 + self.size], "big"), int.from_bytes(raw[1 + self.size :], "big")
        if x >= self.p or y >= self.p or (y * y - x * x * x - self.a * x - self.b) % self.p:
            raise Bad("not a point of the curve")
        return x, y

    def combine(self, u: int, v: int, point: tuple[int, int]) -> int | None:
        """Return the x of u·G + v·point, None at infinity."""
        both = self._add((self.gx, self.gy, 1), (point[0], point[1], 1))
        table = {(1, 0): (self.gx, self.gy, 1), (0, 1): (point[0], point[1], 1), (1, 1): both}
        result = (0, 1, 0)
        for bit in range(max(u.bit_length(), v.bit_length()) - 1, -1, -1):
            result = self._double(result)
            chosen = table.get((u >> bit & 1, v >> bit & 1))
            if chosen:
                result = self._add(result, chosen)
        if not result[2]:
            return None
        return result[0] * pow(result[2] * result[2], self.p - 2, self.p) % self.p

    def _double(self, q: tuple[int, int, int]) -> tuple[int, int, int]:
        x, y, z = q
        if not z or not y:
            return (0, 1, 0)
        p = self.p
        yy = y * y % p
        s = 4 * x * yy % p
        m = (3 * x * x + self.a * pow(z, 4, p)) % p
        x3 = (m * m - 2 * s) % p
        return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p

    def _add(self, q: tuple[int, int, int], r: tuple[int, int, int]) -> tuple[int, int, int]:
        if not q[2]:
            return r
        if not r[2]:
            return q
        p = self.p
        z1, z2 = q[2] * q[2] % p, r[2] * r[2] % p
        u1, u2 = q[0] * z2 % p, r[0] * z1 % p
        s1, s2 = q[1] * z2 * r[2] % p, r[1] * z1 * q[2] % p
        if u1 == u2:
            return self._double(q) if s1 == s2 else (0, 1, 0)
        h, t = u2 - u1, s2 - s1
        hh = h * h % p
        hhh, v = h * hh % p, u1 * hh % p
        x3 = (t * t - hhh - 2 * v) % p
        return x3, (t * (v - x3) - s1 * hhh) % p, q[2] * r[2] * h % p


P256 = Curve(
    "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
    "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
)
P384 = Curve(
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc",
    "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
    "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
)
SM2P256 = Curve(
    "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
    "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc",
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
    "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
)


def _pair(signature: bytes) -> tuple[int, int]:
    node = Der.whole(signature)
    numbers = [one.integer() for one in node.parts(0x30)]
    if len(numbers) != 2:
        raise Bad("a signature has two numbers")
    return numbers[0], numbers[1]


def ecdsa_check(curve: Curve, public: bytes, signature: bytes, digest: bytes) -> None:
    """Raise Bad unless this DER-coded ECDSA signature over the digest holds (FIPS 186-5, 6.4.2)."""
    point = curve.point(public)
    r, s = _pair(signature)
    if not (0 < r < curve.n and 0 < s < curve.n):
        raise Bad("signature out of range")
    e = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - curve.n.bit_length())
    w = pow(s, curve.n - 2, curve.n)
    x = curve.combine(e * w % curve.n, r * w % curve.n, point)
    if x is None or x % curve.n != r:
        raise Bad("the signature does not hold")


def sm2_check(public: bytes, signature: bytes, message: bytes, identity: bytes = b"1234567812345678") -> None:
    """Raise Bad unless this DER-coded SM2 signature over the message holds (GB/T 32918.2, 7.1)."""
    curve = SM2P256
    point = curve.point(public)
    r, s = _pair(signature)
    t = (r + s) % curve.n
    if not (0 < r < curve.n and 0 < s < curve.n and t):
        raise Bad("signature out of range")
    known = b"".join(v.to_bytes(32, "big") for v in (curve.a, curve.b, curve.gx, curve.gy, *point))
    e = int.from_bytes(sm3(sm3(struct.pack(">H", 8 * len(identity)) + identity + known) + message), "big")
    x = curve.combine(s, t, point)
    if x is None or (e + x) % curve.n != r:
        raise Bad("the SM2 signature does not hold")


# --- DER, X.509 ----------------------------------------------------------------------------


class Der:
    """One element of a DER structure (X.690): tag, content, and all its bytes."""

    __slots__ = ("body", "raw", "tag")

    def __init__(self, tag: int, body: bytes, raw: bytes) -> None:
        """Keep what was read."""
        self.tag, self.body, self.raw = tag, body, raw

    @classmethod
    def at(cls, data: bytes, start: int) -> tuple[Der, int]:
        """Read the element that begins here; returns it and where the next one begins."""
        if start + 2 > len(data):
            raise Bad("DER ends too early")
        tag, length, at = data[start], data[start + 1], start + 2
        if tag & 0x1F == 0x1F:
            raise Unsupported("long DER tags")
        if length >= 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4 or at + count > len(data):
                raise Bad("DER length out of range")
            length = int.from_bytes(data[at : at + count], "big")
            if length < 0x80 or length >> 8 * (count - 1) == 0:
                raise Bad("DER length is not minimal")
            at += count
        if at + length > len(data):
            raise Bad("DER ends too early")
        return cls(tag, data[at : at + length], data[start : at + length]), at + length

    @classmethod
    def whole(cls, data: bytes) -> Der:
        """Read an element behind which nothing may follow."""
        node, end = cls.at(data, 0)
        if end != len(data):
            raise Bad("bytes behind the DER structure")
        return node

    def parts(self, tag: int | None = None) -> list[Der]:
        """Return the elements inside; with a tag the element itself must have it."""
        if tag is not None and self.tag != tag:
            raise Bad("unexpected DER tag %#x" % self.tag)
        found, at = [], 0
        while at < len(self.body):
            node, at = Der.at(self.body, at)
            found.append(node)
        return found

    def integer(self) -> int:
        """Read an INTEGER."""
        if (
            self.tag != 2
            or not self.body
            or (len(self.body) > 1 and self.body[0] in (0, 255) and (self.body[0] ^ self.body[1]) < 128)
        ):
            raise Bad("malformed INTEGER")
        return int.from_bytes(self.body, "big", signed=True)

    def oid(self) -> str:
        """Read an OBJECT IDENTIFIER."""
        if self.tag != 6 or not self.body or self.body[-1] & 0x80:
            raise Bad("malformed OBJECT IDENTIFIER")
        numbers, value = [], 0
        for byte in self.body:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))

    def instant(self) -> datetime:
        """Read UTCTime or GeneralizedTime in the one form X.509 and RFC 3161 permit."""
        text = self.body.decode("ascii")
        if self.tag == 0x17:
            text = ("19" if text[:2] >= "50" else "20") + text
        matched = re.fullmatch(r"(\d{14})(\.\d+)?Z", text)
        if self.tag not in (0x17, 0x18) or not matched:
            raise Bad("malformed time")
        return datetime.strptime(matched.group(1), "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)

    def bits(self) -> bytes:
        """Read a BIT STRING of whole bytes."""
        if self.tag != 3 or not self.body or self.body[0]:
            raise Bad("malformed BIT STRING")
        return self.body[1:]


_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}  # fmt: skip
_RSA = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_ECDSA = {"1.2.840.10045.4.3.2": "sha256", "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512"}
_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
_CURVES = {"1.2.840.10045.3.1.7": P256, "1.3.132.0.34": P384, "1.2.156.10197.1.301": SM2P256}
_ED25519, _RSA_KEY, _EC_KEY, _PSS = (
    "1.3.101.112",
    "1.2.840.113549.1.1.1",
    "1.2.840.10045.2.1",
    "1.2.840.113549.1.1.10",
)
_SM2_SM3 = "1.2.156.10197.1.501"


class PublicKey:
    """A key as X.509 writes it (SubjectPublicKeyInfo)."""

    def __init__(self, node: Der) -> None:
        """Read algorithm and key; Unsupported for kinds this file does not know."""
        algorithm, key = node.parts(0x30)
        names = algorithm.parts(0x30)
        self.kind, self.raw = names[0].oid(), key.bits()
        self.curve = _CURVES.get(names[1].oid()) if self.kind == _EC_KEY else None
        if self.kind == _RSA_KEY:
            modulus, exponent = Der.whole(self.raw).parts(0x30)
            self.n, self.e = modulus.integer(), exponent.integer()

    def check(self, algorithm: Der, signature: bytes, message: bytes, digest: str = "") -> None:
        """Raise Bad unless the signature over the message holds under this key."""
        parts = algorithm.parts(0x30)
        name = parts[0].oid()
        if self.kind == _RSA_KEY and (name in _RSA or name == _RSA_KEY):
            self._rsa(_RSA.get(name, digest), signature, message)
        elif self.kind == _RSA_KEY and name == _PSS:
            raise Unsupported("RSA-PSS")
        elif self.curve is SM2P256 and name == _SM2_SM3:
            sm2_check(self.raw, signature, message)
        elif self.curve is not None and self.curve is not SM2P256 and (name in _ECDSA or name == _EC_KEY):
            hashed = hashlib.new(_ECDSA.get(name, digest), message).digest()
            ecdsa_check(self.curve, self.raw, signature, hashed)
        elif self.kind == _ED25519 == name:
            ed25519_check(self.raw, signature, message)
        else:
            raise Unsupported("signature algorithm %s" % name)

    def _rsa(self, digest: str, signature: bytes, message: bytes) -> None:
        size = (self.n.bit_length() + 7) // 8
        number = int.from_bytes(signature, "big")
        if (
            digest not in _DIGEST_INFO
            or self.n.bit_length() < 2048
            or len(signature) != size
            or number >= self.n
        ):
            raise Bad("RSA key or signature has the wrong size")
        wanted = _DIGEST_INFO[digest] + hashlib.new(digest, message).digest()
        block = b"\x00\x01" + b"\xff" * (size - len(wanted) - 3) + b"\x00" + wanted
        if pow(number, self.e, self.n).to_bytes(size, "big") != block:
            raise Bad("the signature does not hold")


class Certificate:
    """An X.509 certificate: whose key, from whom, from when to when, for what."""

    def __init__(self, raw: bytes) -> None:
        """Read a certificate; raises Bad when it is none."""
        self.raw = raw
        tbs, self._algorithm, signature = Der.whole(raw).parts(0x30)
        self._tbs, self._signature = tbs.raw, signature.bits()
        fields = tbs.parts(0x30)
        if fields[0].tag == 0xA0:
            fields = fields[1:]
        self.serial, inner, self.issuer = fields[0].integer(), fields[1], fields[2].raw
        if inner.raw != self._algorithm.raw:
            raise Bad("two different signature algorithms in one certificate")
        self.begins, self.ends = (one.instant() for one in fields[3].parts(0x30))
        self.subject, self.key = fields[4].raw, PublicKey(fields[5])
        self.extensions: dict[str, bytes] = {}
        for extra in fields[6:]:
            if extra.tag == 0xA3:
                for one in extra.parts()[0].parts(0x30):
                    parts = one.parts(0x30)
                    self.extensions[parts[0].oid()] = parts[-1].body

    @property
    def name(self) -> str:
        """The common name, else the organisation, of the holder."""
        found = {}
        for group in Der.whole(self.subject).parts(0x30):
            for pair in group.parts(0x31):
                kind, value = pair.parts(0x30)
                found[kind.oid()] = value.body.decode("utf-8", "replace")
        return found.get("2.5.4.3") or found.get("2.5.4.10") or "?"

    @property
    def authority(self) -> bool:
        """Whether it may issue certificates (basicConstraints cA)."""
        raw = self.extensions.get("2.5.29.19")
        parts = Der.whole(raw).parts(0x30) if raw else []
        return bool(parts) and parts[0].raw == b"\x01\x01\xff"

    def stamps_time(self) -> bool:
        """Whether it is for time stamps and for nothing else (RFC 3161, 2.3)."""
        raw = self.extensions.get("2.5.29.37")
        return bool(raw) and [one.oid() for one in Der.whole(raw or b"").parts(0x30)] == ["1.3.6.1.5.5.7.3.8"]

    def issued(self, other: Certificate) -> bool:
        """Whether this one's key signed the other."""
        if other.issuer != self.subject:
            return False
        try:
            self.key.check(other._algorithm, other._signature, other._tbs)
        except Bad:
            return False
        return True


def pem_certificates(raw: bytes) -> list[Certificate]:
    """Read all certificates of a PEM file."""
    blocks = re.findall(b"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", raw, re.S)
    return [Certificate(base64.b64decode(b"".join(block.split()))) for block in blocks]


def pem_public_key(raw: bytes) -> PublicKey:
    """Read the first public key of a PEM file."""
    block = re.search(b"-----BEGIN PUBLIC KEY-----(.+?)-----END PUBLIC KEY-----", raw, re.S)
    if block is None:
        raise Bad("no public key")
    return PublicKey(Der.whole(base64.b64decode(b"".join(block.group(1).split()))))


class Trust:
    """Certificates at hand, and those the reader trusts."""

    def __init__(self, roots: Sequence[Certificate]) -> None:
        """Begin with the reader's roots; none given means that nobody's word is taken or refused."""
        self.roots = list(roots)
        self.known = list(roots)
        self._issuers: dict[bytes, Certificate | None] = {}

    def add(self, found: Iterable[Certificate]) -> None:
        """Learn further certificates (from the bundle): at hand, not trusted."""
        self.known += [one for one in found if all(one.raw != k.raw for k in self.known)]
        self._issuers.clear()

    def chain(self, leaf: Certificate, at: datetime, beside: Sequence[Certificate] = ()) -> None:
        """Raise Bad unless the certificate was valid then and leads to a root."""
        trusted = {one.raw for one in self.roots}
        here, seen = leaf, 0
        while True:
            if not here.begins <= at <= here.ends:
                raise Bad("certificate of %s was not valid at %s" % (here.name, at.isoformat()))
            if here.raw in trusted:
                return
            if here.issued(here):
                break
            above = self._above(here, beside)
            if above is None or seen > 8:
                raise Bad("no issuer of the certificate of %s is at hand" % here.name)
            here, seen = above, seen + 1
            if not here.authority:
                raise Bad("%s may not issue certificates" % here.name)
        if trusted:
            raise Bad("%s is not among the trusted roots" % here.name)

    def _above(self, one: Certificate, beside: Sequence[Certificate]) -> Certificate | None:
        if one.raw not in self._issuers or self._issuers[one.raw] is None:
            found = [c for c in [*self.known, *beside] if c.raw != one.raw and c.issued(one)]
            self._issuers[one.raw] = found[0] if found else None
        return self._issuers[one.raw]


# --- CMS signatures, time stamps, signatures inside PDF files --------------------------------

_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_ESS_V1, _ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_TST_ATTRIBUTE = "1.2.840.113549.1.9.16.2.14"


class Signed:
    """A CMS SignedData (RFC 5652) with one signer."""

    def __init__(self, raw: bytes) -> None:
        """Read the structure; nothing is checked yet."""
        kind, wrapped = Der.whole(raw).parts(0x30)
        if kind.oid() != _SIGNED_DATA:
            raise Bad("not a CMS signature")
        fields = wrapped.parts(0xA0)[0].parts(0x30)
        content = fields[2].parts(0x30)
        self.kind = content[0].oid()
        self.content = content[1].parts(0xA0)[0].body if len(content) > 1 else None
        certificates = [one for one in fields[3:] if one.tag == 0xA0]
        self.certificates = [Certificate(c.raw) for one in certificates for c in one.parts() if c.tag == 0x30]
        signers = fields[-1].parts(0x31)
        if len(signers) != 1:
            raise Bad("expected one signer")
        parts = signers[0].parts(0x30)
        self._who, digest = parts[1], parts[2].parts(0x30)[0].oid()
        self.digest = _DIGESTS.get(digest, "")
        if not self.digest or parts[3].tag != 0xA0:
            raise Unsupported("digest %s" % digest)
        self._attributes_raw = b"\x31" + parts[3].raw[1:]
        self.attributes = self._read(parts[3])
        self._algorithm, self.signature = parts[4], parts[5].body
        self.unsigned = self._read(parts[6]) if len(parts) > 6 else {}

    @staticmethod
    def _read(node: Der) -> dict[str, list[Der]]:
        found: dict[str, list[Der]] = {}
        for one in node.parts():
            name, values = one.parts(0x30)
            if name.oid() in found:
                raise Bad("an attribute occurs twice")
            found[name.oid()] = values.parts(0x31)
        return found

    def signer(self) -> Certificate:
        """Return the signer's certificate out of those inside."""
        for one in self.certificates:
            if self._who.tag == 0x30:
                issuer, serial = self._who.parts()
                if (one.issuer, one.serial) == (issuer.raw, serial.integer()):
                    return one
            elif one.extensions.get("2.5.29.14", b"")[2:] == self._who.body:
                return one
        raise Bad("the signer's certificate is not inside")

    def check(self, content: bytes | None = None) -> Certificate:
        """Raise Bad unless the signature over the content holds; returns the signer's certificate."""
        return self.check_digest(
            hashlib.new(self.digest, content if content is not None else self.content or b"").digest()
        )

    def check_digest(self, digest: bytes) -> Certificate:
        """The same for a content of which only the digest is known."""
        signer = self.signer()
        kind, said = self.attributes.get(_CONTENT_TYPE, []), self.attributes.get(_MESSAGE_DIGEST, [])
        if len(kind) != 1 or kind[0].oid() != self.kind or len(said) != 1 or said[0].body != digest:
            raise Bad("signed for another content")
        self._check_binding(signer)
        signer.key.check(self._algorithm, self.signature, self._attributes_raw, self.digest)
        return signer

    def _check_binding(self, signer: Certificate) -> None:
        for name, default in ((_ESS_V1, "sha1"), (_ESS_V2, "sha256")):
            for value in self.attributes.get(name, []):
                usual = default
                parts = value.parts(0x30)[0].parts(0x30)[0].parts(0x30)
                if parts[0].tag == 0x30:
                    usual = _DIGESTS.get(parts[0].parts()[0].oid(), "")
                    parts = parts[1:]
                if not usual or hashlib.new(usual, signer.raw).digest() != parts[0].body:
                    raise Bad("signed with another certificate")


class Stamp:
    """A checked RFC 3161 time stamp: when, and whose clock."""

    def __init__(self, token: bytes, digests: Callable[[str], bytes], trust: Trust) -> None:
        """Check the token; ``digests`` gives the digest of the stamped bytes by the name of the hash."""
        signed = Signed(token)
        if signed.kind != _TST_INFO or signed.content is None:
            raise Bad("not a time stamp")
        signer = signed.check()
        fields = Der.whole(signed.content).parts(0x30)
        algorithm, imprint = fields[2].parts(0x30)
        name = _DIGESTS.get(algorithm.parts(0x30)[0].oid(), "")
        if not name or digests(name) != imprint.body:
            raise Bad("stamped for other bytes")
        self.at, self.name = fields[4].instant(), signer.name
        if not signer.stamps_time():
            raise Bad("the certificate of %s is not for time stamps" % signer.name)
        trust.chain(signer, self.at, signed.certificates)


_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")


class PdfSignature:
    """One signature or document time stamp of a PDF: who, and when if a time stamp says so."""

    def __init__(self, name: str, at: datetime | None) -> None:
        """Keep what was found."""
        self.name, self.at = name, at


def pdf_signatures(raw: bytes, trust: Trust, otherwise: datetime) -> list[PdfSignature]:
    """Check every signature of a PDF (ISO 32000-2, 12.8); one of them must cover the whole file."""
    found, reach = [], 0
    for matched in _BYTE_RANGE.finditer(raw):
        start, length, behind, rest = map(int, matched.groups())
        gap = raw[length:behind]
        if start or not length < matched.start() + len(raw) or behind + rest > len(raw) or length >= behind:
            raise Bad("the byte range lies outside the file")
        if gap[:1] != b"<" or gap[-1:] != b">":
            raise Bad("the byte range leaves out more than the signature")
        blob = binascii.unhexlify(gap[1:-1])
        node, end = Der.at(blob, 0)
        if blob[end:].strip(b"\0"):
            raise Bad("bytes behind the signature")

        def digest(name: str, length: int = length, behind: int = behind, rest: int = rest) -> bytes:
            hasher = hashlib.new(name, raw[:length])
            hasher.update(raw[behind : behind + rest])
            return hasher.digest()

        reach = max(reach, behind + rest)
        found.append(_pdf_signature(node.raw, digest, trust, otherwise))
    if not found:
        raise Bad("no signature inside")
    if reach != len(raw):
        raise Bad("no signature covers the end of the file")
    return found


def _pdf_signature(
    blob: bytes, digest: Callable[[str], bytes], trust: Trust, otherwise: datetime
) -> PdfSignature:
    signed = Signed(blob)
    if signed.kind == _TST_INFO:
        stamp = Stamp(blob, digest, trust)
        return PdfSignature(stamp.name, stamp.at)
    signer = signed.check_digest(digest(signed.digest))
    at = None
    for token in signed.unsigned.get(_TST_ATTRIBUTE, []):
        at = Stamp(token.raw, lambda name: hashlib.new(name, signed.signature).digest(), trust).at
    trust.chain(signer, at or otherwise, signed.certificates)
    return PdfSignature(signer.name, at)


# --- The log: signed notes, cosignatures, inclusion proofs --------------------------------------


class Verifier:
    """A key as the C2SP writes it: name+hash+base64."""

    def __init__(self, text: str) -> None:
        """Read the text; raises Bad when hash and key disagree."""
        try:
            self.name, number, key = text.strip().split("+", 2)
            blob = unbase64(key)
        except ValueError as error:
            raise Bad("malformed key") from error
        self.kind, self.key = blob[0] if blob else 0, blob[1:]
        self.id = sha256(self.name.encode() + b"\n" + blob)[:4]
        if self.id.hex() != number or self.kind not in (1, 4) or len(self.key) != 32:
            raise Bad("malformed key")


class Note:
    """A signed note (c2sp.org/signed-note) that holds a checkpoint (c2sp.org/tlog-checkpoint)."""

    def __init__(self, raw: bytes) -> None:
        """Read text, signatures and checkpoint."""
        text = raw.decode()
        body, parted, tail = text.rpartition("\n\n")
        if not parted or not tail.endswith("\n"):
            raise Bad("not a signed note")
        self.body = (body + "\n").encode()
        self.signatures = []
        for line in tail[:-1].split("\n"):
            matched = re.fullmatch(r"— (\S+) (\S+)", line)
            if not matched:
                raise Bad("malformed signature line")
            self.signatures.append((matched.group(1), unbase64(matched.group(2))))
        lines = self.body.decode().split("\n")
        if len(lines) < 4 or not re.fullmatch(r"0|[1-9][0-9]*", lines[1]):
            raise Bad("not a checkpoint")
        self.origin, self.size, self.root = lines[0], int(lines[1]), unbase64(lines[2])
        if len(self.root) != 32:
            raise Bad("not a checkpoint")

    def check(self, key: Verifier) -> datetime | None:
        """Raise Bad unless this key signed or cosigned; returns when, for a cosignature."""
        for name, blob in self.signatures:
            if name != key.name or blob[:4] != key.id:
                continue
            if key.kind == 1:
                ed25519_check(key.key, blob[4:], self.body)
                return None
            seconds = int.from_bytes(blob[4:12], "big")
            ed25519_check(key.key, blob[12:], b"cosignature/v1\ntime %d\n" % seconds + self.body)
            return datetime.fromtimestamp(seconds, timezone.utc)
        raise Bad("no signature by %s" % key.name)


def root_from(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes:
    """Return the root to which an inclusion proof leads (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Bad("index outside the tree")
    here, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise Bad("the proof is too long")
        if here & 1 or here == last:
            value = sha256(b"\x01" + step + value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            value = sha256(b"\x01" + value + step)
        here, last = here >> 1, last >> 1
    if last:
        raise Bad("the proof is too short")
    return value


def log_leaf(kind: str, digest: bytes, salt: bytes) -> bytes:
    """Return the hash of the leaf by which the log holds an item."""
    entry = sha256(b"anjian/log-entry/1\x00" + salt + kind.encode() + b"\x00" + digest)
    return sha256(b"\x00" + entry)


# --- Where the bytes are: a folder, or a ZIP whose every byte is prescribed ---------------------


class Folder:
    """A bundle as plain files."""

    ordered, shift = False, 0

    def __init__(self, root: str) -> None:
        """List what is there, following no link."""
        self.root, self.names, self.strangers = root, [], []  # type: str, list[str], list[str]
        for here, folders, files in os.walk(root):
            prefix = os.path.relpath(here, root).replace(os.sep, "/") + "/"
            prefix = "" if prefix == "./" else prefix
            if prefix and not folders and not files:
                self.strangers.append(prefix)
            for name in sorted(folders + files):
                mode = os.lstat(os.path.join(here, name)).st_mode
                if stat.S_ISREG(mode):
                    self.names.append(prefix + name)
                elif not stat.S_ISDIR(mode):
                    self.strangers.append(prefix + name)

    def where(self, name: str) -> tuple[str, int, int]:
        """Return file, offset and length of an item's bytes."""
        path = os.path.join(self.root, *name.split("/"))
        return path, 0, os.path.getsize(path)

    def settle(self, rows: Sequence[tuple[str, int, int]]) -> None:
        """A folder has no bytes of its own."""

    def container_faults(self, _stop_at: str | None) -> Iterator[tuple[str, str]]:
        """Yield nothing: a folder has no bytes of its own."""
        return iter(())


_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_BIG = 0xFFFFFFFF


class Zip:
    """A bundle in one file. Members are found leniently; then every byte is compared with the due one."""

    ordered, strangers = True, ()

    def __init__(self, path: str) -> None:
        """Find the members; raises Bad when there are none."""
        self.path, self.shift = path, 0
        self.length = os.path.getsize(path)
        self._due: list[tuple[str, int, int, int]] = []
        with open(path, "rb") as stream:
            members = self._by_directory(stream)
            if not self._leads_to_list(stream, members):
                walked = self._by_headers(stream)
                members = walked if self._leads_to_list(stream, walked) else members or walked
        if not members:
            raise Bad("neither a folder nor a ZIP file")
        self.names = [name for name, _, _ in members]
        self._places = {name: (at, size) for name, at, size in reversed(members)}

    def where(self, name: str) -> tuple[str, int, int]:
        """Return file, offset and length of a member's bytes."""
        at, size = self._places[name]
        if not self._due:
            with open(self.path, "rb") as stream:
                at = self._data_at(stream, name, at)
        return self.path, at, size

    def settle(self, rows: Sequence[tuple[str, int, int]]) -> None:
        """Learn from the list (name, size, crc32) where every member must lie."""
        at = 0
        for name, size, crc in rows:
            self._due.append((name, size, crc, at))
            at += len(_local(name, size, crc)) + size
            self._places[name] = (at - size, size)
        self._end_at = at
        self._directory = [_central(*row) for row in self._due]
        total = sum(map(len, self._directory))
        self._closing = _closing(len(self._due), total, at)
        self.shift = self.length - at - total - len(self._closing)

    def container_faults(self, stop_at: str | None) -> Iterator[tuple[str, str]]:
        """Compare headers, directory and end; with ``stop_at`` no further than this member."""
        with open(self.path, "rb") as stream:
            stopped = False
            for name, size, crc, at in self._due:
                stream.seek(at)
                due = _local(name, size, crc)
                wrong = stream.read(len(due)) != due
                if wrong:
                    yield name, "文件头 / header"
                if name == stop_at or (wrong and self.shift):
                    stopped = True
                    break
            if not stopped:
                stream.seek(self._end_at)
                for (name, _, _, _), due in zip(self._due, self._directory):
                    if stream.read(len(due)) != due:
                        yield name, "目录记录 / directory record"
                if stream.read(len(self._closing)) != self._closing:
                    yield os.path.basename(self.path), "结尾 / end"
        if self.shift:
            yield os.path.basename(self.path), "%+d bytes" % self.shift

    def _by_directory(self, stream: BinaryIO) -> list[tuple[str, int, int]]:
        window = min(self.length, 0xFFFF + 22)
        stream.seek(self.length - window)
        tail = stream.read(window)
        at = tail.rfind(b"PK\x05\x06")
        try:
            _, _, _, _, count, size, start, _ = struct.unpack_from(
                "<4sHHHHIIH", tail, at if at >= 0 else len(tail)
            )
            end = self.length - window + at
            if _BIG in (size, start) or count == 0xFFFF:
                stream.seek(max(0, end - 76))
                size, start = struct.unpack_from("<QQ", stream.read(56), 40)
                end -= 76
            moved = end - size - start
            if size > end or moved < 0:
                return []
            stream.seek(end - size)
            return list(self._records(stream.read(size), moved))
        except (struct.error, UnicodeDecodeError):
            return []

    @staticmethod
    def _records(raw: bytes, moved: int) -> Iterator[tuple[str, int, int]]:
        at = 0
        while raw[at : at + 4] == b"PK\x01\x02":
            row = _CENTRAL.unpack_from(raw, at)
            size, start, behind = row[9], row[16], at + _CENTRAL.size
            name = raw[behind : behind + row[10]].decode()
            extra = raw[behind + row[10] : behind + row[10] + row[11]]
            wide = (
                list(struct.unpack_from("<%dQ" % ((len(extra) - 4) // 8), extra, 4)) if len(extra) > 4 else []
            )
            if size == _BIG and len(wide) > 1:
                size, wide = wide[0], wide[2:]
            if start == _BIG and wide:
                start = wide[0]
            yield name, start + moved, size
            at = behind + row[10] + row[11] + row[12]

    def _by_headers(self, stream: BinaryIO) -> list[tuple[str, int, int]]:
        found: list[tuple[str, int, int]] = []
        at = 0
        while True:
            stream.seek(at)
            head = stream.read(_LOCAL.size)
            if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
                return found
            row = _LOCAL.unpack(head)
            name, extra, size = stream.read(row[9]), stream.read(row[10]), row[8]
            if size == _BIG and len(extra) >= 12:
                size = struct.unpack_from("<Q", extra, 4)[0]
            found.append((name.decode("utf-8", "replace"), at, size))
            at += _LOCAL.size + row[9] + row[10] + size

    def _leads_to_list(self, stream: BinaryIO, members: Sequence[tuple[str, int, int]]) -> bool:
        wanted = [one for one in members if one[0] in (MANIFEST, SEAL)]
        try:
            inside = all(self._data_at(stream, name, at) + size <= self.length for name, at, size in wanted)
        except Bad:
            return False
        return inside and len({name for name, _, _ in wanted}) == 2

    @staticmethod
    def _data_at(stream: BinaryIO, name: str, at: int) -> int:
        stream.seek(at)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise Bad("no header of %s" % name)
        row = _LOCAL.unpack(head)
        if stream.read(row[9]) != name.encode():
            raise Bad("another file lies in the place of %s" % name)
        return at + _LOCAL.size + int(row[9]) + int(row[10])


def _local(name: str, size: int, crc: int) -> bytes:
    raw, large = name.encode(), size >= _BIG
    extra = struct.pack("<HHQQ", 1, 16, size, size) if large else b""
    shown = _BIG if large else size
    head = (b"PK\x03\x04", 45 if large else 20, 0x0800, 0, 0, 0x21, crc, shown, shown, len(raw), len(extra))
    return _LOCAL.pack(*head) + raw + extra


def _central(name: str, size: int, crc: int, at: int) -> bytes:
    raw, wide = name.encode(), []
    shown, start = size, at
    if size >= _BIG:
        wide, shown = [size, size], _BIG
    if at >= _BIG:
        wide, start = [*wide, at], _BIG
    extra = struct.pack("<HH%dQ" % len(wide), 1, 8 * len(wide), *wide) if wide else b""
    version = 45 if wide else 20
    return _CENTRAL.pack(
        b"PK\x01\x02", 0x300 | version, version, 0x0800, 0, 0, 0x21, crc, shown, shown, len(raw), len(extra),
        0, 0, 0, 0o100444 << 16, start,
    ) + raw + extra  # fmt: skip


def _closing(count: int, size: int, at: int) -> bytes:
    if count < 0xFFFF and size < _BIG and at < _BIG:
        return struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, at, 0)
    return (
        struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 0x300 | 45, 45, 0, 0, count, count, size, at)
        + struct.pack("<4sIQI", b"PK\x06\x07", 0, at + size, 1)
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, _BIG, _BIG, 0)
    )


_local_buffers = threading.local()


def hash_range(path: str, at: int, size: int, deep: bool) -> tuple[int, str, str]:
    """Return length read, SHA-256 and, if asked, SM3 of a range of a file; one buffer per thread."""
    buffer = getattr(_local_buffers, "buffer", None)
    if buffer is None:
        buffer = _local_buffers.buffer = bytearray(STEP)
    view, done = memoryview(buffer), 0
    first, second = hashlib.sha256(), new_sm3() if deep else None
    with open(path, "rb", buffering=0) as stream:
        stream.seek(at)
        while done < size:
            got = stream.readinto(view[: min(STEP, size - done)])
            if not got:
                break
            first.update(view[:got])
            if second is not None:
                second.update(bytes(view[:got]))
            done += got
    return done, first.hexdigest(), second.hexdigest() if second is not None else ""


# --- The check -------------------------------------------------------------------------------


class Wishes:
    """What the reader knows from elsewhere, and how thorough to be."""

    def __init__(
        self,
        keys: Sequence[str] = (),
        logs: Sequence[str] = (),
        witnesses: Sequence[str] = (),
        roots: Sequence[Certificate] = (),
        expect: str = "",
        deep: bool = False,
    ) -> None:
        """Keep the wishes; keys of logs and witnesses are read at once, so that a typing error is told."""
        self.keys = {one.lower() for one in keys}
        self.logs = [Verifier(one) for one in logs]
        self.witnesses = [Verifier(one) for one in witnesses]
        self.roots, self.expect, self.deep = list(roots), expect.lower(), deep


class Check:
    """One run over one bundle: what was found, what was seen, what could not be compared."""

    def __init__(self, path: str, wishes: Wishes) -> None:
        """Begin with nothing found."""
        self.path, self.wishes, self.trust = path, wishes, Trust(wishes.roots)
        self.findings: list[tuple[str, str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.facts: dict[str, Any] = {}
        self.source: Folder | Zip
        self.version, self.sealed_at = 2, datetime.now(timezone.utc)
        self.rows: dict[str, dict[str, Any]] = {}
        self.altered: set[str] = set()
        self.proven: dict[tuple[str, str], set[int]] = {}
        self.due: dict[tuple[str, str], list[str]] = {}

    def found(self, code: str, item: str, detail: object = "") -> None:
        """Note that something does not hold."""
        self.findings.append((code, item, str(detail)))

    def note(self, zh: str, en: str) -> None:
        """Note something the reader should know though nothing is wrong."""
        self.notes.append((zh, en))

    def run(self) -> None:
        """Do the whole check; whatever is wrong with the bundle becomes a finding."""
        name = os.path.basename(os.path.abspath(self.path))
        try:
            self.source = Folder(self.path) if os.path.isdir(self.path) else Zip(self.path)
            self._run()
        except (OSError, Bad) as error:
            self.found("unreadable", name, error)

    def _run(self) -> None:
        absent = [name for name in (MANIFEST, SEAL) if name not in self.source.names]
        for name in absent:
            self.found("file_missing", name)
        if absent:
            return
        raw, raw_seal = self.read(MANIFEST), self.read(SEAL)
        number = sha256(raw).hex()
        self.facts["manifest_sha256"] = number
        seal = self._seal(raw_seal, number, raw)
        if self.wishes.expect and number != self.wishes.expect:
            self.found("manifest_not_expected", MANIFEST)
        if any(item == MANIFEST for _, item, _ in self.findings):
            return
        try:
            manifest = self._manifest(raw)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self.found("manifest_malformed", MANIFEST, error)
            return
        self._signer(manifest, seal)
        whole = self._content(
            manifest, [(MANIFEST, len(raw), zlib.crc32(raw)), (SEAL, len(raw_seal), zlib.crc32(raw_seal))]
        )
        if whole:
            self._inside(manifest, seal, raw)

    def read(self, name: str) -> bytes:
        """Return an item's bytes."""
        path, at, size = self.source.where(name)
        if size > LARGEST_LIST:
            raise Bad("%s is too large to be a list" % name)
        with open(path, "rb") as stream:
            stream.seek(at)
            return stream.read(size)

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield an item's lines with their ends."""
        path, at, size = self.source.where(name)
        with open(path, "rb") as stream:
            stream.seek(at)
            while size > 0:
                line = stream.readline(size)
                if not line:
                    return
                size -= len(line)
                yield line

    # -- seal and manifest

    def _seal(self, raw: bytes, number: str, manifest: bytes) -> dict[str, Any]:
        try:
            seal: dict[str, Any] = parsed(raw)
            fields = {
                "algorithm",
                "format",
                "key_id",
                "manifest_sha256",
                "manifest_sm3",
                "public_key",
                "signature",
            }
            version = {"anjian-seal/1": b"1", "anjian-seal/2": b"2"}[seal["format"]]
            if (
                set(seal) != fields | ({"timestamp"} if version == b"2" else set())
                or seal["algorithm"] != "Ed25519"
            ):
                raise Bad("unexpected members")
            public = unhex(seal["public_key"], 32)
            said = {name: value for name, value in seal.items() if name != "signature"}
            ed25519_check(
                public,
                unhex(seal["signature"], 64),
                b"anjian/bundle-seal/" + version + b"\x00" + canonical(said),
            )
            if sha256(public).hex() != seal["key_id"]:
                raise Bad("fingerprint does not belong to the key")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self.found("seal_broken", SEAL, error)
            return {}
        if seal["manifest_sha256"] != number:
            self.found("manifest_altered", MANIFEST)
        elif self.wishes.deep and seal["manifest_sm3"] != sm3(manifest).hex():
            self.found("manifest_altered", MANIFEST, "SM3")
        return seal

    def _manifest(self, raw: bytes) -> dict[str, Any]:
        manifest: dict[str, Any] = parsed(raw)
        self.version = FORMATS.index(manifest["format"]) + 1
        members = {"format", "title", "created_at", "subject", "signer", "files", "streams"}
        row_members = {
            "order",
            "path",
            "size",
            "sha256",
            "sm3",
            "crc32",
            "role",
            "media_type",
            "title",
            "about",
        }
        stream_members = {"stream", "count", "head"} | ({"file"} if self.version == 2 else set())
        if set(manifest) != members | ({"log"} if self.version == 2 else set()):
            raise Bad("unexpected members")
        taken = {fold(MANIFEST), fold(SEAL)}
        for order, row in enumerate(manifest["files"], 1):
            path = row["path"]
            if set(row) != row_members or row["order"] != order or row["role"] not in ROLES[self.version]:
                raise Bad("file %d is not described properly" % order)
            if path_fault(path) or fold(path) in taken or type(row["size"]) is not int or row["size"] < 0:
                raise Bad("path %r may not be used" % path)
            taken.add(fold(path))
            unhex(row["sha256"], 32), unhex(row["sm3"], 32), unhex(row["crc32"], 4)
            if not isinstance(row["about"], dict):
                raise Bad("file %d is not described properly" % order)
            self.rows[path] = row
        for row in manifest["streams"]:
            unhex(row["head"], 32)
            if set(row) != stream_members or type(row["count"]) is not int or row["count"] < 0:
                raise Bad("stream %r is not described properly" % row["stream"])
        self.sealed_at = moment(manifest["created_at"])
        self.facts.update(
            title=manifest["title"], format=manifest["format"], created_at=manifest["created_at"],
            org=manifest["signer"].get("org", ""), files=len(manifest["files"]),
            payload_bytes=sum(row["size"] for row in manifest["files"]),
        )  # fmt: skip
        return manifest

    def _signer(self, manifest: dict[str, Any], seal: dict[str, Any]) -> None:
        if not seal:
            return
        signer, key = manifest["signer"], seal["key_id"]
        self.facts["key_id"] = key
        if (signer.get("public_key"), signer.get("key_id")) != (seal["public_key"], key):
            self.found("signer_mismatch", SEAL)
        if self.wishes.keys and key not in self.wishes.keys:
            self.found("signer_unknown", SEAL, key)
        if not self.wishes.keys:
            self.note(
                "未给出 --key，未核对封存密钥是否为该单位所公布",
                "no --key given: whose the sealing key is was not compared",
            )
        day = manifest["created_at"][:10]
        if day < str(signer.get("valid_from") or "") or day > str(signer.get("valid_to") or "9999"):
            self.found("key_not_valid", SEAL, day)
        if (seal["format"] == "anjian-seal/2") != (self.version == 2):
            self.found("seal_broken", SEAL, "seal and manifest are of different versions")

    # -- files

    def _content(self, manifest: dict[str, Any], trailer: list[tuple[str, int, int]]) -> bool:
        source, files = self.source, manifest["files"]
        before = len(self.findings)
        self._names([row["path"] for row in files])
        names_hold = len(self.findings) == before
        placed = names_hold and isinstance(source, Zip)
        if placed:
            source.settle([*((row["path"], row["size"], int(row["crc32"], 16)) for row in files), *trailer])
        there = set(source.names)
        changed = self._changed([row for row in files if row["path"] in there])
        if placed and source.shift:
            del changed[1:]
        for path in changed:
            self.found("file_altered", path)
        self.altered.update(changed)
        if placed:
            for item, detail in source.container_faults(changed[0] if source.shift and changed else None):
                self.found("container_altered", item, detail)
        return not (placed and source.shift)

    def _names(self, listed: Sequence[str]) -> None:
        wanted, seen = dict.fromkeys([*listed, MANIFEST, SEAL]), set()
        for name in self.source.names:
            if name in seen:
                self.found("file_duplicate", name)
            elif name not in wanted:
                self.found("file_added", name)
            seen.add(name)
        for name in wanted:
            if name not in seen:
                self.found("file_missing", name)
        here = [name for name in self.source.names if name in wanted]
        due = [name for name in wanted if name in seen]
        if self.source.ordered and len(here) == len(due):
            for name, other in zip(here, due):
                if name != other:
                    self.found("file_reordered", name)
                    break
        for name in self.source.strangers:
            self.found("file_added", name)

    def _changed(self, rows: Sequence[dict[str, Any]]) -> list[str]:
        deep = self.wishes.deep

        def differs(row: dict[str, Any]) -> bool:
            try:
                path, at, size = self.source.where(row["path"])
                if size != row["size"]:
                    return True
                said = hash_range(path, at, size, deep)
            except (OSError, Bad):
                return True
            return said != (row["size"], row["sha256"], row["sm3"] if deep else "")

        workers = min(len(rows), os.cpu_count() or 1, 8)
        if workers < 2 or sum(row["size"] for row in rows) < STEP:
            return [row["path"] for row in rows if differs(row)]
        with ThreadPoolExecutor(workers) as pool:
            largest_first = sorted(rows, key=lambda row: -row["size"])
            running = {row["path"]: pool.submit(differs, row) for row in largest_first}
            return [row["path"] for row in rows if running[row["path"]].result()]

    # -- what the files say

    def _inside(self, manifest: dict[str, Any], seal: dict[str, Any], raw: bytes) -> None:
        self._certificates()
        for name in (EVENTS, CUSTODY):
            if name in self.rows and name in self.source.names:
                self._chains(name, [s for s in manifest["streams"] if s.get("file", EVENTS) == name])
        stray = {s["file"] for s in manifest["streams"] if "file" in s} - set(self.rows)
        for name in sorted(stray):
            self.found("reference_missing", name)
        for path, row in self.rows.items():
            if path not in self.altered and path in self.source.names:
                self._file(path, row)
        self._custody_in_rows()
        if seal.get("timestamp"):
            self._stamp("manifest.sig timestamp", unbase64_or_nothing(seal["timestamp"]), raw, "manifest")
        elif self.version == 2 and seal:
            self.note("封存时没有加盖时间戳", "the seal carries no time stamp")
        if self.version == 2:
            self._log(manifest["log"])
        if not self.wishes.roots:
            self.note(
                "未给出 --roots，未核对证书和时间戳由谁签发",
                "no --roots given: who vouches for certificates and time stamps was not compared",
            )

    def _certificates(self) -> None:
        for path, row in self.rows.items():
            if row["role"] == "certificate" and path not in self.altered and path in self.source.names:
                try:
                    self.trust.add(pem_certificates(self.read(path)))
                except (ValueError, KeyError, IndexError, TypeError) as error:
                    self.found("certificate_broken", path, error)

    def _chains(self, name: str, listed: list[dict[str, Any]]) -> None:
        heads: dict[str, tuple[int, str]] = {}
        numbers: dict[tuple[str, int], int] = {}
        for number, line in enumerate(self.lines(name), 1):
            item = "%s 第%d行 line %d" % (name, number, number)
            try:
                record = json.loads(line.decode())
                stream, seq = record["stream_id"], record["seq"]
                exact = canonical(record) + b"\n" == line
                prev, said = record.pop("prev_hash"), record.pop("hash")
                due = sha256(b"anjian/chain-entry/1\x00" + unhex(prev, 32) + canonical(record)).hex()
                count, head = heads.get(stream, (0, GENESIS))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                self.found("entry_unreadable", item, error)
                return
            if seq != count + 1 or type(seq) is not int:
                self.found("entry_missing_or_reordered", item)
                return
            if prev != head:
                self.found("chain_broken", item)
                return
            if said != due or not exact:
                self.found("entry_altered", item)
                return
            heads[stream] = (seq, said)
            numbers[stream, seq] = number
            self.due.setdefault(("event" if name == EVENTS else "custody", said), []).append(item)
        wanted = {row["stream"]: (row["count"], row["head"]) for row in listed}
        for stream in sorted(set(wanted) | set(heads)):
            if wanted.get(stream) != heads.get(stream, (0, GENESIS)):
                self.found("chain_cut_off", "%s %s" % (name, stream))
        self.facts["events" if name == EVENTS else "custody"] = len(numbers)

    def _custody_in_rows(self) -> None:
        for path, row in self.rows.items():
            head, count = GENESIS, 0
            for link in row["about"].get("custody") or ():
                try:
                    body = {k: v for k, v in link.items() if k not in ("prev_hash", "hash")}
                    due = sha256(b"anjian/chain-entry/1\x00" + unhex(head, 32) + canonical(body)).hex()
                    holds = (link["prev_hash"], link["hash"], link["seq"]) == (head, due, count + 1)
                except (ValueError, TypeError, KeyError, AttributeError):
                    holds = False
                if not holds:
                    self.found("chain_broken", "%s 保管第%d环 custody link %d" % (path, count + 1, count + 1))
                    break
                head, count = due, count + 1

    def _file(self, path: str, row: dict[str, Any]) -> None:
        about, role = row["about"], row["role"]
        kinds = {"original": "evidence", "document": "document"}
        kind = about.get("log") or (kinds.get(role) if self.version == 2 else None)
        if kind:
            self.due.setdefault((str(kind), row["sha256"]), []).append(path)
        if self.version == 1:
            return
        if role == "sealed":
            self._sealed(path)
        elif role == "recording":
            self._recording(path, about)
        elif role == "undone":
            self._undone(path)
        if "timestamp" in about:
            token = self._beside(path, about["timestamp"])
            if token is not None:
                self._stamp(path, token, self.read(path), path)
        for one in about.get("signatures") or ():
            self._signature(path, one)

    def _beside(self, path: str, name: Any) -> bytes | None:
        if name not in self.rows or name not in self.source.names:
            self.found("reference_missing", path, name)
            return None
        return None if name in self.altered else self.read(name)

    def _stamp(self, item: str, token: bytes, content: bytes, what: str) -> None:
        try:
            stamp = Stamp(token, lambda name: hashlib.new(name, content).digest(), self.trust)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            self.found("timestamp_broken", item, error)
            return
        self.facts.setdefault("timestamps", []).append([what, stamp.at.isoformat(), stamp.name])
        if what == "manifest" and abs((stamp.at - self.sealed_at).total_seconds()) > 86400:
            self.note(
                "时间戳所示时间与封存时间相差一天以上",
                "time stamp and stated time of sealing are more than a day apart",
            )

    def _sealed(self, path: str) -> None:
        try:
            signatures = pdf_signatures(self.read(path), self.trust, self.sealed_at)
            self.facts["sealed"] = self.facts.get("sealed", 0) + 1
            self.facts["pdf_signatures"] = self.facts.get("pdf_signatures", 0) + len(signatures)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            self.found("pdf_signature_broken", path, error)

    def _signature(self, path: str, said: dict[str, Any]) -> None:
        try:
            blob = self._beside(path, said["file"])
            holder = self._beside(path, said["certificate"])
            if blob is None or holder is None:
                return
            statement = self.read(path)
            if said["algorithm"] == "sm2-sm3":
                sm2_check(pem_public_key(holder).raw, blob, statement)
                self.facts["sm2_signatures"] = self.facts.get("sm2_signatures", 0) + 1
                return
            leaf = pem_certificates(holder)[0]
            if said["algorithm"] == "ecdsa-p256-sha256" and leaf.key.curve is P256:
                ecdsa_check(P256, leaf.key.raw, blob, sha256(statement))
            elif said["algorithm"] == "ed25519" and leaf.key.kind == _ED25519:
                ed25519_check(leaf.key.raw, blob, statement)
            elif said["algorithm"] == "rsa-sha256" and leaf.key.kind == _RSA_KEY:
                leaf.key._rsa("sha256", blob, statement)
            else:
                raise Unsupported("algorithm %s" % said["algorithm"])
        except (ValueError, KeyError, IndexError, TypeError) as error:
            self.found("signature_broken", path, error)
            return
        self.facts["signatures"] = self.facts.get("signatures", 0) + 1
        try:
            self.trust.chain(leaf, moment(said["at"]) if said.get("at") else self.sealed_at)
        except (ValueError, TypeError, IndexError) as error:
            self.found("certificate_broken", said["certificate"], error)

    def _undone(self, path: str) -> None:
        if EVENTS not in self.source.names:
            return
        try:
            events = {}
            for line in self.lines(EVENTS):
                record = json.loads(line.decode())
                events[record["stream_id"], record["seq"]] = record
            for one in parsed(self.read(path))["steps"]:
                first = events[one["stream_id"], one["seq"]]
                later = events[one["stream_id"], one["undone_by"]]
                if first["sentence"] != one["sentence"] or later["seq"] <= first["seq"]:
                    raise Bad("step %s" % one["seq"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.found("undone_wrong", path, error)

    def _recording(self, path: str, about: dict[str, Any]) -> None:
        item = path
        try:
            certificate = parsed(self.read(path))
            statement, seal = certificate["statement"], certificate["seal"]
            said = {name: value for name, value in seal.items() if name != "signature"}
            public = unhex(seal["public_key"], 32)
            ed25519_check(public, unhex(seal["signature"], 64), b"anjian/bundle-seal/1\x00" + canonical(said))
            if (
                seal["manifest_sha256"] != sha256(canonical(statement)).hex()
                or sha256(public).hex() != seal["key_id"]
            ):
                raise Bad("the certificate was changed")
            if (
                statement["format"] != "anjian-recording-certificate/1"
                or statement["signer"]["key_id"] != seal["key_id"]
            ):
                raise Bad("another format or key")
            parts = {part["part"]: part for part in statement["parts"]}
            for one in about.get("parts") or ():
                item = one["media"]
                if item in self.altered or one["chain"] in self.altered:
                    continue
                self._part(parts[one["part"]], one["media"], one["chain"])
                self.facts["recording_parts"] = self.facts.get("recording_parts", 0) + 1
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.found("recording_broken", item, error)

    def _part(self, part: dict[str, Any], media: str, chain: str) -> None:
        for name in (media, chain):
            if name not in self.rows or name not in self.source.names:
                raise Bad("%s is not listed" % name)
        head = sha256(b"anjian/recording-part/1\x00" + uuid.UUID(part["part"]).bytes)
        path, start, size = self.source.where(media)
        whole, count, at = hashlib.sha256(), 0, 0
        with open(path, "rb") as stream:
            stream.seek(start)
            for line in self.lines(chain):
                whole.update(line)
                said = json.loads(line.decode())
                length = said["len"]
                if (
                    type(length) is not int
                    or not 0 <= length <= size - at
                    or (said["n"], said["at"]) != (count, at)
                ):
                    raise Bad("chunk %d is missing or out of order" % (count + 1))
                digest = hashlib.sha256()
                left = length
                while left:
                    block = stream.read(min(STEP, left))
                    digest.update(block)
                    left -= len(block) or left
                head = sha256(head + digest.digest() + struct.pack(">Q", count))
                if (said["sha256"], said["head"]) != (digest.hexdigest(), head.hex()):
                    raise Bad("chunk %d does not fit the chain" % (count + 1))
                count, at = count + 1, at + length
        if (head.hex(), count, at, at) != (part["head"], part["chunks"], part["bytes"], size):
            raise Bad("number, length or last hash is not the certified one")
        if whole.hexdigest() != part["chain_sha256"]:
            raise Bad("the record of times is not the certified one")

    # -- the log

    def _log(self, log: dict[str, Any] | None) -> None:
        if log is None:
            self.note("卷宗没有日志证明", "the bundle carries no proofs of a log")
            if self.wishes.logs or self.wishes.witnesses:
                self.found("log_checkpoint_broken", MANIFEST, "no log")
            return
        try:
            checkpoint = self._log_checkpoint(log)
            if checkpoint is None:
                return
            self._log_proofs(log["proofs"], checkpoint)
            missing = [(one["kind"], one["digest"]) for one in log["without"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.found("log_checkpoint_broken", MANIFEST, error)
            return
        for named, items in self.due.items():
            # Two items of the same content have an entry of the log each.
            held = len(self.proven.get(named, ())) + missing.count(named)
            for item in items[held:]:
                self.found("log_proof_missing", item, "%s %s" % named)
        if missing:
            self.note(
                "有%d项不在日志之中（清单已列明）" % len(missing),
                "%d items are not in the log, as the manifest says" % len(missing),
            )

    def _log_checkpoint(self, log: dict[str, Any]) -> Note | None:
        path = log["checkpoint"]
        raw = self._beside(MANIFEST, path)
        if raw is None:
            return None
        try:
            note, key = Note(raw), Verifier(log["key"])
            note.check(key)
            if (note.origin, note.size, note.root.hex()) != (log["origin"], log["size"], log["root"]):
                raise Bad("the manifest names another checkpoint")
            if key.name != note.origin:
                raise Bad("the log's key has another name")
        except ValueError as error:
            self.found("log_checkpoint_broken", path, error)
            return None
        if self.wishes.logs and all((key.id, key.key) != (one.id, one.key) for one in self.wishes.logs):
            self.found("log_key_unknown", path, log["key"])
        if not self.wishes.logs and not self.wishes.witnesses:
            self.note(
                "未给出 --log 或 --witness，未核对日志由谁签署",
                "neither --log nor --witness given: whose the log is was not compared",
            )
        self._witnesses(note, path, log)
        stamped = self.rows[path]["about"].get("text_timestamp")
        token = self._beside(path, stamped) if stamped is not None else None
        if token is not None:
            self._stamp(path, token, note.body, "checkpoint")
        self.facts["log"] = {"origin": note.origin, "size": note.size, "root": note.root.hex()}
        return note

    def _witnesses(self, note: Note, path: str, log: dict[str, Any]) -> None:
        seen = self.facts.setdefault("witnesses", [])
        for text in log.get("witnesses") or ():
            try:
                witness = Verifier(text)
                seen.append([witness.name, str(note.check(witness) or "")])
            except ValueError as error:
                self.found("log_checkpoint_broken", path, error)
        for witness in self.wishes.witnesses:
            try:
                note.check(witness)
            except ValueError as error:
                self.found("witness_missing", path, error)

    def _log_proofs(self, path: str, note: Note) -> None:
        if path in self.altered or path not in self.source.names or path not in self.rows:
            self.found("reference_missing", path)
            return
        for number, line in enumerate(self.lines(path), 1):
            item = "%s 第%d行 line %d" % (path, number, number)
            try:
                proof = parsed(line[:-1])
                if line[-1:] != b"\n" or set(proof) != {
                    "kind",
                    "subject",
                    "digest",
                    "salt",
                    "index",
                    "hashes",
                }:
                    raise Bad("unexpected members")
                named = (proof["kind"], proof["digest"])
                leaf = log_leaf(proof["kind"], unhex(proof["digest"], 32), unhex(proof["salt"], 32))
                hashes = [unhex(one, 32) for one in proof["hashes"]]
                if (
                    type(proof["index"]) is not int
                    or root_from(proof["index"], note.size, leaf, hashes) != note.root
                ):
                    raise Bad("another root")
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                self.found("log_proof_broken", item, error)
                continue
            if named not in self.due:
                self.found("log_proof_stray", item, "%s %s" % named)
            else:
                self.proven.setdefault(named, set()).add(proof["index"])
        self.facts["proofs"] = sum(map(len, self.proven.values()))


def fold(path: str) -> str:
    """Return the key under which two paths meet on a case-blind file system."""
    return unicodedata.normalize("NFC", path).casefold()


def path_fault(path: str) -> bool:
    """Whether a path may not be used: it must mean one file, inside, on every system."""
    parts = path.split("/")
    return (
        not path
        or len(path.encode("utf-8", "replace")) > 1000
        or any(part in ("", ".", "..") or part[-1] in " ." for part in parts)
        or bool(re.search(r'[\x00-\x1f\x7f\\:*?"<>|]', path))
        or not path.isprintable()
        or unicodedata.normalize("NFC", path) != path
    )


def moment(text: str) -> datetime:
    """Read an ISO 8601 instant with offset."""
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if at.tzinfo is None:
        raise Bad("an instant without offset")
    return at


def unbase64_or_nothing(text: Any) -> bytes:
    """Read base64, or return what no time stamp can be."""
    try:
        return unbase64(text)
    except (ValueError, TypeError):
        return b""


# --- Words -------------------------------------------------------------------------------------


def as_data(check: Check) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "ok": not check.findings,
        "path": check.path,
        "findings": [
            {
                "code": code,
                "item": item,
                "message": SAID[code][0],
                "message_en": SAID[code][1],
                "detail": detail,
            }
            for code, item, detail in check.findings
        ],
        "notes": [{"message": zh, "message_en": en} for zh, en in check.notes],
        **check.facts,
    }


def as_text(check: Check) -> Iterator[str]:
    """Yield the report line by line, Chinese before English."""
    facts = check.facts
    if check.findings:
        yield "核验不通过：%d处问题 / NOT VALID: %d findings (%s)" % (
            len(check.findings),
            len(check.findings),
            check.path,
        )
        for code, item, detail in check.findings:
            zh, en = SAID[code]
            yield "  [%s] %s：%s / %s%s" % (code, item, zh, en, " (%s)" % detail if detail else "")
        return
    yield "核验通过 / VALID：%s" % facts["title"]
    yield "  文件 files %d，%s 字节 bytes；事件 events %d；保管 custody %d" % (
        facts["files"], "{:,}".format(facts["payload_bytes"]), facts.get("events", 0), facts.get("custody", 0),
    )  # fmt: skip
    yield "  签章文书 sealed PDFs %d；签名 signatures %d；日志证明 log proofs %d" % (
        facts.get("sealed", 0), facts.get("signatures", 0), facts.get("proofs", 0),
    )  # fmt: skip
    yield "  封存单位 sealed by：%s，%s" % (facts["org"], facts["created_at"])
    yield "  密钥指纹 key：%s" % facts.get("key_id", "")
    yield "  封存号 seal number：%s" % facts["manifest_sha256"]
    if "log" in facts:
        yield "  日志 log：%(origin)s，%(size)d，%(root)s" % facts["log"]
    for name, at in facts.get("witnesses", ()):
        yield "  见证 witness：%s，%s" % (name, at)
    for what, at, name in facts.get("timestamps", ()):
        yield "  时间戳 time stamp：%s，%s，%s" % (what, at, name)
    for zh, en in check.notes:
        yield "  提示 note：%s / %s" % (zh, en)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line, check, report."""
    parser = argparse.ArgumentParser(
        prog="verify.py", description="核验案卷包 / check a sealed case bundle (ZIP or folder)"
    )
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("bundle", nargs="?", default=here, help="ZIP 或文件夹 / ZIP or folder")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FINGERPRINT",
        help="公布的封存密钥指纹 / published sealing key",
    )
    parser.add_argument(
        "--log", action="append", default=[], metavar="VKEY", help="公布的日志密钥 / published key of the log"
    )
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="VKEY",
        help="必须联署的见证人 / a witness that must have cosigned",
    )
    parser.add_argument("--roots", metavar="PEM", help="可信的根证书 / trusted root certificates")
    parser.add_argument(
        "--expect", default="", metavar="SHA256", help="另行记下的封存号 / seal number noted elsewhere"
    )
    parser.add_argument("--deep", action="store_true", help="同时重算SM3 / compute SM3 as well")
    parser.add_argument("--json", action="store_true", help="以JSON输出 / print JSON")
    chosen = parser.parse_args(argv)
    try:
        roots: list[Certificate] = []
        if chosen.roots:
            with open(chosen.roots, "rb") as stream:
                roots = pem_certificates(stream.read())
            if not roots:
                raise Bad("no certificate in %s" % chosen.roots)
        wishes = Wishes(chosen.key, chosen.log, chosen.witness, roots, chosen.expect, chosen.deep)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    check = Check(chosen.bundle, wishes)
    check.run()
    text = (
        json.dumps(as_data(check), ensure_ascii=False, indent=2) if chosen.json else "\n".join(as_text(check))
    )
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()
    return 1 if check.findings else 0


if __name__ == "__main__":
    sys.exit(main())
