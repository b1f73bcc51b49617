"""What would void a case today: the record as it stands, examined against the law as a court would.

The conditions of steps look forward: may this be done now? The checks here look back: was it done as
the law wants, and what follows if not? Both speak of articles, persons and cures in the same words.
Every module of `rules` holds checks; adding one edits nothing else.
"""

from __future__ import annotations

from anjian.procedures.validity.examining import Report, checks, examine
from anjian.procedures.validity.spec import ERRORS, GRAVITIES, Check, Defect, Shown

__all__ = ["ERRORS", "GRAVITIES", "Check", "Defect", "Report", "Shown", "checks", "examine"]
