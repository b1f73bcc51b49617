"""Two bureaux with signed-in officers, and a store of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests.action.evidence.scene import Scene, found
from tests.http.evidence.conftest import signed_in

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


@pytest.fixture
def client(scene: Scene) -> Client:
    return signed_in(scene.officer)
