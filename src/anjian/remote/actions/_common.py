"""What the actions share: happenings, moves of the course, refusing with every reason at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.kit.actor import Actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Refusal, Refused
from anjian.people import queries as people
from anjian.remote import course
from anjian.remote.events import SessionStep
from anjian.remote.models import Happening

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.remote.models import Session


def guest_actor(session: Session) -> Actor:
    """Return the guest as the record names who acts: no account, no role, only this session."""
    return Actor(
        id=session.id,
        org_id=session.org_id,
        unit_id=None,
        kind="public",
        name=session.guest_name,
        org_name=session.capacity,
    )


def require(*reasons: Iterable[Refusal]) -> None:
    """Raise Refused with every reason there is; do nothing when there is none."""
    found = tuple(reason for group in reasons for reason in group)
    if found:
        raise Refused(found)


def note(
    tx: Transaction,
    session: Session,
    code: str,
    words: str,
    *,
    data: dict[str, Any] | None = None,
    told: bool = True,
) -> None:
    """Keep what happened; ``told`` puts it on the case's record too (all but what is repeated often)."""
    side = {"officer": "officer", "public": "guest"}.get(tx.by.kind, "server")
    Happening.objects.create(
        org_id=session.org_id,
        session_id=session.id,
        code=code,
        at=tx.at,
        by_name=tx.by.name,
        side=side,
        note=words[:300],
        data=data or {},
    )
    if told:
        tx.record(
            SessionStep(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.guest_name,
                code=code,
                words=words[:200],
                side=side,
                state=session.state,
            )
        )
    else:
        tx.announce("remote.moved", (f"case:{session.case_id}",), {"session": str(session.id)})


def move(tx: Transaction, session: Session, deed: str, words: str, **more: Any) -> None:
    """Do a deed of the course: its state, its happening, its event. Raises Refused out of turn."""
    require(course.against(deed, session.state))
    session.state = course.next_of(deed, session.state)
    if session.state in course.OVER:
        session.ended_at, session.recording = tx.at, False
    session.save()
    note(tx, session, deed, words, **more)


def two_officers(org_id: UUID, officers: tuple[UUID, ...], at: datetime) -> list[Actor]:
    """Return the two officers. Raises Refused unless they are two and hold certificates on that day."""
    day = at.astimezone(LOCAL_ZONE).date()
    known = people.actors(org_id, list(dict.fromkeys(officers)), on=day)
    reasons: list[Refusal] = []
    if len(known) < 2:
        reasons.append(
            Refusal(
                code="two_officers",
                reason=_("远程取证应当由两名本机关执法人员进行。"),
                cites=(course.BOTH,),
                who=_("持有效行政执法证件的执法人员，两名"),
                cure=_("另选一名共同取证的执法人员。"),
            )
        )
    reasons += [
        Refusal(
            code="certificate",
            reason=_("%(name)s在%(day)s没有有效的行政执法证件，不得取证。")
            % {"name": one.name, "day": f"{day:%Y年%m月%d日}"},
            cites=(course.BOTH,),
            who=_("持有效行政执法证件的执法人员"),
            cure=_("换一名持证人员。"),
        )
        for one in known.values()
        if one.certificate_on(day) is None
    ]
    require(reasons)
    return [known[one] for one in dict.fromkeys(officers)]
