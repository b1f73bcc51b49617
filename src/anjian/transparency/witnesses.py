"""The witnesses this installation asks, as its setting names them, and how one is asked."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from anjian.proof.tlog.note import COSIGNATURE, BadNote, Verifier

_SECONDS = 10
_LARGEST_ANSWER = 64 * 1024


class Unreachable(OSError):
    """A witness did not answer."""


@dataclass(frozen=True, slots=True)
class Configured:
    """A witness: where it takes checkpoints, and the key by which its cosignatures are known."""

    url: str
    verifier: Verifier

    @property
    def name(self) -> str:
        """The name it cosigns under."""
        return self.verifier.name

    def ask(self, body: bytes) -> tuple[int, str]:
        """Send a submission; returns status and body of the answer. Raises Unreachable."""
        asked = urllib.request.Request(  # noqa: S310  the address is the site's own setting, http(s) only
            f"{self.url.rstrip('/')}/add-checkpoint", data=body, method="POST"
        )
        try:
            with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310  as above
                return answer.status, answer.read(_LARGEST_ANSWER).decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read(_LARGEST_ANSWER).decode(errors="replace")
        except (OSError, ValueError) as problem:
            raise Unreachable(str(problem)) from problem


@lru_cache(maxsize=4)
def _parsed(text: str) -> tuple[Configured, ...]:
    found = []
    for part in text.split(","):
        url, _, vkey = part.strip().partition(" ")
        if url:
            found.append(Configured(url, Verifier.parse(vkey)))
    return tuple(found)


def configured() -> tuple[Configured, ...]:
    """Return the witnesses of the setting ANJIAN_WITNESSES: ``URL VKEY, URL VKEY``."""
    return _parsed(settings.WITNESSES)


def unusable(text: str) -> str:
    """Return why a setting of witnesses cannot be used, empty when it can."""
    try:
        for witness in _parsed(text):
            if not witness.url.startswith(("http://", "https://")):
                return f"{witness.url} 不是网址"
            if witness.verifier.algorithm != COSIGNATURE:
                return f"{witness.name} 不是见证程序的公钥"
    except BadNote as problem:
        return f"见证程序的公钥无法识别：{problem}"
    return ""


def quorum() -> int:
    """Return how many witnesses must have cosigned for a checkpoint to count as witnessed: the majority."""
    count = len(configured())
    return count // 2 + 1 if count else 0
