"""Doing something with the records of an installation from the command line, whether it is running or not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from anjian.config.installation import FAULTS, Installation, Plan
from anjian.config.supervisor import AlreadyRunningError, python


def run_beside(data: Path, arguments: Sequence[str]) -> int:
    """Run `anjian.config.records` with these arguments against an installation; answers its exit status.

    A running installation is joined; otherwise its database is started for as long as this takes.
    Raises ValueError, in words for the person, when it cannot be reached.
    """
    if not data.is_dir():
        raise ValueError(f"没有数据目录 {data}")
    plan = Plan(data=data.absolute(), seed=False, database_url=os.environ.get("DATABASE_URL"))
    try:
        with Installation(plan, say=lambda _line: None).running(database_only=True) as installation:
            return _run(installation, arguments)
    except AlreadyRunningError:
        installation = Installation(plan, say=lambda _line: None)
        installation.attach()
        return _run(installation, arguments)
    except FAULTS as fault:
        raise ValueError(str(fault)) from fault


def _run(installation: Installation, arguments: Sequence[str]) -> int:
    command = python("-m", "anjian.config.records", *arguments)
    return subprocess.run(command, env=installation.environment, check=False).returncode
