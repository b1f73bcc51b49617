"""A bureau with certified officers and two open cases, and a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.action.evidence.scene import Scene, found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    settings.DOCK_DIR = str(tmp_path / "dock")


@pytest.fixture
def scene(db: None) -> Scene:
    return found("云州")


@pytest.fixture
def elsewhere(db: None) -> Scene:
    return found("海州")
