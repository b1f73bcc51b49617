"""Engines with the OpenAI transcription endpoint: ``POST {base}/audio/transcriptions``, verbose JSON."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from anjian.speech.model import RATE, Heard, Piece, SpeechUnavailable, samples_of

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer that are read; a longer one is not a transcript."""


class OpenAiApi:
    """A transcription service at a base address such as ``http://asr.local:8000/v1``."""

    def __init__(self, address: str, key: str = "", model: str = "") -> None:
        """Keep the address; nothing is asked before the first sound."""
        self._url = address.rstrip("/") + "/audio/transcriptions"
        self._key = key
        self._model = model or "whisper-1"

    def transcribe(self, wav: bytes, *, words: Sequence[str], deadline_s: float) -> Heard:
        """Write a WAV down. Raises SpeechRefused for a bad WAV, SpeechUnavailable when the service fails."""
        length_ms = len(samples_of(wav)) * 1000 // (2 * RATE)
        fields = {
            "model": self._model,
            "language": "zh",
            "response_format": "verbose_json",
            "temperature": "0",
        }
        if words:
            fields["prompt"] = "、".join(words)
        boundary = uuid4().hex
        request = urllib.request.Request(  # noqa: S310  the address is the administrator's
            self._url,
            data=_multipart(boundary, fields, wav),
            headers={
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                "Accept": "application/json",
                **({"Authorization": f"Bearer {self._key}"} if self._key else {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=deadline_s) as answer:  # noqa: S310
                body = json.loads(answer.read(LARGEST))
        except urllib.error.HTTPError as problem:
            message = f"语音识别服务拒绝了请求（{problem.code}），请联系管理员检查服务设置。"
            raise SpeechUnavailable(message) from problem
        except (OSError, ValueError) as problem:
            message = "语音识别服务暂时连不上，请直接打字；恢复后可再用。"
            raise SpeechUnavailable(message) from problem
        return Heard(_pieces(body, length_ms), f"openai:{self._model}")


def _pieces(body: Any, length_ms: int) -> tuple[Piece, ...]:
    if not isinstance(body, dict):
        raise SpeechUnavailable("语音识别服务的回答无法理解，请联系管理员检查服务设置。")
    segments = body.get("segments") or []
    try:
        found = tuple(
            Piece(round(float(s["start"]) * 1000), round(float(s["end"]) * 1000), str(s["text"]))
            for s in segments
        )
    except (KeyError, TypeError, ValueError):
        found = ()
    return found or (Piece(0, length_ms, str(body.get("text", ""))),)


def _multipart(boundary: str, fields: dict[str, str], wav: bytes) -> bytes:
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="sound.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    )
    return head.encode() + wav + f"\r\n--{boundary}--\r\n".encode()
