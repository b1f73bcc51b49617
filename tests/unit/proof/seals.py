"""A bureau's seal, a local authority and a drawn page, for tests of what they make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from anjian.proof import pades, pki, timestamps

BUREAU = pki.Subject(name="示例市应急管理局电子签章", org="示例市应急管理局", no="1")


@cache
def drawn() -> bytes:
    """A page as documents are drawn: PDF/A-2b by the same program."""
    head = '#set document(title: "通知书", date: datetime(year: 2026, month: 10, day: 8))'
    page = head + "\n= 通知书\n你单位动火作业未安排专门人员。"
    return bytes(typst.compile(page.encode(), format="pdf", pdf_standards="a-2b"))


def sealer(
    folder: Path,
    *,
    revoked: datetime | None = None,
    time: timestamps.Authority | None = None,
    lists_at: datetime | None = None,
) -> pades.Sealer:
    """A seal of the authority kept in this folder, its lists of revocations included."""
    now = datetime.now(UTC)
    authority = pki.Authority(folder)
    key = pki.new_key()
    issued = issue(authority, key, now=now)
    gone = [pki.Revoked(issued.serial_number, revoked, "key_compromise")] if revoked else []
    at = lists_at or now
    return pades.Sealer(
        sign=lambda message: key.sign(message, ec.ECDSA(hashes.SHA256())),
        certificate_pem=pki.pem(issued),
        chain_pem=authority.chain_pem(),
        crls=(authority.crl(gone, at=at), authority.root_crl(at=at)),
        authority=time or timestamps.authority(folder),
    )


def issue(authority: pki.Authority, key: ec.EllipticCurvePrivateKey, *, now: datetime) -> x509.Certificate:
    """The seal's certificate."""
    return authority.issue(
        key.public_key(),
        BUREAU,
        valid_from=now - timedelta(days=1),
        valid_to=now + timedelta(days=365),
    )
