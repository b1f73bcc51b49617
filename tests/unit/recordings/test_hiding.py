"""What is covered is gone in every frame, what is muted is silent, and nothing else is carried over."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anjian.kit.errors import Invalid
from anjian.recordings.clips import measure
from anjian.recordings.hiding.film import cover_film
from anjian.recordings.hiding.made import Stopped, Unfit
from anjian.recordings.hiding.recipe import WHOLE, Box, Key, parse, pixels
from anjian.recordings.hiding.still import cover_picture
from tests.factories.films import HEIGHT, WIDTH, brightness, film, loudness

if TYPE_CHECKING:
    from pathlib import Path

# A codec rounds what it covers to within a few of 256 steps; the pattern beneath has 180.
FLAT = 10
BOX = {"kind": "face", "from_ms": 1000, "to_ms": 3000, "keys": [[1000, 1000, 1000, 2000, 2500]]}
MOVING = BOX | {"keys": [[1000, 1000, 1000, 2000, 2500], [2800, 6000, 5000, 2000, 2500]]}
MUTE = {"how": "mute", "from_ms": 1500, "to_ms": 2500}


def recipe(*boxes: dict[str, Any], sounds: tuple[dict[str, Any], ...] = ()) -> Any:
    return parse({"boxes": list(boxes), "sounds": list(sounds)})


def go_on(done: int, total: int) -> bool:
    return done <= total


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("films") / "original.webm")


def test_what_a_moving_box_covers_is_one_colour_in_every_frame(original: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(original.read_bytes()).hexdigest()
    wanted = recipe(MOVING, sounds=(MUTE,))
    made = cover_film(original, tmp_path / "copy", wanted, go_on)
    assert (made.media_type, made.frames, made.covered) == ("video/webm", 100, 50)
    assert hashlib.sha256(original.read_bytes()).hexdigest() == before
    with av.open(str(tmp_path / "copy")) as copy:
        assert "title" not in copy.metadata
    box = wanted.boxes[0]

    def area(ms: int) -> tuple[int, int, int, int]:
        key = box.at(ms)
        return pixels(key, WIDTH, HEIGHT, grid=1) if key else (0, 0, WIDTH, HEIGHT)

    rows = brightness(tmp_path / "copy", area)
    covered = [row for row in rows if box.at(row[0])]
    assert len(covered) == 50
    assert all(high - low <= FLAT for _ms, low, high in covered)
    assert all(high - low > 100 for ms, low, high in rows if not box.at(ms))


def test_what_a_standing_box_covers_is_one_colour_in_every_frame(original: Path, tmp_path: Path) -> None:
    wanted = recipe(BOX)
    cover_film(original, tmp_path / "copy", wanted, go_on)
    area = pixels(wanted.boxes[0].keys[0], WIDTH, HEIGHT, grid=1)
    covered = [row for row in brightness(tmp_path / "copy", lambda _ms: area) if 1000 <= row[0] < 3000]
    assert len(covered) == 50
    assert all(high - low <= FLAT for _ms, low, high in covered)
    assert all(
        high - low > 100 for ms, low, high in brightness(original, lambda _ms: area) if 1000 <= ms < 3000
    )


def test_a_muted_stretch_is_silent_and_the_rest_is_not(original: Path, tmp_path: Path) -> None:
    cover_film(original, tmp_path / "copy", recipe(sounds=(MUTE,)), go_on)
    assert loudness(tmp_path / "copy", 1500, 2480) < 100
    assert loudness(tmp_path / "copy", 500, 1400) > 10_000
    assert loudness(tmp_path / "copy", 2700, 3800) > 10_000


def test_a_distorted_voice_keeps_sounding_but_not_as_it_was(original: Path, tmp_path: Path) -> None:
    distort = {"how": "distort", "from_ms": 1500, "to_ms": 2500}
    cover_film(original, tmp_path / "copy", recipe(sounds=(distort,)), go_on)
    assert 500 < loudness(tmp_path / "copy", 1600, 2400) < 11_000
    assert loudness(tmp_path / "copy", 300, 1300) > 11_000


def test_the_same_original_and_recipe_give_the_same_bytes(original: Path, tmp_path: Path) -> None:
    wanted = recipe(MOVING, sounds=(MUTE, {"how": "distort", "from_ms": 3000, "to_ms": 3500}))
    digests = set()
    for name in ("one", "two"):
        cover_film(original, tmp_path / name, wanted, go_on)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_it_says_how_far_it_is_and_stops_when_told(original: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []

    def told(done: int, total: int) -> bool:
        heard.append((done, total))
        return done < 2000

    with pytest.raises(Stopped):
        cover_film(original, tmp_path / "copy", recipe(BOX), told)
    assert [done // 1000 for done, _total in heard] == [1, 2]
    assert all(3900 < total < 4200 for _done, total in heard)


def test_what_is_no_film_is_refused_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    for content in (b"", b"GIF89a", b"\x1a\x45\xdf\xa3" * 40, bytes(range(256)) * 20):
        broken.write_bytes(content)
        with pytest.raises(Unfit):
            cover_film(broken, tmp_path / "copy", recipe(BOX), go_on)
        assert measure(broken).failure
        with pytest.raises(Unfit):
            cover_picture(broken, tmp_path / "copy", recipe(BOX))


def test_a_film_is_measured_without_being_decoded(original: Path) -> None:
    found = measure(original)
    assert 3900 < found.duration_ms < 4200
    assert (found.width, found.height, found.has_picture, found.has_sound) == (WIDTH, HEIGHT, True, True)


def test_a_covered_picture_has_one_colour_there_and_nothing_beside_its_pixels(tmp_path: Path) -> None:
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "某品牌"
    exif[0x9003] = "2026:10:08 09:00:00"
    out = io.BytesIO()
    noise.save(out, "JPEG", exif=exif, comment=b"secret")
    (tmp_path / "original.jpg").write_bytes(out.getvalue())
    wanted = parse({"boxes": [BOX], "sounds": []}, picture=True)
    digests = set()
    for name in ("one", "two"):
        made = cover_picture(tmp_path / "original.jpg", tmp_path / name, wanted)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert (made.media_type, len(digests)) == ("image/jpeg", 1)
    with Image.open(tmp_path / "one") as copy:
        assert not copy.getexif()
        assert "comment" not in copy.info
        area = copy.crop(pixels(wanted.boxes[0].keys[0], 400, 300, grid=1))
        assert area.getcolors() == [(area.width * area.height, (0, 0, 0))]
        assert len(copy.getcolors(200_000) or range(1000)) > 100


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "没有可以识别"),
        ({"boxes": [], "sounds": []}, "还没有画出"),
        ({"boxes": [BOX | {"kind": "shoe"}], "sounds": []}, "第1个遮盖框"),
        ({"boxes": [BOX, BOX | {"to_ms": 1000}], "sounds": []}, "第2个遮盖框"),
        ({"boxes": [BOX | {"keys": []}], "sounds": []}, "第1个遮盖框"),
        ({"boxes": [BOX | {"keys": [[0, 9000, 0, 2000, 10]]}], "sounds": []}, "第1个遮盖框"),
        ({"boxes": [BOX | {"keys": [[5, 1, 1, 1, 1], [5, 1, 1, 1, 1]]}], "sounds": []}, "第1个遮盖框"),
        ({"boxes": [], "sounds": [MUTE | {"how": "sing"}]}, "第1段声音"),
        ({"boxes": [], "sounds": [MUTE | {"to_ms": True}]}, "第1段声音"),
        ({"boxes": [BOX] * 201, "sounds": []}, "遮盖过多"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused_where_it_is_wrong(
    said: dict[str, Any], words: str
) -> None:
    with pytest.raises(Invalid) as problem:
        parse(said)
    assert words in problem.value.fields["recipe"]


def test_a_recipe_reads_back_as_it_was_written() -> None:
    wanted = recipe(MOVING, sounds=(MUTE,))
    assert parse(wanted.as_json()) == wanted
    assert parse(wanted.as_json()).sha256 == wanted.sha256


_KEY = st.builds(
    lambda x, y, w, h: (x, y, min(w, WHOLE - x), min(h, WHOLE - y)),
    st.integers(0, WHOLE - 1), st.integers(0, WHOLE - 1), st.integers(1, WHOLE), st.integers(1, WHOLE),
)  # fmt: skip


@given(a=_KEY, b=_KEY, span=st.integers(1, 5000), share=st.floats(0, 1))
def test_between_two_keys_a_box_holds_the_straight_way(
    a: tuple[int, ...], b: tuple[int, ...], span: int, share: float
) -> None:
    box = Box(kind="face", from_ms=0, to_ms=span + 1, keys=(Key(0, *a), Key(span, *b)))
    ms = min(span, int(share * span))
    key = box.at(ms)
    assert key is not None
    part = ms / span
    left = a[0] + (b[0] - a[0]) * part
    right = (a[0] + a[2]) + (b[0] + b[2] - a[0] - a[2]) * part
    assert key.x <= left + 1e-6
    assert key.x + key.w >= right - 1e-6
    assert 0 <= key.x < key.x + key.w <= WHOLE
