"""One throw-away PostgreSQL cluster per test session, one database in it per xdist worker."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from anjian.config import throwaway
from anjian.config.environment import database

FOLDER, KEEPER = "ANJIAN_TEST_CLUSTER", "ANJIAN_TEST_SESSION"


def pytest_configure(config: pytest.Config) -> None:
    """Name the session's cluster once, in the process that the workers inherit their environment from."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = str(Path(tempfile.mkdtemp(prefix="anjian-pg-")))
        os.environ[KEEPER] = str(os.getpid())
        if os.getuid() == 0:
            # PostgreSQL runs as its own user and passes through this folder, which holds nothing else.
            Path(os.environ[FOLDER]).chmod(0o711)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        folder = Path(os.environ[FOLDER])
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


@pytest.fixture(scope="session")
def postgres_address() -> str:
    """The address of this session's cluster; the first test that needs a database starts it."""
    return throwaway.address(Path(os.environ[FOLDER]), keeper_for=int(os.environ[KEEPER]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres_address: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django at the cluster and let it build the test database from template0-clean migrations."""
    from django.db import connections

    known = connections.settings["default"]
    found = database(postgres_address)
    known.update({name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    known["CONN_MAX_AGE"] = 0
