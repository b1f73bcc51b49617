"""Reading the record back page by page: what the person does at his own screen, and reading aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.interviews import access, queries, record_events, rules
from anjian.interviews.actions._common import mark, require
from anjian.interviews.models import Mark, PageReading
from anjian.kit.errors import Invalid, NotFound, Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtPage:
    """A page of the frozen record was read, read out, or found wrong; ``sha256`` is the page as shown."""

    session_id: UUID
    page_no: int
    sha256: str
    verdict: str
    note: str = ""


def look_at_page(cmd: LookAtPage, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Put on record what became of a page at the read-back.

    Raises NotFound for a page the record does not have, Refused when it changed meanwhile.
    """
    if cmd.verdict not in {"read", "aloud", "wrong"}:
        raise Invalid({"verdict": _("没有这种核对结果。")})
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, ("read_back",), _("核对笔录页")))
        page = next((p for p in queries.pages_of(session) if p.no == cmd.page_no), None)
        if page is None:
            raise NotFound
        if page.sha256 != cmd.sha256:
            require([_changed()])
        if cmd.verdict == "aloud":
            begun = Mark.objects.filter(org_id=by.org_id, session_id=session.id, kind="aloud")
            if not begun.exists():
                mark(tx, session, "aloud", officer_id=by.id, note=f"由{by.name}宣读")
        PageReading.objects.create(
            org_id=by.org_id,
            session_id=session.id,
            page_no=page.no,
            page_sha256=page.sha256,
            verdict=cmd.verdict,
            note=cmd.note.strip()[:200],
            at=at,
            officer_id=by.id,
        )
        tx.record(
            record_events.PageLooked(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                page_no=page.no,
                page_sha256=page.sha256,
                verdict=cmd.verdict,
                note=cmd.note.strip()[:200],
                cites=(rules.READ_BACK,),
            )
        )


def _changed() -> Refusal:
    return Refusal(
        code="interview.page_changed",
        reason=_("这一页在打开之后又有更正，请看最新的内容。"),
        cites=(rules.READ_BACK,),
        who=_("被询问人"),
        cure=_("重新阅读这一页。"),
    )
