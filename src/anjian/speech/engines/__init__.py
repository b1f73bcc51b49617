"""One file per way to reach a speech engine; the address decides which.

``http(s)://``: a service with the OpenAI transcription endpoint (FunASR's server, vLLM, whisper servers);
``ws(s)://``: a FunASR runtime. A new kind is one more file and one more line in ``_KINDS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from anjian.speech.engines.funasr import FunAsr
from anjian.speech.engines.openai_api import OpenAiApi
from anjian.speech.model import Engine

_KINDS: Mapping[str, Callable[[str, str, str], Engine]] = {
    "http": OpenAiApi,
    "https": OpenAiApi,
    "ws": FunAsr,
    "wss": FunAsr,
}


def engine_for(address: str, *, key: str = "", model: str = "") -> Engine | None:
    """Return the engine behind an address, None when none is set up. Raises ValueError for other schemes."""
    if not address:
        return None
    scheme = urlsplit(address).scheme
    if scheme not in _KINDS:
        message = f"speech engine address must begin with http(s):// or ws(s)://, not {scheme!r}"
        raise ValueError(message)
    return _KINDS[scheme](address, key, model)
