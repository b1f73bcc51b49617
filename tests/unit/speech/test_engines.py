"""Both kinds of engine against servers that speak their published protocol."""

from __future__ import annotations

import json
import math
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from websockets.sync.server import ServerConnection, serve

from anjian.speech.engines import engine_for
from anjian.speech.guards import loudness, require_speech, sober
from anjian.speech.model import RATE, Heard, Piece, SpeechRefused, SpeechUnavailable, samples_of, wav_of


def tone(seconds: float, height: int = 8000) -> bytes:
    return b"".join(struct.pack("<h", round(height * math.sin(i / 6))) for i in range(round(seconds * RATE)))


@contextmanager
def http_engine(status: int, body: Any) -> Iterator[tuple[str, list[tuple[str, bytes, dict[str, str]]]]]:
    seen: list[tuple[str, bytes, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, data, dict(self.headers)))
            answer = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()


def test_openai_endpoint_gets_the_sound_the_words_and_the_key() -> None:
    body = {"text": "李队安排的", "segments": [{"start": 0.25, "end": 1.5, "text": "李队安排的"}]}
    with http_engine(200, body) as (address, seen):
        engine = engine_for(address, key="k-1", model="paraformer")
        assert engine is not None
        heard = engine.transcribe(wav_of(tone(1.6)), words=("李建国", "受限空间"), deadline_s=5)
    assert heard == Heard((Piece(250, 1500, "李队安排的"),), "openai:paraformer")
    path, data, headers = seen[0]
    assert path == "/v1/audio/transcriptions"
    assert headers["Authorization"] == "Bearer k-1"
    assert "李建国、受限空间".encode() in data
    assert b'name="response_format"\r\n\r\nverbose_json' in data
    assert wav_of(tone(1.6)) in data


def test_openai_answer_without_segments_is_one_piece_over_the_whole_sound() -> None:
    with http_engine(200, {"text": "没有"}) as (address, _seen):
        engine = engine_for(address)
        assert engine is not None
        assert engine.transcribe(wav_of(tone(2)), words=(), deadline_s=5).pieces == (Piece(0, 2000, "没有"),)


@pytest.mark.parametrize("status", [401, 500])
def test_openai_refusal_tells_the_person_to_type(status: int) -> None:
    with http_engine(status, {}) as (address, _seen):
        engine = engine_for(address)
        assert engine is not None
        with pytest.raises(SpeechUnavailable, match=str(status)):
            engine.transcribe(wav_of(tone(1)), words=(), deadline_s=5)


def test_nobody_at_the_address_is_said_in_words() -> None:
    for address in ("http://127.0.0.1:9/v1", "ws://127.0.0.1:9"):
        engine = engine_for(address)
        assert engine is not None
        with pytest.raises(SpeechUnavailable, match="直接打字"):
            engine.transcribe(wav_of(tone(1)), words=(), deadline_s=2)


@contextmanager
def funasr(answer: dict[str, Any] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: dict[str, Any] = {"sound": b""}

    def talk(line: ServerConnection) -> None:
        seen["opening"] = json.loads(line.recv())
        for message in line:
            if isinstance(message, bytes):
                seen["sound"] += message
                continue
            seen["end"] = json.loads(message)
            if answer is not None:
                line.send(json.dumps({"mode": "2pass-online", "text": "草"}))
                line.send(json.dumps(answer, ensure_ascii=False))

    with serve(talk, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}", seen
        server.shutdown()


def test_funasr_gets_every_sample_and_its_final_sentences_come_back() -> None:
    answer = {
        "mode": "2pass-offline",
        "is_final": False,
        "text": "是我开的阀。",
        "stamp_sents": [{"text_seg": "是 我 开 的 阀", "punc": "。", "start": 430, "end": 1740}],
    }
    with funasr(answer) as (address, seen):
        engine = engine_for(address)
        assert engine is not None
        heard = engine.transcribe(wav_of(tone(2)), words=("受限空间",), deadline_s=5)
    assert heard == Heard((Piece(430, 1740, "是我开的阀。"),), "funasr:funasr")
    assert seen["sound"] == samples_of(wav_of(tone(2)))
    assert seen["opening"]["audio_fs"] == RATE
    assert json.loads(seen["opening"]["hotwords"]) == {"受限空间": 20}
    assert seen["end"] == {"is_speaking": False}


def test_funasr_that_never_answers_is_given_up_at_the_deadline() -> None:
    with funasr(None) as (address, _seen):
        engine = engine_for(address)
        assert engine is not None
        with pytest.raises(SpeechUnavailable):
            engine.transcribe(wav_of(tone(1)), words=(), deadline_s=0.5)


def test_addresses_choose_the_kind_and_others_are_refused() -> None:
    assert engine_for("") is None
    with pytest.raises(ValueError, match="ftp"):
        engine_for("ftp://asr.local")


def test_silence_and_slips_are_not_sent() -> None:
    with pytest.raises(SpeechRefused, match="太短"):
        require_speech(tone(0.1), rate=RATE)
    with pytest.raises(SpeechRefused, match="没有听到"):
        require_speech(tone(1, height=20), rate=RATE)
    require_speech(tone(1), rate=RATE)
    assert 5000 < loudness(tone(1)) < 6000


def test_a_wav_of_another_shape_is_refused() -> None:
    with pytest.raises(SpeechRefused):
        samples_of(b"RIFF")


def test_inventions_are_dropped_before_anybody_reads_them() -> None:
    heard = Heard(
        (
            Piece(0, 1, "是他叫我去的，是他叫我去的，是他叫我去的，是他叫我去的，"),
            Piece(1, 2, "四四四四四四四四"),
            Piece(2, 3, "李建国、受限空间、动火作业"),
            Piece(3, 4, "李建国叫我下受限空间"),
            Piece(4, 5, "……"),
        ),
        "x",
    )
    words = ("李建国", "受限空间", "动火作业")
    assert [p.text for p in sober(heard, words).pieces] == ["是他叫我去的，", "四", "李建国叫我下受限空间"]
