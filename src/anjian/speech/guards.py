"""What keeps an engine's inventions out of a draft.

Engines write something even when nobody spoke, repeat themselves on noise, and echo the words they were told
to expect. A sentence nobody said is a legal risk in an interview, so it is dropped before a person sees it.
"""

from __future__ import annotations

import array
import re
import sys
from collections.abc import Sequence
from dataclasses import replace

from anjian.speech.model import Heard, SpeechRefused

QUIET = 60
"""Root mean square (of 32,768) below which a channel is silence (about -55 dBFS)."""
SHORTEST_S = 0.3
"""Seconds; a shorter press of the key is a slip."""
_REPEAT = re.compile(r"(.{2,12}?)\1{3,}")
_SAME = re.compile(r"([一-鿿])\1{4,}")
_NO_WORDS = re.compile(r"[\W_]+")


def require_speech(samples: bytes, *, rate: int) -> None:
    """Raise SpeechRefused when the samples (s16le) hold no sound worth sending."""
    if len(samples) < SHORTEST_S * rate * 2:
        raise SpeechRefused("说话时间太短，没有识别。请按住再说一次。")
    if loudness(samples) < QUIET:
        raise SpeechRefused("没有听到声音，请检查这一路话筒是否接通。")


def loudness(samples: bytes) -> float:
    """Return the root mean square of the loudest tenth of a second (0 … 32,768)."""
    values = array.array("h")
    values.frombytes(samples[: len(samples) // 2 * 2])
    if sys.byteorder == "big":
        values.byteswap()
    loudest = 0.0
    for start in range(0, len(values), 1600):
        block = values[start : start + 1600]
        loudest = max(loudest, sum(v * v for v in block) / len(block))
    return float(loudest**0.5)


def sober(heard: Heard, words: Sequence[str]) -> Heard:
    """Drop what was certainly not said: loops, and a piece that only recites the words given beforehand."""
    given = {_bare(word) for word in words}
    kept = []
    for piece in heard.pieces:
        text = _REPEAT.sub(r"\1", _SAME.sub(r"\1", piece.text.strip()))
        bare = _bare(text)
        if not bare or (len(given) > 1 and _recites(bare, given)):
            continue
        kept.append(replace(piece, text=text))
    return replace(heard, pieces=tuple(kept))


def _bare(text: str) -> str:
    return _NO_WORDS.sub("", text)


def _recites(bare: str, given: set[str]) -> bool:
    rest, used = bare, 0
    for word in sorted(given, key=len, reverse=True):
        if word and word in rest:
            rest, used = rest.replace(word, ""), used + 1
    return used > 2 and not rest
