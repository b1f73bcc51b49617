"""What a label on a thing says: a short code of the item with check characters, and nothing of a person.

The code is `AJ-XXXX-XXXX-CC`: eight base-32 digits (Crockford's alphabet, without I, L, O, U) for the
last 40 bits of the item's id, which are random (RFC 9562, version 7), and two check digits modulo
1021, the largest prime below 1024. Any one wrong digit and any two digits in each other's place are
noticed. In capitals it fits the smallest QR code (version 1, ISO/IEC 18004) at a quarter's damage.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODULUS = 1021
_BITS = 40
_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FORM = re.compile(rf"AJ([{_DIGITS}]{{10}})")


def code_of(item_id: UUID) -> str:
    """Return the code on an item's label.

    >>> from uuid import UUID
    >>> code_of(UUID("0199f3b2-7c00-7000-8000-00000000002a"))
    'AJ-0000-001A-VZ'
    """
    number = item_id.int & ((1 << _BITS) - 1)
    text = _written(number, 8) + _written(-number * 1024 % _MODULUS, 2)
    return f"AJ-{text[:4]}-{text[4:8]}-{text[8:]}"


def read(text: str) -> str | None:
    """Return the last ten hex digits of the item's id in a code as scanned or typed, None when it is none.

    Small letters, spaces, dashes and the look-alikes O, I, L are taken as meant; an address that
    ends in a code is read too.

    >>> read("aj ooo0 ooia vz"), read("AJ-0000-001B-VZ")
    ('000000002a', None)
    """
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    plain = re.sub(r"[\s-]", "", last.upper())
    hit = _FORM.fullmatch(plain[:2] + plain[2:].translate(_LIKE))
    if hit is None:
        return None
    number = 0
    for digit in hit[1]:
        number = number * 32 + _DIGITS.index(digit)
    return None if number % _MODULUS else f"{number >> 10:010x}"


def _written(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        digits = _DIGITS[number % 32] + digits
        number //= 32
    return digits
