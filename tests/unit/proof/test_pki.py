"""The local authority's certificates and lists hold for OpenSSL."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from anjian.proof import pki

NOW = datetime.now(UTC).replace(microsecond=0)
OFFICER = pki.Subject(name="欧阳喆堃", org="示例市应急管理局", unit="执法支队一大队", no="0192")


def issued(authority: pki.Authority, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    return authority.issue(
        key.public_key(), OFFICER, valid_from=NOW - timedelta(days=1), valid_to=NOW + timedelta(days=30)
    )


def openssl_verifies(folder: Path, authority: pki.Authority, found: x509.Certificate, *lists: bytes) -> str:
    (folder / "root.pem").write_text(pki.pem(authority.root))
    (folder / "issuing.pem").write_text(pki.pem(authority.issuing))
    (folder / "leaf.pem").write_text(pki.pem(found))
    crls = b"".join(x509.load_der_x509_crl(one).public_bytes(serialization.Encoding.PEM) for one in lists)
    (folder / "crls.pem").write_bytes(crls)
    done = subprocess.run(
        ["openssl", "verify", "-x509_strict", "-crl_check_all", "-CRLfile", folder / "crls.pem",
         "-CAfile", folder / "root.pem", "-untrusted", folder / "issuing.pem", folder / "leaf.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_openssl_verifies_the_chain_with_both_lists_and_sees_a_revocation(tmp_path: Path) -> None:
    authority = pki.Authority(tmp_path / "keys")
    found = issued(authority, pki.new_key())
    root_list = authority.root_crl(at=NOW)
    assert "leaf.pem: OK" in openssl_verifies(
        tmp_path, authority, found, authority.crl((), at=NOW), root_list
    )
    gone = authority.crl([pki.Revoked(found.serial_number, NOW, "affiliation_changed")], at=NOW)
    assert "certificate revoked" in openssl_verifies(tmp_path, authority, found, gone, root_list)
    other = authority.crl([pki.Revoked(found.serial_number + 1, NOW)], at=NOW)
    assert "leaf.pem: OK" in openssl_verifies(tmp_path, authority, found, other, root_list)


def test_a_certificate_says_whose_it_is_and_that_a_local_test_authority_vouches(tmp_path: Path) -> None:
    found = issued(pki.Authority(tmp_path), pki.new_key())
    assert (pki.common_name(found.subject), pki.org_name(found.subject)) == (OFFICER.name, OFFICER.org)
    assert pki.org_name(found.issuer) == pki.LOCAL_NAME
    assert pki.is_local(found)
    assert len(pki.sha256_of(found)) == 64


def test_a_later_list_has_a_greater_number(tmp_path: Path) -> None:
    authority = pki.Authority(tmp_path)
    lists = [authority.crl((), at=NOW + timedelta(milliseconds=n)) for n in range(3)]
    numbers = [
        x509.load_der_x509_crl(one).extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        for one in lists
    ]
    assert numbers == sorted(set(numbers))


def test_opened_again_it_is_the_same_authority(tmp_path: Path) -> None:
    assert pki.Authority(tmp_path).root == pki.Authority(tmp_path).root
    assert pki.Authority(tmp_path).issuing == pki.Authority(tmp_path).issuing


def test_verifies_a_signature_and_nothing_else(tmp_path: Path) -> None:
    key = pki.new_key()
    text = pki.pem(issued(pki.Authority(tmp_path), key))
    signature = key.sign(b"statement", ec.ECDSA(hashes.SHA256()))
    assert pki.verify(text, b"statement", signature)
    assert not pki.verify(text, b"Statement", signature)
    assert not pki.verify(text, b"statement", signature[:-1])
    assert not pki.verify("no certificate", b"statement", signature)
