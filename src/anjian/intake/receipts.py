"""The receipt a giver takes away: what was handed in, when, with hashes, signed by the agency.

The signature is Ed25519 over ``anjian/receipt/1`` NUL and the RFC 8785 JSON of the receipt; whoever
keeps receipt and files can show later that exactly these bytes were handed in on that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anjian.intake.commands import Given
    from anjian.intake.models import IntakeLink, Submission
    from anjian.proof.signing import Signer

_LABEL = b"anjian/receipt/1\x00"


def content(row: Submission, link: IntakeLink, files: Sequence[Given], *, org: str) -> dict[str, Any]:
    """Return the receipt of a submission, as it will be signed."""
    return {
        "format": "anjian-receipt/1",
        "receipt_no": row.receipt_no,
        "received_by": org,
        "received_at": row.at.isoformat(),
        "giver": row.giver,
        "statement": row.statement,
        "asked_for": list(link.asks),
        "files": [
            {
                "no": number,
                "name": given.filename[:255],
                "size": given.digest.size,
                "sha256": given.digest.sha256,
                "sm3": given.digest.sm3,
            }
            for number, given in enumerate(files, start=1)
        ],
    }


def sign(receipt: Mapping[str, Any], signer: Signer) -> tuple[str, str]:
    """Return the SHA-256 of the receipt and the agency's signature over it, both hex."""
    body = canonical_bytes(receipt)
    return sha256_hex(body), signer.key.sign(_LABEL + body).hex()


def holds(receipt: Mapping[str, Any], signature: str, public_key: bytes) -> bool:
    """Whether the signature over a receipt is that of this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            bytes.fromhex(signature), _LABEL + canonical_bytes(receipt)
        )
    except (InvalidSignature, ValueError):
        return False
    return True
