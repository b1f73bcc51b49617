"""Copies with hidden parts: ordered, made, checked, cancelled, handed out. The original is only read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction as database
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.evidence import access as evidence_access
from anjian.evidence import actions as evidence
from anjian.evidence import queries as evidence_queries
from anjian.evidence.commands import AddFile
from anjian.evidence.store import store
from anjian.kit.blobs import BlobMissing
from anjian.kit.errors import Invalid, NotFound, Refusal, Refused
from anjian.kit.hashing import DualHash
from anjian.recordings import overview
from anjian.recordings.case_events import RedactionFinished, RedactionHandedOut, RedactionOrdered
from anjian.recordings.hiding import recipe as recipes
from anjian.recordings.hiding.film import cover_film
from anjian.recordings.hiding.made import Made, Stopped, Unfit
from anjian.recordings.hiding.still import cover_picture
from anjian.recordings.models import Handout, Redaction, RedactionRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from anjian.kit.actor import Actor

LIMIT = 16 * 1024**3
MOST_DAYS = 30
CITES = ("《行政处罚法》第五十条", "《个人信息保护法》第二十六条")
_FAMILIES = frozenset({"image", "video", "audio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRedaction:
    """Have a copy made of an item's file (empty ``filename``: its own) with the recipe's parts hidden."""

    case_id: UUID
    no: str
    filename: str
    recipe: Mapping[str, Any]
    purpose: str
    recipient: str


def order_redaction(cmd: OrderRedaction, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Put the order on record and have a worker carry it out; returns its id.

    Raises NotFound, Invalid for a recipe that cannot be followed, Refused without the role.
    """
    evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("制作遮盖副本"))
    with transaction(by=by, at=at, key=key) as tx:
        item = evidence_access.item_for(by, cmd.case_id, cmd.no, lock=True)
        sha256, media_type = overview.content_of(
            item.id, item.sha256, item.media_type, cmd.filename, by.org_id
        )
        family = media_type.partition("/")[0]
        wrong: dict[str, str] = {}
        if family not in _FAMILIES:
            wrong["recipe"] = _("只有图片、录音、录像可以制作遮盖副本。")
        if not cmd.purpose.strip():
            wrong["purpose"] = _("请写明副本的用途。")
        if not cmd.recipient.strip():
            wrong["recipient"] = _("请写明副本提供给谁。")
        if wrong:
            raise Invalid(wrong)
        recipe = recipes.parse(cmd.recipe, picture=family == "image")
        earlier = Redaction.objects.filter(org_id=by.org_id, item_id=item.id).count()
        row = Redaction.objects.create(
            org_id=by.org_id,
            case_id=cmd.case_id,
            item_id=item.id,
            filename=cmd.filename,
            of_sha256=sha256,
            media_type=media_type,
            no=earlier + 1,
            recipe=recipe.as_json(),
            recipe_sha256=recipe.sha256,
            purpose=cmd.purpose.strip()[:300],
            recipient=cmd.recipient.strip()[:120],
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        RedactionRun.objects.create(org_id=by.org_id, id=row.id, state="queued", changed_at=at)
        tx.record(
            RedactionOrdered(
                stream_id=cmd.case_id,
                redaction_id=row.id,
                evidence_no=cmd.no,
                no=row.no,
                boxes=len(recipe.boxes),
                sounds=tuple(sound.how for sound in recipe.sounds),
                purpose=row.purpose,
                recipient=row.recipient,
                of_sha256=sha256,
                recipe_sha256=row.recipe_sha256,
                cites=CITES,
            )
        )
        jobs.configure_task("recordings.make_redaction", lock=f"redaction-{row.id}").defer(
            org_id=str(by.org_id), redaction_id=str(row.id)
        )
    return row.id


def cancel_redaction(case_id: UUID, redaction_id: UUID, *, by: Actor, at: datetime) -> None:
    """Stop a copy that waits or is being made; the worker hears of it within a second of film."""
    evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("取消制作"))
    with transaction(by=by, at=at) as tx:
        row = _order(by.org_id, redaction_id, case_id)
        waiting = RedactionRun.objects.filter(org_id=by.org_id, id=row.id, state__in=("queued", "running"))
        if not waiting.update(state="cancelled", changed_at=at):
            raise Refused((_too_late(),))
        tx.record(_finished(row, "cancelled"))


def make_redaction(org_id: UUID, redaction_id: UUID, *, by: Actor, now: Callable[[], datetime]) -> str:
    """Make the copy (in a worker); returns how it ended. A second call finds the work done."""
    row = _order(org_id, redaction_id)
    run = RedactionRun.objects.filter(org_id=org_id, id=redaction_id, state__in=("queued", "running"))
    if not run.update(state="running", changed_at=now()):
        return RedactionRun.objects.get(org_id=org_id, id=redaction_id).state

    def told(done: int, total: int) -> bool:
        return bool(run.update(done_ms=done, total_ms=total, changed_at=now()))

    with tempfile.TemporaryDirectory(prefix="redaction-") as folder:
        target = Path(folder) / "copy"
        try:
            made = _make(row, target, told)
        except Stopped:
            return "cancelled"
        except (Unfit, BlobMissing) as problem:
            return _fail(row, str(problem) or "原件不在证据库", by=by, at=now())
        with target.open("rb") as stream:
            digest = store().put_stream(stream, limit=LIMIT)
    at = now()
    checked = {"frames": made.frames, "covered": made.covered, "original": _still(row), "tool": made.tool}
    name = f"redacted-{row.no}{made.suffix}"
    about = {**made.tool, "do": "redact", "recipe": row.recipe, "recipe_sha256": row.recipe_sha256}
    with transaction(by=by, at=at) as tx:
        if not run.update(
            state="done", copy_name=name, sha256=digest.sha256, size=digest.size,
            media_type=made.media_type, done_ms=made.duration_ms, total_ms=made.duration_ms, changed_at=at,
            checked=checked,
        ):  # fmt: skip
            return "cancelled"
        evidence.add_file(
            AddFile(
                item_id=row.item_id, filename=name, title=f"遮盖副本（第{row.no}份）",
                media_type=made.media_type, digest=digest, role="derived", of_sha256=row.of_sha256,
                recipe=about,
            ),
            by=by, at=at,
        )  # fmt: skip
        tx.record(_finished(row, "done", sha256=digest.sha256))
    return "done"


