"""The settings that tests and type checks run with: the real ones, told that they are under test.

The database address is replaced by tests/conftest.py, which starts one throw-away cluster per session.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ANJIAN_MODE", "test")
os.environ.setdefault("ANJIAN_SECRET_KEY", "a-key-for-tests-only-which-protects-nothing-at-all")
os.environ.setdefault("DATABASE_URL", "postgresql://anjian@/anjian")
os.environ.setdefault("ANJIAN_DATA", str(Path(tempfile.gettempdir()) / f"anjian-test-{os.getuid()}"))
(Path(os.environ["ANJIAN_DATA"]) / "static").mkdir(parents=True, exist_ok=True)

from anjian.config.settings import *  # noqa: E402, F403 - the environment has to be set first
