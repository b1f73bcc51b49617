"""Signed data (CMS, RFC 5652) whose uncovered fields can hold nothing but what they hold.

A signature covers the signed attributes; versions, lists of algorithms and the name of the signature
algorithm stand outside it, and lenient checkers read over a change there. Here it is a fault.
"""

from __future__ import annotations

from asn1crypto import cms

_NESTED = 2


def is_strict(signed: cms.SignedData, *, depth: int = 0) -> bool:
    """Whether versions and algorithms are the only ones possible, in time stamps inside as well."""
    if len(signed["signer_infos"]) != 1 or depth > _NESTED:
        return False
    signer = signed["signer_infos"][0]
    by_name = signer["sid"].name == "issuer_and_serial_number"
    plain = signed["encap_content_info"]["content_type"].native == "data"
    if signer["version"].native != ("v1" if by_name else "v3"):
        return False
    if signed["version"].native != ("v1" if plain and by_name else "v3"):
        return False
    if signed["digest_algorithms"].dump() != cms.DigestAlgorithms([signer["digest_algorithm"]]).dump():
        return False
    if not _algorithms_agree(signer):
        return False
    unsigned = signer["unsigned_attrs"]
    return all(
        attribute["type"].native == "signature_time_stamp_token"
        and all(is_strict(value["content"], depth=depth + 1) for value in attribute["values"])
        for attribute in (unsigned if unsigned.native else ())
    )


def _algorithms_agree(signer: cms.SignerInfo) -> bool:
    """Whether the signature algorithm is a known one that names the digest's hash, or none."""
    algorithm = signer["signature_algorithm"]
    try:
        if algorithm.signature_algo not in {"ecdsa", "rsassa_pkcs1v15", "rsassa_pss", "dsa", "ed25519"}:
            return False
        if algorithm["algorithm"].native in {"rsassa_pkcs1v15", "ed25519"}:
            return True
        return bool(algorithm.hash_algo == signer["digest_algorithm"]["algorithm"].native)
    except (ValueError, KeyError):
        return False
