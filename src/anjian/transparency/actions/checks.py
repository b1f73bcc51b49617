"""The integrity check as a row: asked for, under way, with its outcome."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from anjian.kit.errors import AnjianError, Conflict, NotFound
from anjian.transparency import checking, queries
from anjian.transparency.actions.sequencing import integrate
from anjian.transparency.checking.finding import Finding, Progress
from anjian.transparency.models import Check
from anjian.transparency.records import Checked

KEPT_FINDINGS = 500
LONGEST = timedelta(hours=12)
"""After this long a check under way is taken for given up (its worker was killed)."""

_TOLD_EVERY_S = 1.0


def ask_for_check(org_id: UUID, *, asked_by: str, at: datetime) -> UUID:
    """Put a check on the list; the job of the same name does it. Raises Conflict while one is under way."""
    Check.objects.filter(org_id=org_id, status="running", started_at__lt=at - LONGEST).update(
        status="broken", finished_at=at
    )
    try:
        with transaction.atomic():
            return Check.objects.create(
                org_id=org_id, status="running", asked_by_name=asked_by, started_at=at
            ).id
    except IntegrityError as running:
        raise Conflict(_("完整性核查正在进行，请等它完成。"), code="check_running") from running


def run_check(org_id: UUID, check_id: UUID, *, finished: datetime | None = None, at: datetime) -> Checked:
    """Do a check that was asked for and keep its outcome; a check already done stays as it is.

    ``at`` is when it begins, ``finished`` the end if it is not ``at`` plus what it took.
    """
    rows = Check.objects.filter(org_id=org_id, id=check_id)
    known = queries.check(org_id, check_id)
    if known is None:
        raise NotFound
    if known.status != "running":
        return known
    began = monotonic()
    teller = _Teller(org_id, check_id)
    found: list[Finding] = []
    try:
        # What is written already must have its place; a log that refuses to go on is found below.
        integrate(org_id, at=at)
    except AnjianError as damage:
        found.append(Finding(damage.code, "存证日志", damage.message))
    progress = Progress(tell=teller)
    found += islice(checking.findings(org_id, progress), KEPT_FINDINGS)
    end = finished or at + timedelta(seconds=monotonic() - began)
    rows.update(
        status="failed" if found else "passed",
        finished_at=end,
        stage="",
        done=progress.done,
        total=progress.total,
        counts=progress.counts,
        findings=[asdict(one) for one in found],
    )
    return queries.check(org_id, check_id) or known


def give_up_check(org_id: UUID, check_id: UUID, *, at: datetime) -> None:
    """Say that a check could not be brought to its end."""
    Check.objects.filter(org_id=org_id, id=check_id, status="running").update(status="broken", finished_at=at)


class _Teller:
    """Writes the progress of a check to its row, about once a second."""

    def __init__(self, org_id: UUID, check_id: UUID) -> None:
        self._row = Check.objects.filter(org_id=org_id, id=check_id)
        self._told, self._stage = 0.0, ""

    def __call__(self, progress: Progress) -> None:
        if progress.stage == self._stage and monotonic() - self._told < _TOLD_EVERY_S:
            return
        self._told, self._stage = monotonic(), progress.stage
        self._row.update(
            stage=progress.stage, done=progress.done, total=progress.total, counts=progress.counts
        )
