"""Two bureaux with a case each."""

from __future__ import annotations

import pytest

from tests.action.deadlines.scene import Scene, found


@pytest.fixture
def scene(db: None) -> Scene:
    return found("云州")


@pytest.fixture
def elsewhere(db: None) -> Scene:
    return found("海州")
