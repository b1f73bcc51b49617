"""The interpreter's way in: `python -m anjian.config.cli`."""

from __future__ import annotations

import sys

from anjian.config.cli import main

try:
    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:
    sys.exit(130)
