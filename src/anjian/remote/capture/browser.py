"""A headless Chromium that sees the network through the recording proxy alone, driven over a pipe."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.remote.capture.proxy import Proxy

WIDTH, HEIGHT = 1280, 900
HIGHEST = 16_000
"""Pixels of a full-page picture: more than any screen, less than what exhausts memory."""
LONGEST_TEXT = 400_000
_SWITCHES = (
    "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--mute-audio",
    "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync",
    "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
    "--disable-client-side-phishing-detection", "--disable-default-apps", "--disable-dev-shm-usage",
    "--metrics-recording-only", "--disable-breakpad", "--no-pings", "--lang=zh-CN", "--incognito",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=OptimizationHints,MediaRouter,DnsOverHttps,AutofillServerCommunication,Translate",
    # No name is resolved and no address reached but the proxy's: there is no way around it.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--proxy-bypass-list=<-loopback>",
    f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip
_GO_DOWN = """new Promise(done => { let y = 0; const step = () => { y += 800; scrollTo(0, y);
  if (y < Math.min(document.documentElement.scrollHeight, 16000)) setTimeout(step, 60);
  else { scrollTo(0, 0); setTimeout(done, 100); } }; step(); })"""


class BrowserProblem(Exception):
    """Chromium did not do what it was asked; the message says what, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the browser saw: address in the end, title, visible text, picture (PNG) and print (PDF)."""

    url: str
    title: str
    text: str
    png: bytes
    pdf: bytes
    version: str


def find(named: str = "") -> str:
    """Return the Chromium to use: the one named by the setting, else of the path, else empty."""
    if named:
        return named if os.access(named, os.X_OK) else ""
    return next((f for n in ("chromium", "chromium-browser", "google-chrome") if (f := shutil.which(n))), "")


class _Pipe:
    """Chromium's debugging protocol over two pipes: JSON, each message ended by a NUL."""

    def __init__(self, program: str, switches: tuple[str, ...]) -> None:
        """Start the program with the pipes at its descriptors 3 and 4, in a process group of its own."""
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # High numbers, so that giving the program its 3 closes nothing that becomes its 4.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (theirs_in, theirs_out)]
        quiet = os.open(os.devnull, os.O_RDWR)
        targets = ((quiet, 0), (quiet, 1), (quiet, 2), (ends[0], 3), (ends[1], 4))
        try:
            self.pid = os.posix_spawn(
                program,
                [program, *switches],
                dict(os.environ),
                file_actions=[(os.POSIX_SPAWN_DUP2, end, number) for end, number in targets],
                setsid=True,
            )
        except OSError as problem:
            os.close(ours_in)
            os.close(ours_out)
            raise BrowserProblem("浏览器没有启动") from problem
        finally:
            for end in (theirs_in, theirs_out, *ends, quiet):
                os.close(end)
        self._out, self._in = ours_out, ours_in
        self._read = b""
        self._last = 0
        self.events: list[dict[str, Any]] = []

    def close(self) -> None:
        """End the program and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._out)
        os.close(self._in)

    def ask(self, method: str, *, until: float, session: str = "", **params: Any) -> dict[str, Any]:
        """Send a command and return its result. Raises BrowserProblem."""
        self._last += 1
        said: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if session:
            said["sessionId"] = session
        try:
            os.write(self._out, json.dumps(said).encode() + b"\0")
        except OSError as problem:
            raise BrowserProblem("浏览器没有启动") from problem
        while True:
            heard = self.hear(until)
            if heard is None:
                raise BrowserProblem(f"浏览器没有按时回答（{method}）")
            if heard.get("id") == self._last:
                if "error" in heard:
                    raise BrowserProblem(f"浏览器不能执行（{method}）：{heard['error'].get('message', '')}")
                found: dict[str, Any] = heard.get("result", {})
                return found
            self.events.append(heard)

    def hear(self, until: float) -> dict[str, Any] | None:
        """Return the next message, None when none came in time or the program is gone."""
        while b"\0" not in self._read:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._in], [], [], left)[0]:
                return None
            piece = os.read(self._in, 1 << 20)
            if not piece:
                return None
            self._read += piece
        message, _nul, self._read = self._read.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


def look(program: str, url: str, proxy: Proxy, *, seconds: Callable[[], float]) -> Seen:
    """Open an address and return what was seen. ``seconds`` says how long there is. Raises BrowserProblem."""
    with tempfile.TemporaryDirectory(prefix="anjian-chromium-", ignore_cleanup_errors=True) as profile:
        switches = (
            *_SWITCHES,
            f"--user-data-dir={profile}",
            f"--proxy-server=http://127.0.0.1:{proxy.port}",
            f"--ignore-certificate-errors-spki-list={proxy.key_pin}",
            *(("--no-sandbox",) if os.geteuid() == 0 else ()),
        )
        pipe = _Pipe(program, switches)
        try:
            return _look(pipe, url, proxy, until=time.monotonic() + seconds())
        finally:
            pipe.close()


def _look(pipe: _Pipe, url: str, proxy: Proxy, *, until: float) -> Seen:
    version = pipe.ask("Browser.getVersion", until=until)
    pipe.ask("Browser.setDownloadBehavior", until=until, behavior="deny")
    target = pipe.ask("Target.createTarget", until=until, url="about:blank")["targetId"]
    session = pipe.ask("Target.attachToTarget", until=until, targetId=target, flatten=True)["sessionId"]

    def ask(method: str, **params: Any) -> dict[str, Any]:
        return pipe.ask(method, until=until, session=session, **params)

    ask("Page.enable")
    ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
    went = ask("Page.navigate", url=url)
    if went.get("errorText") and went["errorText"] != "net::ERR_ABORTED":
        raise BrowserProblem(f"浏览器打不开这个网址：{went['errorText']}")
    _loaded(pipe, min(until, time.monotonic() + 40))
    _quiet(proxy, min(until, time.monotonic() + 10))
    ask("Runtime.evaluate", expression=_GO_DOWN, awaitPromise=True)
    _quiet(proxy, min(until, time.monotonic() + 6))
    size = ask("Page.getLayoutMetrics")["cssContentSize"]
    clip = {
        "x": 0, "y": 0, "scale": 1,
        "width": min(max(size["width"], WIDTH), 4000), "height": min(max(size["height"], 1), HIGHEST),
    }  # fmt: skip
    png = ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
    pdf = ask("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"]

    def value(expression: str) -> str:
        found = ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return str(found.get("result", {}).get("value", ""))

    return Seen(
        url=value("location.href"),
        title=value("document.title")[:300],
        text=value(f"(document.body ? document.body.innerText : '').slice(0, {LONGEST_TEXT})"),
        png=base64.b64decode(png),
        pdf=base64.b64decode(pdf),
        version=str(version.get("product", "")),
    )


def _loaded(pipe: _Pipe, until: float) -> None:
    """Wait until the page says that it is loaded; one that never does is looked at as it is."""
    while not any(one.get("method") == "Page.loadEventFired" for one in pipe.events):
        heard = pipe.hear(until)
        if heard is None:
            return
        pipe.events.append(heard)


def _quiet(proxy: Proxy, until: float) -> None:
    """Wait until nothing has been fetched for most of a second."""
    calm = time.monotonic()
    while time.monotonic() < until:
        if proxy.in_flight:
            calm = time.monotonic()
        elif time.monotonic() - calm > 0.8:
            return
        time.sleep(0.05)
