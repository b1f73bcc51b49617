"""`./anjian demo bundle --output FILE.zip`."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

SUMMARY = "演示案件的案卷包: demo bundle --output FILE.zip / the bundle of an archived demo case"


def run(arguments: Sequence[str]) -> int:
    """Play the main story to the archive in a city that lives only for this command, and seal its bundle."""
    parser = argparse.ArgumentParser(prog="anjian demo", description=SUMMARY)
    kinds = parser.add_subparsers(dest="what", required=True)
    bundle = kinds.add_parser("bundle", help="把一件已归档的演示案件封成案卷包 / seal an archived demo case")
    bundle.add_argument("--output", type=Path, required=True, metavar="FILE.zip")
    options = parser.parse_args(arguments)
    output: Path = options.output.absolute()
    if output.exists():
        print(f"{output} 已经存在, 不会覆盖; 请换一个名字", file=sys.stderr)
        return 2
    if not output.parent.is_dir():
        print(f"没有文件夹 {output.parent}", file=sys.stderr)
        return 2
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="anjian-demo-") as folder:
        print(_seal(Path(folder), output))
    print(f"{output}  {output.stat().st_size:,} 字节  {time.monotonic() - started:.1f} s")
    print(f"核验 verify: ./anjian verify {output}")
    print("或解包后 or, unpacked: python3 -I verify.py")
    return 0


def _seal(folder: Path, output: Path) -> str:
    from anjian.config.throwaway import address

    data = folder / "data"
    (data / "tmp").mkdir(parents=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="anjian.config.settings",
        ANJIAN_MODE="rehearsal",
        ANJIAN_DATA=str(data),
        ANJIAN_SECRET_KEY=secrets.token_urlsafe(48),
        DATABASE_URL=address(folder / "database", keeper_for=os.getpid()),
    )
    import django

    django.setup()
    # It says of every sealed paper that nothing is fetched from outside, which is as it should be.
    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    from django.core.management import call_command

    from anjian.config.demo.seed import archived_story
    from anjian.journeys.actions import seal_bundle
    from anjian.people.keys import signer_for

    call_command("migrate", interactive=False, verbosity=0)
    player = archived_story(began=date(2026, 3, 2))
    archivist = player.who("archivist")
    sealed = seal_bundle(player.no, output, signer_for(archivist.org_id), by=archivist, at=player.now)
    return (
        f"案件 {player.no} 已归档: {sealed.files} 个文件, {sealed.events} 条记录; "
        f"清单 SHA-256 {sealed.manifest_sha256}"
    )
