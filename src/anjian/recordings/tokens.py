"""Passes to one part: who holds one may send its chunks, or watch it grow. Checked without a database.

A pass is made by a page after it has checked the right, and says what it is for, of which part, until when.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Use = Literal["send", "view"]
SEND_S, VIEW_S = 24 * 3600, 3600
"""How long a pass holds, seconds: longer than any interview; watching is asked for anew each hour."""


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass that holds."""

    use: Use
    org_id: UUID
    part: UUID


class Passes:
    """Makes and checks passes with a key derived from the installation's secret."""

    def __init__(self, secret: str) -> None:
        """Derive the key, so that a pass can never be taken for anything else signed by the secret."""
        self._key = hmac.digest(secret.encode(), b"anjian/media-pass/1", "sha256")

    def make(self, use: Use, org_id: UUID, part: UUID, *, now_ms: int) -> str:
        """Return a pass; ``now_ms`` is the server's clock, epoch milliseconds."""
        until = now_ms // 1000 + (SEND_S if use == "send" else VIEW_S)
        said = f"{use}.{org_id.hex}.{part.hex}.{until}"
        return f"{said}.{self._sign(said)}"

    def check(self, text: str, *, now_ms: int) -> Pass | None:
        """Return the pass if it is ours and still holds."""
        said, _dot, signature = text.rpartition(".")
        if not text.isascii() or not hmac.compare_digest(signature, self._sign(said)):
            return None
        use, org, part, until = said.split(".")
        if int(until) * 1000 < now_ms:
            return None
        return Pass("send" if use == "send" else "view", UUID(hex=org), UUID(hex=part))

    def _sign(self, said: str) -> str:
        return hmac.digest(self._key, said.encode(), hashlib.sha256).hex()
