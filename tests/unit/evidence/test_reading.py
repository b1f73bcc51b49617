"""What files say of themselves is read apart, compared with the claim, and never believed blindly."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from anjian.evidence.reading import Claim, Told, compare, read_apart
from anjian.evidence.reading.child import read
from anjian.evidence.reading.compare import distance
from anjian.evidence.reading.pictures import difference_hash
from anjian.kit.clock import LOCAL_ZONE
from tests.unit.evidence import hostile

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = Claim(collected_at=hostile.TAKEN, registered_at=hostile.TAKEN + timedelta(hours=3), place="3号罐区")


def told(tmp_path: Path, data: bytes, name: str = "a.jpg") -> Told:
    file = tmp_path / "content"
    file.write_bytes(data)
    return read(file, name)


def remarks(found: Told, **changes: object) -> list[str]:
    claim = replace(CLAIM, **changes)  # type: ignore[arg-type]
    return [remark.code for remark in compare(found, claim, minutes=60, metres=300)]


class TestPictures:
    def test_time_place_and_device_are_read(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.photo())
        assert found.taken_at == "2026-10-08T13:05:00+08:00"
        assert (found.latitude, found.longitude) == pytest.approx((34.2633, 109.0612), abs=1e-5)
        assert (found.device, found.width, found.height) == ("HUAWEI P60", 640, 480)
        assert remarks(found) == []

    def test_a_southern_and_western_position_keeps_its_signs(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.photo(position=(-33.9, -70.5)))
        assert (found.latitude, found.longitude) == pytest.approx((-33.9, -70.5), abs=1e-5)

    def test_a_different_time_is_said_with_both_clocks(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.photo(taken="2026:10:07 09:00:00"))
        (remark,) = compare(found, CLAIM, minutes=60, metres=300)
        assert remark.tone == "warn"
        assert "2026-10-07 09:00" in remark.sentence
        assert "2026-10-08 13:05" in remark.sentence

    def test_a_picture_from_the_future_is_grave(self, tmp_path: Path) -> None:
        assert remarks(told(tmp_path, hostile.photo(taken="2027:01:01 00:00:00"))) == ["time_after"]

    def test_a_picture_without_any_data_was_forwarded(self, tmp_path: Path) -> None:
        plain = io.BytesIO()
        hostile.scene().save(plain, "JPEG")
        found = told(tmp_path, plain.getvalue())
        assert remarks(found) == ["no_original_data"]
        assert remarks(found, form="copy") == []

    def test_an_edited_picture_says_so(self, tmp_path: Path) -> None:
        assert remarks(told(tmp_path, hostile.photo(software="Adobe Photoshop 27"))) == ["edited"]

    def test_another_place_than_written_is_said(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.photo())
        assert remarks(found, place="罐区（34.2640, 109.0620）") == []
        assert remarks(found, place="罐区（34.3640, 109.0620）") == ["place_differs"]

    def test_a_place_far_from_all_others_is_said(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.photo())
        assert remarks(found, others=(("E-1", 34.2634, 109.0613),)) == []
        assert remarks(found, others=(("E-1", 35.2634, 109.0613),)) == ["place_apart"]

    def test_distance_is_that_of_the_sphere(self) -> None:
        assert distance((34.0, 109.0), (35.0, 109.0)) == pytest.approx(111_195, rel=1e-3)

    @pytest.mark.parametrize(
        "change",
        [
            lambda p: _again(p, quality=50),
            lambda p: p.resize((320, 240)),
            lambda p: p.point(lambda v: min(255, v + 25)),
            lambda p: p.rotate(1),
        ],
    )
    def test_the_same_picture_looks_alike_and_another_does_not(self, change: object) -> None:
        first, other = hostile.scene(seed=1), hostile.scene(seed=5)
        changed = change(first)  # type: ignore[operator]
        assert _bits(first, changed) <= 12
        assert _bits(first, other) > 16


def _again(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def _bits(one: Image.Image, two: Image.Image) -> int:
    return (int(difference_hash(one), 16) ^ int(difference_hash(two), 16)).bit_count()


class TestSheets:
    def test_an_office_file_tells_author_time_and_text(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.document(), "票.docx")
        assert (found.author, found.taken_at) == ("张三", "2026-10-01T08:00:00Z")
        assert found.text == "动火作业票\n第二段\n"
        assert found.marks == ()

    def test_text_in_gb18030_is_text(self, tmp_path: Path) -> None:
        assert told(tmp_path, "动火作业票，三号罐".encode("gb18030"), "a.txt").text == "动火作业票，三号罐"


class TestHostile:
    def test_nothing_is_unpacked_from_a_bomb(self, tmp_path: Path) -> None:
        data = hostile.zip_bomb()
        found = told(tmp_path, data, "a.zip")
        assert len(data) < 1024 * 1024
        assert found.marks == ("bomb",)
        assert found.unpacked == 300 * 1024 * 1024
        assert found.text == ""

    def test_a_picture_of_two_thousand_million_pixels_is_not_opened(self, tmp_path: Path) -> None:
        found = told(tmp_path, hostile.png_of(60_000, 60_000), "a.png")
        assert "bomb" in found.marks or found.failure

    def test_names_that_lead_out_are_told(self, tmp_path: Path) -> None:
        data = hostile.zip_of({"../../etc/passwd": b"x", "inner.zip": b"PK"})
        assert set(told(tmp_path, data, "a.zip").marks) == {"unsafe_names", "nested"}

    def test_a_file_that_is_two_things_is_told(self, tmp_path: Path) -> None:
        both = hostile.photo() + hostile.zip_of({"run.js": b"alert(1)"})
        assert {"double", "appended"} <= set(told(tmp_path, both).marks)

    def test_a_name_that_lies_is_told(self, tmp_path: Path) -> None:
        assert "name_differs" in told(tmp_path, hostile.photo(), "票.pdf").marks
        assert "control_name" in told(tmp_path, hostile.photo(), "票\u202egpj.exe").marks
        assert told(tmp_path, b"MZ\x90\0" + b"\0" * 100, "a.jpg").marks[0] == "program"

    def test_an_empty_file_is_empty(self, tmp_path: Path) -> None:
        assert told(tmp_path, b"").marks == ("empty",)

    @pytest.mark.parametrize("size", [2**31 - 1, 2**31, 2**31 + 1, 2**32 + 1])
    def test_sizes_around_the_limits_of_32_bits(self, tmp_path: Path, size: int) -> None:
        file = tmp_path / "long"
        hostile.sparse(file, size)
        assert read(file, "a.bin").family == "other"

    def test_a_script_in_a_pdf_is_told(self, tmp_path: Path) -> None:
        from pypdf import PdfWriter
        from pypdf.generic import DictionaryObject, NameObject, TextStringObject

        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
        writer.add_attachment("x.txt", b"x")
        out = io.BytesIO()
        writer.write(out)
        assert {"script", "attached"} <= set(told(tmp_path, out.getvalue(), "a.pdf").marks)


class TestApart:
    def test_the_reader_answers_from_its_own_process(self, tmp_path: Path) -> None:
        file = tmp_path / "content"
        file.write_bytes(hostile.photo())
        assert read_apart(file, filename="a.jpg").device == "HUAWEI P60"

    def test_memory_is_bounded_and_the_caller_lives(self, tmp_path: Path) -> None:
        file = tmp_path / "content"
        # 199 million pixels pass the reader's own limit and need more memory than the process may have.
        file.write_bytes(hostile.png_of(14_000, 14_000))
        found = read_apart(file, filename="a.png")
        assert found.failure or found.width == 14_000

    def test_a_reader_that_does_not_end_is_ended(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import os

        from anjian.evidence.reading import apart

        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)
        monkeypatch.setattr(apart, "_GRACE", 0)
        assert "限定时间" in read_apart(fifo, seconds=1).failure


WHOLE = {
    "photo": hostile.photo(),
    "document": hostile.document(),
    "png": hostile.png_of(64, 64),
    "pdf": b"%PDF-1.7\n",
    "film": b"\x1aE\xdf\xa3",
    "nothing": b"",
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_bytes_the_reader_answers(tmp_path: Path, data: st.DataObject) -> None:
    whole = WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))]
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 12))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    name = data.draw(st.sampled_from(["a.jpg", "a.pdf", "a.zip", "a.docx", "a.mp4", "\u202ex", ""]))
    found = told(tmp_path, bytes(damaged[:cut]) + data.draw(st.binary(max_size=64)), name)
    assert Told.of(found.as_json()) == found
    assert all(character.isprintable() or character in "\n\t" for character in found.text)
    compare(found, CLAIM, minutes=60, metres=300)


def test_a_clock_that_was_never_set_is_no_contradiction() -> None:
    unset = Told(family="image", taken_at="2000-01-01T00:00:00")
    assert remarks(unset) == ["time_unset"]


def test_satellite_time_counts_before_the_device_clock() -> None:
    found = Told(
        family="image", taken_at="2026-10-01T00:00:00", more={"satellite_time": "2026-10-08T05:05:00Z"}
    )
    assert remarks(found) == []
    assert datetime.fromisoformat("2026-10-08T05:05:00+00:00") == hostile.TAKEN.astimezone(LOCAL_ZONE)
