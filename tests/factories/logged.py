"""The log of a town's bureau with something in it, and one check done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.audit.queries import activity_of
from anjian.kit import clock
from anjian.transparency.actions import ask_for_check, integrate, run_check
from tests.action.faults.fault import case_of

if TYPE_CHECKING:
    from anjian.config.demo.play import Play


def logged(p: Play) -> dict[str, Any]:
    """Bring the log up to date and have it checked; returns what addresses of the log are made of."""
    case = case_of(p)
    integrate(case.org_id, at=clock.now())
    check_id = ask_for_check(case.org_id, asked_by="杜安", at=clock.now())
    run_check(case.org_id, check_id, at=clock.now())
    return {
        "check_id": check_id,
        "log_kind": "event",
        "log_subject": activity_of(case.org_id, case.id, limit=1)[0].id,
    }