def check_redaction(org_id: UUID, redaction_id: UUID, *, at: datetime) -> bool:
    """Make the copy once more from original and recipe and compare the bytes (in a worker).

    Keeps the finding beside the copy; another version of the tool may code otherwise, which is said.
    """
    row = _order(org_id, redaction_id)
    run = RedactionRun.objects.get(org_id=org_id, id=redaction_id)
    with tempfile.TemporaryDirectory(prefix="redaction-") as folder:
        target = Path(folder) / "copy"
        made = _make(row, target, lambda _done, _total: True)
        same = _sha256(target) == run.sha256
    found = {
        **run.checked,
        "again": {"at": at.isoformat(), "same": same, "same_tool": made.tool == run.checked.get("tool")},
        "original": _still(row),
    }
    RedactionRun.objects.filter(org_id=org_id, id=redaction_id).update(checked=found)
    return same


def order_check(case_id: UUID, redaction_id: UUID, *, by: Actor) -> None:
    """Have a worker make a finished copy once more and compare. Raises NotFound, Refused."""
    evidence_access.require_role(by, evidence_access.EXAMINING_ROLES, _("核对遮盖副本"))
    row = _order(by.org_id, redaction_id, case_id)
    if not RedactionRun.objects.filter(org_id=by.org_id, id=row.id, state="done").exists():
        raise NotFound
    with database.atomic():
        jobs.configure_task("recordings.check_redaction", lock=f"redaction-{row.id}").defer(
            org_id=str(by.org_id), redaction_id=str(row.id)
        )


def hand_out(
    case_id: UUID, redaction_id: UUID, *, recipient: str, days: int, by: Actor, at: datetime
) -> UUID:
    """Make the copy, and only the copy, available by a link for some days; returns the handout's id."""
    evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("向外提供副本"))
    if not recipient.strip() or not 1 <= days <= MOST_DAYS:
        raise Invalid({"recipient": _("请写明提供给谁，有效期为1至%(most)d日。") % {"most": MOST_DAYS}})
    with transaction(by=by, at=at) as tx:
        row = _order(by.org_id, redaction_id, case_id)
        if not RedactionRun.objects.filter(org_id=by.org_id, id=row.id, state="done").exists():
            raise NotFound
        given = Handout.objects.create(
            org_id=by.org_id,
            redaction_id=row.id,
            recipient=recipient.strip()[:120],
            expires_at=at + timedelta(days=days),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            RedactionHandedOut(
                stream_id=row.case_id,
                redaction_id=row.id,
                evidence_no=evidence_queries.number_of(row.org_id, row.item_id),
                no=row.no,
                recipient=given.recipient,
                days=days,
                cites=CITES,
            )
        )
    return given.id


def _order(org_id: UUID, redaction_id: UUID, case_id: UUID | None = None) -> Redaction:
    rows = Redaction.objects.filter(org_id=org_id, id=redaction_id)
    found = (rows if case_id is None else rows.filter(case_id=case_id)).first()
    if found is None:
        raise NotFound
    return found


def _make(row: Redaction, target: Path, told: Callable[[int, int], bool]) -> Made:
    family = row.media_type.partition("/")[0]
    recipe = recipes.parse(row.recipe, picture=family == "image")
    with store().local(row.of_sha256) as original:
        if family == "image":
            return cover_picture(original, target, recipe)
        return cover_film(original, target, recipe, told)


def _still(row: Redaction) -> str:
    """Return the original's digest as it lies in the store after the work: it must be the one before."""
    with store().local(row.of_sha256) as original:
        return "same" if _sha256(original) == row.of_sha256 else "changed"


def _sha256(path: Path) -> str:
    both = DualHash()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            both.update(block)
    return both.sha256


def _fail(row: Redaction, failure: str, *, by: Actor, at: datetime) -> str:
    with transaction(by=by, at=at) as tx:
        RedactionRun.objects.filter(org_id=row.org_id, id=row.id).update(
            state="failed", failure=failure[:200], changed_at=at
        )
        tx.record(_finished(row, "failed", failure=failure[:200]))
    return "failed"


def _finished(row: Redaction, state: str, *, sha256: str = "", failure: str = "") -> RedactionFinished:
    return RedactionFinished(
        stream_id=row.case_id,
        redaction_id=row.id,
        evidence_no=evidence_queries.number_of(row.org_id, row.item_id),
        no=row.no,
        state=state,
        sha256=sha256,
        failure=failure,
    )


def _too_late() -> Refusal:
    return Refusal(
        code="redaction.over",
        reason=_("这份副本已经制作完成或者已经结束，不能取消。"),
        cites=CITES,
        who=_("任何人都不能"),
        cure=_("不再需要的副本不提供即可；遮盖不够的，另行制作一份。"),
    )
