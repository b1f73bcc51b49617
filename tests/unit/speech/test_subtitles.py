"""Transcripts of other programs come in by their subtitle files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjian.speech.model import Piece
from anjian.speech.subtitles import SubtitleError, read

SRT = (
    "1\n00:00:01,500 --> 00:00:03,000\n<i>是李建国</i>\n叫我去的\n\n"
    "2\n00:01:00,000 --> 00:01:02,250\n没有办票\n"
)
VTT = "WEBVTT\n\nNOTE x\n\n01:02.500 --> 01:03.000 align:start\n没有\n\n00:00.100 --> 00:00.900\n有\n"


def test_both_formats_in_order_of_time_without_tags() -> None:
    assert read(SRT.encode(), name="a.srt").pieces == (
        Piece(1500, 3000, "是李建国叫我去的"),
        Piece(60_000, 62_250, "没有办票"),
    )
    assert read(VTT.encode()).pieces == (Piece(100, 900, "有"), Piece(62_500, 63_000, "没有"))
    assert read(SRT.encode(), name="a.srt").engine == "file:a.srt"


def test_files_of_older_chinese_programs_are_read() -> None:
    assert read(SRT.encode("gb18030")).pieces == read(SRT.encode()).pieces


def test_what_is_no_transcript_is_refused_in_words() -> None:
    for data in (b"", b"hello", "没有时间的文字".encode(), b"\xff\xff\xff\xff"):
        with pytest.raises(SubtitleError):
            read(data)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.integers(0, 10**5), st.text("甲乙丙", min_size=1)), min_size=1
    )
)
def test_what_is_written_is_read(cues: list[tuple[int, int, str]]) -> None:
    def stamp(ms: int) -> str:
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    text = "\n".join(f"{i}\n{stamp(b)} --> {stamp(b + d)}\n{t}\n" for i, (b, d, t) in enumerate(cues))
    expected = sorted(((b, b + d, t) for b, d, t in cues), key=lambda c: c[:2])
    assert [(p.begin_ms, p.end_ms, p.text) for p in read(text.encode()).pieces] == expected
