"""A real installation in rehearsal mode and one browser context per person, for the browser tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from anjian.config import timemachine
from anjian.config.demo import cast
from anjian.config.installation import Installation, Plan
from tests.e2e.desk import ACCOUNTS, Desk
from tests.e2e.story import Story

START = "2026-10-08T09:00"
CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
# A machine that does much else is slow: patience costs nothing where the page is quick.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
SEED = """
import django
django.setup()
from anjian.config.demo.city import found_city
found_city()
"""


@dataclass(slots=True)
class House:
    """The installation that the browsers of this session talk to."""

    address: str
    data: Path
    installation: Installation

    def python(self, code: str) -> None:
        """Run a piece of code inside the installation, as a command line would."""
        subprocess.run([sys.executable, "-c", code], env=self.installation.environment, check=True)


def start_house(data: Path, postgres: str, name: str) -> Installation:
    """Start web and worker on a database of their own and found the city; the caller stops it."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(postgres)
    timemachine.rehearsal_clock(data).move_to(timemachine.parse(START))
    installation = Installation(
        Plan(
            data=data, port=0, mode="rehearsal", seed=False,
            database_url=urlunsplit(parts._replace(path=f"/{name}")),
        )
    )  # fmt: skip
    installation.start()
    return installation


@dataclass(slots=True)
class SpeechEngine:
    """What stands at the far end of dictation: an OpenAI-style endpoint that says what the test puts in."""

    text: str = ""
    status: int = 200
    prompts: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def speech_engine() -> Iterator[SpeechEngine]:
    """A speech engine of the agency's network, as the installation finds it in its settings."""
    made = SpeechEngine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.prompts.append(body[:2000].decode("utf-8", "replace"))
            answer = json.dumps({"text": made.text}).encode()
            self.send_response(made.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["ANJIAN_SPEECH_URL"] = f"http://127.0.0.1:{server.server_port}/v1"
    yield made
    del os.environ["ANJIAN_SPEECH_URL"]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def house(
    tmp_path_factory: pytest.TempPathFactory, postgres_address: str, speech_engine: SpeechEngine
) -> Iterator[House]:
    """A real web server and worker on a real database, with the demo city's people, firms and rooms."""
    del speech_engine  # only has to stand before the installation reads its settings
    data = tmp_path_factory.mktemp("house")
    installation = start_house(data, postgres_address, "browser_tests")
    try:
        made = House(installation.address, data, installation)
        made.python(SEED)
        yield made
    finally:
        installation.stop()


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    """What drives every browser of this session; a thread can have one only."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def chromium(player: Playwright) -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    browser = player.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
    yield browser
    browser.close()


def open_context(browser: Browser, house: House, **traits: Any) -> BrowserContext:
    """A browser profile of its own: Chinese, in the bureau's time zone."""
    traits.setdefault("viewport", {"width": 1440, "height": 1000})
    context = browser.new_context(
        base_url=house.address, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True, **traits
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def sign_in(page: Page, name: str) -> None:
    """Sign in through the sign-in page."""
    page.goto("/accounts/login/")
    page.get_by_label("账号").or_(page.get_by_label("用户名")).first.fill(ACCOUNTS[name])
    page.get_by_label("密码").first.fill(cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


@pytest.fixture(scope="session")
def people(house: House, chromium: Browser) -> Iterator[Callable[[str], Desk]]:
    """A desk for each person, signed in once in a browser context of its own."""
    desks: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        if name not in desks:
            page = open_context(chromium, house).new_page()
            sign_in(page, name)
            desks[name] = Desk(name, page, house.address)
        return desks[name]

    yield desk
    for made in desks.values():
        made.page.context.close()


@pytest.fixture(scope="session")
def story() -> Story:
    """What the chapters of the main story hand on to each other."""
    return Story()
