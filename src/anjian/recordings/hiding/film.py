"""Covers areas of a film and stretches of its sound (PyAV), frame by frame, in a worker.

The copy is coded anew in one thread and without identifiers of its own making, so that the same original,
recipe and tool give the same bytes. Nothing but picture and sound is carried over: no titles, no places,
no chapters, no further streams.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from anjian.recordings.hiding.made import Made, Stopped, Unfit
from anjian.recordings.hiding.recipe import pixels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import av
    from av.audio.stream import AudioStream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from anjian.recordings.hiding.recipe import Recipe

GRID = 16
"""Macroblocks of the codec, pixels."""
MOST_PIXELS = 4096 * 2304
LONGEST_MS = 6 * 3600 * 1000
RATE = 48_000
_TICK = Fraction(1, RATE)
MARGIN_MS = 40
"""So much more is silent on either side: a codec smears sound over two frames of 20 ms."""
BLACK = (16, 128, 128)
PICTURE = {"deadline": "good", "cpu-used": "4", "crf": "12", "auto-alt-ref": "0"}
SOUND = {"application": "audio"}
# A voice without its pitch: only how loud each frequency is remains, then moved down by a fifth.
DISTORT = (
    ("afftfilt", "real='hypot(re,im)':imag='0':win_size=1024:overlap=0.75"),
    ("asetrate", f"{RATE * 4 // 5}"),
    ("aresample", f"{RATE}"),
    ("atempo", "1.25"),
)


def cover_film(original: Path, target: Path, recipe: Recipe, told: Callable[[int, int], bool]) -> Made:
    """Write the covered film (or sound) to ``target`` as WebM. Raises Unfit, Stopped.

    ``told`` hears every second of film how many milliseconds are done, and of how many; False stops the work.
    """
    import av

    try:
        with av.open(str(original), metadata_errors="ignore") as source:
            return _Work(source, recipe, told).write(target)
    except (av.FFmpegError, ValueError, ArithmeticError, MemoryError) as problem:
        message = f"录像读取到中途出错，不能制作遮盖副本（{str(problem)[:80]}）"
        raise Unfit(message) from problem


class _Work:
    def __init__(
        self, source: av.container.InputContainer, recipe: Recipe, told: Callable[[int, int], bool]
    ) -> None:
        self.source, self.recipe, self.told = source, recipe, told
        self.picture = next(iter(source.streams.video), None)
        self.sound = next(iter(source.streams.audio), None)
        if self.picture is None and self.sound is None:
            message = "文件里没有画面也没有声音"
            raise Unfit(message)
        if self.picture is not None and self.picture.width * self.picture.height > MOST_PIXELS:
            message = "画面尺寸过大，不能制作遮盖副本"
            raise Unfit(message)
        self.total_ms = (source.duration or 0) // 1000
        if self.total_ms > LONGEST_MS:
            message = "录像超过6小时，请先分段"
            raise Unfit(message)
        self.frames = self.covered = self.last_ms = 0
        self.reported_ms = -1

    def write(self, target: Path) -> Made:
        import av

        options = {"fflags": "+bitexact"}
        with av.open(str(target), "w", format="webm", container_options=options) as copy:
            video = self._video(copy) if self.picture is not None else None
            audio = self._audio(copy) if self.sound is not None else None
            voice = _Voice(self.recipe)
            for packet in self.source.demux([s for s in (self.picture, self.sound) if s is not None]):
                for frame in packet.decode():
                    if isinstance(frame, av.VideoFrame):
                        for ready in self._covered(frame):
                            copy.mux(cast("VideoStream", video).encode(ready))
                    elif isinstance(frame, av.AudioFrame):
                        for heard in voice.take(frame):
                            copy.mux(cast("AudioStream", audio).encode(heard))
                    self._tell(frame)
            if audio is not None:
                for heard in voice.take(None):
                    copy.mux(audio.encode(heard))
                copy.mux(audio.encode(None))
            if video is not None:
                copy.mux(video.encode(None))
        kind = "video" if self.picture is not None else "audio"
        tool = {"tool": "PyAV", "version": av.__version__, "libraries": self._libraries(), "video": PICTURE}
        return Made(
            media_type=f"{kind}/webm",
            suffix=".webm",
            tool=tool,
            frames=self.frames,
            covered=self.covered,
            duration_ms=self.last_ms,
        )

    @staticmethod
    def _libraries() -> dict[str, str]:
        import av

        names = ("libavcodec", "libavfilter", "libavformat")
        return {name: ".".join(map(str, av.library_versions[name])) for name in names}

    def _video(self, copy: av.container.OutputContainer) -> VideoStream:
        assert self.picture is not None  # noqa: S101  the caller looked
        stream = copy.add_stream("libvpx", rate=self.picture.average_rate or 25, options=PICTURE)
        turned = self._turned()
        width, height = self.picture.width, self.picture.height
        stream.width, stream.height = (height, width) if turned in {90, -90} else (width, height)
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = self.picture.time_base or Fraction(1, 1000)
        context.bit_rate = 3_000_000
        context.thread_count = 1
        context.gop_size = 50
        self.turn = self._turner(turned)
        return stream

    def _turned(self) -> int:
        """Return by how many degrees players turn the picture, from the first frame."""
        for frame in self.source.decode(self.picture):
            found = int(getattr(frame, "rotation", 0) or 0)
            self.source.seek(0)
            return found if found in {90, -90, 180, -180} else 0
        return 0

    def _turner(self, degrees: int) -> Callable[[VideoFrame], VideoFrame]:
        if not degrees:
            return lambda frame: frame
        import av

        assert self.picture is not None  # noqa: S101  the caller looked
        graph = av.filter.Graph()
        nodes: list[Any] = [graph.add_buffer(template=self.picture)]
        steps = {90: ("cclock",), -90: ("clock",), 180: ("clock", "clock"), -180: ("clock", "clock")}
        nodes += [graph.add("transpose", step) for step in steps[degrees]]
        nodes.append(graph.add("buffersink"))
        graph.link_nodes(*nodes).configure()

        def turn(frame: VideoFrame) -> VideoFrame:
            graph.push(frame)
            return cast("VideoFrame", graph.pull())

        return turn

    @staticmethod
    def _audio(copy: av.container.OutputContainer) -> AudioStream:
        stream = copy.add_stream("libopus", rate=RATE, options=SOUND)
        stream.layout = "mono"
        stream.codec_context.bit_rate = 48_000
        stream.codec_context.thread_count = 1
        return stream

    def _covered(self, frame: VideoFrame) -> list[VideoFrame]:
        # A frame without a time is none that a player would show.
        seconds: float | None = frame.time
        if seconds is None:
            return []
        ms = round(seconds * 1000)
        ready = self.turn(frame).reformat(format="yuv420p")
        ready.make_writable()
        ready.pts, ready.time_base = frame.pts, frame.time_base or _TICK
        # The codec decides anew which frames stand by themselves.
        ready.pict_type = 0
        areas = [key for box in self.recipe.boxes if (key := box.at(ms)) is not None]
        for key in areas:
            _fill(ready, pixels(key, ready.width, ready.height, grid=GRID))
        self.frames += 1
        self.covered += bool(areas)
        return [ready]

    def _tell(self, frame: object) -> None:
        ms = round((getattr(frame, "time", None) or 0) * 1000)
        self.last_ms = max(self.last_ms, ms)
        if ms - self.reported_ms < 1000:
            return
        self.reported_ms = ms
        if not self.told(ms, max(self.total_ms, ms)):
            raise Stopped


def _fill(frame: VideoFrame, area: tuple[int, int, int, int]) -> None:
    """Write one colour over an area; its chroma has half the size, rounded outwards."""
    left, top, right, bottom = area
    for n, (plane, value) in enumerate(zip(frame.planes, BLACK, strict=True)):
        half = 1 if n == 0 else 2
        start, end = left // half, -(-right // half)
        wide, view = plane.line_size, memoryview(plane)
        row = bytes([value]) * (end - start)
        for y in range(top // half, -(-bottom // half)):
            view[y * wide + start : y * wide + end] = row


class _Voice:
    """Sound in mono at one rate, its stretches silent or distorted."""

    def __init__(self, recipe: Recipe) -> None:
        import av

        self.mute = [s for s in recipe.sounds if s.how == "mute"]
        self.distort = [s for s in recipe.sounds if s.how == "distort"]
        self.plain = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        self.graph: Any = self._graph() if self.distort else None
        self.at = self.pushed = 0
        self.begun: float | None = None

    def _graph(self) -> Any:
        import av

        graph = av.filter.Graph()
        head = graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono")
        cut = graph.add("asetnsamples", "n=480")
        split = graph.add("asplit", "2")
        during = "+".join(
            f"between(t,{max(0, s.from_ms - MARGIN_MS) / 1000:.3f},{(s.to_ms + MARGIN_MS) / 1000:.3f})"
            for s in self.distort
        )
        true = graph.add("volume", f"volume=0:enable='{during}'")
        chain = [graph.add(name, settings) for name, settings in DISTORT]
        even = graph.add("asetnsamples", "n=480")
        false = graph.add("volume", f"volume=0:enable='not({during})'")
        mix = graph.add("amix", "inputs=2:duration=first:normalize=0")
        shape = graph.add("aformat", f"sample_fmts=s16:channel_layouts=mono:sample_rates={RATE}")
        sink = graph.add("abuffersink")
        graph.link_nodes(head, cut, split)
        split.link_to(true, 0, 0)
        split.link_to(chain[0], 1, 0)
        for one, other in zip(chain, [*chain[1:], even, false], strict=False):
            one.link_to(other)
        even.link_to(false)
        true.link_to(mix, 0, 0)
        false.link_to(mix, 0, 1)
        graph.link_nodes(mix, shape, sink).configure()
        return graph

    def take(self, frame: av.AudioFrame | None) -> list[av.AudioFrame]:
        """Return what is ready after a frame, or after the last one (None)."""
        import av

        if self.begun is None:
            self.begun = 0.0 if frame is None else max(0.0, float(frame.time or 0))
            self.at = self.pushed = round(self.begun * RATE)
        ready: list[av.AudioFrame] = []
        for plain in self.plain.resample(frame):
            if self.graph is None:
                ready.append(plain)
                continue
            plain.pts, plain.time_base = self.pushed, _TICK
            self.pushed += plain.samples
            self.graph.push(plain)
        if self.graph is not None:
            if frame is None:
                self.graph.push(None)
            while True:
                try:
                    ready.append(self.graph.pull())
                except (av.BlockingIOError, av.EOFError):
                    break
        return [self._silenced(part) for part in ready]

    def _silenced(self, part: av.AudioFrame) -> av.AudioFrame:
        first, last = self.at, self.at + part.samples
        self.at = last
        view = memoryview(part.planes[0])
        for span in self.mute:
            start = max(first, (max(0, span.from_ms - MARGIN_MS)) * RATE // 1000)
            end = min(last, (span.to_ms + MARGIN_MS) * RATE // 1000)
            if start < end:
                view[(start - first) * 2 : (end - first) * 2] = bytes((end - start) * 2)
        part.pts, part.time_base, part.sample_rate = first, _TICK, RATE
        return part
