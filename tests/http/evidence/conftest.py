"""Two bureaux with signed-in officers, and a store of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.action.evidence.scene import Scene, found

if TYPE_CHECKING:
    from pathlib import Path

    from anjian.kit.actor import Actor


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def scene(db: None) -> Scene:
    return found("云州")


@pytest.fixture
def elsewhere(db: None) -> Scene:
    return found("海州")


def signed_in(actor: Actor, **options: Any) -> Client:
    client = Client(**options)
    user = get_user_model().objects.get(officer_id=actor.id)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def client(scene: Scene) -> Client:
    return signed_in(scene.officer)
