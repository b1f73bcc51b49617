"""`./anjian messages`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

SUMMARY = "收集界面文字, 更新并编译英文词条 / collect and compile the English catalogue"


def run(arguments: Sequence[str]) -> int:
    """Update the catalogue from the sources and compile it; `--check` changes nothing.

    The exit status is 1 when a message has no English or lost a placeholder, and with `--check`
    also when the files on disk are not what the sources ask for.
    """
    parser = argparse.ArgumentParser(prog="anjian messages", description=SUMMARY)
    parser.add_argument("--check", action="store_true", help="只检查, 不改动任何文件 / only check")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjian.config.settings_test")
    import django

    django.setup()
    from anjian.config import catalogue

    wanted = catalogue.collect()
    made = catalogue.merged(wanted, catalogue.read())
    faults = catalogue.faults(made)
    if options.check:
        faults += catalogue.stale(made)
    else:
        catalogue.write(made)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(made)} messages, {len(faults)} faults / 词条 {len(made)} 条, 问题 {len(faults)} 处")
    return 1 if faults else 0
