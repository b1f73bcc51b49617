"""Transcripts made elsewhere: SRT and WebVTT files, which every transcription program writes."""

from __future__ import annotations

import re

from anjian.speech.model import Heard, Piece

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(r"<[^>]{0,80}>|\{[^}]{0,80}\}")


class SubtitleError(ValueError):
    """The file is no transcript with times; the message says what is wrong (Chinese)."""


def read(data: bytes, *, name: str = "") -> Heard:
    """Return the pieces of an SRT or WebVTT file, in the order of time. Raises SubtitleError."""
    text = _decoded(data)
    pieces: list[Piece] = []
    lines: list[str] = []
    times: tuple[int, int] | None = None
    for line in [*text.splitlines(), ""]:
        cue = _CUE.match(line)
        if cue:
            times, lines = (_ms(cue.groups()[:4]), _ms(cue.groups()[4:])), []
        elif line.strip() and times is not None:
            lines.append(_TAG.sub("", line).strip())
        elif times is not None:
            if lines and times[1] >= times[0]:
                pieces.append(Piece(*times, "".join(lines)))
            times = None
    if not pieces:
        raise SubtitleError("文件里没有带时间的文字，请导入 SRT 或者 WebVTT 格式的转写文件。")
    return Heard(tuple(sorted(pieces, key=lambda p: (p.begin_ms, p.end_ms))), f"file:{name}"[:80])


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SubtitleError("文件的文字编码无法识别，请另存为 UTF-8 后再导入。")


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))
