"""The hall whose clock the pages read, for every file of this folder."""

from __future__ import annotations

from tests.http.interviews.test_pages import hall, own_store

__all__ = ["hall", "own_store"]
