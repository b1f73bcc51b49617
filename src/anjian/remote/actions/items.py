"""Pictures taken and files handed over: in the store first, then on record, with the hash for both sides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.kit.errors import Conflict
from anjian.remote import course
from anjian.remote.actions._common import note, require
from anjian.remote.actions.guest import place_of
from anjian.remote.events import ItemTaken
from anjian.remote.models import Happening, Item, Session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from anjian.kit.actor import Actor
    from anjian.kit.blobs import Digest

DEED = {"identity": "picture_identity", "shot": "take", "file": "hand_over"}
MOST = 400
"""Things of one session: more would be a flood, not evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeItem:
    """Something that lies in the store already, as it shall be called."""

    session: Session
    kind: str
    title: str
    filename: str
    digest: Digest
    position: Mapping[str, Any]


def may_take(session: Session, kind: str) -> None:
    """Raise Refused when nothing of this kind may be taken now; asked before the bytes are accepted."""
    require(course.against(DEED[kind], session.state))


def take_item(cmd: TakeItem, *, by: Actor, at: datetime) -> UUID:
    """Put a picture or file on record; the same content of one session is kept once (Conflict).

    Who may was decided by the caller: an officer of the session, or its guest for files.
    """
    with transaction(by=by, at=at) as tx:
        session = Session.objects.select_for_update().get(org_id=cmd.session.org_id, id=cmd.session.id)
        require(course.against(DEED[cmd.kind], session.state))
        there = Item.objects.filter(org_id=session.org_id, session_id=session.id)
        known = there.filter(sha256=cmd.digest.sha256).first()
        if known is not None:
            message = _("内容与第%(no)s项完全相同，没有重复保存。") % {"no": known.no}
            raise Conflict(message, code="same_content")
        count = there.count()
        if count >= MOST:
            raise Conflict(_("本场材料过多，请另行安排一场。"), code="too_many")
        row = Item.objects.create(
            org_id=session.org_id,
            session_id=session.id,
            no=count + 1,
            kind=cmd.kind,
            title=cmd.title.strip()[:120] or cmd.filename[:120],
            filename=cmd.filename[:255],
            sha256=cmd.digest.sha256,
            sm3=cmd.digest.sm3,
            size=cmd.digest.size,
            position=place_of(cmd.position) or _last_place(session),
            at=at,
            by_name=by.name,
            side="guest" if by.kind == "public" else "officer",
        )
        note(
            tx,
            session,
            "item",
            _("取得“%(name)s”") % {"name": row.title},
            data={"item": str(row.id)},
            told=False,
        )
        tx.record(
            ItemTaken(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.guest_name,
                item_id=row.id,
                no=row.no,
                kind=row.kind,
                filename=row.filename,
                sha256=row.sha256,
                sm3=row.sm3,
                size=row.size,
            )
        )
    return row.id


def _last_place(session: Session) -> dict[str, Any]:
    found = (
        Happening.objects.filter(org_id=session.org_id, session_id=session.id, code="position")
        .order_by("-id")
        .values_list("data", flat=True)
        .first()
    )
    return json.loads(json.dumps(found)) if found else {}
