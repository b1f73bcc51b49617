"""FunASR's runtime over a WebSocket: settings as JSON, raw samples, an end mark, then the final text.

Source: FunASR ``runtime/docs/websocket_protocol``. The offline answer's ``is_final`` is always false
there, so the first answer of mode ``offline`` or ``2pass-offline`` after the end mark is taken as final.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from anjian.speech.model import RATE, Heard, Piece, SpeechUnavailable, samples_of

_BLOCK = RATE * 2 * 6 // 10
"""Bytes of sound per message: 0.6 s, the server's own chunk."""


class FunAsr:
    """A FunASR server at an address such as ``ws://asr.local:10095``."""

    def __init__(self, address: str, key: str = "", model: str = "") -> None:
        """Keep the address; nothing is asked before the first sound."""
        self._address = address
        self._key = key
        self._model = model or "funasr"

    def transcribe(self, wav: bytes, *, words: Sequence[str], deadline_s: float) -> Heard:
        """Write a WAV down. Raises SpeechRefused for a bad WAV, SpeechUnavailable when the server fails."""
        samples = samples_of(wav)
        until = time.monotonic() + deadline_s
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            with connect(
                self._address,
                subprotocols=[Subprotocol("binary")],
                additional_headers=headers,
                open_timeout=deadline_s,
                close_timeout=1,
                compression=None,
            ) as line:
                line.send(json.dumps(_opening(words), ensure_ascii=False))
                for start in range(0, len(samples), _BLOCK):
                    line.send(samples[start : start + _BLOCK])
                line.send(json.dumps({"is_speaking": False}))
                while True:
                    body = json.loads(line.recv(timeout=max(0.0, until - time.monotonic())))
                    if body.get("mode") in {"offline", "2pass-offline"}:
                        return Heard(_pieces(body, len(samples)), f"funasr:{self._model}")
        except (OSError, TimeoutError, ValueError, AttributeError, WebSocketException) as problem:
            message = "语音识别服务暂时连不上，请直接打字；恢复后可再用。"
            raise SpeechUnavailable(message) from problem


def _opening(words: Sequence[str]) -> dict[str, Any]:
    return {
        "mode": "offline",
        "wav_name": "interview",
        "wav_format": "pcm",
        "audio_fs": RATE,
        "is_speaking": True,
        "chunk_size": [5, 10, 5],
        "itn": True,
        "hotwords": json.dumps(dict.fromkeys(words, 20), ensure_ascii=False),
    }


def _pieces(body: dict[str, Any], size: int) -> tuple[Piece, ...]:
    sentences = body.get("stamp_sents") or []
    try:
        found = tuple(
            Piece(int(s["start"]), int(s["end"]), f"{s['text_seg'].replace(' ', '')}{s.get('punc', '')}")
            for s in sentences
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        found = ()
    return found or (Piece(0, size * 1000 // (2 * RATE), str(body.get("text", ""))),)
