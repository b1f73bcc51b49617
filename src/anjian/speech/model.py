"""What an engine is asked and what it hears.

An engine is given one person's channel (16 kHz, 16 bit, mono WAV) and the words that matter in the case;
it returns text with times. Nothing here decides what enters a record: an officer does, word by word.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

RATE = 16_000
"""Samples per second that every engine is given."""


class SpeechUnavailable(Exception):
    """The engine cannot be used now; the message says why and what to do (Chinese)."""


class SpeechRefused(Exception):
    """The sound itself cannot be used (empty, silent, wrong format); the message says why (Chinese)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of heard speech: milliseconds from the beginning of the sound, and its words."""

    begin_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What an engine made of a sound: the pieces in order and the name of the engine and model."""

    pieces: tuple[Piece, ...]
    engine: str

    @property
    def text(self) -> str:
        """All pieces as one text."""
        return "".join(piece.text for piece in self.pieces)


class Engine(Protocol):
    """One way to have speech written down; see ``engines/``."""

    def transcribe(self, wav: bytes, *, words: Sequence[str], deadline_s: float) -> Heard:
        """Write a WAV down. Raises SpeechUnavailable when the engine fails or takes too long (seconds)."""
        ...


def samples_of(wav: bytes) -> bytes:
    """Return the raw samples (s16le, mono, 16 kHz) of a WAV. Raises SpeechRefused for anything else."""
    try:
        with wave.open(io.BytesIO(wav)) as sound:
            if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, RATE):
                raise SpeechRefused("录音格式不是16千赫单声道，请刷新页面后重试。")
            return bytes(sound.readframes(sound.getnframes()))
    except (wave.Error, EOFError) as problem:
        raise SpeechRefused("没有收到可以识别的声音，请检查话筒后重试。") from problem


def wav_of(samples: bytes) -> bytes:
    """Wrap raw samples (s16le, mono, 16 kHz) as a WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples)
    return out.getvalue()
