"""Tokens of the local time authority hold for OpenSSL and rfc3161-client, and for nothing else."""

from __future__ import annotations

import hashlib
import subprocess
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from rfc3161_client import TimestampRequestBuilder, VerifierBuilder, decode_timestamp_response

from anjian.proof import pki, timestamps

DIGEST = hashlib.sha256("先行登记".encode()).digest()


def openssl_verifies(folder: Path, token: bytes, digest: bytes, root: str) -> bool:
    (folder / "token.der").write_bytes(token)
    (folder / "trusted.pem").write_text(root)
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-digest", digest.hex(), "-token_in", "-in", folder / "token.der",
         "-CAfile", folder / "trusted.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode == 0 and "Verification: OK" in done.stdout


def test_openssl_verifies_a_token_and_refuses_another_digest_and_another_root(tmp_path: Path) -> None:
    authority = timestamps.authority(tmp_path / "keys")
    token = authority.stamp(DIGEST)
    (root,) = authority.roots_pem
    assert openssl_verifies(tmp_path, token, DIGEST, root)
    assert not openssl_verifies(tmp_path, token, hashlib.sha256(b"other").digest(), root)
    stranger = timestamps.authority(tmp_path / "other").roots_pem[0]
    assert not openssl_verifies(tmp_path, token, DIGEST, stranger)


def test_a_token_says_when_and_that_a_local_test_authority_said_so(tmp_path: Path) -> None:
    authority = timestamps.authority(tmp_path)
    before = datetime.now(UTC) - timedelta(seconds=1)
    stamp = timestamps.verify(authority.stamp(DIGEST), DIGEST, roots=authority.roots_pem)
    assert before <= stamp.at <= datetime.now(UTC)
    assert (stamp.authority, stamp.local) == ("本地测试时间戳机构", True)
    assert stamp.policy == timestamps.LOCAL_POLICY


def test_answers_a_request_of_another_client_with_its_nonce(tmp_path: Path) -> None:
    authority = timestamps.LocalAuthority(tmp_path)
    request = TimestampRequestBuilder().data(b"a file").nonce(nonce=True).build()
    response = decode_timestamp_response(authority.answer(request.as_bytes()))
    builder = VerifierBuilder.from_request(request)
    root = pki.certificate(authority.roots_pem[0])
    verifier = builder.add_root_certificate(root).build()
    assert verifier.verify_message(response, b"a file")


def test_only_its_own_certificate_lies_in_a_token_and_serves_nothing_else(tmp_path: Path) -> None:
    authority = timestamps.LocalAuthority(tmp_path)
    token = tmp_path / "token.der"
    token.write_bytes(authority.stamp(DIGEST))
    shown = subprocess.run(
        ["openssl", "pkcs7", "-inform", "DER", "-in", token, "-print_certs", "-noout"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert shown.count("subject=") == 1
    usage = authority.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical
    assert [one.dotted_string for one in usage.value] == ["1.3.6.1.5.5.7.3.8"]


def _serials(folder: Path) -> list[int]:
    authority = timestamps.authority(folder)
    return [timestamps.read(authority.stamp(DIGEST)).serial for _ in range(20)]


def test_processes_that_begin_at_once_share_one_key_and_no_serial_number(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3) as pool:
        serials = [one for many in pool.map(_serials, [tmp_path] * 3) for one in many]
    assert len(set(serials)) == 60
    assert timestamps.verify(
        timestamps.authority(tmp_path).stamp(DIGEST), DIGEST, roots=timestamps.authority(tmp_path).roots_pem
    )


@pytest.mark.parametrize("place", [40, 200, -80, -3])
def test_a_changed_token_is_invalid(tmp_path: Path, place: int) -> None:
    authority = timestamps.authority(tmp_path)
    token = bytearray(authority.stamp(DIGEST))
    token[place] ^= 1
    with pytest.raises(timestamps.TimestampInvalid):
        timestamps.verify(bytes(token), DIGEST, roots=authority.roots_pem)


@pytest.mark.parametrize("junk", [b"", b"\x30\x00", b"\xff" * 50])
def test_what_is_no_token_is_said_to_be_none(tmp_path: Path, junk: bytes) -> None:
    with pytest.raises(timestamps.TimestampInvalid):
        timestamps.verify(junk, DIGEST, roots=timestamps.authority(tmp_path).roots_pem)


def test_without_a_root_nothing_is_trusted(tmp_path: Path) -> None:
    with pytest.raises(timestamps.TimestampInvalid):
        timestamps.verify(timestamps.authority(tmp_path).stamp(DIGEST), DIGEST, roots=())


def test_stamps_digests_of_sha256_only(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        timestamps.authority(tmp_path).stamp(b"short")
